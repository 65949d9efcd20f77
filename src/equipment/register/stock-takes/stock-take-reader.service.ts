import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  decodeCursor,
  idInCursor,
  keysetPage,
  type Page,
  type Tx,
  UnitOfWork,
  chinaDateOf,
} from '../../../platform/index.js';
import { LoanReaches } from '../../lending/bookings/loan-reach.service.js';
import {
  type ItemQuery,
  type ItemView,
  type ScanQuery,
  type ScanView,
  toItemView,
  toScanView,
} from './counting/counting.schemas.js';
import { StockTakeAccess } from './stock-take.access.js';
import { StockTakeRepositories } from './stock-take.repositories.js';
import type { StockTakeCounts, StockTakeRow } from './stock-take-row.js';
import { type StockTakeQuery, type StockTakeView, toStockTakeView } from './conduct/stock-take.schemas.js';

type View = z.input<typeof StockTakeView>;

/** Stock-takes as people look at them. */
@Injectable()
export class StockTakeReader {
  constructor(
    readonly access: StockTakeAccess,
    private readonly repositories: StockTakeRepositories,
    private readonly reaches: LoanReaches,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  nameOf = (unitId: string): string => this.reaches.nameOf(unitId);

  /** @throws NOT_FOUND */
  required(tx: Tx, actor: Actor, id: string): Promise<StockTakeRow> {
    return this.access.readable(tx, actor, id);
  }

  async list(actor: Actor, query: z.output<typeof StockTakeQuery>): Promise<Page<View>> {
    const { limit, cursor, unit, state, mine } = query;
    const filter = { scope: this.access.scope(actor), unitIds: unit ? [unit] : undefined, state, mine };
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.repositories.stockTakes.list(tx, {
        ...filter,
        before: idInCursor(cursor),
        limit: limit + 1,
      });
      const counts = await this.repositories.items.countsOf(
        tx,
        rows.map(({ id }) => id),
      );
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        (row) => this.viewOf(row, counts.get(row.id)),
      );
    });
  }

  async get(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => this.view(tx, await this.required(tx, actor, id)));
  }

  async items(actor: Actor, id: string, query: z.output<typeof ItemQuery>): Promise<Page<z.input<typeof ItemView>>> {
    const { limit, cursor, state, q: words } = query;
    const after = cursor ? String(decodeCursor(cursor, 1)[0]) : undefined;
    return this.unitOfWork.read(async (tx) => {
      await this.required(tx, actor, id);
      const rows = await this.repositories.items.list(tx, id, { state, words, after, limit: limit + 1 });
      return keysetPage(
        rows,
        limit,
        ({ assetCode }) => [assetCode.toLowerCase()],
        (row) => toItemView(row, this.nameOf),
      );
    });
  }

  async scans(actor: Actor, id: string, query: z.output<typeof ScanQuery>): Promise<Page<z.input<typeof ScanView>>> {
    const { limit, cursor, result } = query;
    return this.unitOfWork.read(async (tx) => {
      await this.required(tx, actor, id);
      const rows = await this.repositories.scans.list(tx, id, { result, before: idInCursor(cursor), limit: limit + 1 });
      return keysetPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => toScanView(row, this.nameOf),
      );
    });
  }

  async counts(tx: Tx, id: string): Promise<StockTakeCounts> {
    const counts = (await this.repositories.items.countsOf(tx, [id])).get(id);
    if (!counts) throw new Error(`stock-take ${id} is not counted`);
    return counts;
  }

  async view(tx: Tx, row: StockTakeRow): Promise<View> {
    return this.viewOf(row, await this.counts(tx, row.id));
  }

  private viewOf(row: StockTakeRow, counts: StockTakeCounts | undefined): View {
    if (!counts) throw new Error(`stock-take ${row.id} is not counted`);
    return toStockTakeView(row, { unitName: this.nameOf(row.unitId), counts, today: chinaDateOf(this.clock.now()) });
  }
}
