import { Inject, Injectable, Optional } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import type { Actor, Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { BookingRow } from '../bookings/booking-row.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import { CardsAboard } from '../media/cards-aboard.service.js';
import { deviceReminders } from '../../register/registry/device-reminder.rules.js';
import { CHECK_OUT_ADVISOR, type CheckOutAdvisor, type CheckOutReminder } from './check-out.advisor.js';
import { CustodyJournal } from './custody.journal.js';
import { CustodyReader } from './custody-reader.service.js';
import type { CustodyRow } from './custody-row.js';
import type { CheckOutCreate, CheckOutView } from './custody.schemas.js';
import { Handovers } from './handovers.service.js';
import { CustodyPapers } from './papers/custody-papers.service.js';

/** One device, and how it is taken. */
export type DepartureInput = z.output<typeof CheckOutCreate>;

type View = z.input<typeof CheckOutView>;

/** One device leaves with its papers, inside the caller's transaction. */
@Injectable()
export class Departures {
  constructor(
    private readonly handovers: Handovers,
    private readonly papers: CustodyPapers,
    private readonly reader: CustodyReader,
    private readonly journal: CustodyJournal,
    private readonly cards: CardsAboard,
    @Optional() @Inject(CHECK_OUT_ADVISOR) private readonly advisor?: CheckOutAdvisor,
  ) {}

  /**
   * @throws DEVICE_NOT_FOUND, DEVICE_ALREADY_OUT, CHECKLIST_*, SIGNATURE_UNREADABLE, SIGNER_UNKNOWN, and what
   * `Handovers.checkOut` throws
   */
  async depart(tx: Tx, actor: Actor, input: DepartureInput): Promise<View> {
    const { bookingId, dueAt = null, purpose = null, caseId = null, lots = [] } = input;
    const { condition = null, batteryPercent = null, position = null } = input;
    const device = await this.handovers.lockWhole(tx, input);
    await this.handovers.requireIn(tx, device.id);
    if (caseId) await this.reader.rights.requireCase(tx, actor, caseId);
    const booking = bookingId === undefined ? undefined : await this.requireBooking(tx, actor, bookingId);
    const occasion = { taker: asUser(actor), device, booking, dueAt, purpose, caseId, lots };
    const custody = await this.handovers.checkOut(tx, { ...occasion, condition, batteryPercent, position });
    const { signatures, failures } = await this.papers.file(tx, custody, 'check_out', input);
    if (failures.length > 0) throw EquipmentErrors.CHECKLIST_FAILED({ deviceId: device.id, items: failures });
    await this.cards.follow(tx, device.id, { ...custody, custodyId: custody.id });
    await this.journal.checkedOut(tx, custody, { signatures });
    return {
      ...this.reader.view(actor, await this.reader.required(tx, custody.id)),
      reminders: [...(await this.remindersFor(tx, device, custody, position))],
      lots: await this.handovers.lotsOf(tx, custody.id),
    };
  }

  /** Locks a booking that was named; a stranger's is answered like none. @throws NOT_FOUND, FORBIDDEN */
  async requireBooking(tx: Tx, actor: Actor, id: string): Promise<BookingRow> {
    const booking = await this.handovers.requireBooking(tx, id);
    this.reader.rights.require(actor, 'booking.read', booking);
    return booking;
  }

  private async remindersFor(
    tx: Tx,
    device: LockedDevice,
    custody: CustodyRow,
    position: { lon: number; lat: number } | null,
  ): Promise<readonly CheckOutReminder[]> {
    const during = { from: custody.checkedOutAt, to: custody.dueAt };
    const own = deviceReminders(device, during);
    if (!this.advisor) return own;
    const others = await this.advisor.remindersFor(tx, {
      deviceId: device.id,
      category: device.category,
      holderUserId: custody.holderId,
      holderUnitId: custody.holderUnitId,
      caseId: custody.caseId,
      during,
      position,
    });
    return [...own, ...others];
  }
}
