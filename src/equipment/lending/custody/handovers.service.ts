import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import type { UserActor } from '../../../identity/index.js';
import { Clock, newId, type Period, period, PlatformErrors, type Tx, violates } from '../../../platform/index.js';
import { bookingStateOf, fitnessRefusal } from '../bookings/booking.rules.js';
import { refused } from '../bookings/refusal.words.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { periodFault } from '../../period.rules.js';
import { type Order, PeriodTaken, Reservations } from '../bookings/reservations.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { LotWish, TakenLot } from '../../upkeep/lots/lot-row.js';
import { LotsService } from '../../upkeep/lots/lots.service.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import { blockedFromPickUp, checkOutRefusal, EARLY_PICK_UP_HOURS, walkInPeriod, walkInWish } from './custody.rules.js';
import { type Arrival, CustodyRepository } from './custody.repository.js';
import type { CustodyRow } from './custody-row.js';

/** How somebody comes to take a device. */
export interface PickUp {
  readonly taker: UserActor;
  readonly device: LockedDevice;
  /** The booking that was named, locked; without one the unit's own is found, or a new one made. */
  readonly booking: BookingRow | undefined;
  /** For a new booking. */
  readonly dueAt: Date | null;
  readonly purpose: string | null;
  readonly caseId: string | null;
  readonly condition: string | null;
  readonly batteryPercent: number | null;
  readonly position: Position | null;
  readonly lots: readonly LotWish[];
}

const HOUR_MS = 3_600_000;

/** A device changes hands, inside the caller's transaction. Device rows are locked before bookings, bookings before lots. */
@Injectable()
export class Handovers {
  constructor(
    private readonly custodies: CustodyRepository,
    private readonly bookings: BookingRepository,
    private readonly devices: DeviceRepository,
    private readonly reservations: Reservations,
    private readonly lots: LotsService,
    private readonly clock: Clock,
  ) {}

  /** Locks the device that was scanned or named; a part stands for the device it travels with. @throws DEVICE_NOT_FOUND */
  async lockWhole(tx: Tx, named: { assetCode?: string; deviceId?: string; code?: string }): Promise<LockedDevice> {
    const found = await this.devices.find(tx, selectorOf(named));
    const device = found && (await this.reservations.lockDevice(tx, found.partOfId ?? found.id));
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    return device;
  }

  /** Whether what was scanned is the device, or something that travels with it. @throws CODE_OF_ANOTHER_DEVICE */
  async requireScanned(tx: Tx, { deviceId, assetCode }: CustodyRow, code: string): Promise<void> {
    const found = await this.devices.find(tx, { code });
    if ((found?.partOfId ?? found?.id) !== deviceId)
      throw EquipmentErrors.CODE_OF_ANOTHER_DEVICE({ deviceId, assetCode });
  }

  /** Locks the devices of the codes in the order of their ids; undefined where there is none. */
  async lockAll(tx: Tx, assetCodes: readonly string[]): Promise<(string | undefined)[]> {
    const ids: (string | undefined)[] = [];
    for (const assetCode of assetCodes) {
      const found = await this.devices.find(tx, { assetCode });
      ids.push(found && (found.partOfId ?? found.id));
    }
    await this.reservations.lockDevices(
      tx,
      ids.filter((id) => id !== undefined),
    );
    return ids;
  }

  /** The unit's own bookings of the devices that run or soon begin. */
  async waitingBookings(tx: Tx, deviceIds: readonly string[], unitId: string): Promise<string[]> {
    const found: string[] = [];
    for (const deviceId of deviceIds) {
      const waiting = await this.waitingBooking(tx, deviceId, unitId);
      if (waiting) found.push(waiting);
    }
    return found;
  }

  /** @throws DEVICE_ALREADY_OUT */
  async requireIn(tx: Tx, deviceId: string): Promise<void> {
    const open = await this.custodies.open(tx, deviceId);
    if (open) throw alreadyOut(open);
  }

  /** Locks and reads a booking. @throws NOT_FOUND */
  async requireBooking(tx: Tx, id: string): Promise<BookingRow> {
    const booking = await this.bookings.lock(tx, id);
    if (!booking) throw PlatformErrors.NOT_FOUND();
    return booking;
  }

  /**
   * The device leaves on a booking, with the lots kept for it.
   * @throws DEVICE_ALREADY_OUT, DEVICE_NOT_IN_BOOKING, DEVICE_NOT_IN_SERVICE, BOOKING_*, PERIOD_*, CALIBRATION_*, LOT_*;
   * PeriodTaken when it would leave in somebody else's period
   */
  async checkOut(tx: Tx, pickUp: PickUp): Promise<CustodyRow> {
    const now = this.clock.now();
    const { taker, device } = pickUp;
    const booking = pickUp.booking ?? (await this.findOrMakeBooking(tx, pickUp, now));
    const during = await this.depart(tx, pickUp, booking, now);
    const id = newId();
    await this.insert(tx, {
      id,
      deviceId: device.id,
      bookingId: booking.id,
      holderId: taker.id,
      holderName: taker.name,
      holderUnitId: taker.unitId,
      checkedOutAt: now,
      dueAt: during.to,
      receivedFromId: null,
      conditionOut: pickUp.condition,
      batteryOutPercent: pickUp.batteryPercent,
      position: pickUp.position,
    });
    await this.lots.reserve(tx, booking.id, pickUp.lots, { unitIds: new Set([taker.unitId, device.unitId]), during });
    await this.lots.take(tx, booking.id);
    return this.required(tx, id);
  }

