import type { FlightState } from '../../flights/flight.rules.js';
import type { FlightConflict, ZoneContact } from '../deconfliction/deconfliction.rules.js';

/**
 * What becomes of a flight that is hit. `blocked`: it stays on the ground until somebody decides anew. `alarmed`: it is in
 * the air and its pilot and commander are told at once. `noted`: a permission or a condition came up; it may fly.
 */
export const HIT_OUTCOMES = ['blocked', 'alarmed', 'noted'] as const;
export type HitOutcome = (typeof HIT_OUTCOMES)[number];

const IN_THE_AIR: readonly FlightState[] = ['airborne', 'nonconforming', 'contingent'];

export function outcomeOf(state: FlightState, contact: ZoneContact | FlightConflict): HitOutcome {
  if ('rule' in contact && contact.rule !== 'prohibited') return 'noted';
  return IN_THE_AIR.includes(state) ? 'alarmed' : 'blocked';
}
