import { type Occupation, type Overlap, sharedSpace } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';
import type { TaskNature } from '../../air-rules/flight-facts.js';
import { type ZoneRule, type ZoneSpace, zoneVolume } from '../zones/airspace-zone.rules.js';
import { activeSpans } from './applicability.rules.js';
import { goesBefore } from './priority.rules.js';

/** A plan as it asks for airspace. */
export interface Claim extends Occupation {
  readonly nature: TaskNature;
}

/** A live flight near the plan. */
export interface FlightCandidate extends Claim {
  readonly flightId: string;
}

/** A zone near the plan. */
export interface ZoneCandidate extends ZoneSpace {
  readonly zoneId: string;
  readonly version: number;
  readonly name: string;
  readonly rule: ZoneRule;
  readonly authority: string;
}

/** How much, and from when to when: the minutes between may have gaps where a zone keeps hours. */
export interface Contact extends Overlap {
  readonly overlapFrom: string;
  readonly overlapTo: string;
}

export interface FlightConflict extends Contact {
  readonly flightId: string;
  readonly nature: TaskNature;
}

/** A zone the plan reaches into: a conflict when it is `prohibited`, a reminder to obtain or observe something otherwise. */
export interface ZoneContact extends Contact {
  readonly zoneId: string;
  readonly version: number;
  readonly name: string;
  readonly rule: ZoneRule;
  readonly authority: string;
}

/** The plan is free when `conflicts` is empty; reminders and flights that must give way never stand in its way. */
export interface Deconfliction {
  readonly conflicts: readonly (FlightConflict | ZoneContact)[];
  readonly reminders: readonly ZoneContact[];
  readonly displaces: readonly FlightConflict[];
}

export interface Near {
  readonly flights: readonly FlightCandidate[];
  readonly zones: readonly ZoneCandidate[];
}

/** Work that gives the turn back between its steps. */
export type Steps<T> = Generator<void, T>;

/**
 * Decides a plan against its candidates by the exact test; touching in place, height or time is no overlap. A flight of
 * lower priority gives way to the plan; one of the same or a higher stands in its way.
 */
export function* deconflict(plan: Claim, near: Near): Steps<Deconfliction> {
  const flights = yield* flightContacts(plan, near.flights);
  const zones = yield* zoneContacts(plan, near.zones);
  const givesWay = ({ nature }: FlightConflict): boolean => goesBefore(plan.nature, nature);
  return {
    conflicts: [
      ...flights.filter((flight) => !givesWay(flight)),
      ...zones.filter((zone) => zone.rule === 'prohibited'),
    ],
    reminders: zones.filter((zone) => zone.rule !== 'prohibited'),
    displaces: flights.filter(givesWay),
  };
}

/** The flights that a plan really overlaps. */
export function* flightContacts(plan: Occupation, flights: readonly FlightCandidate[]): Steps<FlightConflict[]> {
  const contacts: FlightConflict[] = [];
  for (const { flightId, nature, ...other } of flights) {
    const shared = yield* contactOf(plan, other.volumes, activeSpans([], other.during, plan.during));
    if (shared) contacts.push({ flightId, nature, ...shared });
  }
  return contacts;
}

/** The zones that a plan really reaches into while they apply. */
export function* zoneContacts(plan: Occupation, zones: readonly ZoneCandidate[]): Steps<ZoneContact[]> {
  const contacts: ZoneContact[] = [];
  for (const zone of zones) {
    const spans = activeSpans(zone.applicability, zone.during, plan.during);
    const shared = yield* contactOf(plan, [zoneVolume(zone)], spans);
    const { zoneId, version, name, rule, authority } = zone;
    if (shared) contacts.push({ zoneId, version, name, rule, authority, ...shared });
  }
  return contacts;
}

/** Does all of the work at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function* contactOf(
  plan: Occupation,
  volumes: Occupation['volumes'],
  spans: readonly Period[],
): Steps<Contact | undefined> {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const shared = yield* sharedSpace(plan.volumes, volumes);
  if (shared === undefined) return undefined;
  const milliseconds = spans.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0);
  return {
    overlapMetres: shared.metres,
    overlapMinutes: milliseconds / 60_000,
    overlapSquareMetres: shared.squareMetres,
    overlapFrom: first.from.toISOString(),
    overlapTo: last.to.toISOString(),
  };
}
