import type { Tier } from '../../identity/index.js';
import type { CommandType } from '../commands/command-types.js';
import { INVITABLE_ROLES, ROLE_CAPABILITIES, TIERS_UPWARD } from './session-roles.js';
import type { Capability, SessionRole } from './session-roles.js';

export const SESSION_KINDS = ['dispatch', 'consultation', 'joint_collection'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const SESSION_STATES = ['scheduled', 'open', 'suspended', 'closed', 'archived'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_STEPS = ['open', 'suspend', 'resume', 'close', 'reopen', 'archive'] as const;
export type SessionStep = (typeof SESSION_STEPS)[number];

/** step → from → to; what is not here is refused. */
export const SESSION_TRANSITIONS: Readonly<Record<SessionStep, Partial<Record<SessionState, SessionState>>>> = {
  open: { scheduled: 'open' },
  suspend: { open: 'suspended' },
  resume: { suspended: 'open' },
  close: { scheduled: 'closed', open: 'closed', suspended: 'closed' },
  reopen: { closed: 'open' },
  archive: { closed: 'archived' },
};

/** The state after `step`, or undefined when the session does not allow it now. */
export function afterSessionStep(state: SessionState, step: SessionStep): SessionState | undefined {
  return SESSION_TRANSITIONS[step][state];
}

/**
 * What someone must be to give a command, besides role and tier.
 * participant: has joined · witness: may see the session or its case · entitled: invited, or of the session's unit or
 * one above it · offeree: command was offered to them and the offer still stands · recipient: the orders are addressed
 * to them · above: a commander of a unit above the present commander's · answering: they answer for the order under
 * which this one is given, or was given by them.
 */
export type Standing = 'participant' | 'witness' | 'entitled' | 'offeree' | 'recipient' | 'above' | 'answering';

/** A session that has come to no end yet. */
export const BEFORE_THE_END: readonly SessionState[] = ['scheduled', 'open', 'suspended'];

export interface CommandRule {
  readonly standing: Standing;
  /** What the giver's role must be able to do; undefined where the standing alone decides. */
  readonly capability?: Capability;
  /** Session roles that may, where a capability does not say it. */
  readonly roles?: readonly SessionRole[];
  readonly tiers: readonly Tier[];
  readonly states: readonly SessionState[];
  /** Commands that use the authority of command carry the epoch they were given under: a stale one is refused. */
  readonly needsEpoch: boolean;
  /** Suffices by itself, whatever the role and the epoch, for those who have not the right above. */
  readonly otherwise?: Standing;
}

const RUNNING: readonly SessionState[] = ['open'];
/** In which reports come in and times run. */
export const LIVING: readonly SessionState[] = ['open', 'suspended'];

const rule = (standing: Standing, states: readonly SessionState[], more: Partial<CommandRule> = {}): CommandRule => ({
  standing,
  states,
  tiers: TIERS_UPWARD,
  needsEpoch: false,
  ...more,
});
const byAuthority = (capability: Capability, states: readonly SessionState[]): CommandRule =>
  rule('participant', states, { capability, needsEpoch: true });
const byAbility = (capability: Capability, states: readonly SessionState[]): CommandRule =>
  rule('participant', states, { capability });
/** A phone out of a tunnel may still report, so neither the epoch nor a suspension stands in its way. */
const byRecipient = rule('recipient', LIVING);

/** roles × tiers × command types × session states, in one place. */
export const COMMAND_RULES: Readonly<Record<CommandType, CommandRule>> = {
  'participant.invite': byAuthority('lead', BEFORE_THE_END),
  'participant.join': rule('entitled', BEFORE_THE_END),
  'participant.request': rule('witness', BEFORE_THE_END),
  'participant.admit': byAuthority('lead', BEFORE_THE_END),
  'participant.decline': byAuthority('lead', BEFORE_THE_END),
  'participant.pullIn': byAuthority('lead', BEFORE_THE_END),
  'participant.setRole': byAuthority('lead', BEFORE_THE_END),
  'participant.remove': byAuthority('lead', BEFORE_THE_END),
  'guest.invite': byAuthority('invite_external', BEFORE_THE_END),
  'guest.revoke': byAuthority('invite_external', BEFORE_THE_END),
  'participant.leave': rule('participant', BEFORE_THE_END, { roles: INVITABLE_ROLES }),
  'command.offer': byAuthority('command', BEFORE_THE_END),
  'command.accept': rule('offeree', BEFORE_THE_END, { needsEpoch: true }),
  'command.decline': rule('offeree', BEFORE_THE_END),
  'command.takeOver': rule('above', BEFORE_THE_END, { tiers: ['city', 'province'], needsEpoch: true }),
  'command.assume': rule('participant', LIVING, { roles: ['deputy'], needsEpoch: true }),
  'order.issue': { ...byAuthority('issue_order', RUNNING), otherwise: 'answering' },
  'order.delivered': byRecipient,
  'order.seen': byRecipient,
  'order.acknowledge': byRecipient,
  'order.enRoute': byRecipient,
  'order.onScene': byRecipient,
  'order.submit': byRecipient,
  'order.accept': { ...byAuthority('issue_order', LIVING), otherwise: 'answering' },
  'order.return': { ...byAuthority('issue_order', LIVING), otherwise: 'answering' },
  'order.cancel': { ...byAuthority('issue_order', LIVING), otherwise: 'answering' },
  'order.draft': byAuthority('issue_order', RUNNING),
  'order.reject': byRecipient,
  'order.receive': byRecipient,
  'order.linkFlight': { ...byAbility('issue_order', LIVING), otherwise: 'recipient' },
  'order.snooze': byAuthority('issue_order', LIVING),
  'order.override': byAuthority('issue_order', LIVING),
  'dispatch.confirm': byAuthority('issue_order', RUNNING),
  'request.raise': byAbility('speak', LIVING),
  'request.meet': { ...byAuthority('issue_order', LIVING), otherwise: 'above' },
  'request.cancel': byAbility('speak', LIVING),
  'chat.say': byAbility('speak', BEFORE_THE_END),
  'map.put': byAbility('draw', RUNNING),
  'map.remove': byAbility('draw', RUNNING),
  'map.restore': byAbility('draw', RUNNING),
  'chat.promote': byAbility('record', BEFORE_THE_END),
  'log.note': byAbility('record', BEFORE_THE_END),
  'show.request': byAbility('monitor', RUNNING),
  'show.consent': rule('participant', LIVING),
  'show.stop': rule('participant', LIVING),
  'photo.request': byAbility('monitor', RUNNING),
  'photo.taken': rule('participant', LIVING),
  'still.promote': byAbility('monitor', LIVING),
  'agenda.set': byAuthority('lead', BEFORE_THE_END),
  'agenda.advance': byAuthority('lead', RUNNING),
  'material.add': byAbility('speak', BEFORE_THE_END),
  'expert.invite': byAuthority('invite_external', BEFORE_THE_END),
  'conclusion.draft': byAbility('conclude', RUNNING),
  'conclusion.sign': byAbility('speak', LIVING),
  'conclusion.dissent': byAbility('speak', LIVING),
  'conclusion.settle': byAuthority('command', LIVING),
  'sector.put': byAuthority('lead', BEFORE_THE_END),
  'sector.remove': byAuthority('lead', BEFORE_THE_END),
  'lead.name': byAuthority('command', BEFORE_THE_END),
  'sector.report': byAbility('speak', LIVING),
  'session.open': byAuthority('command', ['scheduled']),
  'session.suspend': byAuthority('command', RUNNING),
  'session.resume': byAuthority('command', ['suspended']),
  'session.close': byAuthority('command', BEFORE_THE_END),
  'session.reopen': byAuthority('command', ['closed']),
  'session.archive': byAuthority('command', ['closed']),
};

/** What the service knows of someone who gives a command. */
export interface Claimant {
  readonly standings: ReadonlySet<Standing>;
  readonly tier: Tier;
  /** Their role in the session; undefined while they take no part. */
  readonly role?: SessionRole;
}

export type SessionRefusal = 'FORBIDDEN' | 'STALE_COMMAND_EPOCH' | 'BAD_STATE';

/**
 * May this command be given now? undefined = yes. Rights are asked before epoch and state, so that an outsider learns
 * nothing about the session.
 */
export function refusalOf(
  type: CommandType,
  claimant: Claimant,
  session: { readonly state: SessionState; readonly epoch: number },
  epoch: number | undefined,
): SessionRefusal | undefined {
  const { states, needsEpoch, otherwise } = COMMAND_RULES[type];
  const hasRight = isEntitled(claimant, COMMAND_RULES[type]);
  if (!hasRight && !(otherwise && claimant.standings.has(otherwise))) return 'FORBIDDEN';
  if (hasRight && needsEpoch && epoch !== session.epoch) return 'STALE_COMMAND_EPOCH';
  return states.includes(session.state) ? undefined : 'BAD_STATE';
}

function isEntitled({ standings, tier, role }: Claimant, rule: CommandRule): boolean {
  return standings.has(rule.standing) && rule.tiers.includes(tier) && suffices(role, rule);
}

function suffices(role: SessionRole | undefined, { capability, roles }: CommandRule): boolean {
  if (!capability && !roles) return true;
  if (!role) return false;
  return (!capability || ROLE_CAPABILITIES[role].includes(capability)) && (!roles || roles.includes(role));
}

/** An offer of command not accepted within this time leaves command where it is. */
export const OFFER_VALID_MS = 120_000;

/** How far a client's clock may run ahead of ours before its `occurredAt` is refused. */
export const CLOCK_TOLERANCE_MS = 120_000;

/** False for a claimed time in the future; an old one is a phone that was out of reach. */
export function isPlausibleOccurrence(occurredAt: Date, now: Date): boolean {
  return occurredAt.getTime() <= now.getTime() + CLOCK_TOLERANCE_MS;
}
