import { createHash } from 'node:crypto';
import type { Actor } from '../../platform/index.js';
import type { EventActor, SessionEvent } from '../events/session-event.js';
import type { Tombstone } from '../events/visibility.rules.js';
import type { SessionState } from '../sessions/session.rules.js';

const DAY_MS = 86_400_000;
/** The longest an invitation may last. */
export const LONGEST_STAY_DAYS = 7;
/** An access lasts this long and is renewed with the invitation. */
export const ACCESS_MS = 900_000;

export const GUEST_STATES = ['invited', 'entered', 'revoked', 'expired'] as const;
export type GuestState = (typeof GUEST_STATES)[number];

export interface Guest {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly maySpeak: boolean;
  readonly expiresAt: Date;
  readonly invitedBy: string;
  readonly invitedSeq: number;
  readonly enteredSeq: number | null;
  readonly revokedAt: Date | null;
}

/** A guest who has entered, as they come to the doors made for them. */
export interface GuestActor extends Actor {
  readonly kind: 'guest';
  readonly sessionId: string;
  readonly organisation: string;
  readonly maySpeak: boolean;
  /** They read nothing before this event. */
  readonly fromSeq: number;
}

/** What the sockets of one guest have in common. */
export const passOfGuest = (guestId: string): string => `guest:${guestId}`;

export const digestOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

export function isLawfulStay(expiresAt: Date, now: Date): boolean {
  return expiresAt > now && expiresAt.getTime() - now.getTime() <= LONGEST_STAY_DAYS * DAY_MS;
}

export function guestStateOf({ revokedAt, expiresAt, enteredSeq }: Guest, now: Date): GuestState {
  if (revokedAt) return 'revoked';
  if (expiresAt <= now) return 'expired';
  return enteredSeq === null ? 'invited' : 'entered';
}

/** Whether the invitation opens anything now: a session that is over has no guests. */
export function isWelcome(guest: Guest, session: SessionState, now: Date): boolean {
  const state = guestStateOf(guest, now);
  return (state === 'invited' || state === 'entered') && session !== 'closed' && session !== 'archived';
}

const SHAPE = ['featureId', 'kind', 'geometry', 'label', 'colour', 'style', 'radiiMetres', 'bearing', 'end'] as const;

/** What guests read, by type, and which fields of it: words and marks for all, and that the session goes on. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  'chat.say': ['text'],
  'map.put': SHAPE,
  'map.restore': SHAPE,
  'map.remove': ['featureId'],
  'session.open': [],
  'session.suspend': [],
  'session.resume': [],
  'session.close': [],
  'participant.join': [],
  'participant.leave': [],
  'guest.entered': ['name', 'organisation'],
};

export interface GuestEvent {
  readonly seq: number;
  readonly type: string;
  readonly actor: { readonly name: string; readonly from: string };
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An event as guests get it: a part of it, or a tombstone. No ids of people, cases, orders or evidence leave so. */
export function guestWire(event: SessionEvent): GuestEvent | Tombstone {
  const { seq, type, actor, occurredAt, recordedAt, payload, scope } = event;
  const fields = READABLE[type];
  if (!fields || scope.kind !== 'ALL') return { seq, redacted: true };
  const shown = Object.entries(payload).filter(([name]) => fields.includes(name));
  return { seq, type, actor: namedAs(actor), occurredAt, recordedAt, payload: Object.fromEntries(shown) };
}

function namedAs(actor: EventActor): GuestEvent['actor'] {
  if ('userId' in actor) return { name: actor.name, from: actor.unitName };
  return { name: actor.name, from: actor.kind === 'guest' ? actor.organisation : '' };
}
