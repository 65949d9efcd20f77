import type { UserActor } from '../../identity/index.js';
import type { SessionRole } from '../sessions/session-roles.js';
import type { ChainedEvent } from './event-chain.js';
import type { EventScope, Tombstone, Viewer } from './visibility.rules.js';
import { isVisible } from './visibility.rules.js';

/** Who acted, as they were then. */
export interface PersonActing {
  readonly userId: string;
  readonly name: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly tier: string;
  readonly role: SessionRole | null;
}

/** The service itself: its timers and its rounds. */
export interface ServiceActing {
  readonly kind: 'service';
  readonly name: string;
}

/** Someone from outside who was let in for a while. */
export interface GuestActing {
  readonly kind: 'guest';
  readonly guestId: string;
  readonly name: string;
  readonly organisation: string;
}

export type EventActor = PersonActing | ServiceActing | GuestActing;

export const THE_SERVICE: ServiceActing = { kind: 'service', name: 'Skydocket' };

/** The person of the organ who acted; undefined where it was the service or a guest. */
export function personOf(actor: EventActor): PersonActing | undefined {
  return 'userId' in actor ? actor : undefined;
}

/** One fact of a session. Instants are ISO 8601 UTC with milliseconds. */
export interface SessionEvent extends ChainedEvent {
  readonly sessionId: string;
  readonly cmdId: string;
  readonly actor: EventActor;
  readonly scope: EventScope;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An event as clients get it; `cmdId` lets its author know their own. */
export type EventOnWire = Omit<SessionEvent, 'prevHash' | 'hash'> & { readonly hash: string };
export type TombstoneOnWire = Tombstone & { readonly sessionId: string };

export function actorOf(user: UserActor, role: SessionRole | null): PersonActing {
  const { id: userId, name, unitId, unitName, tier } = user;
  return { userId, name, unitId, unitName, tier, role };
}

export function viewerOf({ id: userId, unitId, tier }: UserActor): Viewer {
  return { userId, unitId, tier };
}

export function onWire(event: SessionEvent): EventOnWire {
  const { sessionId, seq, cmdId, type, actor, occurredAt, recordedAt, scope, payload, hash } = event;
  const hex = Buffer.from(hash).toString('hex');
  return { sessionId, seq, cmdId, type, actor, occurredAt, recordedAt, scope, payload, hash: hex };
}

/** What one viewer gets of an event. */
export function wireFor(event: SessionEvent, viewer: Viewer): EventOnWire | TombstoneOnWire {
  const { sessionId, seq } = event;
  const visible = isVisible({ ...event, actorUserId: personOf(event.actor)?.userId }, viewer);
  return visible ? onWire(event) : { sessionId, seq, redacted: true };
}