  /** @throws ALREADY_HANDED_BACK, LOT_RETURN_TOO_MUCH */
  async handBack(
    tx: Tx,
    custody: CustodyRow,
    arrival: Omit<Arrival, 'returnedAt'>,
    lots: readonly LotWish[],
  ): Promise<CustodyRow> {
    // Another instance's clock may have run ahead when the device left.
    const returnedAt = new Date(Math.max(this.clock.now().getTime(), custody.checkedOutAt.getTime()));
    await this.lockHeld(tx, custody);
    await this.custodies.close(tx, custody.id, { ...arrival, returnedAt });
    await this.bookings.moveLines(tx, custody.bookingId, 'returned', custody.deviceId);
    await this.refreshBooking(tx, custody.bookingId, returnedAt);
    await this.lots.giveBack(tx, custody.bookingId, lots);
    return this.required(tx, custody.id);
  }

  /** Locks the device and the booking of a custody, and reads it as it is then. */
  async lock(tx: Tx, { id, deviceId, bookingId }: CustodyRow): Promise<CustodyRow> {
    await this.reservations.lockDevice(tx, deviceId);
    await this.bookings.lock(tx, bookingId);
    return this.required(tx, id);
  }

  /** @throws ALREADY_HANDED_BACK */
  async lockHeld(tx: Tx, custody: CustodyRow): Promise<CustodyRow> {
    const current = await this.lock(tx, custody);
    const { returnedAt, nextCustodyId } = current;
    if (returnedAt) throw EquipmentErrors.ALREADY_HANDED_BACK({ returnedAt, nextCheckOutId: nextCustodyId });
    return current;
  }

  lotsOf(tx: Tx, custodyId: string): Promise<TakenLot[]> {
    return this.lots.takenWith(tx, custodyId);
  }

  /** The unit's own booking that runs or soon begins; else a new one from now on. */
  private async findOrMakeBooking(tx: Tx, pickUp: PickUp, now: Date): Promise<BookingRow> {
    const { taker, device, dueAt, purpose, caseId } = pickUp;
    const waiting = await this.waitingBooking(tx, device.id, taker.unitId);
    if (waiting) return this.requireBooking(tx, waiting);
    const wish = walkInWish(now, dueAt);
    const fault = periodFault(wish, now);
    if (fault) throw EquipmentErrors[fault]();
    const order = { ...orderOf(pickUp, wish), purpose, caseId };
    const busy = (await this.bookings.blockedOf(tx, device.id, now)).map(period);
    const during = walkInPeriod(wish, busy, device.turnaroundMinutes);
    if (!during) throw new PeriodTaken(order);
    const { id } = await this.reservations.reserve(tx, { ...order, during });
    return this.requireBooking(tx, id);
  }

  private waitingBooking(tx: Tx, deviceId: string, unitId: string): Promise<string | undefined> {
    const now = this.clock.now();
    const soon = new Date(now.getTime() + EARLY_PICK_UP_HOURS * HOUR_MS);
    return this.bookings.waitingFor(tx, deviceId, unitId, now, soon);
  }

  /** The device's line goes out, from now on if that is early. Gives the period of the booking. */
  private async depart(tx: Tx, pickUp: PickUp, booking: BookingRow, now: Date): Promise<Period> {
    const { taker, device } = pickUp;
    const during = period(booking.during);
    const line = booking.devices.find(({ id }) => id === device.id);
    const refusal = checkOutRefusal(
      { unitId: booking.unitId, during, lineState: line?.state ?? null },
      taker.unitId,
      now,
    );
    if (refusal || !line) {
      throw EquipmentErrors[refusal ?? 'DEVICE_NOT_IN_BOOKING']({ deviceId: device.id, bookingId: booking.id });
    }
    const unfit = fitnessRefusal(this.reservations.factsOf(device), during);
    if (unfit) throw refused([unfit]);
    try {
      await this.bookings.markOut(tx, booking.id, device.id, blockedFromPickUp(period(line.blocked), now));
    } catch (error) {
      if (!violates(error, 'booking_line_no_overlap')) throw error;
      const early = orderOf(pickUp, { from: now, to: during.from });
      throw new PeriodTaken({ ...early, ownBookingId: booking.id }, error);
    }
    await this.refreshBooking(tx, booking.id, now);
    return during;
  }

  private async refreshBooking(tx: Tx, id: string, at: Date): Promise<void> {
    const booking = await this.requireBooking(tx, id);
    await this.bookings.setState(tx, id, bookingStateOf(booking.devices.map(({ state }) => state)), at);
  }

  private async insert(tx: Tx, custody: Parameters<CustodyRepository['insert']>[1]): Promise<void> {
    try {
      await this.custodies.insert(tx, custody);
    } catch (error) {
      throw violates(error, 'custody_open_key') ? EquipmentErrors.DEVICE_ALREADY_OUT({}, error) : error;
    }
  }

  private async required(tx: Tx, id: string): Promise<CustodyRow> {
    const row = await this.custodies.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }
}

function selectorOf({ assetCode, deviceId, code }: { assetCode?: string; deviceId?: string; code?: string }) {
  if (code !== undefined) return { code };
  return assetCode === undefined ? { id: deviceId ?? '' } : { assetCode };
}

function alreadyOut({ deviceId, holderUnitId, checkedOutAt, dueAt }: CustodyRow) {
  return EquipmentErrors.DEVICE_ALREADY_OUT({
    deviceId,
    holderUnitId,
    checkedOutAt: checkedOutAt.toISOString(),
    dueAt: dueAt.toISOString(),
  });
}

function orderOf({ taker, device }: PickUp, during: Period): Order {
  return { asker: taker, deviceIds: [device.id], during, lots: [], purpose: null, caseId: null };
}
