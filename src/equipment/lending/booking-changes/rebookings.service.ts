import { Injectable } from '@nestjs/common';
import { Clock, type Period, period, type Tx, violates } from '../../../platform/index.js';
import { LoanTerms } from '../approvals/loan-terms.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { isBlocking, isOut } from '../bookings/booking.rules.js';
import type { BookedDeviceRow, BookingRow } from '../bookings/booking-row.js';
import { Company } from '../bookings/company.service.js';
import { blockedPeriod } from '../../period.rules.js';
import type { NewLine } from '../bookings/reservation.repository.js';
import { PeriodTaken, Reservations } from '../bookings/reservations.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { isHoldOver } from '../lapses/lapse.rules.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import {
  changedPeriodFault,
  isCovered,
  stateAfterChange,
  type Targets,
  targetsOf,
  wishedPeriod,
} from './change.rules.js';
import { RebookingRepository } from './rebooking.repository.js';

/** A booking and its devices, locked. */
export interface OpenBooking {
  readonly booking: BookingRow;
  readonly devices: ReadonlyMap<string, LockedDevice>;
}

export interface Rebooking {
  readonly during: Period;
  readonly deviceIds: readonly string[];
  /** Devices for whose owners whoever asks also answers. */
  readonly decided: ReadonlySet<string>;
}

export interface Rebooked {
  readonly booking: BookingRow;
  /** Devices whose owners are to answer now. */
  readonly askedIds: readonly string[];
}

interface Plan extends Targets {
  readonly lines: readonly NewLine[];
  readonly asked: readonly LockedDevice[];
}

/** Gives a booking other devices or another period, whole or not at all. */
@Injectable()
export class Rebookings {
  constructor(
    private readonly states: BookingStates,
    private readonly reservations: Reservations,
    private readonly rebookings: RebookingRepository,
    private readonly terms: LoanTerms,
    private readonly company: Company,
    private readonly clock: Clock,
  ) {}

  /** Locks the booking's devices, further ones with them, then the booking. @throws NOT_FOUND */
  async open(tx: Tx, id: string, furtherIds: readonly string[] = []): Promise<OpenBooking> {
    const locked = await this.reservations.lockDevicesOf(tx, id, furtherIds);
    const booking = await this.states.lock(tx, id);
    const known = new Set(locked.map((device) => device.id));
    // Somebody changed it between the two locks.
    const late = booking.devices.filter((line) => !known.has(line.id)).map((line) => line.id);
    const rest = late.length > 0 ? await this.reservations.lockDevices(tx, late) : [];
    return { booking, devices: new Map([...locked, ...rest].map((device) => [device.id, device])) };
  }

  /**
   * @throws PERIOD_*, DEVICE_*, CALIBRATION_*, LOT_EXPIRED, PERSON_*, PILOT_*, TESTER_*, APPROVAL_REQUIRED; PeriodTaken where
   * the new time is somebody else's
   */
  async apply(tx: Tx, { booking, devices }: OpenBooking, wish: Rebooking): Promise<Rebooked> {
    const now = this.clock.now();
    const before = period(booking.during);
    const { during } = wish;
    const fault = changedPeriodFault(before, during, now);
    if (fault) throw EquipmentErrors[fault]();
    const plan = this.plan({ booking, devices }, wish);
    await this.rebookings.dropLines(tx, booking.id, plan.dropped);
    const wanted = {
      asker: { unitId: booking.unitId },
      during: wishedPeriod(before, during, now),
      deviceIds: plan.lines.map(({ deviceId }) => deviceId),
      ownBookingId: booking.id,
    };
    await this.write(tx, booking.id, plan, (cause) => new PeriodTaken(wanted, cause));
    await this.company.recheckPeople(tx, booking, during, [...devices.values()]);
    await this.rebookings.rewriteHead(tx, booking.id, during, this.lapseOf(booking, plan.asked, during));
    await this.company.recheckLots(tx, booking.id, during);
    return { booking: await this.states.settle(tx, booking.id), askedIds: plan.asked.map(({ id }) => id) };
  }

  /**
   * A hold becomes a booking, or a request where the owner has a say.
   * @throws BOOKING_NOT_HELD, HOLD_EXPIRED, APPROVAL_REQUIRED
   */
  async confirm(tx: Tx, { booking, devices }: OpenBooking): Promise<Rebooked> {
    const { state, holdExpiresAt } = booking;
    if (state !== 'held') throw EquipmentErrors.BOOKING_NOT_HELD({ state });
    if (isHoldOver(holdExpiresAt, this.clock.now())) throw EquipmentErrors.HOLD_EXPIRED({ holdExpiresAt });
    const held = booking.devices.filter(({ state }) => state === 'held');
    const asked = held.flatMap(({ id }) => this.asked(devices.get(id), booking));
    const askedIds = asked.map(({ id }) => id);
    const lines = held.map(({ id, blocked }) => ({
      deviceId: id,
      blocked: period(blocked),
      state: askedIds.includes(id) ? ('requested' as const) : ('reserved' as const),
    }));
    const during = period(booking.during);
    const lapsesAt = this.terms.lapseOf(asked, during.from);
    await this.rebookings.rewriteLines(tx, booking.id, lines);
    await this.rebookings.rewriteHead(tx, booking.id, during, lapsesAt);
    return { booking: await this.states.settle(tx, booking.id), askedIds };
  }

