import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, Notices } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  newId,
  type Tx,
  UnitOfWork,
  violates,
  chinaDateOf,
  endOfChinaDate,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { LotNotices } from './lot.notices.js';
import { attributeCheck } from '../../register/registry/attribute.rules.js';
import type { KitKind } from './lot.entity.js';
import { LotRepository } from './lot.repository.js';
import { KEEPERS_MOVEMENTS, openingRefusal, openUntil, signedQuantity, stockRefusal } from './lot.rules.js';
import type { LotView } from './lot.schemas.js';
import { LotRecord } from './lot-record.service.js';
import { LotStockRepository } from './lot-stock.repository.js';
import type { LotCreate, MovementCreate } from './lot-stock.schemas.js';

type View = z.input<typeof LotView>;

/** Lots are received, opened and moved by those who keep and use them; every change of the stock is in its ledger. */
@Injectable()
export class LotStock {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lots: LotRepository,
    private readonly stock: LotStockRepository,
    private readonly record: LotRecord,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN, KIT_UNKNOWN, LOT_ATTRIBUTES_INVALID, LOT_RECEIVED_IN_FUTURE, LOT_EXISTS */
  async receive(actor: Actor, input: z.output<typeof LotCreate>): Promise<View> {
    const {
      unitId = asUser(actor).unitId,
      kitCode,
      lotNumber,
      expiresOn,
      quantity,
      costCategory = null,
      attributes,
    } = input;
    this.record.requireUnit(actor, 'device.manage', unitId);
    const at = this.clock.now();
    const receivedOn = input.receivedOn ?? chinaDateOf(at);
    if (receivedOn > chinaDateOf(at)) throw EquipmentErrors.LOT_RECEIVED_IN_FUTURE({ receivedOn });
    return this.unitOfWork.run(actor, async (tx) => {
      const kit = await this.stock.requireKit(tx, kitCode);
      requireFields(kit, attributes);
      const id = newId();
      const lot = { id, kitKindId: kit.id, unitId, lotNumber, expiresOn, receivedOn, costCategory, attributes };
      await this.insert(tx, { ...lot, quantityOnHand: 0, quantityReserved: 0, createdAt: at, updatedAt: at });
      const movement = { lotId: id, category: 'restock', quantity, bookingId: null, actorId: actor.id, at } as const;
      await this.lots.move(tx, movement);
      const more = { quantity, expiresOn };
      return this.record.write(tx, id, { action: 'equipment.receiveLot', event: 'equipment.lot_received', more });
    });
  }

  /**
   * From then on the lot is good for the open life of its kit. Who keeps pieces of it for longer is told.
   * @throws LOT_NOT_FOUND, FORBIDDEN, LOT_OPEN_ALREADY, LOT_OPENED_IN_FUTURE, LOT_OPENED_BEFORE_RECEIPT
   */
  async open(actor: Actor, id: string, openedAt?: Date): Promise<View> {
    const now = this.clock.now();
    const at = openedAt ?? now;
    return this.unitOfWork.run(actor, async (tx) => {
      const lot = await this.record.lockOwn(tx, actor, 'lot.use', id);
      const refusal = openingRefusal(lot, at, now);
      if (refusal) throw EquipmentErrors[refusal]({ lotId: id, openedAt: lot.openedAt?.toISOString() ?? null });
      await this.stock.open(tx, id, at, openUntil(at, lot.openLifeDays), now);
      await this.warnThoseWhoKeep(tx, id);
      const more = { openedAt: at.toISOString() };
      return this.record.write(tx, id, { action: 'equipment.openLot', event: 'equipment.lot_opened', more });
    });
  }

  /** @throws LOT_NOT_FOUND, FORBIDDEN, LOT_SHORT, LOT_KEPT_FOR_BOOKINGS, LOT_TOO_MUCH */
  async move(actor: Actor, id: string, input: z.output<typeof MovementCreate>): Promise<View> {
    const { category, reason = null } = input;
    const quantity = signedQuantity(category, input.quantity);
    return this.unitOfWork.run(actor, async (tx) => {
      const isKeepers = KEEPERS_MOVEMENTS.includes(category);
      const lot = await this.record.lockOwn(tx, actor, isKeepers ? 'device.manage' : 'lot.use', id);
      const { onHand, reserved } = lot;
      const refusal = stockRefusal(lot, quantity);
      if (refusal) throw EquipmentErrors[refusal]({ lotId: id, onHand, reserved, available: onHand - reserved });
      const at = this.clock.now();
      await this.lots.move(tx, { lotId: id, category, quantity, bookingId: null, actorId: actor.id, note: reason, at });
      const more = { category, quantity, balanceAfter: onHand + quantity, reason };
      return this.record.write(tx, id, { action: 'equipment.moveLot', event: 'equipment.lot_moved', more });
    });
  }

  private async warnThoseWhoKeep(tx: Tx, id: string): Promise<void> {
    const lot = await this.record.required(tx, id);
    const { nameZh, nameEn, lotNumber, usableUntil } = lot;
    for (const { bookingId, requestedBy } of await this.stock.disappointed(tx, id, endOfChinaDate(usableUntil)))
      await this.notices.tell(tx, {
        to: { userIds: [requestedBy] },
        content: LotNotices.KEPT_LOT_OPENED({ kitZh: nameZh, kit: nameEn, lot: lotNumber, until: usableUntil }),
        subject: { kind: 'booking', id: bookingId },
        occasion: `${id} ${usableUntil}`,
      });
  }

  private async insert(tx: Tx, lot: Parameters<LotStockRepository['insert']>[1]): Promise<void> {
    try {
      await this.stock.insert(tx, lot);
    } catch (error) {
      const { lotNumber } = lot;
      throw violates(error, 'lot_lot_number_key') ? EquipmentErrors.LOT_EXISTS({ lotNumber }, error) : error;
    }
  }
}

function requireFields({ code, attributeSchema }: KitKind, attributes: Readonly<Record<string, unknown>>): void {
  const errors = attributeCheck(attributeSchema)(attributes);
  if (errors.length > 0) throw EquipmentErrors.LOT_ATTRIBUTES_INVALID({ kitCode: code, errors });
}
