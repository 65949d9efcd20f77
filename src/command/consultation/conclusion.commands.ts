import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { guestStateOf } from '../guests/guest.rules.js';
import { SessionPeople } from '../sessions/session-people.js';
import { AgendaCommands } from './agenda.commands.js';
import { type Answer, ConclusionVoices, type WordingMeant } from './conclusion-voices.js';
import { MOST_CONCLUSIONS, MOST_VERSIONS } from './consultation.codes.js';
import { ConsultationRepository } from './consultation.repository.js';
import { type Asked, type Conclusion, tallyOf, wordingDigest } from './consultation.rules.js';

/** What a consultation comes to: worded, signed or dissented from over its digest, and settled. */
@Injectable()
export class ConclusionCommands {
  constructor(
    private readonly consultations: ConsultationRepository,
    private readonly agenda: AgendaCommands,
    private readonly voices: ConclusionVoices,
    private readonly people: SessionPeople,
    private readonly guests: GuestRepository,
  ) {}

  readonly handlers: Handlers<'conclusion.draft' | 'conclusion.sign' | 'conclusion.dissent' | 'conclusion.settle'> = {
    'conclusion.draft': (context, payload) => this.draft(context, payload),
    'conclusion.sign': (context, payload) => this.answer(context, payload, { stance: 'signed', reason: null }),
    'conclusion.dissent': (context, payload) =>
      this.answer(context, payload, { stance: 'dissented', reason: payload.reason }),
    'conclusion.settle': (context, payload) => this.settle(context, payload),
  };

  /** A wording is never changed: a new one stands beside it, and nobody has answered that yet. */
  private async draft(context: CommandContext, payload: Payload<'conclusion.draft'>): Promise<Effect> {
    const { tx, session, user, seq } = context;
    const { conclusionId, text, baseVersion } = payload;
    const before = await this.consultations.conclusion(tx, session.id, conclusionId);
    if ((before?.version ?? undefined) !== baseVersion)
      throw CommandErrors.CONCLUSION_CHANGED({ currentVersion: before?.version ?? 0 });
    if (before && before.state !== 'drafted')
      throw CommandErrors.BAD_STATE({ subject: 'conclusion', state: before.state });
    await this.requireRoom(tx, session.id, before);
    const agendaItemId = before ? before.agendaItemId : (payload.agendaItemId ?? null);
    if (before && payload.agendaItemId !== undefined && payload.agendaItemId !== agendaItemId)
      throw CommandErrors.AGENDA_ITEM_UNKNOWN();
    if (!before) await this.agenda.requireOnAgenda(context, payload.agendaItemId);
    const version = (before?.version ?? 0) + 1;
    const sha256 = wordingDigest({ sessionId: session.id, conclusionId, version, agendaItemId, text });
    await this.consultations.saveWording(tx, session.id, {
      conclusionId,
      agendaItemId,
      state: 'drafted',
      version,
      text,
      sha256,
      draftedBy: user.id,
      draftedSeq: seq,
      settledSeq: null,
    });
    return { facts: { version, sha256, agendaItemId } };
  }

  private async answer(context: CommandContext, meant: WordingMeant, answer: Answer): Promise<Effect> {
    const { tx, session, user, own, seq, now } = context;
    await this.voices.requirePresent(tx, session, meant);
    await this.voices.keep(tx, session.id, meant, {
      speakerId: user.id,
      speakerKind: 'person',
      name: user.name,
      organisation: user.unitName,
      role: own?.role ?? null,
      ...answer,
      seq,
      at: now,
    });
    return {};
  }

  private async settle(context: CommandContext, meant: Payload<'conclusion.settle'>): Promise<Effect> {
    const { tx, session, seq } = context;
    const { text } = await this.voices.requirePresent(tx, session, meant);
    const voices = (await this.consultations.voices(tx, session.id)).filter(
      ({ conclusionId, version }) => conclusionId === meant.conclusionId && version === meant.version,
    );
    if (!voices.some(({ stance }) => stance === 'signed')) throw CommandErrors.CONCLUSION_UNSIGNED();
    await this.consultations.settle(tx, session.id, meant.conclusionId, seq);
    return { facts: { text, ...tallyOf(voices, await this.asked(context)) } };
  }

  /** Everyone who takes part and may speak, and the guests who have entered and may. */
  private async asked({ tx, session, now }: CommandContext): Promise<Asked[]> {
    const { members } = await this.people.of(tx, session.id);
    const people = members.flatMap(({ userId, name, unitName, role, capabilities }): Asked[] =>
      userId !== null && capabilities.includes('speak')
        ? [{ speakerId: userId, name: name ?? '', organisation: unitName, role }]
        : [],
    );
    const guests = (await this.guests.ofSession(tx, session.id)).flatMap((guest): Asked[] =>
      guest.maySpeak && guestStateOf(guest, now) === 'entered'
        ? [{ speakerId: guest.id, name: guest.name, organisation: guest.organisation, role: null }]
        : [],
    );
    return [...people, ...guests];
  }

  /** @throws CONSULTATION_FULL */
  private async requireRoom(tx: Tx, sessionId: string, before: Conclusion | undefined): Promise<void> {
    if (before && before.version >= MOST_VERSIONS) throw CommandErrors.CONSULTATION_FULL({ most: MOST_VERSIONS });
    if (!before && (await this.consultations.conclusionCount(tx, sessionId)) >= MOST_CONCLUSIONS)
      throw CommandErrors.CONSULTATION_FULL({ most: MOST_CONCLUSIONS });
  }
}
