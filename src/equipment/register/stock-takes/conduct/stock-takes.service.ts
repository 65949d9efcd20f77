import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, type UserActor } from '../../../../identity/index.js';
import { type Actor, Clock, newId, UnitOfWork, chinaDateOf } from '../../../../platform/index.js';
import { StockTakeErrors } from '../stock-take.errors.js';
import { StockTakePlan } from './stock-take.plan.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import { StockTakeRepository } from '../stock-take.repository.js';
import type { StockTakeChange, StockTakeCreate, StockTakeView } from './stock-take.schemas.js';
import { StockTakeTeller } from './stock-take.teller.js';

type View = z.input<typeof StockTakeView>;

/** Stock-takes begin and are changed while they run. */
@Injectable()
export class StockTakesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stockTakes: StockTakeRepository,
    private readonly plan: StockTakePlan,
    private readonly reader: StockTakeReader,
    private readonly teller: StockTakeTeller,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_FOUND, FORBIDDEN, DEVICE_KIND_UNKNOWN, STOCK_TAKE_EMPTY, STOCK_TAKE_TOO_LARGE, STOCK_TAKE_DUE_IN_PAST,
   *   STOCK_TAKE_ASSIGNEE_REFUSED
   */
  async open(actor: Actor, input: z.output<typeof StockTakeCreate>): Promise<View> {
    const opener = asUser(actor);
    const unitIds = this.plan.unitsOf(opener, input);
    this.requireFuture(input.dueOn);
    return this.unitOfWork.run(actor, async (tx) => {
      const assignees = await this.plan.assigneesOf(tx, opener.unitId, input.assigneeIds ?? [opener.id]);
      const stockTake = this.rowOf(opener, unitIds, input);
      await this.stockTakes.insert(tx, stockTake, assignees);
      await this.plan.freeze(tx, stockTake);
      const row = await this.reader.required(tx, actor, stockTake.id);
      await this.teller.record(tx, row, { action: 'equipment.openStockTake', event: 'equipment.stock_take_opened' });
      await this.teller.askToCount(tx, row);
      return this.reader.view(tx, row);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED, STOCK_TAKE_DUE_IN_PAST, STOCK_TAKE_ASSIGNEE_REFUSED */
  async change(actor: Actor, id: string, input: z.output<typeof StockTakeChange>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.reader.access.conducted(tx, actor, id);
      if (input.dueOn !== undefined) this.requireFuture(input.dueOn);
      const { title = before.title, dueOn = before.dueOn, assigneeIds } = input;
      await this.stockTakes.change(tx, id, { title, dueOn });
      if (assigneeIds)
        await this.stockTakes.assign(tx, id, await this.plan.assigneesOf(tx, before.unitId, assigneeIds));
      const row = await this.reader.required(tx, actor, id);
      await this.teller.record(tx, row, { action: 'equipment.changeStockTake', event: 'equipment.stock_take_changed' });
      await this.teller.askToCount(tx, row);
      return this.reader.view(tx, row);
    });
  }

  private rowOf(opener: UserActor, unitIds: readonly string[], input: z.output<typeof StockTakeCreate>) {
    const { title, kind = null, category = null, parts, dueOn } = input;
    return {
      id: newId(),
      unitId: opener.unitId,
      title,
      unitIds: [...unitIds],
      scope: { kind, category, parts },
      dueOn,
      state: 'open' as const,
      openedBy: opener.id,
      openedByName: opener.name,
      openedAt: this.clock.now(),
      endedBy: null,
      endedByName: null,
      endedAt: null,
      endingNote: null,
    };
  }

  private requireFuture(dueOn: string): void {
    if (dueOn < chinaDateOf(this.clock.now())) throw StockTakeErrors.STOCK_TAKE_DUE_IN_PAST({ dueOn });
  }
}
