import { Injectable } from '@nestjs/common';
import { Notices } from '../../../../identity/index.js';
import type { Tx } from '../../../../platform/index.js';
import type { EquipmentEvent } from '../../../equipment.events.js';
import { Journal } from '../../../journal.js';
import { StockTakeNotices } from './stock-take.notices.js';
import type { StockTakeCounts, StockTakeRow } from '../stock-take-row.js';

/** Says what happened to a stock-take: to the audit, to other features, to people. */
@Injectable()
export class StockTakeTeller {
  constructor(
    private readonly journal: Journal,
    private readonly notices: Notices,
  ) {}

  async record(
    tx: Tx,
    { id, unitId, title, unitIds }: StockTakeRow,
    { action, event, ...more }: { action: string; event: EquipmentEvent; counts?: StockTakeCounts; reason?: string },
  ): Promise<void> {
    await this.journal.record(tx, {
      action,
      subject: { kind: 'stock_take', id },
      event,
      aggregate: `stock_take:${id}`,
      payload: { stockTakeId: id, unitId, title, unitIds, ...more },
    });
  }

  /** Whoever is asked to count, except whoever asks. */
  async askToCount(tx: Tx, { id, title, dueOn, assignees }: StockTakeRow): Promise<void> {
    await this.notices.tell(tx, {
      to: { userIds: assignees.map((assignee) => assignee.id).filter((userId) => userId !== tx.actor.id) },
      content: StockTakeNotices.STOCK_TAKE_ASSIGNED({ title, dueOn }),
      subject: { kind: 'stock_take', id },
      occasion: dueOn,
    });
  }

  async tellOwners(
    tx: Tx,
    { id, title }: StockTakeRow,
    missing: readonly { unitId: string; count: number }[],
  ): Promise<void> {
    for (const { unitId, count } of missing)
      await this.notices.tell(tx, {
        to: { role: { unitId, role: 'equipment_manager' } },
        content: StockTakeNotices.STOCK_TAKE_MISSING({ title, missing: count }),
        subject: { kind: 'stock_take', id },
        occasion: unitId,
      });
  }
}
