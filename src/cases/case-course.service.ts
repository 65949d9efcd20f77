import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, chinaDateOf, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../platform/index.js';
import type { CaseFile } from './case-file.entity.js';
import { CaseJournal } from './case.journal.js';
import { CaseRepository } from './case.repository.js';
import { mayMove } from './case.rules.js';
import {
  type CaseStageChangeView,
  type CaseStageHistory,
  type CaseStageMove,
  type CaseView,
  type FollowUpInput,
  toCaseView,
  toStageChangeView,
} from './case.schemas.js';
import { CaseErrors } from './cases.errors.js';
import { CasesService } from './cases.service.js';

/** The way of a case through its stages, and the day on which its place is looked at again. */
@Injectable()
export class CaseCourse {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: CasesService,
    private readonly cases: CaseRepository,
    private readonly journal: CaseJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, CASE_STAGE_UNREACHABLE */
  async move(
    actor: Actor,
    id: string,
    { to, reason }: z.output<typeof CaseStageMove>,
  ): Promise<z.input<typeof CaseStageChangeView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { stage: from } = await this.locked(tx, actor, id);
      if (!mayMove(from, to)) throw CaseErrors.CASE_STAGE_UNREACHABLE({ from, to });
      const change = {
        id: newId(),
        caseId: id,
        fromStage: from,
        toStage: to,
        reason,
        changedAt: this.clock.now(),
        changedBy: actor.id,
        changedByName: actor.name,
      };
      await this.cases.setStage(tx, id, to);
      await this.cases.addStageChange(tx, change);
      await this.journal.stageChanged(tx, id, { from, to });
      return toStageChangeView(change);
    });
  }

  async history(actor: Actor, id: string): Promise<z.input<typeof CaseStageHistory>> {
    return this.unitOfWork.read(async (tx) => {
      await this.files.requireVisible(tx, actor, id);
      return { items: (await this.cases.stageChanges(tx, id)).map(toStageChangeView) };
    });
  }

  /** Without asking who wants to know. Oldest first. */
  async changesOf(tx: Tx, caseId: string): Promise<z.input<typeof CaseStageChangeView>[]> {
    return (await this.cases.stageChanges(tx, caseId)).map(toStageChangeView);
  }

  /** Sets the day anew, or none; whoever is to be reminded is reminded of the new one. @throws CASE_FOLLOW_UP_PAST */
  async followUp(
    actor: Actor,
    id: string,
    { on, note }: z.output<typeof FollowUpInput>,
  ): Promise<z.input<typeof CaseView>> {
    const today = chinaDateOf(this.clock.now());
    return this.unitOfWork.run(actor, async (tx) => {
      await this.locked(tx, actor, id);
      if (on !== null && on < today) throw CaseErrors.CASE_FOLLOW_UP_PAST({ today });
      await this.cases.setFollowUp(tx, id, { on, note: note ?? null });
      await this.journal.changed(tx, 'case.setFollowUp', id, { on });
      const members = (await this.cases.members(tx, [id])).get(id) ?? [];
      return toCaseView(await this.file(tx, id), members);
    });
  }

  /** As it is once nobody else can change it. */
  private async locked(tx: Tx, actor: Actor, id: string): Promise<CaseFile> {
    await this.files.requireWritable(tx, actor, id);
    await this.cases.lock(tx, id);
    return this.file(tx, id);
  }

  private async file(tx: Tx, id: string): Promise<CaseFile> {
    const file = await this.cases.find(tx, id);
    if (!file) throw PlatformErrors.NOT_FOUND();
    return file;
  }
}
