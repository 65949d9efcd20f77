import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { requireKind } from '../commands/session-kind.js';
import { viewerOf } from '../events/session-event.js';
import { isVisible } from '../events/visibility.rules.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { guestStateOf } from '../guests/guest.rules.js';
import { SessionReader } from '../sessions/session-reader.js';
import { ConsultationRepository, type Version } from './consultation.repository.js';
import type { Conclusion, Material, Voice } from './consultation.rules.js';
import type { ConsultationView } from './consultation.schemas.js';

type View = z.input<typeof ConsultationView>;

/** A consultation as one reader may see it. */
@Injectable()
export class ConsultationReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly consultations: ConsultationRepository,
    private readonly guests: GuestRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, WRONG_SESSION_KIND */
  async of(actor: Actor, sessionId: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      requireKind(await this.sessions.requireVisible(tx, actor, sessionId), 'consultation');
      return this.present(tx, actor, sessionId);
    });
  }

  /** To whoever is known to read the session. */
  async present(tx: Tx, actor: Actor, sessionId: string): Promise<View> {
    const viewer = viewerOf(asUser(actor));
    const materials = await this.consultations.materials(tx, sessionId);
    const isShown = ({ scope, addedBy, addedSeq: seq }: Material) =>
      isVisible({ seq, scope, actorUserId: addedBy }, viewer);
    return {
      place: await this.consultations.place(tx, sessionId),
      agenda: await this.consultations.agenda(tx, sessionId),
      materials: materials.filter(isShown).map((material) => materialView(material)),
      experts: await this.experts(tx, sessionId),
      conclusions: await this.conclusions(tx, sessionId),
    };
  }

  private async experts(tx: Tx, sessionId: string): Promise<View['experts']> {
    const guests = new Map((await this.guests.ofSession(tx, sessionId)).map((guest) => [guest.id, guest]));
    const now = this.clock.now();
    return (await this.consultations.invited(tx, sessionId)).map((expert) => {
      const guest = guests.get(expert.guestId ?? '');
      return { ...expert, guestState: guest ? guestStateOf(guest, now) : null };
    });
  }

  private async conclusions(tx: Tx, sessionId: string): Promise<View['conclusions']> {
    const versions = await this.consultations.versions(tx, sessionId);
    const voices = await this.consultations.voices(tx, sessionId);
    const conclusions = await this.consultations.conclusions(tx, sessionId);
    return conclusions.map((conclusion) => conclusionView(conclusion, versions, voices));
  }
}

function materialView(material: Material): View['materials'][number] {
  const { materialId, agendaItemId, title, evidenceId, kind, sha256, text, addedSeq } = material;
  return {
    materialId,
    agendaItemId,
    title,
    evidenceId,
    kind: kind as View['materials'][number]['kind'],
    sha256,
    text,
    addedSeq,
  };
}

function conclusionView(
  conclusion: Conclusion,
  versions: readonly Version[],
  voices: readonly Voice[],
): View['conclusions'][number] {
  const { conclusionId, version } = conclusion;
  const own = <T extends { readonly conclusionId: string }>(all: readonly T[]) =>
    all.filter((one) => one.conclusionId === conclusionId);
  return {
    ...conclusion,
    voices: own(voices)
      .filter((voice) => voice.version === version)
      .map(voiceView),
    earlier: own(versions).filter((one) => one.version < version),
  };
}

function voiceView({ speakerId, speakerKind, name, organisation, role, stance, reason, seq, at }: Voice) {
  type Role = View['conclusions'][number]['voices'][number]['role'];
  return {
    speakerId,
    speakerKind,
    name,
    organisation,
    role: role as Role,
    stance,
    reason,
    seq,
    at: at.toISOString(),
  };
}
