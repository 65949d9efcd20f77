import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, PlatformErrors, RateLimit, Refusals, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { asGuest } from '../guests/guest-desk.js';
import type { GuestActor } from '../guests/guest.rules.js';
import { ConclusionVoices } from './conclusion-voices.js';
import type { GuestAnswer } from './consultation.schemas.js';
import { GuestRooms } from './guest-rooms.js';

const ANSWERS_PER_GUEST = 30;
const WINDOW_MS = 10_000;
const TYPES = { signed: 'conclusion.sign', dissented: 'conclusion.dissent' } as const;

type Said = z.output<typeof GuestAnswer>;

/** What guests read of a consultation, and their answers to its conclusions. */
@Injectable()
export class GuestVoices {
  private readonly limit = new RateLimit(ANSWERS_PER_GUEST, WINDOW_MS);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rooms: GuestRooms,
    private readonly facts: ServiceFacts,
    private readonly voices: ConclusionVoices,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  /** Under their name and organisation, if the invitation allows it. @throws FORBIDDEN, BAD_STATE, CONCLUSION_…, RATE_LIMITED */
  async answer(actor: Actor, said: Said): Promise<{ seq: number; duplicate?: true }> {
    const guest = asGuest(actor);
    const now = this.clock.now();
    if (this.limit.exceeded(guest.id, now)) throw PlatformErrors.RATE_LIMITED();
    this.limit.count(guest.id, now);
    if (!guest.maySpeak) {
      const subject = { kind: 'command_session', id: guest.sessionId };
      await this.refusals.note(actor, { action: 'command.guestAnswer', subject, details: { cmdId: said.cmdId } });
      throw PlatformErrors.FORBIDDEN();
    }
    return this.unitOfWork.run(actor, (tx) => this.enter(tx, guest, said));
  }

  private async enter(tx: Tx, guest: GuestActor, said: Said): Promise<{ seq: number; duplicate?: true }> {
    const occasion = `${guest.id} ${said.cmdId}`;
    const seq = await this.facts.enter(tx, guest.sessionId, async (session) => {
      if ((await this.rooms.seqOf(tx, session.id, TYPES[said.stance], occasion)) !== undefined) return undefined;
      await this.rooms.requireOpen(tx, guest, session);
      await this.voices.requirePresent(tx, session, said);
      return this.factOf(tx, guest, said, occasion);
    });
    if (seq !== undefined) return { seq };
    const earlier = await this.rooms.seqOf(tx, guest.sessionId, TYPES[said.stance], occasion);
    if (earlier === undefined) throw PlatformErrors.NOT_FOUND();
    return { seq: earlier, duplicate: true };
  }

  private factOf(tx: Tx, guest: GuestActor, said: Said, occasion: string): ServiceFact {
    const { id: guestId, name, organisation, sessionId } = guest;
    const { conclusionId, version, sha256, stance } = said;
    const reason = said.stance === 'dissented' ? said.reason : null;
    const speaker = { speakerId: guestId, speakerKind: 'guest', name, organisation, role: null } as const;
    return {
      type: TYPES[stance],
      occasion,
      actor: { kind: 'guest', guestId, name, organisation },
      payload: { conclusionId, version, sha256, ...(reason !== null && { reason }) },
      apply: (seq, at) => this.voices.keep(tx, sessionId, said, { ...speaker, stance, reason, seq, at }),
    };
  }
}
