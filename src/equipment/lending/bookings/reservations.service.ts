import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../identity/index.js';
import { Clock, newId, type Period, type Tx } from '../../../platform/index.js';
import { type AnyOf, type Wanted, Wishes } from '../alternatives/wishes.service.js';
import { LoanTerms } from '../approvals/loan-terms.service.js';
import { type BundleWish, namingItems } from '../../register/bundles/bundle-orders.service.js';
import type { CrewWish } from '../crew/crew.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { minutesAfter } from '../lapses/lapse.rules.js';
import type { Weight } from '../preemption/preemption.rules.js';
import type { KitWish } from '../../upkeep/lots/allocation.rules.js';
import type { LotWish } from '../../upkeep/lots/lot-row.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import { bookingStateOf, type DeviceFacts, deviceRefusal, USUAL_PRIORITY } from './booking.rules.js';
import { refused } from './refusal.words.js';
import { partsOf, upkeepOf } from './upkept.js';
import { Company } from './company.service.js';
import { LoanReaches } from './loan-reach.service.js';
import { blockedPeriod, periodFault } from '../../period.rules.js';
import { PeriodTaken } from './period-taken.js';
import { type AnyWish, type NewBooking, type NewLine, ReservationRepository } from './reservation.repository.js';

export { PeriodTaken };

/** What somebody wants for a period. */
export interface Order extends Wanted {
  readonly asker: UserActor;
  readonly lots: readonly LotWish[];
  readonly kits?: readonly KitWish[];
  readonly people?: readonly CrewWish[];
  readonly bundle?: BundleWish;
  readonly purpose: string | null;
  readonly caseId: string | null;
  readonly priority?: number;
  /** What it may take from others, where a kind has too few that are free. */
  readonly weight?: Weight;
  /** For a hold: how long it keeps the devices until it is confirmed. */
  readonly holdMinutes?: number;
}

/** A booking that is about to be made; its devices are locked. */
export interface Planned {
  readonly booking: NewBooking;
  readonly lines: readonly NewLine[];
}

export interface Reservation {
  readonly id: string;
  readonly at: Date;
  readonly devices: readonly LockedDevice[];
}

/** Turns an order into a booking with one line a device, inside the caller's transaction. */
@Injectable()
export class Reservations {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly wishes: Wishes,
    private readonly terms: LoanTerms,
    private readonly company: Company,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /**
   * @param before what makes way for the booking once its devices are locked
   * @throws PERIOD_*, BUNDLE_*, DEVICE_*, CALIBRATION_*, LOT_*, PERSON_*, PILOT_*, TESTER_*, APPROVAL_REQUIRED; PeriodTaken when
   * a device is not free
   */
  async reserve(tx: Tx, asked: Order, before?: (planned: Planned) => Promise<void>): Promise<Reservation> {
    const at = this.clock.now();
    const fault = periodFault(asked.during, at);
    if (fault) throw EquipmentErrors[fault]();
    const order = await this.wishes.unpacked(tx, asked);
    const devices = await this.choose(tx, order, at);
    const lines = devices.map((device) => this.lineOf(device, order));
    const booking = this.bookingOf(order, devices, lines, at);
    await before?.({ booking, lines });
    const { unitId, during } = booking;
    const crew = await this.company.choosePeople(tx, { unitId, during, devices }, order.people ?? []);
    // Whatever was chosen is free for sure: only what was named can be somebody else's.
    if ((await this.reservations.insert(tx, booking, lines)) < lines.length)
      throw new PeriodTaken({ ...order, anyOf: undefined });
    const unitIds = new Set([unitId, ...devices.map(({ unitId }) => unitId)]);
    const { lots, kits = [] } = order;
    await this.company.join(tx, booking, { crew, lots, kits, unitIds });
    await this.wishes.noteBundle(tx, booking.id, order);
    return { id: booking.id, at, devices };
  }

  /** Lots that a planned booking may draw on. */
  lotsFor(tx: Tx, { lots, kits = [] }: Order, { booking, lines }: Planned): Promise<string[]> {
    const deviceIds = lines.map(({ deviceId }) => deviceId);
    return this.company.lotsFor(tx, { lots, kits }, booking.unitId, deviceIds);
  }

  /** Locks devices with what decides whether they may leave, in the order of their ids. */
  lockDevices(tx: Tx, ids: readonly string[]): Promise<LockedDevice[]> {
    return this.reservations.lock(tx, ids);
  }

  /** Locks the devices of a booking, and further ones with them. */
  lockDevicesOf(tx: Tx, bookingId: string, furtherIds: readonly string[]): Promise<LockedDevice[]> {
    return this.reservations.lockOf(tx, bookingId, furtherIds);
  }

  /** Locks a device with what decides whether it may leave. */
  async lockDevice(tx: Tx, id: string): Promise<LockedDevice | undefined> {
    return (await this.reservations.lock(tx, [id]))[0];
  }

