import type { Role, Tier } from '../../identity/index.js';

/** From the bottom up; the index is the rank. */
export const TIERS_UPWARD = ['county', 'city', 'province'] as const satisfies readonly Tier[];

/** True when `tier` stands at `floor` or higher. */
export function isTierAtLeast(tier: Tier, floor: Tier): boolean {
  return TIERS_UPWARD.indexOf(tier) >= TIERS_UPWARD.indexOf(floor);
}

/** `floor` and the tiers above it. */
export function tiersFrom(floor: Tier): readonly Tier[] {
  return TIERS_UPWARD.filter((tier) => isTierAtLeast(tier, floor));
}

/** What a participant is in one session; exactly one is the commander. */
export const SESSION_ROLES = [
  'commander',
  'deputy',
  'dispatcher',
  'field_lead',
  'field_member',
  'pilot',
  'expert',
  'scribe',
  'liaison',
  'observer',
] as const;
export type SessionRole = (typeof SESSION_ROLES)[number];

/** What a role may do in a session; `command` and what follows from it is withheld from whoever only helps. */
export const CAPABILITIES = [
  'command',
  'lead',
  'issue_order',
  'speak',
  'draw',
  'record',
  'monitor',
  'invite_external',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Roles × capabilities, in one place. */
export const ROLE_CAPABILITIES: Readonly<Record<SessionRole, readonly Capability[]>> = {
  commander: ['command', 'lead', 'issue_order', 'speak', 'draw', 'record', 'monitor', 'invite_external'],
  deputy: ['lead', 'issue_order', 'speak', 'draw', 'record', 'monitor', 'invite_external'],
  dispatcher: ['issue_order', 'speak', 'draw', 'record', 'monitor'],
  field_lead: ['speak', 'draw'],
  field_member: ['speak', 'draw'],
  pilot: ['speak', 'draw'],
  expert: ['speak', 'draw'],
  scribe: ['speak', 'record'],
  liaison: ['speak', 'draw'],
  observer: [],
};

/** `record`: makes what was said part of the record; `monitor`: asks to be shown what others see. */
export function can(role: SessionRole | null | undefined, capability: Capability): boolean {
  return role ? ROLE_CAPABILITIES[role].includes(capability) : false;
}

/** Command passes only by offer and acceptance or by take-over, never by an invitation. */
export const INVITABLE_ROLES = SESSION_ROLES.filter((role) => role !== 'commander');

/** What someone may ask to be; authority is given, not asked for. */
export const ASKABLE_ROLES = INVITABLE_ROLES.filter((role) => role !== 'deputy');

export function isAskable(role: SessionRole | null): role is (typeof ASKABLE_ROLES)[number] {
  return ASKABLE_ROLES.some((askable) => askable === role);
}

/** What a former commander becomes: heard, but without authority, so that one voice commands. */
export const ROLE_AFTER_COMMAND: SessionRole = 'liaison';

const DEFAULTS: readonly (readonly [Role, SessionRole])[] = [
  ['commander', 'liaison'],
  ['case_handler', 'liaison'],
  ['pilot', 'pilot'],
  ['field_officer', 'field_member'],
  ['tester', 'field_member'],
];

/** The session role of someone who enters without being given one; undefined for those whose work is not on cases. */
export function defaultSessionRole(workRoles: readonly Role[]): SessionRole | undefined {
  return DEFAULTS.find(([workRole]) => workRoles.includes(workRole))?.[1];
}

/** Whoever directs or works in the field needs the case file; those who only stand by do not get it from the session. */
export function needsCase(role: SessionRole): boolean {
  return role !== 'liaison' && role !== 'observer';
}

const ABLE_TO_COMMAND: readonly Role[] = ['commander', 'case_handler'];

/** Whether someone who leads may make, change or end another's part: a deputy's only the commander, and the commander's nobody. */
export function mayChangePart(leader: SessionRole | null, other: SessionRole | null): boolean {
  return other !== 'commander' && (other !== 'deputy' || leader === 'commander');
}

/** Command goes only to someone who could have opened the session. */
export function canCommand(workRoles: readonly Role[]): boolean {
  return workRoles.some((role) => ABLE_TO_COMMAND.includes(role));
}
