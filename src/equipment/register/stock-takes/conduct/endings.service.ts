import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../../../platform/index.js';
import { checkDrawing } from '../../../lending/custody/papers/drawing.rules.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { StockTakeErrors } from '../stock-take.errors.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import { StockTakeRepositories } from '../stock-take.repositories.js';
import type { Signed } from '../stock-take.repository.js';
import type { StockTakeRow } from '../stock-take-row.js';
import type { StockTakeCancel, StockTakeClose, StockTakeView } from './stock-take.schemas.js';
import { StockTakeTeller } from './stock-take.teller.js';

type View = z.input<typeof StockTakeView>;

/** How a stock-take ends: signed, or given up. From then on it does not change. */
@Injectable()
export class EndingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repositories: StockTakeRepositories,
    private readonly reader: StockTakeReader,
    private readonly teller: StockTakeTeller,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED, SIGNATURE_UNREADABLE, STOCK_TAKE_MOVED where another number is
   *   missing than was signed for
   */
  async close(actor: Actor, id: string, input: z.output<typeof StockTakeClose>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.reader.access.conducted(tx, actor, id);
      await this.repositories.items.settle(tx, id);
      const counts = await this.reader.counts(tx, id);
      if (counts.missing !== input.missing) throw StockTakeErrors.STOCK_TAKE_MOVED({ missing: counts.missing });
      await this.repositories.stockTakes.sign(tx, id, input.signatures.map(signedOf), this.clock.now());
      const row = await this.end(tx, actor, id, { state: 'closed', note: input.note ?? null });
      await this.teller.record(tx, row, {
        action: 'equipment.closeStockTake',
        event: 'equipment.stock_take_closed',
        counts,
      });
      await this.teller.tellOwners(tx, row, await this.repositories.items.missingByUnit(tx, id));
      return this.reader.view(tx, row);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED */
  async cancel(actor: Actor, id: string, { reason }: z.output<typeof StockTakeCancel>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.reader.access.conducted(tx, actor, id);
      const row = await this.end(tx, actor, id, { state: 'cancelled', note: reason });
      const event = 'equipment.stock_take_cancelled';
      await this.teller.record(tx, row, { action: 'equipment.cancelStockTake', event, reason });
      return this.reader.view(tx, row);
    });
  }

  private async end(
    tx: Tx,
    actor: Actor,
    id: string,
    ending: { state: 'closed' | 'cancelled'; note: string | null },
  ): Promise<StockTakeRow> {
    const by = { id: actor.id, name: actor.name };
    await this.repositories.stockTakes.end(tx, id, { ...ending, by, at: this.clock.now() });
    return this.reader.required(tx, actor, id);
  }
}

/** @throws SIGNATURE_UNREADABLE */
function signedOf({ role, name, drawing }: z.output<typeof StockTakeClose>['signatures'][number]): Signed {
  const check = checkDrawing(drawing);
  if (!check.ok) throw EquipmentErrors.SIGNATURE_UNREADABLE({ side: role, reason: check.fault });
  return { role, name, signature: drawing };
}