  /** @throws DEVICE_NOT_FOUND, DEVICE_IS_PART, DEVICE_NOT_*, CALIBRATION_* unless each of `ids` is locked and can be booked */
  requireBookable(devices: readonly LockedDevice[], ids: readonly string[], unitId: string, during: Period): void {
    const known = new Set(devices.map(({ id }) => id));
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) throw EquipmentErrors.DEVICE_NOT_FOUND({ deviceIds: missing });
    const part = devices.find(({ partOfId }) => partOfId !== null);
    if (part) throw EquipmentErrors.DEVICE_IS_PART({ deviceId: part.id, partOfId: part.partOfId });
    const place = this.reaches.placeOf(unitId);
    const refusals = devices
      .map((device) => deviceRefusal(this.factsOf(device), place, during))
      .filter((refusal) => refusal !== null);
    if (refusals.length > 0) throw refused(refusals);
  }

  factsOf(device: LockedDevice): DeviceFacts {
    return {
      deviceId: device.id,
      state: device.state,
      owner: this.reaches.placeOf(device.unitId),
      loanScope: device.loanScope,
      assetCode: device.assetCode,
      ...upkeepOf(device),
      parts: partsOf(device),
      droneClass: device.droneClass,
      insuredUntil: device.insuredUntil,
    };
  }

  private lineOf(device: LockedDevice, order: Order): NewLine {
    const blocked = blockedPeriod(order.during, device.turnaroundMinutes);
    return { deviceId: device.id, blocked, state: this.firstStateOf(device, order) };
  }

  private firstStateOf(device: LockedDevice, { asker, holdMinutes }: Order): 'held' | 'requested' | 'reserved' {
    if (holdMinutes !== undefined) return 'held';
    return this.terms.asksOwner(device, asker.unitId) ? 'requested' : 'reserved';
  }

  private bookingOf(
    { asker, during, caseId, purpose, holdMinutes, priority = USUAL_PRIORITY }: Order,
    devices: readonly LockedDevice[],
    lines: readonly NewLine[],
    at: Date,
  ): NewBooking {
    const asked = devices.filter((_device, nth) => lines[nth]?.state === 'requested');
    const lapsesAt = this.terms.lapseOf(asked, during.from);
    return {
      id: newId(),
      unitId: asker.unitId,
      requestedBy: asker.id,
      requestedByName: asker.name,
      caseId,
      purpose,
      during,
      state: lines.length === 0 ? 'reserved' : bookingStateOf(lines.map(({ state }) => state)),
      priority,
      holdExpiresAt: holdMinutes === undefined ? lapsesAt : minutesAfter(at, holdMinutes),
      at,
    };
  }

  /** Devices that may be booked, locked: those named, then any that do. */
  private async choose(tx: Tx, order: Order, now: Date): Promise<LockedDevice[]> {
    const wants = [...(order.anyOf ? [order.anyOf] : []), ...(order.alsoAnyOf ?? [])];
    try {
      if (wants.length === 0) return await this.lockNamed(tx, order);
      return (await this.chooseQuickly(tx, order, wants, now)) ?? (await this.chooseSurely(tx, order, wants, now));
    } catch (error) {
      throw namingItems(error, order.unpacked?.items);
    }
  }

  private async lockNamed(tx: Tx, { deviceIds, asker, during }: Order): Promise<LockedDevice[]> {
    if (deviceIds.length === 0) return [];
    const devices = await this.reservations.lock(tx, deviceIds);
    this.requireBookable(devices, deviceIds, asker.unitId, during);
    return devices;
  }

  /**
   * The nearest devices that nobody has locked; they are looked at again once locked, because the first look may be
   * older than the lock. Undefined when these are too few, which may only mean that others hold locks they will not
   * use; then nothing stays locked.
   */
  private chooseQuickly(tx: Tx, order: Order, wants: readonly AnyOf[], now: Date): Promise<LockedDevice[] | undefined> {
    return this.reservations.attempt(tx, async () => {
      const chosen = await this.lockNamed(tx, order);
      for (const want of wants) {
        const wish = await this.wishOf(tx, without(order, chosen), want);
        const ids = await this.reservations.lockNearestUnlocked(tx, wish, now, want.quantity);
        const free = ids.length < want.quantity ? [] : await this.reservations.nearestFree(tx, ids, wish, now);
        if (free.length < want.quantity) return undefined;
        chosen.push(...free);
      }
      return chosen;
    });
  }

  /** Waits for every candidate, together with those named in the order of ids, and then knows. */
  private async chooseSurely(tx: Tx, order: Order, wants: readonly AnyOf[], now: Date): Promise<LockedDevice[]> {
    const wishes = await Promise.all(wants.map((want) => this.wishOf(tx, order, want)));
    const ids = await this.reservations.lockAllFree(tx, wishes, now, order.deviceIds);
    const chosen = await this.lockNamed(tx, order);
    for (const want of wants) {
      const wish = await this.wishOf(tx, without(order, chosen), want);
      const free = await this.reservations.nearestFree(tx, ids, wish, now);
      if (free.length < want.quantity) throw new PeriodTaken({ ...order, anyOf: want });
      chosen.push(...free.slice(0, want.quantity));
    }
    return chosen;
  }

  private async wishOf(tx: Tx, order: Order, want: AnyOf): Promise<AnyWish> {
    return { ...(await this.wishes.ofAny(tx, order, want)), weight: order.weight };
  }
}

/** The order as far as further devices are looked for: none that it has already. */
function without(order: Order, chosen: readonly LockedDevice[]): Order {
  return { ...order, deviceIds: [...order.deviceIds, ...chosen.map(({ id }) => id)] };
}
