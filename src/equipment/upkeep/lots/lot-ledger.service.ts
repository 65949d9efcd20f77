import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, People } from '../../../identity/index.js';
import { type Actor, Clock, idInCursor, keysetPage, type Page, UnitOfWork } from '../../../platform/index.js';
import { LotRecord } from './lot-record.service.js';
import { LotStockRepository } from './lot-stock.repository.js';
import {
  type MinimumChange,
  type MinimumView,
  type MovementQuery,
  type MovementView,
  toMovementView,
} from './lot-stock.schemas.js';

/** What moved, and below what a unit is low. */
@Injectable()
export class LotLedger {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stock: LotStockRepository,
    private readonly record: LotRecord,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws LOT_NOT_FOUND, FORBIDDEN */
  async movements(
    actor: Actor,
    id: string,
    { limit, cursor }: z.output<typeof MovementQuery>,
  ): Promise<Page<z.input<typeof MovementView>>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const lot = await this.record.required(tx, id);
      this.record.requireUnit(actor, 'lot.use', lot.unitId);
      const rows = await this.stock.movements(tx, id, before, limit + 1);
      const people = await this.people.findMany(tx, [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))]);
      const names = new Map(people.map((person) => [person.id, person.displayName]));
      return keysetPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => toMovementView(row, names),
      );
    });
  }

  /** Says below what a unit is low on a kit. @throws FORBIDDEN, KIT_UNKNOWN */
  async setMinimum(actor: Actor, input: z.output<typeof MinimumChange>): Promise<z.input<typeof MinimumView>> {
    const { kitCode, unitId = asUser(actor).unitId, minimum } = input;
    this.record.requireUnit(actor, 'device.manage', unitId);
    return this.unitOfWork.run(actor, async (tx) => {
      const { id: kitKindId } = await this.stock.requireKit(tx, kitCode);
      if (minimum === null) await this.stock.dropMinimum(tx, unitId, kitKindId);
      else await this.stock.setMinimum(tx, { unitId, kitKindId, quantity: minimum, updatedAt: this.clock.now() });
      await this.record.writeMinimum(tx, { kitCode, unitId, minimum });
      return { kitCode, unitId, minimum };
    });
  }
}
