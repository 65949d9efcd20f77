import { Injectable } from '@nestjs/common';
import { Actors, Notices } from '../../identity/index.js';
import { OnEvent, type RecordedEvent, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { runAsSeen } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { changesBetween } from './changes.rules.js';
import type { CorroborationRun } from './corroboration.entity.js';
import { CorroborationNotices } from './corroboration.notices.js';
import { CorroborationRepository } from './corroboration.repository.js';

/** Calls whoever brought an item in when it is contradicted, or no longer: as far as he or she may know what it was held against. */
@Injectable()
export class CorroborationNews {
  constructor(
    private readonly runs: CorroborationRepository,
    private readonly items: EvidenceRepository,
    private readonly visible: ItemAccess,
    private readonly actors: Actors,
    private readonly notices: Notices,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Twice is once: a person is told once of a run. Who asked for it sees the answer. */
  @OnEvent(EvidenceEvents['evidence.corroboration_changed'])
  async onChanged({ payload }: RecordedEvent): Promise<void> {
    const { itemId, runId, occasion } = payload;
    if (occasion === 'demand') return;
    const [item] = await this.unitOfWork.read((tx) => this.items.find(tx, [String(itemId)]));
    const reader = item?.uploadedBy ? await this.actors.find(item.uploadedBy) : undefined;
    if (!item || !reader) return;
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      if (!(await this.visible.sees(tx, reader, item.id))) return;
      const { sight } = await this.visible.see(tx, reader, item.id);
      const [before, run] = await this.runs.withPrevious(tx, item.id, String(runId));
      if (before && run) await this.tell(tx, item, runAsSeen(before, item, sight), runAsSeen(run, item, sight));
    });
  }

  /** Only a contradiction, found or cleared, is worth calling anybody. */
  private async tell(
    tx: Tx,
    { id, uploadedBy, fileName }: EvidenceItem,
    before: CorroborationRun,
    run: CorroborationRun,
  ): Promise<void> {
    const isContradicted = changesBetween(before.result, run.result).some(({ to }) => to === 'inconsistent');
    const isCleared = before.verdict === 'inconsistent' && run.verdict !== 'inconsistent';
    if (!isContradicted && !isCleared) return;
    const content = isContradicted
      ? CorroborationNotices.EVIDENCE_CONTRADICTED({ fileName })
      : CorroborationNotices.EVIDENCE_CONTRADICTION_GONE({ fileName });
    const to = { userIds: uploadedBy === null ? [] : [uploadedBy] };
    await this.notices.tell(tx, { to, content, subject: { kind: 'evidence', id }, occasion: run.id });
  }
}
