import type { Period } from '../../../platform/index.js';
import { FLYING_STATES } from '../../conformance/conformance.types.js';
import type { FlightState } from '../../flights/flight.rules.js';

/** The aircraft is back, or never goes. */
const FLOWN_STATES: readonly FlightState[] = ['landed', 'reported', 'closed', 'refused', 'cancelled'];

/** The dock that is to fly, as the register has it; the aircraft that is switched on behind it, if any. */
export interface TaskDock {
  readonly id: string;
  readonly partOfId: string | null;
  readonly aircraftId: string | null;
}

/** An aircraft of the register. */
interface TaskAircraft {
  readonly id: string;
  readonly partOfId: string | null;
}

/** A flight as far as it decides whether it may be flown by a dock. */
export interface TaskFlight {
  readonly state: FlightState;
  readonly during: Period;
  /** Null: the plan names none, or the register does not know it any more. */
  readonly aircraft: TaskAircraft | null;
  /** Of its highest volume. */
  readonly upperMetres: number;
}

/** When a task is flown, and how high it comes back. */
export interface TaskTimes {
  readonly from: Date;
  /** The end of the window in which it may begin; absent: it begins at `from`. */
  readonly latest?: Date | undefined;
  readonly returnMetres: number;
  /** Estimate. */
  readonly seconds: number;
}

type TaskRefusal =
  | { readonly code: 'TASK_FLIGHT_NOT_CLEARED'; readonly state: FlightState }
  | { readonly code: 'TASK_FOR_OTHER_DEVICE' }
  | { readonly code: 'TASK_OUTSIDE_PERIOD'; readonly from: string; readonly to: string }
  | { readonly code: 'TASK_RETURN_TOO_HIGH'; readonly metres: number; readonly most: number };

/** Why the dock may not fly it; undefined when it may. */
export function taskRefusal(flight: TaskFlight, dock: TaskDock, times: TaskTimes): TaskRefusal | undefined {
  if (!isOfDock(flight.aircraft, dock)) return { code: 'TASK_FOR_OTHER_DEVICE' };
  if (flight.state !== 'cleared') return { code: 'TASK_FLIGHT_NOT_CLEARED', state: flight.state };
  const { from, to } = flight.during;
  if (!isWithin(flight.during, times))
    return { code: 'TASK_OUTSIDE_PERIOD', from: from.toISOString(), to: to.toISOString() };
  const { returnMetres: metres } = times;
  if (metres > flight.upperMetres) return { code: 'TASK_RETURN_TOO_HIGH', metres, most: flight.upperMetres };
  return undefined;
}

/** Whether a task of the flight is over without any word of its dock. What is begun goes on as long as its aircraft flies. */
export function isTaskOver(
  { state, during }: Pick<TaskFlight, 'state' | 'during'>,
  isBegun: boolean,
  now: Date,
): boolean {
  if (!isBegun) return now >= during.to;
  if (FLYING_STATES.some((flying) => flying === state)) return false;
  return now >= during.to || FLOWN_STATES.includes(state);
}

/** It begins in the period and, as far as its wayline says how long it takes, ends in it. */
function isWithin({ from, to }: Period, { from: begin, latest = begin, seconds }: TaskTimes): boolean {
  return begin >= from && latest >= begin && latest.getTime() + seconds * 1000 <= to.getTime();
}

/** Switched off in its dock an aircraft is no pair any more, but of one set with it still. */
function isOfDock(aircraft: TaskAircraft | null, dock: TaskDock): boolean {
  if (aircraft === null) return false;
  if (aircraft.id === dock.id || aircraft.id === dock.aircraftId) return true;
  return aircraft.partOfId === dock.id || dock.partOfId === aircraft.id;
}