  /** A device that was taken over has found a substitute; the lots let go with it are kept again. */
  async settleLoss(tx: Tx, bookingId: string, deviceId: string, during: Period): Promise<void> {
    await this.rebookings.markSwapped(tx, bookingId, deviceId);
    await this.company.keepLotsAgain(tx, bookingId, during);
  }

  private plan({ booking, devices }: OpenBooking, { during, deviceIds, decided }: Rebooking): Plan {
    const targets = targetsOf(booking.devices, deviceIds);
    const isMoved = !samePeriod(period(booking.during), during);
    const changedIds = isMoved ? [...targets.kept, ...targets.added] : targets.added;
    const changed = changedIds.flatMap((id) => devices.get(id) ?? []);
    this.reservations.requireBookable(changed, changedIds, booking.unitId, during);
    requireNotReturned(booking.devices, targets.added);
    const covered = isCovered(period(booking.during), during);
    const asks = (device: LockedDevice) => !decided.has(device.id) && this.asked(device, booking).length > 0;
    const waitsForWord = (device: LockedDevice) =>
      asks(device) && !(covered && targets.kept.includes(device.id)) && !isHeld(booking);
    const asked = changed.filter(waitsForWord);
    const outIds = booking.devices.filter(({ state }) => isOut(state)).map(({ id }) => id);
    // What is out cannot wait for an answer.
    this.terms.requireNone(asked.filter(({ id }) => outIds.includes(id)));
    const lines = changed.map((device) => this.lineOf(booking, device, during, asked.includes(device)));
    return { ...targets, lines, asked };
  }

  private lineOf(booking: BookingRow, device: LockedDevice, during: Period, asks: boolean): NewLine {
    const line = booking.devices.find(({ id, state }) => id === device.id && isBlocking(state));
    const blocked = blockedPeriod(during, device.turnaroundMinutes);
    if (!line && isHeld(booking)) return { deviceId: device.id, blocked, state: 'held' };
    if (!line) return { deviceId: device.id, blocked, state: asks ? 'requested' : 'reserved' };
    // What was picked up early keeps its early start.
    const from = isOut(line.state) ? period(line.blocked).from : blocked.from;
    return { deviceId: device.id, blocked: { from, to: blocked.to }, state: stateAfterChange(line.state, asks) };
  }

  private asked(device: LockedDevice | undefined, { unitId }: BookingRow): LockedDevice[] {
    return device && this.terms.asksOwner(device, unitId) ? [device] : [];
  }

  private async write(tx: Tx, bookingId: string, plan: Plan, taken: (cause?: unknown) => PeriodTaken): Promise<void> {
    const isAdded = ({ deviceId }: NewLine) => plan.added.includes(deviceId);
    const added = plan.lines.filter(isAdded);
    try {
      await this.rebookings.rewriteLines(
        tx,
        bookingId,
        plan.lines.filter((line) => !isAdded(line)),
      );
    } catch (error) {
      throw violates(error, 'booking_line_no_overlap') ? taken(error) : error;
    }
    if ((await this.rebookings.addLines(tx, bookingId, added)) < added.length) throw taken();
  }

  /** A hold keeps its time; a request has its time anew, and never longer than to the start. */
  private lapseOf(booking: BookingRow, asked: readonly LockedDevice[], { from }: Period): Date | null {
    const { holdExpiresAt } = booking;
    if (asked.length > 0) return this.terms.lapseOf(asked, from);
    if (holdExpiresAt === null || isHeld(booking)) return holdExpiresAt;
    return holdExpiresAt < from ? holdExpiresAt : from;
  }
}

function isHeld({ devices }: BookingRow): boolean {
  return devices.some(({ state }) => state === 'held');
}

function samePeriod(a: Period, b: Period): boolean {
  return a.from.getTime() === b.from.getTime() && a.to.getTime() === b.to.getTime();
}

/** @throws DEVICE_CAME_BACK */
function requireNotReturned(lines: readonly BookedDeviceRow[], addedIds: readonly string[]): void {
  const back = lines.find(({ id, state }) => state === 'returned' && addedIds.includes(id));
  if (back) throw EquipmentErrors.DEVICE_CAME_BACK({ deviceId: back.id, assetCode: back.assetCode });
}
