import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  canonicalJson,
  Clock,
  PlatformErrors,
  RateLimit,
  Refusals,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
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

  /** Under their name and organisation, if the invitation allows it. @throws FORBIDDEN, BAD_STATE, CMD_ID_REUSED, CONCLUSION_…, RATE_LIMITED */
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
    const fact = this.factOf(tx, guest, said);
    let earlier: number | undefined;
    const seq = await this.facts.enter(tx, guest.sessionId, async (session) => {
      earlier = await this.repeated(tx, session.id, fact);
      if (earlier !== undefined) return undefined;
      await this.rooms.requireOpen(tx, guest, session);
      await this.voices.requirePresent(tx, session, said);
      return fact;
    });
    if (seq !== undefined) return { seq };
    if (earlier === undefined) throw PlatformErrors.NOT_FOUND();
    return { seq: earlier, duplicate: true };
  }

  /** The number that the same answer has already. @throws CMD_ID_REUSED when another one has it */
  private async repeated(
    tx: Tx,
    sessionId: string,
    { type, occasion, payload }: ServiceFact,
  ): Promise<number | undefined> {
    const entry = await this.rooms.entryOf(tx, sessionId, Object.values(TYPES), occasion);
    if (entry && (entry.type !== type || canonicalJson(entry.payload) !== canonicalJson(payload)))
      throw CommandErrors.CMD_ID_REUSED();
    return entry?.seq;
  }

  private factOf(tx: Tx, guest: GuestActor, said: Said): ServiceFact {
    const { id: guestId, name, organisation, sessionId } = guest;
    const { conclusionId, version, sha256, stance } = said;
    const reason = said.stance === 'dissented' ? said.reason : null;
    const speaker = { speakerId: guestId, speakerKind: 'guest', name, organisation, role: null } as const;
    return {
      type: TYPES[stance],
      occasion: `${guestId} ${said.cmdId}`,
      actor: { kind: 'guest', guestId, name, organisation },
      payload: { conclusionId, version, sha256, ...(reason !== null && { reason }) },
      apply: (seq, at) => this.voices.keep(tx, sessionId, said, { ...speaker, stance, reason, seq, at }),
    };
  }
}
