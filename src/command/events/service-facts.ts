import { Injectable } from '@nestjs/common';
import { Clock, idOf, type Tx } from '../../platform/index.js';
import type { Session, SessionChange } from '../sessions/session.repository.js';
import { hashFact } from './event-chain.js';
import { EventRepository } from './event.repository.js';
import { type EventActor, type SessionEvent, THE_SERVICE } from './session-event.js';
import { SessionLog } from './session-log.js';
import { type EventScope, EVERYONE } from './visibility.rules.js';

/** Something that the service itself finds out or does, such as a time that has passed. */
export interface ServiceFact {
  readonly type: string;
  /** Tells this occasion from every other of the session: the same fact entered twice is one event. */
  readonly occasion: string;
  /** Who did it; the service itself unless said otherwise. */
  readonly actor?: EventActor;
  /** Everyone unless said otherwise. */
  readonly scope?: EventScope;
  /** When it came to be; now unless said otherwise. */
  readonly occurredAt?: Date;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Further rows that make it true, written only when it is entered, under the event's number. */
  readonly apply?: (seq: number, now: Date) => Promise<void>;
  /** What it changes of the session. */
  readonly session?: SessionChange;
}

/** Enters facts of the service into a session's record, in the same chain as those of people. */
@Injectable()
export class ServiceFacts {
  constructor(
    private readonly log: SessionLog,
    private readonly events: EventRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the session, asks `decide` under the lock and enters what it answers.
   * @returns the number of the event; undefined when there is nothing to enter, or it stands there already
   */
  async enter(
    tx: Tx,
    sessionId: string,
    decide: (session: Session) => Promise<ServiceFact | undefined>,
  ): Promise<number | undefined> {
    const session = await this.log.lock(tx, sessionId);
    const fact = session && (await decide(session));
    if (!fact) return undefined;
    const now = this.clock.now();
    const event = eventOf(session, fact, now);
    if (await this.events.isEntered(tx, sessionId, event.cmdId)) return undefined;
    await fact.apply?.(event.seq, now);
    this.log.append(tx, event, { ...session, ...fact.session });
    return event.seq;
  }
}

function eventOf(
  session: Session,
  { type, occasion, actor, scope, occurredAt, payload }: ServiceFact,
  now: Date,
): SessionEvent {
  const fact = {
    seq: session.lastSeq + 1,
    type,
    actor: actor ?? THE_SERVICE,
    occurredAt: (occurredAt ?? now).toISOString(),
    recordedAt: now.toISOString(),
    scope: scope ?? EVERYONE,
    payload,
  };
  const [prevHash, cmdId] = [session.lastHash, cmdIdOf(session.id, type, occasion)];
  return { ...fact, sessionId: session.id, cmdId, prevHash, hash: hashFact(prevHash, fact) };
}

/** Under which an occasion stands in the record. */
export function cmdIdOf(sessionId: string, type: string, occasion: string): string {
  return idOf(sessionId, type, occasion);
}
