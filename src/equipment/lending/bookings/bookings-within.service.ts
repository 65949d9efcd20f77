import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Period, period, type Tx } from '../../../platform/index.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import type { Capacity } from '../crew/crew.rules.js';
import type { BookingRow } from './booking-row.js';
import { BookingRepository, type Companion } from './booking.repository.js';
import { type BookingState, devicesOf, hasWaiting, isWaiting } from './booking.rules.js';
import type { AssignedBooking } from './booking.schemas.js';
import { BookingsService } from './bookings.service.js';
import { Conflicts } from './conflicts.service.js';
import { Reservations } from './reservations.service.js';

/** A booking as the rooms to the right see it. */
export interface BookingSummary {
  readonly id: string;
  readonly caseId: string | null;
  readonly unitId: string;
  readonly during: Period;
  readonly state: BookingState;
  readonly deviceIds: readonly string[];
  readonly devices: readonly { readonly id: string; readonly assetCode: string }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly capacity: Capacity }[];
}

/** Who and what goes along with the devices of a booking. */
export interface BookingCompany {
  readonly id: string;
  readonly testerIds: readonly string[];
  /** The lots that are kept for it or left with it. */
  readonly lotIds: readonly string[];
}

/** What is wanted, as `POST /bookings` takes it; here people may also go without a device. */
export type BookingWish = z.output<typeof AssignedBooking>;

/** Bookings as part of what another room does, in its transaction. */
@Injectable()
export class BookingsWithin {
  constructor(
    private readonly bookings: BookingsService,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
    private readonly conflicts: Conflicts,
    private readonly reservations: Reservations,
    private readonly repository: BookingRepository,
  ) {}

  /** @throws BOOKING_CONFLICT, explained as `POST /bookings` does, where `work` meets somebody else's period */
  explained<T>(work: () => Promise<T>): Promise<T> {
    return this.conflicts.explained(work);
  }

  /**
   * Books each wish in turn, once what is booked by `insteadOf` and has not left is given up. All devices that are
   * named are locked first and in one order, so that two who want the same do not wait for each other.
   */
  async book(
    tx: Tx,
    actor: Actor,
    wishes: readonly BookingWish[],
    insteadOf: readonly string[] = [],
  ): Promise<BookingSummary[]> {
    const given = await Promise.all(insteadOf.map((id) => this.states.required(tx, id)));
    const deviceIds = [...given.flatMap(({ devices }) => devices.map(({ id }) => id)), ...wishes.flatMap(namedIn)];
    await this.reservations.lockDevices(tx, [...new Set(deviceIds)].sort());
    for (const id of insteadOf.toSorted()) await this.giveUp(tx, id);
    const made: BookingSummary[] = [];
    for (const wish of wishes) made.push(toSummary(await this.bookings.bookWithin(tx, actor, wish)));
    return made;
  }

  /** Books one wish for a unit that is not the person's own. */
  async bookFor(tx: Tx, actor: Actor, unitId: string, wish: BookingWish): Promise<BookingSummary> {
    await this.reservations.lockDevices(tx, namedIn(wish).toSorted());
    return toSummary(await this.bookings.bookWithin(tx, actor, wish, unitId));
  }

  /** Gives up what has not left yet, and people who go alone; devices that are out stay so until they are handed back. */
  async giveUp(tx: Tx, id: string): Promise<void> {
    const booking = await this.states.lock(tx, id);
    if (!hasWaiting(booking)) return;
    const deviceIds = booking.devices.filter(({ state }) => isWaiting(state)).map((device) => device.id);
    const closed = await this.states.close(tx, booking, deviceIds, { state: 'cancelled', code: 'given_up' });
    const happening = { action: 'equipment.cancelBooking', event: 'equipment.booking_cancelled' } as const;
    await this.record.write(tx, closed, { ...happening, more: { deviceIds, reason: null } });
  }

  async find(tx: Tx, id: string): Promise<BookingSummary | undefined> {
    const row = await this.repository.get(tx, id);
    return row && toSummary(row);
  }

  async companyOf(tx: Tx, id: string): Promise<BookingCompany | undefined> {
    const row = await this.repository.get(tx, id);
    if (!row) return undefined;
    return {
      id: row.id,
      testerIds: row.people.filter(({ capacity }) => capacity === 'tester').map((person) => person.id),
      lotIds: row.lots.filter(({ state }) => state !== 'released').map(({ lotId }) => lotId),
    };
  }

  companyDuring(tx: Tx, deviceIds: readonly string[], during: Period): Promise<Companion[]> {
    return this.repository.companyDuring(tx, deviceIds, during);
  }

  covering(tx: Tx, deviceId: string, unitId: string, during: Period) {
    return this.repository.covering(tx, deviceId, unitId, during);
  }
}

function namedIn({ deviceIds = [] }: BookingWish): readonly string[] {
  return deviceIds;
}

function toSummary({ id, caseId, unitId, during, state, devices, people }: BookingRow): BookingSummary {
  const own = devicesOf(devices).map((device) => ({ id: device.id, assetCode: device.assetCode }));
  return {
    id,
    caseId,
    unitId,
    during: period(during),
    state,
    deviceIds: own.map((device) => device.id),
    devices: own,
    people,
  };
}
