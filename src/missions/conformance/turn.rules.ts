import type { AirSample } from './conformance.types.js';

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
