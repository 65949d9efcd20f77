import { Injectable } from '@nestjs/common';
import { AppError, type Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { BundleRepository } from './bundle.repository.js';
import { type ItemFacts, itemsInTheWay, packed } from './bundle.rules.js';

/** A bundle that somebody wants, without the optional things they leave at home. */
export interface BundleWish {
  readonly bundleId: string;
  readonly leaveOut: readonly string[];
}

/** What a bundle means for the pool. */
export interface Unpacked {
  readonly bundleId: string;
  readonly name: string;
  readonly items: readonly ItemFacts[];
}

/** What a bundle comes to when it is booked, and which of its things a refusal is about. */
@Injectable()
export class BundleOrders {
  constructor(private readonly bundles: BundleRepository) {}

  /** Held against changes until the transaction ends. @throws BUNDLE_NOT_FOUND, BUNDLE_ITEM_*, BUNDLE_EMPTY */
  async unpack(tx: Tx, { bundleId, leaveOut }: BundleWish): Promise<Unpacked> {
    const bundle = await this.bundles.lock(tx, bundleId, 'share');
    if (!bundle) throw EquipmentErrors.BUNDLE_NOT_FOUND();
    const packing = packed(bundle.items, leaveOut);
    if (packing.ok) return { bundleId, name: bundle.name, items: packing.items };
    throw EquipmentErrors[packing.code]({ bundleId, ...('itemId' in packing && { itemId: packing.itemId }) });
  }

  async book(tx: Tx, bookingId: string, { bundleId, name }: Unpacked): Promise<void> {
    await this.bundles.book(tx, { bookingId, bundleId, name });
  }
}

/** Members of a refusal that name the things of the bundle it is about; nothing where none is. */
export function refusedItems(
  items: readonly ItemFacts[] | undefined,
  deviceIds: ReadonlySet<string>,
  shortItemId?: string,
): { readonly bundleItems?: readonly ItemFacts[] } {
  const bundleItems = itemsInTheWay(items ?? [], deviceIds, shortItemId);
  return bundleItems.length === 0 ? {} : { bundleItems };
}

/** A refusal of devices, told with the things of the bundle that they are. */
export function namingItems(error: unknown, items: readonly ItemFacts[] | undefined): unknown {
  if (!items || !(error instanceof AppError)) return error;
  const named = refusedItems(items, devicesOf(error.details));
  return named.bundleItems ? new AppError(error.code, error.entry, { ...error.details, ...named }, error) : error;
}

function devicesOf({ deviceId, deviceIds, refusals }: AppError['details']): ReadonlySet<string> {
  const inRefusals = Array.isArray(refusals) ? refusals.map((refusal: { deviceId?: unknown }) => refusal.deviceId) : [];
  const listed: unknown[] = Array.isArray(deviceIds) ? deviceIds : [];
  return new Set([deviceId, ...listed, ...inRefusals].filter((id) => typeof id === 'string'));
}
