import { Inject, Injectable, Optional } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { Conflicts } from '../bookings/conflicts.service.js';
import type { CustodyFact, EquipmentEvent } from '../equipment.events.js';
import { Journal } from '../journal.js';
import type { LockedDevice } from '../pool/device-row.js';
import { CHECK_OUT_ADVISOR, type CheckOutAdvisor, type CheckOutReminder } from './check-out.advisor.js';
import { CustodyReader } from './custody-reader.service.js';
import type { CustodyRow } from './custody-row.js';
import type { CheckOutCreate, CheckOutView, CustodyView, HandBackCreate } from './custody.schemas.js';
import { Handovers } from './handovers.service.js';

type View = z.input<typeof CustodyView>;
type Input = z.output<typeof CheckOutCreate>;

/** Devices leave the store room and come back, signed for. */
@Injectable()
export class CheckOutsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handovers: Handovers,
    private readonly conflicts: Conflicts,
    private readonly reader: CustodyReader,
    private readonly journal: Journal,
    @Optional() @Inject(CHECK_OUT_ADVISOR) private readonly advisor?: CheckOutAdvisor,
  ) {}

  /** @throws DEVICE_NOT_FOUND, DEVICE_ALREADY_OUT, BOOKING_CONFLICT, and what `Handovers.checkOut` throws */
  async checkOut(actor: Actor, input: Input): Promise<z.input<typeof CheckOutView>> {
    const taker = asUser(actor);
    this.reader.rights.requireForOwnUnit(actor, 'custody.checkOut');
    const { bookingId, dueAt = null, purpose = null, caseId = null } = input;
    const { condition = null, signature = null, position = null, lots = [] } = input;
    return this.conflicts.explained(() =>
      this.unitOfWork.run(actor, async (tx) => {
        const device = await this.handovers.lockWhole(tx, input);
        await this.handovers.requireIn(tx, device.id);
        if (caseId) await this.reader.rights.requireCase(tx, actor, caseId);
        const booking = bookingId === undefined ? undefined : await this.handovers.requireBooking(tx, bookingId);
        if (booking) this.reader.rights.require(actor, 'booking.read', booking);
        const occasion = { taker, device, booking, dueAt, purpose, caseId };
        const custody = await this.handovers.checkOut(tx, { ...occasion, condition, signature, position, lots });
        await this.record(tx, 'equipment.checkOut', 'equipment.checked_out', custody);
        return {
          ...this.reader.view(actor, custody),
          reminders: [...(await this.remindersFor(tx, device, custody, position))],
          lots: await this.handovers.lotsOf(tx, custody.id),
        };
      }),
    );
  }

  /** @throws NOT_FOUND, ALREADY_HANDED_BACK, LOT_RETURN_TOO_MUCH */
  async handBack(actor: Actor, id: string, input: z.output<typeof HandBackCreate>): Promise<View> {
    const { condition = null, signature = null, position = null, lots = [] } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const custody = await this.reader.required(tx, id);
      this.reader.requireFor(actor, 'custody.handBack', custody);
      const arrival = { returnedBy: actor.id, returnedByName: actor.name, condition, signature, position };
      const closed = await this.handovers.handBack(tx, custody, arrival, lots);
      await this.record(tx, 'equipment.handBack', 'equipment.handed_back', closed);
      return this.reader.view(actor, closed);
    });
  }

  private async remindersFor(
    tx: Tx,
    { id, category }: LockedDevice,
    custody: CustodyRow,
    position: { lon: number; lat: number } | null,
  ): Promise<readonly CheckOutReminder[]> {
    if (!this.advisor) return [];
    return this.advisor.remindersFor(tx, {
      deviceId: id,
      category,
      holderUserId: custody.holderId,
      holderUnitId: custody.holderUnitId,
      caseId: custody.caseId,
      during: { from: custody.checkedOutAt, to: custody.dueAt },
      position,
    });
  }

  private async record(tx: Tx, action: string, event: EquipmentEvent, custody: CustodyRow): Promise<void> {
    await this.journal.record(tx, {
      action,
      subject: { kind: 'device', id: custody.deviceId },
      event,
      aggregate: `device:${custody.deviceId}`,
      payload: { ...factOf(custody) },
    });
  }
}

function factOf(custody: CustodyRow): CustodyFact {
  const { id, bookingId, deviceId, ownerUnitId, holderId, holderUnitId, caseId, checkedOutAt, returnedAt } = custody;
  return {
    custodyId: id,
    bookingId,
    deviceId,
    ownerUnitId,
    holderUserId: holderId,
    holderUnitId,
    caseId,
    checkedOutAt: checkedOutAt.toISOString(),
    returnedAt: returnedAt?.toISOString() ?? null,
  };
}
