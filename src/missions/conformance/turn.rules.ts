import { contains, distanceMetres, type Position, type Volume } from '../../geo/index.js';
import { type FlightState, UNCLEARED_STATES } from '../flights/flight.rules.js';
import type { AirSample } from './conformance.types.js';
import { TAKE_OFF_COLUMN_METRES } from './deviation.rules.js';

/** What the service knows of an aircraft and its flight when a sample comes. */
export interface Seen {
  /** The flight that is in the air; `heardAirborne`: the aircraft itself has said so. */
  readonly flying: { readonly takenOffAt: Date | null; readonly heardAirborne: boolean } | null;
  /** When its last flight landed. */
  readonly landedAt: Date | null;
  /** When it last said to stand on the ground. */
  readonly groundAt: Date | null;
}

/** `first_heard`: people said that it took off, and now it says so itself. */
export type Turn = 'took_off' | 'first_heard' | 'landed';

/**
 * People say a landing a little before it: as long as the aircraft has not stood on the ground since, it is taken to be on
 * the flight that they ended, for so long.
 */
export const SAID_EARLY_MS = 120_000;

/** What a sample changes about being in the air. */
export function turnOf({ flying, landedAt, groundAt }: Seen, { airborne, at }: AirSample): Turn | null {
  if (airborne === null) return null;
  if (flying) {
    if (airborne) return flying.heardAirborne ? null : 'first_heard';
    return flying.heardAirborne && (flying.takenOffAt === null || at >= flying.takenOffAt) ? 'landed' : null;
  }
  if (!airborne) return null;
  if (landedAt === null || (groundAt !== null && groundAt >= landedAt)) return 'took_off';
  return at.getTime() - landedAt.getTime() > SAID_EARLY_MS ? 'took_off' : null;
}

/** A cleared flight may take off this long before its period or after it; it is then outside its period, but it is it. */
export const MATCH_MINUTES = 30;

interface Candidate {
  readonly during: { readonly from: Date; readonly to: Date };
}

/** Of the cleared flights of an aircraft the one that a take-off begins: the one whose period is nearest. */
export function flightTakingOff<Flight extends Candidate>(cleared: readonly Flight[], at: Date): Flight | undefined {
  const near = cleared.filter((flight) => offMs(flight, at) <= MATCH_MINUTES * 60_000);
  return near.toSorted((a, b) => offMs(a, at) - offMs(b, at) || a.during.from.getTime() - b.during.from.getTime())[0];
}

function offMs({ during: { from, to } }: Candidate, at: Date): number {
  return Math.max(0, from.getTime() - at.getTime(), at.getTime() - to.getTime());
}

/** A plan of the aircraft that took off, as far as it says whether it is this one that is flown. */
export interface TakeOffPlan extends Candidate {
  readonly state: FlightState;
  readonly volumes: readonly Pick<Volume, 'geometry'>[];
  readonly takeOff: Position | null;
}

/** States from which an aircraft is seen to take off on its plan; `landed`: the next sortie of the same flight. */
export const STATES_TAKING_OFF: readonly FlightState[] = ['cleared', 'landed', ...UNCLEARED_STATES];

/**
 * Of all plans of an aircraft the one that a take-off begins. A cleared one whose time and place it is goes first, then the
 * next sortie of a flight that has landed, then any cleared one that is near in time. A plan that nobody cleared is only
 * taken for the one that is flown where the aircraft is inside it, in its period.
 */
export function planTakingOff<Plan extends TakeOffPlan>(
  plans: readonly Plan[],
  { at, position }: { readonly at: Date; readonly position: Position | null },
): Plan | undefined {
  const ranks = plans.map((plan) => rankOf(plan, at, position));
  const best = Math.min(...ranks);
  return best === NOT_IT
    ? undefined
    : flightTakingOff(
        plans.filter((_, nth) => ranks[nth] === best),
        at,
      );
}

const NOT_IT = Infinity;

function rankOf(plan: TakeOffPlan, at: Date, position: Position | null): number {
  const fits = at >= plan.during.from && at < plan.during.to && position !== null && isAt(plan, position);
  if (plan.state === 'cleared') return fits ? 0 : 2;
  if (!fits) return NOT_IT;
  return plan.state === 'landed' ? 1 : 3;
}

function isAt({ volumes, takeOff }: TakeOffPlan, position: Position): boolean {
  if (takeOff !== null && distanceMetres(takeOff, position) <= TAKE_OFF_COLUMN_METRES) return true;
  return volumes.some(({ geometry }) => contains(geometry, position));
}
