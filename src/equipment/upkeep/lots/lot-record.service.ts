import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, chinaDateOf } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { EquipmentEvent } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import { PoolRights } from '../../pool-rights.service.js';
import { LotRepository } from './lot.repository.js';
import { type LotView, toLotView } from './lot.schemas.js';
import type { ListedLotRow, LotRow } from './lot-row.js';
import type { MinimumView } from './lot-stock.schemas.js';

type View = z.input<typeof LotView>;

/** What somebody needs to touch a unit's stock: to keep it, or to use it. */
export type StockPermission = 'device.manage' | 'lot.use';

interface Happening {
  readonly action: string;
  readonly event: EquipmentEvent;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Lots as those see them who may touch them, and what is written down when they do. */
@Injectable()
export class LotRecord {
  constructor(
    private readonly lots: LotRepository,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Date in China. */
  today(): string {
    return chinaDateOf(this.clock.now());
  }

  /** @throws FORBIDDEN */
  requireUnit(actor: Actor, permission: StockPermission, unitId: string): void {
    this.rights.requireOwner(actor, permission, { id: unitId, unitId });
  }

  /** @throws LOT_NOT_FOUND, FORBIDDEN */
  async lockOwn(tx: Tx, actor: Actor, permission: StockPermission, id: string): Promise<LotRow> {
    const [lot] = await this.lots.lock(tx, [id]);
    if (!lot) throw EquipmentErrors.LOT_NOT_FOUND({ lotId: id });
    this.requireUnit(actor, permission, lot.unitId);
    return lot;
  }

  /** @throws LOT_NOT_FOUND */
  async required(tx: Tx, id: string): Promise<ListedLotRow> {
    const lot = await this.lots.getListed(tx, id, this.today());
    if (!lot) throw EquipmentErrors.LOT_NOT_FOUND({ lotId: id });
    return lot;
  }

  /** Writes down what happened to a lot, and shows it as it is now. */
  async write(tx: Tx, id: string, { action, event, more }: Happening): Promise<View> {
    const lot = await this.required(tx, id);
    const { unitId, kitCode, lotNumber, usableUntil } = lot;
    await this.journal.record(tx, {
      action,
      subject: { kind: 'lot', id },
      event,
      aggregate: `lot:${id}`,
      payload: { lotId: id, unitId, kitCode, lotNumber, usableUntil, ...more },
    });
    return toLotView(lot, this.rights.nameOf(unitId), this.today());
  }

  async writeMinimum(tx: Tx, minimum: z.input<typeof MinimumView>): Promise<void> {
    const { unitId } = minimum;
    await this.journal.record(tx, {
      action: 'equipment.setMinimum',
      subject: { kind: 'unit', id: unitId },
      event: 'equipment.kit_minimum_set',
      aggregate: `unit:${unitId}`,
      payload: { ...minimum },
    });
  }
}
