import { Injectable } from '@nestjs/common';
import { EvidenceService } from '../../evidence/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { scopeOf, withSpeaker } from '../talk/audience.rules.js';
import { MOST_MATERIALS } from './consultation.codes.js';
import { ConsultationRepository } from './consultation.repository.js';
import { newAgenda, nextStep } from './consultation.rules.js';

/** What a consultation is about, and what lies before it. */
@Injectable()
export class AgendaCommands {
  constructor(
    private readonly consultations: ConsultationRepository,
    private readonly evidence: EvidenceService,
  ) {}

  readonly handlers: Handlers<'agenda.set' | 'agenda.advance' | 'material.add'> = {
    'agenda.set': (context, payload) => this.set(context, payload),
    'agenda.advance': (context, payload) => this.advance(context, payload),
    'material.add': (context, payload) => this.addMaterial(context, payload),
  };

  private async set({ tx, session }: CommandContext, { items, place }: Payload<'agenda.set'>): Promise<Effect> {
    const conclusions = await this.consultations.conclusions(tx, session.id);
    const concluded = new Set(conclusions.flatMap(({ agendaItemId }) => agendaItemId ?? []));
    const agenda = newAgenda(await this.consultations.agenda(tx, session.id), items, concluded);
    if (!agenda.ok) throw CommandErrors.AGENDA_ITEM_BEGUN({ itemId: agenda.itemId });
    await this.consultations.saveAgenda(tx, session.id, agenda.items);
    if (place !== undefined) await this.consultations.savePlace(tx, session.id, place);
    return {};
  }

  private async advance({ tx, session, seq }: CommandContext, payload: Payload<'agenda.advance'>): Promise<Effect> {
    const step = nextStep(await this.consultations.agenda(tx, session.id), payload.itemId);
    if (!step.ok) throw CommandErrors[step.code]();
    const { ended, begun } = step;
    if (ended) await this.consultations.saveAgenda(tx, session.id, [{ ...ended, state: 'done', endedSeq: seq }]);
    if (begun)
      await this.consultations.saveAgenda(tx, session.id, [
        { ...begun, state: 'under_way', begunSeq: begun.begunSeq ?? seq, endedSeq: null },
      ]);
    return { facts: { endedItemId: ended?.itemId ?? null, begunItemId: begun?.itemId ?? null } };
  }

  /** An item of evidence stays where it is: the record names its kind and digest. */
  private async addMaterial(context: CommandContext, payload: Payload<'material.add'>): Promise<Effect> {
    const { tx, session, user, seq } = context;
    const { materialId, agendaItemId, evidenceId, title, text, audience } = payload;
    await this.requireOnAgenda(context, agendaItemId);
    if ((await this.consultations.materialCount(tx, session.id)) >= MOST_MATERIALS)
      throw CommandErrors.CONSULTATION_FULL({ most: MOST_MATERIALS });
    const scope = withSpeaker(scopeOf(audience, user), user.id);
    const item = evidenceId === undefined ? undefined : await this.itemOfCase(context, evidenceId);
    const isNew = await this.consultations.insertMaterial(tx, session.id, {
      materialId,
      agendaItemId: agendaItemId ?? null,
      title,
      evidenceId: evidenceId ?? null,
      kind: item?.kind ?? null,
      sha256: item?.sha256 ?? null,
      text: text ?? null,
      scope,
      addedBy: user.id,
      addedSeq: seq,
    });
    if (!isNew) throw CommandErrors.MATERIAL_EXISTS();
    return { scope, facts: item };
  }

  /** @throws NOT_FOUND when the giver does not see it, EVIDENCE_OF_ANOTHER_CASE */
  private async itemOfCase({ tx, session, user }: CommandContext, evidenceId: string) {
    const [item] = await this.evidence.requireVisible(tx, user, [evidenceId]);
    const attached = await this.evidence.attachedTo(tx, session.caseId, [evidenceId]);
    if (!item || !attached.has(evidenceId)) throw CommandErrors.EVIDENCE_OF_ANOTHER_CASE();
    return { kind: item.kind, sha256: item.sha256 };
  }

  /** @throws AGENDA_ITEM_UNKNOWN */
  async requireOnAgenda({ tx, session }: CommandContext, itemId: string | undefined): Promise<void> {
    if (itemId === undefined) return;
    const items = await this.consultations.agenda(tx, session.id);
    if (!items.some((item) => item.itemId === itemId && item.state !== 'dropped'))
      throw CommandErrors.AGENDA_ITEM_UNKNOWN();
  }
}
