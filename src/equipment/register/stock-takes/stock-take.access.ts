import { Injectable } from '@nestjs/common';
import { type AccessScope, AccessService, type Permission, UnitTree } from '../../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../../platform/index.js';
import { StockTakeErrors } from './stock-take.errors.js';
import { StockTakeRepository } from './stock-take.repository.js';
import type { StockTakeRow } from './stock-take-row.js';

/** Stock-takes that somebody may see, count for or conduct. */
@Injectable()
export class StockTakeAccess {
  constructor(
    private readonly stockTakes: StockTakeRepository,
    private readonly access: AccessService,
    private readonly units: UnitTree,
  ) {}

  scope(actor: Actor): AccessScope {
    return this.access.scope(actor, 'stockTake.read');
  }

  /** @throws NOT_FOUND */
  async readable(tx: Tx, actor: Actor, id: string): Promise<StockTakeRow> {
    return this.required(actor, 'stockTake.read', await this.stockTakes.get(tx, id));
  }

  /** Held open for a scan, by who was asked to count. @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED */
  async counted(tx: Tx, actor: Actor, id: string): Promise<StockTakeRow> {
    return open(this.required(actor, 'stockTake.count', await this.stockTakes.hold(tx, id)));
  }

  /** Locked against everybody else. @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED */
  async conducted(tx: Tx, actor: Actor, id: string): Promise<StockTakeRow> {
    return open(this.required(actor, 'stockTake.manage', await this.stockTakes.lock(tx, id)));
  }

  /** @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_OPEN */
  async closed(tx: Tx, actor: Actor, id: string): Promise<StockTakeRow> {
    const row = this.required(actor, 'stockTake.manage', await this.stockTakes.get(tx, id));
    if (row.state === 'open') throw StockTakeErrors.STOCK_TAKE_OPEN();
    return row;
  }

  /** Whether any of these is visible. */
  async seesAny(tx: Tx, actor: Actor, ids: readonly string[]): Promise<boolean> {
    for (const id of ids) {
      const row = await this.stockTakes.get(tx, id);
      if (row && this.may(actor, 'stockTake.read', row)) return true;
    }
    return false;
  }

  /** Whose devices somebody wants to count must be below them. @throws NOT_FOUND, FORBIDDEN naming those that are not */
  requireUnits(actor: Actor, unitIds: readonly string[]): void {
    if (unitIds.some((id) => !this.units.find(id))) throw PlatformErrors.NOT_FOUND();
    const subjects = unitIds.map((id) => ({ id, unitIds: [id] }));
    const allowed = this.access.allowed(actor, 'stockTake.manage', subjects);
    const foreign = unitIds.filter((id) => !allowed.has(id));
    if (foreign.length > 0) throw PlatformErrors.FORBIDDEN({ unitIds: foreign });
  }

  private may(actor: Actor, permission: Permission, row: StockTakeRow): boolean {
    return this.access.allowed(actor, permission, [subjectOf(row)]).has(row.id);
  }

  private required(actor: Actor, permission: Permission, row: StockTakeRow | undefined): StockTakeRow {
    if (!row) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(row)]);
    return row;
  }
}

function subjectOf({ id, unitId, assignees }: StockTakeRow) {
  return { id, unitIds: [unitId], userIds: assignees.map((assignee) => assignee.id) };
}

function open(row: StockTakeRow): StockTakeRow {
  if (row.state !== 'open') throw StockTakeErrors.STOCK_TAKE_ENDED({ endedAt: row.endedAt?.toISOString() ?? '' });
  return row;
}
