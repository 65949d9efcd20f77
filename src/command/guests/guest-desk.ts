import { Injectable } from '@nestjs/common';
import { type Actor, Clock, PlatformErrors, RateLimit, Refusals, type Tx, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { EventRepository } from '../events/event.repository.js';
import { cmdIdOf, ServiceFacts } from '../events/service-facts.js';
import type { Tombstone } from '../events/visibility.rules.js';
import type { Session } from '../sessions/session.repository.js';
import { GuestRepository } from './guest.repository.js';
import { type GuestActor, type GuestEvent, guestWire, isWelcome } from './guest.rules.js';

const WORDS_PER_GUEST = 30;
/** Far more than any client asks for that joins and follows. */
const READINGS_PER_GUEST = 60;
const WINDOW_MS = 10_000;
const SAY = 'chat.say';

export interface GuestPage {
  readonly events: readonly (GuestEvent | Tombstone)[];
  /** Of the record; `more` tells whether the page reaches it. */
  readonly lastSeq: number;
  readonly more: boolean;
}

/** What guests read and say. */
@Injectable()
export class GuestDesk {
  private readonly words = new RateLimit(WORDS_PER_GUEST, WINDOW_MS);
  private readonly readings = new RateLimit(READINGS_PER_GUEST, WINDOW_MS);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestRepository,
    private readonly events: EventRepository,
    private readonly facts: ServiceFacts,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  /** The record from their entry on. @throws RATE_LIMITED */
  async recordAfter(actor: Actor, after: number, limit: number): Promise<GuestPage> {
    const { id, sessionId, fromSeq } = asGuest(actor);
    this.count(this.readings, id);
    const start = Math.max(after, fromSeq - 1);
    return this.unitOfWork.read(async (tx) => {
      const known = (await this.guests.find(tx, id))?.lastSeq ?? 0;
      const events = await this.events.after(tx, sessionId, start, limit);
      const reached = events.at(-1)?.seq ?? start;
      const lastSeq = Math.max(known, events.at(-1)?.seq ?? 0);
      return { events: events.map(guestWire), lastSeq, more: reached < lastSeq };
    });
  }

  /** To everyone, if the invitation allows it. @throws FORBIDDEN, BAD_STATE, GUEST_PASS_REFUSED, CMD_ID_REUSED, RATE_LIMITED */
  async say(
    actor: Actor,
    { cmdId, text }: { cmdId: string; text: string },
  ): Promise<{ seq: number; duplicate?: true }> {
    const guest = asGuest(actor);
    this.count(this.words, guest.id);
    if (!guest.maySpeak) {
      const subject = { kind: 'command_session', id: guest.sessionId };
      await this.refusals.note(actor, { action: 'command.guestSay', subject, details: { cmdId } });
      throw PlatformErrors.FORBIDDEN();
    }
    return this.unitOfWork.run(actor, (tx) => this.enter(tx, guest, cmdId, text));
  }

  /** The number that the same words have already, whatever became of the session since. @throws CMD_ID_REUSED */
  private async repeated(
    tx: Tx,
    sessionId: string,
    { cmdId, text }: { cmdId: string; text: string },
  ): Promise<number | undefined> {
    const entry = await this.events.entryOf(tx, sessionId, cmdId);
    if (entry && entry.payload['text'] !== text) throw CommandErrors.CMD_ID_REUSED();
    return entry?.seq;
  }

  /** With the session locked: who was shown out meanwhile says nothing more. @throws GUEST_PASS_REFUSED */
  private async requireWelcome(tx: Tx, guestId: string, { state }: Session): Promise<void> {
    const found = await this.guests.find(tx, guestId);
    if (!found || !isWelcome(found.guest, state, this.clock.now())) throw CommandErrors.GUEST_PASS_REFUSED();
  }

  private count(limit: RateLimit, guestId: string): void {
    const now = this.clock.now();
    if (limit.exceeded(guestId, now)) throw PlatformErrors.RATE_LIMITED();
    limit.count(guestId, now);
  }

  private async enter(tx: Tx, guest: GuestActor, cmdId: string, text: string) {
    const { id: guestId, name, organisation, sessionId } = guest;
    const occasion = `${guestId} ${cmdId}`;
    let earlier: number | undefined;
    const seq = await this.facts.enter(tx, sessionId, async (session) => {
      earlier = await this.repeated(tx, sessionId, { cmdId: cmdIdOf(sessionId, SAY, occasion), text });
      if (earlier !== undefined) return undefined;
      requireRunning(session);
      await this.requireWelcome(tx, guestId, session);
      return { type: SAY, occasion, actor: { kind: 'guest', guestId, name, organisation }, payload: { text } };
    });
    if (seq !== undefined) return { seq };
    if (earlier === undefined) throw PlatformErrors.NOT_FOUND();
    return { seq: earlier, duplicate: true as const };
  }
}

/** @throws when the actor is no guest: the rule of the door should have kept everyone else out */
export function asGuest(actor: Actor): GuestActor {
  if (actor.kind !== 'guest') throw new Error(`a guest was expected, not ${actor.kind} ${actor.id}`);
  return actor as GuestActor;
}

/** A suspension silences nobody; the end of the session does. */
function requireRunning({ state }: Session): void {
  if (state === 'closed' || state === 'archived') throw CommandErrors.BAD_STATE({ subject: 'session', state });
}
