import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, period, periodView, type Tx } from '../../../platform/index.js';
import { LoanRequests } from '../approvals/loan-requests.service.js';
import { BookingDesk } from '../booking-record/booking-desk.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { requireVersion } from '../booking-record/booking-states.service.js';
import { isBlocking, isOut, isWaiting } from '../bookings/booking.rules.js';
import type { BookedDeviceRow, BookingRow } from '../bookings/booking-row.js';
import type { BookingView } from '../bookings/booking.schemas.js';
import { CustodyRepository } from '../custody/custody.repository.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { NextBorrowers } from '../lapses/next-borrowers.service.js';
import type { AlternativeAccept, BookingConfirm, BookingExtend, BookingMove } from './change.schemas.js';
import { type OpenBooking, type Rebooked, Rebookings } from './rebookings.service.js';

type View = z.input<typeof BookingView>;

/** A booking is confirmed, extended or moved. */
@Injectable()
export class BookingChanges {
  constructor(
    private readonly desk: BookingDesk,
    private readonly rebookings: Rebookings,
    private readonly custodies: CustodyRepository,
    private readonly nextBorrowers: NextBorrowers,
    private readonly requests: LoanRequests,
    private readonly bookingRecord: BookingRecord,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, BOOKING_CHANGED, BOOKING_NOT_HELD, HOLD_EXPIRED, APPROVAL_REQUIRED */
  async confirm(actor: Actor, id: string, { version }: z.output<typeof BookingConfirm>): Promise<View> {
    return this.desk.take(actor, async (tx) => {
      const open = await this.rebookings.open(tx, id);
      this.desk.rights.require(actor, 'booking.change', open.booking);
      requireVersion(open.booking, version);
      const { booking, askedIds } = await this.rebookings.confirm(tx, open);
      const happening = { action: 'equipment.confirmBooking', event: 'equipment.booking_confirmed' } as const;
      await this.bookingRecord.write(tx, booking, happening);
      await this.requests.ask(tx, booking, askedIds);
      return booking;
    });
  }

  /**
   * Also while devices are out. A loan that its owner agreed to is extended by the owner, or asked for anew.
   * @throws NOT_FOUND, FORBIDDEN, BOOKING_CHANGED, BOOKING_NOT_CHANGEABLE, EXTENSION_NOT_LATER, BOOKING_CONFLICT and
   * what `Rebookings.apply` throws
   */
  async extend(actor: Actor, id: string, { to, version }: z.output<typeof BookingExtend>): Promise<View> {
    return this.desk.take(actor, async (tx) => {
      const open = await this.rebookings.open(tx, id);
      const { booking } = open;
      const decided = this.decided(actor, open);
      const live = booking.devices.filter(({ state }) => isBlocking(state));
      if (live.length === 0 || live.some((line) => !decided.has(line.id)))
        this.desk.rights.require(actor, 'booking.change', booking);
      requireVersion(booking, version);
      requireLive(booking, live);
      const before = period(booking.during);
      if (to <= before.to) throw EquipmentErrors.EXTENSION_NOT_LATER({ to: before.to });
      const during = { from: before.from, to };
      const rebooked = await this.rebookings.apply(tx, open, { during, deviceIds: idsOf(live), decided });
      await this.custodies.postpone(tx, id, to);
      for (const line of live.filter(({ state }) => state === 'overdue'))
        await this.nextBorrowers.reassure(tx, line.id);
      return this.record(tx, 'equipment.extendBooking', open, rebooked);
    });
  }

  /** @throws what `extend` throws, and DEVICE_NOT_IN_BOOKING, DEVICE_NOT_FOUND, DEVICE_CAME_BACK */
  async move(actor: Actor, id: string, input: z.output<typeof BookingMove>): Promise<View> {
    const { during, deviceIds, replace = [], version } = input;
    const newcomers = [...(deviceIds ?? []), ...replace.map(({ by }) => by)];
    return this.desk.take(actor, async (tx) => {
      const open = await this.rebookings.open(tx, id, newcomers);
      this.desk.rights.require(actor, 'booking.change', open.booking);
      requireVersion(open.booking, version);
      requireLive(open.booking, waitingIn(open.booking));
      if (during) requireAllIn(open.booking);
      const rebooked = await this.rebookings.apply(tx, open, {
        during: during ?? period(open.booking.during),
        deviceIds: deviceIds ?? swapped(open.booking, replace),
        decided: this.decided(actor, open),
      });
      return this.record(tx, 'equipment.moveBooking', open, rebooked);
    });
  }

  /**
   * In place of a device that is affected or was taken over: another one, or the same at another time.
   * @throws what `move` throws, and ALTERNATIVE_NOT_NEEDED
   */
  async accept(actor: Actor, id: string, input: z.output<typeof AlternativeAccept>): Promise<View> {
    const { deviceId, by, during: later, version } = input;
    return this.desk.take(actor, async (tx) => {
      const open = await this.rebookings.open(tx, id, [by ?? deviceId]);
      this.desk.rights.require(actor, 'booking.change', open.booking);
      requireVersion(open.booking, version);
      const wasTaken = requireInDoubt(open.booking, deviceId);
      if (later) requireAllIn(open.booking);
      const during = later ?? period(open.booking.during);
      const replace = by === undefined || wasTaken ? [] : [{ deviceId, by }];
      const deviceIds = [...swapped(open.booking, replace), ...(wasTaken ? [by ?? deviceId] : [])];
      if (wasTaken) await this.rebookings.settleLoss(tx, id, deviceId, during);
      const rebooked = await this.rebookings.apply(tx, open, { during, deviceIds, decided: this.decided(actor, open) });
      return this.record(tx, 'equipment.acceptAlternative', open, rebooked);
    });
  }

  /** Devices for whose owners the person answers. */
  private decided(actor: Actor, { devices }: OpenBooking): ReadonlySet<string> {
    const owned = [...devices.values()].map(({ id, unitId }) => ({ id, ownerUnitId: unitId }));
    return this.desk.rights.decided(actor, owned);
  }

  private async record(tx: Tx, action: string, { booking }: OpenBooking, rebooked: Rebooked): Promise<BookingRow> {
    const happening = { action, event: 'equipment.booking_changed', more: { before: beforeOf(booking) } } as const;
    await this.bookingRecord.write(tx, rebooked.booking, happening);
    await this.requests.ask(tx, rebooked.booking, rebooked.askedIds);
    return rebooked.booking;
  }
}

function beforeOf(booking: BookingRow): { from: string; to: string; deviceIds: string[] } {
  const live = booking.devices.filter(({ state }) => isBlocking(state));
  return { ...periodView(period(booking.during)), deviceIds: idsOf(live) };
}

function idsOf(lines: readonly BookedDeviceRow[]): string[] {
  return lines.map(({ id }) => id);
}

function waitingIn({ devices }: BookingRow): BookedDeviceRow[] {
  return devices.filter(({ state }) => isWaiting(state));
}

/** The waiting devices with each substitute in its place. @throws DEVICE_NOT_IN_BOOKING, DEVICE_IN_BOOKING */
function swapped(booking: BookingRow, replace: readonly { deviceId: string; by: string }[]): string[] {
  const waiting = idsOf(waitingIn(booking));
  for (const { deviceId, by } of replace) {
    if (!waiting.includes(deviceId)) throw EquipmentErrors.DEVICE_NOT_IN_BOOKING({ deviceId, bookingId: booking.id });
    if (booking.devices.some(({ id, state }) => id === by && isBlocking(state)))
      throw EquipmentErrors.DEVICE_IN_BOOKING({ deviceId: by });
  }
  const substitutes = new Map(replace.map(({ deviceId, by }) => [deviceId, by]));
  return waiting.map((id) => substitutes.get(id) ?? id);
}

/** Whether the device was taken over, else affected. @throws DEVICE_NOT_IN_BOOKING, ALTERNATIVE_NOT_NEEDED */
function requireInDoubt({ id: bookingId, devices }: BookingRow, deviceId: string): boolean {
  const line = devices.find(({ id }) => id === deviceId);
  if (!line) throw EquipmentErrors.DEVICE_NOT_IN_BOOKING({ deviceId, bookingId });
  const wasTaken = line.closingCode === 'pre_empted';
  if (!wasTaken && line.affectedAt === null) throw EquipmentErrors.ALTERNATIVE_NOT_NEEDED({ deviceId });
  return wasTaken;
}

/** @throws BOOKING_NOT_CHANGEABLE when nothing is left to change */
function requireLive({ state }: BookingRow, lines: readonly BookedDeviceRow[]): void {
  if (lines.length === 0) throw EquipmentErrors.BOOKING_NOT_CHANGEABLE({ state });
}

/** What is out cannot be moved, only extended. @throws BOOKING_NOT_CHANGEABLE */
function requireAllIn({ devices }: BookingRow): void {
  const gone = devices.find(({ state }) => isOut(state));
  if (gone) throw EquipmentErrors.BOOKING_NOT_CHANGEABLE({ state: gone.state, deviceId: gone.id });
}
