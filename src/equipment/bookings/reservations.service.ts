import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import type { UserActor } from '../../identity/index.js';
import { Clock, newId, type Period, type Tx } from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import type { LotWish } from '../lots/lot-row.js';
import { LotsService } from '../lots/lots.service.js';
import { DeviceRepository } from '../pool/device.repository.js';
import type { LockedDevice } from '../pool/device-row.js';
import { type DeviceFacts, deviceRefusal } from './booking.rules.js';
import { BookingRepository } from './booking.repository.js';
import { LoanReaches } from './loan-reach.service.js';
import { blockedPeriod, periodFault } from './period.rules.js';
import { type AnyWish, ReservationRepository } from './reservation.repository.js';

export interface AnyOf {
  readonly kindCode: string;
  readonly quantity: number;
  readonly near?: Position & { readonly km: number };
}

/** What somebody wants for a period. */
export interface Order {
  readonly asker: UserActor;
  readonly during: Period;
  readonly deviceIds: readonly string[];
  readonly anyOf?: AnyOf;
  readonly lots: readonly LotWish[];
  readonly purpose: string | null;
  readonly caseId: string | null;
  /** A booking of the asker's own that is not in its own way. */
  readonly ownBookingId?: string;
}

export interface Reservation {
  readonly id: string;
  readonly at: Date;
  readonly devices: readonly LockedDevice[];
}

/** Somebody else has what the order wants. `Conflicts` explains it once the transaction is undone. */
export class PeriodTaken extends Error {
  override readonly name = 'PeriodTaken';
  constructor(
    readonly order: Order,
    cause?: unknown,
  ) {
    super('the period is taken', { cause });
  }
}

const METRES_PER_KILOMETRE = 1_000;

/** Turns an order into a booking with one line a device, inside the caller's transaction. */
@Injectable()
export class Reservations {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly bookings: BookingRepository,
    private readonly devices: DeviceRepository,
    private readonly lots: LotsService,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws PERIOD_*, DEVICE_*, CALIBRATION_*, LOT_*; PeriodTaken when a device is not free
   */
  async reserve(tx: Tx, order: Order): Promise<Reservation> {
    const at = this.clock.now();
    const { asker, during, purpose, caseId } = order;
    const fault = periodFault(during, at);
    if (fault) throw EquipmentErrors[fault]();
    const named = await this.lockNamed(tx, order);
    const picked = order.anyOf ? await this.pick(tx, order, order.anyOf, at) : [];
    const devices = [...named, ...picked];
    const id = newId();
    const head = { id, unitId: asker.unitId, requestedBy: asker.id, requestedByName: asker.name };
    const lines = devices.map((device) => ({
      deviceId: device.id,
      blocked: blockedPeriod(during, device.turnaroundMinutes),
    }));
    const booking = { ...head, caseId, purpose, during, state: 'reserved' as const, at };
    if ((await this.reservations.insert(tx, booking, lines)) < lines.length) throw new PeriodTaken(order);
    const unitIds = new Set([asker.unitId, ...devices.map(({ unitId }) => unitId)]);
    await this.lots.reserve(tx, id, order.lots, { unitIds, during });
    return { id, at, devices };
  }

  /** Locks a device with what decides whether it may leave. */
  async lockDevice(tx: Tx, id: string): Promise<LockedDevice | undefined> {
    return (await this.reservations.lock(tx, [id]))[0];
  }

  /** Frees the devices and lots of a booking that has not left. */
  async cancel(tx: Tx, bookingId: string, reason: string | undefined): Promise<void> {
    await this.bookings.moveLines(tx, bookingId, 'cancelled');
    await this.bookings.setState(tx, bookingId, 'cancelled', this.clock.now(), reason);
    await this.lots.release(tx, bookingId);
  }

  /** What the anyOf of an order means for the pool. @throws DEVICE_KIND_UNKNOWN */
  async wishOf(tx: Tx, { asker, during, deviceIds }: Order, { kindCode, near }: AnyOf): Promise<AnyWish> {
    const kindId = await this.devices.kindId(tx, kindCode);
    if (!kindId) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    return {
      kindIds: [kindId],
      during,
      reach: this.reaches.reachOf(asker.unitId),
      place: near ?? this.reaches.positionOf(asker.unitId),
      withinMetres: near ? near.km * METRES_PER_KILOMETRE : null,
      exceptIds: deviceIds,
    };
  }

  private async lockNamed(tx: Tx, { deviceIds, asker, during }: Order): Promise<LockedDevice[]> {
    if (deviceIds.length === 0) return [];
    const devices = await this.reservations.lock(tx, deviceIds);
    const known = new Set(devices.map(({ id }) => id));
    const missing = deviceIds.filter((id) => !known.has(id));
    if (missing.length > 0) throw EquipmentErrors.DEVICE_NOT_FOUND({ deviceIds: missing });
    const part = devices.find(({ partOfId }) => partOfId !== null);
    if (part) throw EquipmentErrors.DEVICE_IS_PART({ deviceId: part.id, partOfId: part.partOfId });
    const place = this.reaches.placeOf(asker.unitId);
    const refusals = devices
      .map((device) => deviceRefusal(this.factsOf(device), place, during))
      .filter((refusal) => refusal !== null);
    if (refusals[0]) throw EquipmentErrors[refusals[0].code]({ refusals });
    return devices;
  }

  factsOf(device: LockedDevice): DeviceFacts {
    const { certificateResult: result, certificateDueOn: dueOn } = device;
    return {
      deviceId: device.id,
      state: device.state,
      owner: this.reaches.placeOf(device.unitId),
      loanScope: device.loanScope,
      calibrationRequired: device.calibrationRequired,
      certificate: result === null || dueOn === null ? null : { result, dueOn },
    };
  }

  /**
   * First the nearest devices that nobody has locked; they are looked at again once locked, because the first look may
   * be older than the lock. Too few that way may only mean that others hold locks they will not use, so a second pass
   * gives back what it has, waits for every candidate in the order of ids, and then knows.
   */
  private async pick(tx: Tx, order: Order, anyOf: AnyOf, now: Date): Promise<LockedDevice[]> {
    const wish = await this.wishOf(tx, order, anyOf);
    const { quantity } = anyOf;
    const quick = await this.reservations.attempt(tx, async () => {
      const ids = await this.reservations.lockNearestUnlocked(tx, wish, now, quantity);
      if (ids.length < quantity) return undefined;
      const free = await this.reservations.nearestFree(tx, ids, wish, now);
      return free.length < quantity ? undefined : free;
    });
    if (quick) return quick;
    const ids = await this.reservations.lockAllFree(tx, wish, now);
    const free = await this.reservations.nearestFree(tx, ids, wish, now);
    if (free.length < quantity) throw new PeriodTaken(order);
    return free.slice(0, quantity);
  }
}
