import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Person } from '../../../../identity/index.js';
import { type Actor, Clock, newId, type Tx, UnitOfWork, violates } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { HandOverDesk } from './hand-over-desk.service.js';
import { HandOverFiling } from './hand-over-filing.service.js';
import type { HandOver } from './hand-over.entity.js';
import { HandOverRepository } from './hand-over.repository.js';
import { type HandOverOffer, type HandOverView, toHandOverView } from './hand-over.schemas.js';
import { Receivers } from './receivers.service.js';

type View = z.input<typeof HandOverView>;

/** The holder offers a device to somebody in the field, and stays responsible until the offer is accepted. */
@Injectable()
export class HandOverOffers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offers: HandOverRepository,
    private readonly desk: HandOverDesk,
    private readonly receivers: Receivers,
    private readonly filing: HandOverFiling,
    private readonly clock: Clock,
  ) {}

  /**
   * A device may be offered to several people; the first to accept has it.
   * @throws NOT_FOUND, HAND_OVER_NOT_HOLDER, ALREADY_HANDED_BACK, HAND_OVER_*, SIGNATURE_UNREADABLE, FILE_UNKNOWN
   */
  async offer(actor: Actor, custodyId: string, input: z.output<typeof HandOverOffer>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const custody = await this.desk.lockOwn(tx, actor, custodyId);
      const to = await this.receivers.require(tx, custody, input.toUserId);
      const offer = offerOf(custodyId, to, input, this.clock.now());
      await this.insert(tx, offer);
      const side = { side: 'giver' as const, custodyId, at: offer.offeredAt };
      const signatures = await this.filing.file(tx, offer, side, input);
      const row = await this.desk.required(tx, offer.id);
      await this.filing.offered(tx, row, signatures);
      return toHandOverView(row);
    });
  }

  /** Every open offer of the custody, or the one to a person. @throws NOT_FOUND, HAND_OVER_NOT_HOLDER, HAND_OVER_NOT_OFFERED */
  async withdraw(actor: Actor, custodyId: string, toUserId: string | undefined): Promise<{ items: View[] }> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.desk.lockOwn(tx, actor, custodyId);
      const open = (await this.offers.ofCustody(tx, custodyId)).filter(
        (row) => row.state === 'offered' && (toUserId === undefined || row.toUserId === toUserId),
      );
      if (open.length === 0) throw EquipmentErrors.HAND_OVER_NOT_OFFERED();
      const items: View[] = [];
      for (const { id } of open) {
        await this.offers.settle(tx, id, { state: 'withdrawn', at: this.clock.now() });
        const row = await this.desk.required(tx, id);
        await this.filing.withdrawn(tx, row);
        items.push(toHandOverView(row));
      }
      return { items };
    });
  }

  /** The one it was offered to says no. @throws NOT_FOUND, HAND_OVER_SETTLED */
  async refuse(actor: Actor, custodyId: string, reason: string | undefined): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { offer } = await this.desk.lockOfferTo(tx, custodyId, actor.id);
      await this.offers.settle(tx, offer.id, { state: 'refused', at: this.clock.now(), reason: reason ?? null });
      const row = await this.desk.required(tx, offer.id);
      await this.filing.refused(tx, row);
      return toHandOverView(row);
    });
  }

  private async insert(tx: Tx, offer: HandOver): Promise<void> {
    try {
      await this.offers.insert(tx, offer);
    } catch (error) {
      if (!violates(error, 'hand_over_offered_key')) throw error;
      throw EquipmentErrors.HAND_OVER_OFFERED_ALREADY({ toUserId: offer.toUserId }, error);
    }
  }
}

function offerOf(
  custodyId: string,
  to: Person,
  { condition, batteryPercent, position }: z.output<typeof HandOverOffer>,
  offeredAt: Date,
): HandOver {
  return {
    id: newId(),
    custodyId,
    toUserId: to.id,
    toUserName: to.displayName,
    toUnitId: to.unitId,
    state: 'offered',
    condition: condition ?? null,
    batteryPercent: batteryPercent ?? null,
    position: position ? { x: position.lon, y: position.lat } : null,
    offeredAt,
    reason: null,
    settledAt: null,
    nextCustodyId: null,
  };
}
