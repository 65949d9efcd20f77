import type { DeviceCategory, DroneClass } from '../../equipment.codes.js';
import { classByMasses, contradictsMasses, lowestClass, type Masses } from './drone-class.rules.js';
import type { DeviceNames } from './register.repository.js';

export interface DroneClaim extends Masses {
  /** As stated; null: nobody said. */
  readonly droneClass: DroneClass | null;
}

export type DroneAnswer =
  | { readonly ok: true; readonly droneClass: DroneClass | null }
  | { readonly ok: false; readonly code: 'NOT_A_DRONE' }
  | { readonly ok: false; readonly code: 'DRONE_CLASS_CONTRADICTED'; readonly lowest: DroneClass };

/** The class a device is recorded under: the stated one unless its masses forbid it, else that of the masses. */
export function droneClassOf(kind: { category: DeviceCategory; isPart: boolean }, claim: DroneClaim): DroneAnswer {
  const { droneClass } = claim;
  if (kind.category !== 'uav' || kind.isPart)
    return droneClass === null ? { ok: true, droneClass: null } : { ok: false, code: 'NOT_A_DRONE' };
  if (droneClass === null) return { ok: true, droneClass: classByMasses(claim) };
  if (contradictsMasses(droneClass, claim))
    return { ok: false, code: 'DRONE_CLASS_CONTRADICTED', lowest: lowestClass(claim) };
  return { ok: true, droneClass };
}

/** Which name two devices share, and its value; names are compared without regard to case. */
export function sharedName(
  wanted: DeviceNames,
  other: DeviceNames,
): { field: keyof DeviceNames; value: string } | null {
  const same = (a: string | null, b: string | null): boolean => a !== null && a.toLowerCase() === b?.toLowerCase();
  const { assetCode, serial, productIdCode, uomRegistration } = wanted;
  if (same(assetCode, other.assetCode) || same(assetCode, other.serial))
    return { field: 'assetCode', value: assetCode };
  if (serial !== null && (same(serial, other.serial) || same(serial, other.assetCode)))
    return { field: 'serial', value: serial };
  if (productIdCode !== null && same(productIdCode, other.productIdCode))
    return { field: 'productIdCode', value: productIdCode };
  if (uomRegistration !== null && same(uomRegistration, other.uomRegistration))
    return { field: 'uomRegistration', value: uomRegistration };
  return null;
}

type Comparable = Readonly<Record<string, unknown>>;

/** The fields that really change, with what they were and become. */
export function differences(before: Comparable, changes: Comparable): Record<string, { from: unknown; to: unknown }> {
  return Object.fromEntries(
    Object.entries(changes)
      .filter(([field, to]) => JSON.stringify(before[field] ?? null) !== JSON.stringify(to ?? null))
      .map(([field, to]) => [field, { from: before[field] ?? null, to: to ?? null }]),
  );
}
