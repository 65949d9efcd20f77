import type { DeviceCategory, DroneClass } from '../../equipment.codes.js';

/** What somebody does on a booking. */
export const CAPACITIES = ['pilot', 'tester', 'collector'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** Classes that ask for a licence (Order 761 art. 16), smallest first; a licence for one covers those before it. */
const LICENSED: readonly DroneClass[] = ['small', 'medium', 'large'];
/** Micro and light drones may be flown without a licence by whoever knows the type (art. 16). */
const FREE: readonly DroneClass[] = ['micro', 'light'];
const TRAINED: readonly DeviceCategory[] = ['water', 'soil', 'air_noise', 'food'];

export const CREW_REFUSALS = [
  'PERSON_LACKS_ROLE',
  'PERSON_NOT_LENT',
  'PERSON_AWAY',
  'PERSON_BUSY',
  'PILOT_LICENCE_MISSING',
  'PILOT_LICENCE_LAPSES',
  'TESTER_TRAINING_MISSING',
  'TESTER_TRAINING_LAPSES',
] as const;
export type CrewRefusalCode = (typeof CREW_REFUSALS)[number];

export interface CrewRefusal {
  readonly code: CrewRefusalCode;
  readonly userId: string;
  /** What is asked for: a class of drone (`unknown` where the register does not say), a group of instruments, a role. */
  readonly needs?: string;
  /** Last day of what the person has, `YYYY-MM-DD`. */
  readonly validUntil?: string;
}

export interface Operated {
  readonly category: DeviceCategory;
  /** Null: the register does not say, which is never taken for the best. */
  readonly droneClass: DroneClass | null;
}

/** A licence or training that has not been withdrawn; dates in China, the last one included. */
export interface Held {
  readonly kind: 'pilot_licence' | 'airspace_training' | 'tester_training';
  readonly scope: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** The dates in China of the first and the last instant of a booking. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

export interface CrewFacts {
  readonly userId: string;
  readonly active: boolean;
  readonly roles: readonly string[];
  /** Whether the person's unit is the asker's, below it or above it. */
  readonly within: boolean;
  readonly away: boolean;
  readonly busy: boolean;
  readonly held: readonly Held[];
}

/** Why somebody cannot go along in this capacity; null when they can. */
export function crewRefusal(
  facts: CrewFacts,
  capacity: Capacity,
  devices: readonly Operated[],
  days: Days,
): CrewRefusal | null {
  const { userId } = facts;
  const role = capacity === 'collector' ? null : capacity;
  if (!facts.active || (role && !facts.roles.includes(role))) {
    return { code: 'PERSON_LACKS_ROLE', userId, ...(role && { needs: role }) };
  }
  if (!facts.within) return { code: 'PERSON_NOT_LENT', userId };
  if (facts.away) return { code: 'PERSON_AWAY', userId };
  if (facts.busy) return { code: 'PERSON_BUSY', userId };
  if (capacity === 'pilot') return licenceRefusal(facts, devices, days);
  return capacity === 'tester' ? trainingRefusal(facts, devices, days) : null;
}

function licenceRefusal({ userId, held }: CrewFacts, devices: readonly Operated[], days: Days): CrewRefusal | null {
  const needs = neededClass(devices);
  if (needs === null) return null;
  const rank = needs === 'unknown' ? 0 : LICENSED.indexOf(needs);
  const fitting = held.filter(({ kind, scope }) => kind === 'pilot_licence' && rankOf(scope) >= rank);
  return validityRefusal(fitting, days, { userId, needs }, ['PILOT_LICENCE_MISSING', 'PILOT_LICENCE_LAPSES']);
}

function trainingRefusal({ userId, held }: CrewFacts, devices: readonly Operated[], days: Days): CrewRefusal | null {
  const groups = [...new Set(devices.map(({ category }) => category))].filter((group) => TRAINED.includes(group));
  for (const needs of groups) {
    const fitting = held.filter(({ kind, scope }) => kind === 'tester_training' && scope === needs);
    const codes = ['TESTER_TRAINING_MISSING', 'TESTER_TRAINING_LAPSES'] as const;
    const refusal = validityRefusal(fitting, days, { userId, needs }, codes);
    if (refusal) return refusal;
  }
  return null;
}

function validityRefusal(
  fitting: readonly Held[],
  days: Days,
  about: { readonly userId: string; readonly needs: string },
  [missing, lapses]: readonly [CrewRefusalCode, CrewRefusalCode],
): CrewRefusal | null {
  const begun = fitting.filter(({ validFrom }) => validFrom <= days.first);
  if (begun.some(({ validUntil }) => validUntil === null || validUntil >= days.last)) return null;
  const [latest] = begun.flatMap(({ validUntil }) => validUntil ?? []).toSorted((a, b) => b.localeCompare(a));
  return latest === undefined ? { code: missing, ...about } : { code: lapses, ...about, validUntil: latest };
}

/** The largest class among the drones; null when none asks for a licence. */
function neededClass(devices: readonly Operated[]): DroneClass | 'unknown' | null {
  const drones = devices.filter(({ category }) => category === 'uav');
  const largest = LICENSED.findLast((wanted) => drones.some(({ droneClass }) => droneClass === wanted));
  if (largest) return largest;
  return drones.every(({ droneClass }) => droneClass !== null && FREE.includes(droneClass)) ? null : 'unknown';
}

function rankOf(scope: string): number {
  return LICENSED.findIndex((licensed) => licensed === scope);
}
