import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, type UserActor } from '../../../identity/index.js';
import { type Actor, type Tx } from '../../../platform/index.js';
import { LoanRequests } from '../approvals/loan-requests.service.js';
import { BookingDesk } from '../booking-record/booking-desk.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type Displaced, Preemptions } from '../preemption/preemptions.service.js';
import { USUAL_PRIORITY } from './booking.rules.js';
import type { BookingRow } from './booking-row.js';
import type { BookingCreate, BookingView } from './booking.schemas.js';
import { type Order, type Planned, Reservations } from './reservations.service.js';

type Input = z.output<typeof BookingCreate>;

/** Booking devices for a period. */
@Injectable()
export class BookingsService {
  constructor(
    private readonly desk: BookingDesk,
    private readonly states: BookingStates,
    private readonly reservations: Reservations,
    private readonly preemptions: Preemptions,
    private readonly requests: LoanRequests,
    private readonly record: BookingRecord,
  ) {}

  /**
   * @throws BOOKING_CONFLICT with `conflicts` and `alternatives`, PRIORITY_NOT_ALLOWED, PREEMPTION_*, and what
   * `Reservations.reserve` throws
   */
  async book(actor: Actor, input: Input): Promise<z.input<typeof BookingView>> {
    this.requireEntitled(actor, input);
    return this.desk.take(actor, async (tx) => {
      if (input.caseId) await this.desk.rights.requireCase(tx, actor, input.caseId);
      return this.place(tx, actor, input);
    });
  }

  /**
   * The same inside the caller's transaction, for a case that is the caller's business; the caller has `PeriodTaken`
   * explained by `Conflicts`. Booked for `unitId`, where the caller says that another unit than the person's wants it.
   * @throws FORBIDDEN, PRIORITY_NOT_ALLOWED, PREEMPTION_*, PeriodTaken, and what `Reservations.reserve` throws
   */
  async bookWithin(tx: Tx, actor: Actor, input: Input, unitId?: string): Promise<BookingRow> {
    this.requireEntitled(actor, input);
    return this.place(tx, actor, input, unitId);
  }

  private requireEntitled(actor: Actor, input: Input): void {
    this.desk.rights.requireForOwnUnit(actor, 'booking.create');
    this.requireWeight(actor, input);
  }

  private place(tx: Tx, actor: Actor, input: Input, unitId?: string): Promise<BookingRow> {
    const person = asUser(actor);
    const order = orderOf({ ...person, unitId: unitId ?? person.unitId }, input);
    return input.preempt ? this.takeOver(tx, order, input.preempt.reason) : this.reserve(tx, order);
  }

  private requireWeight(actor: Actor, { priority, preempt }: Input): void {
    const { rights } = this.desk;
    if (priority > USUAL_PRIORITY && !rights.may(actor, 'booking.prioritise'))
      throw EquipmentErrors.PRIORITY_NOT_ALLOWED({ highest: USUAL_PRIORITY });
    if (preempt && !rights.may(actor, 'booking.preempt')) throw EquipmentErrors.PREEMPTION_FORBIDDEN();
  }

  private async reserve(tx: Tx, order: Order, before?: (planned: Planned) => Promise<void>): Promise<BookingRow> {
    const { id } = await this.reservations.reserve(tx, order, before);
    const row = await this.states.required(tx, id);
    await this.record.write(tx, row, { action: 'equipment.book', event: 'equipment.booked' });
    await this.requests.ask(tx, row);
    return row;
  }

  private async takeOver(tx: Tx, wanted: Order, reason: string): Promise<BookingRow> {
    const displaced: Displaced[] = [];
    const weight = this.preemptions.weightOf(wanted.asker.unitId, wanted.priority ?? USUAL_PRIORITY);
    const order = { ...wanted, weight };
    const row = await this.reserve(tx, order, async (planned) => {
      const lotIds = await this.reservations.lotsFor(tx, order, planned);
      displaced.push(...(await this.preemptions.displace(tx, { wanted: order, planned, reason, lotIds })));
    });
    await this.preemptions.announce(tx, { bookingId: row.id, unitId: row.unitId, reason }, displaced);
    return row;
  }
}

function orderOf(asker: UserActor, input: Input): Order {
  const { during, purpose, caseId = null, deviceIds = [], anyOf, lots = [], kits, people, priority, hold } = input;
  const bundle =
    input.bundleId === undefined ? undefined : { bundleId: input.bundleId, leaveOut: input.leaveOut ?? [] };
  const holdMinutes = hold?.minutes;
  return { asker, during, purpose, caseId, deviceIds, anyOf, bundle, lots, kits, people, priority, holdMinutes };
}
