import { Injectable } from '@nestjs/common';
import type { Actor, Period, Tx } from '../platform/index.js';
import {
  type BookingCompany,
  type BookingSummary,
  BookingsWithin,
  type BookingWish,
} from './lending/bookings/bookings-within.service.js';
import { type CalibrationAt, CalibrationsService } from './upkeep/calibrations/calibrations.service.js';
import type { Companion } from './lending/bookings/booking.repository.js';
import { CustodyRepository } from './lending/custody/custody.repository.js';
import {
  type CustodySpan,
  type Holding,
  type OverdueCustody,
  type PastHolding,
  spanOf,
} from './lending/custody/custody-row.js';
import type { TakenLot } from './upkeep/lots/lot-row.js';
import { LotsService } from './upkeep/lots/lots.service.js';
import type { AircraftPapers, DeviceSummary } from './register/pool/device-row.js';
import { type CyclesSaid, type ToldCycles, ToldUsage, type Usage } from './register/parts/told-usage.service.js';
import { DeviceRepository, type DeviceSelector, type GatewaySearch } from './register/pool/device.repository.js';

/** The pool as the rooms to the right ask for it. No access decision is taken here. */
@Injectable()
export class EquipmentService {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly custodies: CustodyRepository,
    private readonly bookings: BookingsWithin,
    private readonly calibrations: CalibrationsService,
    private readonly lots: LotsService,
    private readonly told: ToldUsage,
  ) {}

  /** Serials and asset codes are compared without regard to case. */
  async findDevice(tx: Tx, selector: DeviceSelector): Promise<DeviceSummary | undefined> {
    return this.devices.find(tx, selector);
  }

  /** Those of the ids that are registered, in no order. */
  async findDevices(tx: Tx, ids: readonly string[]): Promise<DeviceSummary[]> {
    return this.devices.findAll(tx, ids);
  }

  /** The devices with these serials or asset codes, whatever the case of their letters, by the names asked for. */
  async findNamed(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, DeviceSummary>> {
    return this.devices.findNamed(tx, names);
  }

  /** Controllers and docks that report over the broker, and those named that do, in the order of their asset codes. */
  async linkedGateways(tx: Tx, search: GatewaySearch): Promise<DeviceSummary[]> {
    return this.devices.gateways(tx, search);
  }

  /** What travels with the device. */
  async partsOf(tx: Tx, deviceId: string): Promise<DeviceSummary[]> {
    return this.devices.findPartsOf(tx, deviceId);
  }

  async aircraftPapers(tx: Tx, deviceId: string): Promise<AircraftPapers | undefined> {
    return this.devices.papersOf(tx, deviceId);
  }

  /** Who held the device at an instant; a part is held with the device it travels with. */
  async custodyAt(tx: Tx, deviceId: string, at: Date): Promise<CustodySpan | undefined> {
    const row = await this.custodies.at(tx, deviceId, at);
    return row && spanOf(row);
  }

  async openCustody(tx: Tx, deviceId: string): Promise<CustodySpan | undefined> {
    const row = await this.custodies.open(tx, deviceId);
    return row && spanOf(row);
  }

  /** What a person has signed for and not handed back, oldest first. */
  async openCustodiesOf(tx: Tx, userId: string): Promise<CustodySpan[]> {
    return (await this.custodies.openOf(tx, userId)).map(spanOf);
  }

  /** What units hold, booked or own that is still out after its time, whoever has it. */
  async overdueOf(tx: Tx, unitIds: readonly string[], at: Date, limit: number): Promise<OverdueCustody[]> {
    const scope = { everything: false, unitIds, caseIds: [], sessionIds: [], userId: '' };
    return this.custodies.list(tx, { scope, dueBefore: at, limit });
  }

  /** In whose hands each device is that is out now; a part is out with the device it travels with, and not told apart. */
  async openHoldings(tx: Tx): Promise<Holding[]> {
    return this.custodies.openHoldings(tx);
  }

  /** In whose hands these devices were in a period, in the order of time; a part is held with the device it travels with. */
  async holdingsDuring(tx: Tx, deviceIds: readonly string[], during: Period): Promise<PastHolding[]> {
    return this.custodies.holdingsDuring(tx, deviceIds, during);
  }

  /** What was in whose hands for a case in a period, in the order of time. */
  async heldFor(tx: Tx, caseId: string, during: Period): Promise<PastHolding[]> {
    return this.custodies.heldFor(tx, caseId, during);
  }

  async bookingOf(tx: Tx, bookingId: string): Promise<BookingSummary | undefined> {
    return this.bookings.find(tx, bookingId);
  }

  /**
   * Runs `work`, a transaction of its own in which `book` is called; where that meets somebody else's period, the
   * answer is the one of `POST /bookings`, once everything is undone. @throws BOOKING_CONFLICT and what `work` throws
   */
  async explained<T>(work: () => Promise<T>): Promise<T> {
    return this.bookings.explained(work);
  }

  /**
   * Books in the caller's transaction for the person's unit, with devices, people and lots, as `POST /bookings` does;
   * that the case is the person's business is for the caller to say. What is booked by `insteadOf` and has not left is
   * given up before. To be called within `explained`. @throws what `POST /bookings` answers
   */
  async book(
    tx: Tx,
    actor: Actor,
    wishes: readonly BookingWish[],
    insteadOf: readonly string[] = [],
  ): Promise<BookingSummary[]> {
    return this.bookings.book(tx, actor, wishes, insteadOf);
  }

  /**
   * The same once, for another unit than the person's own: that the unit wants it is for the caller to say. Owners lend
   * to that unit, and are asked as for it. @throws what `POST /bookings` answers
   */
  async bookFor(tx: Tx, actor: Actor, unitId: string, wish: BookingWish): Promise<BookingSummary> {
    return this.bookings.bookFor(tx, actor, unitId, wish);
  }

  /** Gives up what a booking keeps and has not left; devices that are out stay so until they are handed back. */
  async giveUpBooking(tx: Tx, bookingId: string): Promise<void> {
    await this.bookings.giveUp(tx, bookingId);
  }

  async companyOf(tx: Tx, bookingId: string): Promise<BookingCompany | undefined> {
    return this.bookings.companyOf(tx, bookingId);
  }

  /** Who goes along with these devices in any part of a period. */
  async companyDuring(tx: Tx, deviceIds: readonly string[], during: Period): Promise<Companion[]> {
    return this.bookings.companyDuring(tx, deviceIds, during);
  }

  /** The unit's own or agreed booking of the device that covers the whole period, with the open custody on it. */
  async bookedOrHeldBy(
    tx: Tx,
    deviceId: string,
    unitId: string,
    during: Period,
  ): Promise<{ bookingId: string; custodyId?: string } | undefined> {
    const found = await this.bookings.covering(tx, deviceId, unitId, during);
    return found && { bookingId: found.bookingId, ...(found.custodyId !== null && { custodyId: found.custodyId }) };
  }

  /** What the latest certificate by then said about that instant. */
  async calibrationAt(tx: Tx, deviceId: string, at: Date): Promise<CalibrationAt> {
    return this.calibrations.at(tx, deviceId, at);
  }

  /** The kits that left with a custody, as far as they feed its device. */
  async lotsOf(tx: Tx, custodyId: string): Promise<TakenLot[]> {
    return this.lots.takenWith(tx, custodyId);
  }

  async recordUsage(tx: Tx, deviceId: string, usage: Usage): Promise<void> {
    await this.told.record(tx, deviceId, usage);
  }

  /** What batteries say of themselves through their aircraft; by serial, what became of it. */
  async recordCycles(
    tx: Tx,
    aircraft: DeviceSummary,
    said: readonly CyclesSaid[],
  ): Promise<ReadonlyMap<string, ToldCycles>> {
    return this.told.recordCycles(tx, aircraft, said);
  }
}
