import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import type { Period, Tx } from '../../../platform/index.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import type { AnyWish } from '../bookings/reservation.repository.js';
import { BundleOrders, type BundleWish, type Unpacked } from '../../register/bundles/bundle-orders.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';

/** By kind, by what it can do, or both. */
export interface AnyOf {
  readonly kindCode?: string;
  readonly capabilities?: readonly string[];
  readonly quantity: number;
  readonly near?: Position & { readonly km: number };
  /** The item of a bundle that asks for them. */
  readonly itemId?: string;
}

/** Devices for a period, and the unit they are for. */
export interface Wanted {
  readonly asker: { readonly unitId: string };
  readonly during: Period;
  readonly deviceIds: readonly string[];
  readonly anyOf?: AnyOf;
  /** What else any devices of a kind will do for. */
  readonly alsoAnyOf?: readonly AnyOf[];
  /** The bundle that all or some of it comes from, unpacked. */
  readonly unpacked?: Unpacked;
  /** A booking of the asker's own that is not in its own way. */
  readonly ownBookingId?: string;
}

const METRES_PER_KILOMETRE = 1_000;

/** What a wish means for the pool. */
@Injectable()
export class Wishes {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly reaches: LoanReaches,
    private readonly bundles: BundleOrders,
  ) {}

  /** The wish with the devices of its bundle. @throws BUNDLE_* */
  async unpacked<W extends Wanted & { readonly bundle?: BundleWish }>(tx: Tx, wanted: W): Promise<W> {
    if (!wanted.bundle) return wanted;
    const unpacked = await this.bundles.unpack(tx, wanted.bundle);
    const ofBundle = unpacked.items.flatMap(({ deviceId }) => deviceId ?? []);
    const alsoAnyOf = unpacked.items.flatMap(({ id, kindCode, quantity, capabilities }) =>
      kindCode === null ? [] : [{ itemId: id, kindCode, quantity, capabilities }],
    );
    return { ...wanted, unpacked, alsoAnyOf, deviceIds: [...new Set([...wanted.deviceIds, ...ofBundle])] };
  }

  noteBundle(tx: Tx, bookingId: string, { unpacked }: Wanted): Promise<void> {
    return unpacked ? this.bundles.book(tx, bookingId, unpacked) : Promise.resolve();
  }

  /** @throws DEVICE_KIND_UNKNOWN */
  async ofAny(tx: Tx, wanted: Wanted, { kindCode, capabilities = [], near }: AnyOf): Promise<AnyWish> {
    const { unitId } = wanted.asker;
    return {
      kindIds: kindCode === undefined ? null : [await this.kindId(tx, kindCode)],
      capabilities,
      during: wanted.during,
      reach: this.reaches.reachOf(unitId),
      place: near ?? this.reaches.positionOf(unitId),
      withinMetres: near ? near.km * METRES_PER_KILOMETRE : null,
      exceptIds: wanted.deviceIds,
    };
  }

  /** Other devices of these kinds, whatever the kind where null, than those named. */
  ofKinds({ asker, during, deviceIds }: Wanted, kindIds: readonly string[] | null): AnyWish {
    return {
      kindIds,
      capabilities: [],
      during,
      reach: this.reaches.reachOf(asker.unitId),
      place: this.reaches.positionOf(asker.unitId),
      withinMetres: null,
      exceptIds: deviceIds,
    };
  }

  private async kindId(tx: Tx, kindCode: string): Promise<string> {
    const kindId = await this.devices.kindId(tx, kindCode);
    if (!kindId) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    return kindId;
  }
}
