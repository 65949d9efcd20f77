import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { People, UnitTree, type UserActor } from '../../../../identity/index.js';
import type { Tx } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { DeviceRepository } from '../../pool/device.repository.js';
import { ItemRepository } from '../counting/item.repository.js';
import { StockTakeAccess } from '../stock-take.access.js';
import type { StockTake } from '../stock-take.entity.js';
import { StockTakeErrors } from '../stock-take.errors.js';
import type { Assignee } from '../stock-take-row.js';
import type { StockTakeCreate } from './stock-take.schemas.js';

/** One report names every device; a larger pool is counted in parts. */
const MOST_DEVICES = 5_000;

/** Whose devices are counted, by whom, and which these are. */
@Injectable()
export class StockTakePlan {
  constructor(
    private readonly access: StockTakeAccess,
    private readonly items: ItemRepository,
    private readonly devices: DeviceRepository,
    private readonly units: UnitTree,
    private readonly people: People,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  unitsOf(opener: UserActor, { unitIds = [opener.unitId], below }: z.output<typeof StockTakeCreate>): string[] {
    this.access.requireUnits(opener, unitIds);
    return [...new Set(below ? unitIds.flatMap((id) => this.units.subtree(id)) : unitIds)];
  }

  /** @throws STOCK_TAKE_ASSIGNEE_REFUSED naming those who cannot */
  async assigneesOf(tx: Tx, unitId: string, userIds: readonly string[]): Promise<Assignee[]> {
    const assignees: Assignee[] = [];
    const refused: string[] = [];
    for (const id of new Set(userIds)) {
      const person = await this.people.find(tx, id);
      if (person?.active && this.units.isWithin(person.unitId, unitId))
        assignees.push({ id, name: person.displayName });
      else refused.push(id);
    }
    if (refused.length > 0) throw StockTakeErrors.STOCK_TAKE_ASSIGNEE_REFUSED({ userIds: refused });
    return assignees;
  }

  /** @throws DEVICE_KIND_UNKNOWN, STOCK_TAKE_EMPTY, STOCK_TAKE_TOO_LARGE */
  async freeze(tx: Tx, { id, unitIds, scope }: StockTake): Promise<void> {
    const { kind, category, parts } = scope;
    const kindIds = kind || category ? await this.kindIdsOf(tx, kind, category) : undefined;
    const devices = await this.items.freeze(tx, id, { unitIds, kindIds, parts });
    if (devices === 0) throw StockTakeErrors.STOCK_TAKE_EMPTY();
    if (devices > MOST_DEVICES) throw StockTakeErrors.STOCK_TAKE_TOO_LARGE({ devices, most: MOST_DEVICES });
  }

  private async kindIdsOf(tx: Tx, kind: string | null, category: StockTake['scope']['category']): Promise<string[]> {
    if (kind && !(await this.devices.kindId(tx, kind))) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode: kind });
    return this.devices.kindIds(tx, { code: kind ?? undefined, category: category ?? undefined });
  }
}
