import { DRONE_CLASSES, type DroneClass } from '../../equipment.codes.js';

export interface Masses {
  readonly emptyMassGrams: number | null;
  readonly maxTakeoffMassGrams: number | null;
}

interface MassLimits {
  readonly droneClass: DroneClass;
  readonly empty: number;
  readonly takeoff: number;
}

/** The heaviest drone of each class in grams, limits included (Order 761 art. 62); micro ends just below 250 g. */
const LIMITS: readonly MassLimits[] = [
  { droneClass: 'micro', empty: 249, takeoff: 7_000 },
  { droneClass: 'light', empty: 4_000, takeoff: 7_000 },
  { droneClass: 'small', empty: 15_000, takeoff: 25_000 },
  { droneClass: 'medium', empty: Number.POSITIVE_INFINITY, takeoff: 150_000 },
  { droneClass: 'large', empty: Number.POSITIVE_INFINITY, takeoff: Number.POSITIVE_INFINITY },
];

const rank = (droneClass: DroneClass): number => DRONE_CLASSES.indexOf(droneClass);

/** The lowest class that the known masses allow; a drone that flies higher, faster or unseen may stand in a higher one. */
export function lowestClass({ emptyMassGrams, maxTakeoffMassGrams }: Masses): DroneClass {
  const row = LIMITS.find(
    ({ empty, takeoff }) => (emptyMassGrams ?? 0) <= empty && (maxTakeoffMassGrams ?? 0) <= takeoff,
  );
  return row?.droneClass ?? 'large';
}

/**
 * The class by the masses where both are known, else null. Micro is never a matter of mass alone (it also stays below
 * 50 m and 40 km/h), so whoever means micro has to say so.
 */
export function classByMasses(masses: Masses): DroneClass | null {
  if (masses.emptyMassGrams === null || masses.maxTakeoffMassGrams === null) return null;
  const lowest = lowestClass(masses);
  return lowest === 'micro' ? 'light' : lowest;
}

/** True when no drone of these masses can be of that class: too heavy for it, or large without being over 150 kg. */
export function contradictsMasses(droneClass: DroneClass, masses: Masses): boolean {
  if (rank(droneClass) < rank(lowestClass(masses))) return true;
  const { maxTakeoffMassGrams } = masses;
  return droneClass === 'large' && maxTakeoffMassGrams !== null && maxTakeoffMassGrams <= 150_000;
}
