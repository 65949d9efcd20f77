import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { requireKind } from '../commands/session-kind.js';
import { EventRepository } from '../events/event.repository.js';
import { cmdIdOf } from '../events/service-facts.js';
import type { SessionEvent } from '../events/session-event.js';
import { asGuest } from '../guests/guest-desk.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { type GuestActor, isWelcome } from '../guests/guest.rules.js';
import { type Session, SessionRepository } from '../sessions/session.repository.js';
import { ConsultationRepository } from './consultation.repository.js';
import type { GuestConsultationView } from './consultation.schemas.js';

type Entry = Pick<SessionEvent, 'seq' | 'type' | 'payload'>;

/** What a guest of a consultation finds there. */
@Injectable()
export class GuestRooms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly guests: GuestRepository,
    private readonly events: EventRepository,
    private readonly consultations: ConsultationRepository,
    private readonly clock: Clock,
  ) {}

  /** Agenda, what was put before everyone, and the wordings they may be asked to sign, whenever they entered. @throws WRONG_SESSION_KIND */
  async of(actor: Actor): Promise<z.input<typeof GuestConsultationView>> {
    const { id: guestId, sessionId } = asGuest(actor);
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.find(tx, sessionId);
      if (!session) throw PlatformErrors.NOT_FOUND();
      requireKind(session, 'consultation');
      const voices = (await this.consultations.voices(tx, sessionId)).filter(({ speakerId }) => speakerId === guestId);
      const materials = (await this.consultations.materials(tx, sessionId)).filter(({ scope }) => scope.kind === 'ALL');
      return {
        place: await this.consultations.place(tx, sessionId),
        agenda: (await this.consultations.agenda(tx, sessionId)).filter(({ state }) => state !== 'dropped'),
        materials: materials.map(({ materialId, title, text, agendaItemId }) => ({
          materialId,
          title,
          text,
          agendaItemId,
        })),
        conclusions: (await this.consultations.conclusions(tx, sessionId)).map((conclusion) => {
          const own = voices.find(
            ({ conclusionId, version }) => conclusionId === conclusion.conclusionId && version === conclusion.version,
          );
          return { ...conclusion, ownStance: own?.stance ?? null };
        }),
      };
    });
  }

  /** What the occasion was entered as under one of these types. */
  async entryOf(tx: Tx, sessionId: string, types: readonly string[], occasion: string): Promise<Entry | undefined> {
    for (const type of types) {
      const entry = await this.events.entryOf(tx, sessionId, cmdIdOf(sessionId, type, occasion));
      if (entry) return { ...entry, type };
    }
    return undefined;
  }

  /** With the session locked: who was shown out meanwhile signs nothing. @throws WRONG_SESSION_KIND, BAD_STATE, GUEST_PASS_REFUSED */
  async requireOpen(tx: Tx, { id }: GuestActor, session: Session): Promise<void> {
    requireKind(session, 'consultation');
    const { state } = session;
    if (state !== 'open' && state !== 'suspended') throw CommandErrors.BAD_STATE({ subject: 'session', state });
    const found = await this.guests.find(tx, id);
    if (!found || !isWelcome(found.guest, state, this.clock.now())) throw CommandErrors.GUEST_PASS_REFUSED();
  }
}
