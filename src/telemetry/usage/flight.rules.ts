import { isAirborneMode, NOT_CONNECTED } from '../dialects/dji.codes.js';

/** What one frame tells of being in the air. */
export interface FlightFrame {
  readonly at: Date;
  readonly receivedAt: Date;
  readonly mode: string | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly speedMetresPerSecond: number | null;
}

/** A flight that has begun. */
export interface OpenFlight {
  readonly from: Date;
  /** Its newest frame in the air, by the clock of the device and by ours. */
  readonly at: Date;
  readonly receivedAt: Date;
}

export interface EndedFlight {
  readonly from: Date;
  readonly to: Date;
}

export interface Followed {
  readonly open: OpenFlight | null;
  readonly ended: readonly EndedFlight[];
}

/** An aircraft that was not heard of for so long in the air has ended its flight with the last that was heard. */
export const LONGEST_SILENCE_MS = 10 * 60_000;

const GROUND_METRES = 1;
const STANDING_METRES_PER_SECOND = 0.5;

/** By the mode; where that does not tell, by height and speed. Null: the frame says nothing about it. */
export function isAirborne({ mode, heightAboveTakeoffMetres, speedMetresPerSecond }: FlightFrame): boolean | null {
  if (mode === NOT_CONNECTED) return null;
  const byMode = mode === null ? null : isAirborneMode(mode);
  if (byMode !== null || heightAboveTakeoffMetres === null) return byMode;
  // A valley below the take-off point is in the air too.
  if (Math.abs(heightAboveTakeoffMetres) > GROUND_METRES) return true;
  return (speedMetresPerSecond ?? 0) <= STANDING_METRES_PER_SECOND ? false : null;
}

/** Goes on from an open flight through frames in the order of the clock of the device. */
export function followFlight(open: OpenFlight | null, frames: readonly FlightFrame[]): Followed {
  const ended: EndedFlight[] = [];
  let flight = open;
  for (const frame of frames) {
    const airborne = isAirborne(frame);
    if (airborne === null) continue;
    const { receivedAt } = frame;
    const at = flownAt(frame, flight);
    if (flight && at.getTime() - flight.at.getTime() > LONGEST_SILENCE_MS) {
      ended.push(endOf(flight));
      flight = null;
    }
    if (airborne) flight = { from: flight?.from ?? at, at, receivedAt };
    else if (flight) {
      ended.push({ from: flight.from, to: at });
      flight = null;
    }
  }
  return { open: flight, ended };
}

/** Nothing was flown after we heard of it, whatever a clock that is ahead says; nor before what was heard already. */
function flownAt({ at, receivedAt }: FlightFrame, open: OpenFlight | null): Date {
  const latest = at < receivedAt ? at : receivedAt;
  return open && latest < open.at ? open.at : latest;
}

/**
 * What silence makes of a flight by now, by our clock: a device's own may be wrong. Where frames of a clock that is ahead
 * wait to be read, the flight is not silent, however long ago the last one that was read came.
 */
export function endSilent({ open, ended }: Followed, now: Date, isAhead = false): Followed {
  if (!open || isAhead || now.getTime() - open.receivedAt.getTime() <= LONGEST_SILENCE_MS) return { open, ended };
  return { open: null, ended: [...ended, endOf(open)] };
}

function endOf({ from, at }: OpenFlight): EndedFlight {
  return { from, to: at };
}
