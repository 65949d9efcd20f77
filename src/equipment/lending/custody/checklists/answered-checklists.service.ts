import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { newId, type Tx, chinaDateOf } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import type { CustodyChecklist } from './checklist.entity.js';
import { type ChecklistDevice, ChecklistRepository } from './checklist.repository.js';
import { blockingFailures, itemsAt, judgeAnswers, missingItems } from './checklist.rules.js';
import type { ChecklistAnswers } from './checklist.schemas.js';
import type { ChecklistItem, ChecklistMoment, ChecklistResult } from './checklist.types.js';
import { ChecklistsService } from './checklists.service.js';

/** Which device's checklist is answered, for which custody. */
export interface Answering {
  readonly custodyId: string;
  readonly deviceId: string;
  readonly moment: ChecklistMoment;
  readonly at: Date;
  /** Until when the device will be used. */
  readonly usedUntil: Date;
}

/** A bad answer to an item that blocks. */
export interface ChecklistFailure {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly answer: ChecklistResult['answer'];
  readonly expected: ChecklistResult['expected'];
  readonly note: string | null;
}

/** Answers to checklists, kept with the custody and with what was asked then; inside the caller's transaction. */
@Injectable()
export class AnsweredChecklists {
  constructor(
    private readonly checklists: ChecklistRepository,
    private readonly templates: ChecklistsService,
  ) {}

  /**
   * Keeps the answers and gives the failures that block. Without answers nothing is kept, which a mandatory checklist
   * does not allow.
   * @throws CHECKLIST_ITEM_UNKNOWN, CHECKLIST_ITEM_OF_REGISTRY, CHECKLIST_ANSWER_INVALID, CHECKLIST_INCOMPLETE
   */
  async answer(
    tx: Tx,
    answering: Answering,
    answers: z.output<typeof ChecklistAnswers> | undefined,
  ): Promise<ChecklistFailure[]> {
    const device = await this.checklists.device(tx, answering.deviceId);
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    const template = await this.templates.templateFor(tx, device.kind);
    const items = itemsAt(template, answering.moment);
    if (answers === undefined) {
      const missing = template.mandatory ? missingItems(items, []) : [];
      if (missing.length > 0) throw EquipmentErrors.CHECKLIST_INCOMPLETE({ items: missing });
      return [];
    }
    const results = judged(device, items, answers, chinaDateOf(answering.usedUntil));
    await this.checklists.insertAnswered(tx, rowOf(tx, answering, template.version, items, results));
    return blockingFailures(items, results).map(({ item: { code, zh, en }, result: { answer, expected, note } }) => ({
      code,
      zh,
      en,
      answer,
      expected,
      note,
    }));
  }

  async of(tx: Tx, custodyId: string): Promise<CustodyChecklist[]> {
    return this.checklists.answeredFor(tx, custodyId);
  }
}

function judged(
  { facts }: ChecklistDevice,
  items: readonly ChecklistItem[],
  answers: z.output<typeof ChecklistAnswers>,
  usedUntil: string,
): readonly ChecklistResult[] {
  const outcome = judgeAnswers(items, answers, { facts, usedUntil });
  if (!outcome.ok) throw EquipmentErrors[outcome.code]({ items: outcome.items });
  return outcome.results;
}

function rowOf(
  tx: Tx,
  { custodyId, moment, at }: Answering,
  templateVersion: number,
  items: readonly ChecklistItem[],
  results: readonly ChecklistResult[],
): CustodyChecklist {
  const by = { answeredBy: tx.actor.id, answeredByName: tx.actor.name, answeredAt: at };
  return { id: newId(), custodyId, moment, templateVersion, items, results, ...by };
}
