/** Why a gateway was not let in, or not believed. */
interface ContactRefusal {
  readonly at: Date;
  /** Reason of the broker, or code of the quarantine. */
  readonly reason: string;
  readonly detail: string | null;
  /** The beginning of the message that was refused, without its secrets; null where the log-in was. */
  readonly packet: string | null;
}

/** How far a gateway came, the last time for each step. */
export interface Contact {
  readonly signedInAt: Date | null;
  readonly connectedAt: Date | null;
  readonly refusedAt: Date | null;
  readonly refusalReason: string | null;
  readonly topologyAnsweredAt: Date | null;
  readonly topologyRefusedAt: Date | null;
  readonly topologyRefusalCode: string | null;
  readonly topologyRefusalDetail: string | null;
  readonly topologyPacket: string | null;
}

/** What else is known of it now. */
export interface PresentContact extends Contact {
  /** Its line to our own broker is open. */
  readonly hasLine: boolean;
  /** When its last frame came. */
  readonly heardAt: Date | null;
}

export const GATEWAY_STATES = [
  'never_seen',
  'refused',
  'logged_in',
  'connected',
  'topology_unanswered',
  'online',
  'silent',
] as const;
export type GatewayState = (typeof GATEWAY_STATES)[number];

export interface GatewayStanding {
  readonly state: GatewayState;
  /** Since when, as far as it is known. */
  readonly since: Date | null;
  readonly refusal: ContactRefusal | null;
}

export const NO_CONTACT: Contact = {
  signedInAt: null,
  connectedAt: null,
  refusedAt: null,
  refusalReason: null,
  topologyAnsweredAt: null,
  topologyRefusedAt: null,
  topologyRefusalCode: null,
  topologyRefusalDetail: null,
  topologyPacket: null,
};

/** Frames of a gateway come each 2 s. */
const SILENCE_MS = 60_000;
/** It announces its topology right after it has connected. */
const TOPOLOGY_DUE_MS = 15_000;

/** How a gateway stands now, and why it was last turned away. */
export function gatewayStanding(contact: PresentContact, now: Date): GatewayStanding {
  const [state, since] = stateOf(contact, now);
  return { state, since, refusal: lastRefusal(contact) };
}

function stateOf(contact: PresentContact, now: Date): [GatewayState, Date | null] {
  const { hasLine, heardAt, connectedAt, topologyAnsweredAt: answeredAt, topologyRefusedAt: turnedAwayAt } = contact;
  const isHeard = heardAt !== null && ageMs(heardAt, now) <= SILENCE_MS;
  if (isHeard && !isLater(turnedAwayAt, answeredAt)) return ['online', latest(answeredAt, connectedAt)];
  if (hasLine || isHeard || (turnedAwayAt !== null && ageMs(turnedAwayAt, now) <= SILENCE_MS)) {
    if (isLater(turnedAwayAt, answeredAt)) return ['topology_unanswered', turnedAwayAt];
    if (!isLater(connectedAt, answeredAt)) return ['online', answeredAt];
    const isDue = connectedAt !== null && ageMs(connectedAt, now) > TOPOLOGY_DUE_MS;
    return [isDue ? 'topology_unanswered' : 'connected', connectedAt];
  }
  const lastSeen = latest(heardAt, connectedAt, answeredAt, turnedAwayAt);
  if (lastSeen && !isLater(contact.signedInAt, lastSeen)) return ['silent', lastSeen];
  if (contact.signedInAt) return ['logged_in', contact.signedInAt];
  return contact.refusedAt ? ['refused', contact.refusedAt] : ['never_seen', null];
}

function lastRefusal(contact: Contact): ContactRefusal | null {
  const { refusedAt, refusalReason, topologyRefusedAt, topologyRefusalCode } = contact;
  if (topologyRefusedAt && topologyRefusalCode && !isLater(refusedAt, topologyRefusedAt)) {
    const { topologyRefusalDetail: detail, topologyPacket: packet } = contact;
    return { at: topologyRefusedAt, reason: topologyRefusalCode, detail, packet };
  }
  return refusedAt && refusalReason ? { at: refusedAt, reason: refusalReason, detail: null, packet: null } : null;
}

function ageMs(at: Date, now: Date): number {
  return now.getTime() - at.getTime();
}

/** Whether the first is there, and after the second or without one. */
function isLater(one: Date | null, other: Date | null): boolean {
  return one !== null && (other === null || one > other);
}

function latest(...instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (isLater(at, last) ? at : last), null);
}
