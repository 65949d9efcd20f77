import { describe, expect, it } from '@jest/globals';
import { FLIGHT_STATES, FLIGHT_STATE_TABLE, LIVE_FLIGHT_STATES, mayMove, type FlightState } from './flight.rules.js';

const terminal: readonly FlightState[] = ['refused', 'closed', 'cancelled'];
const beforeTakeOff: readonly FlightState[] = ['draft', 'checked', 'applied', 'approved', 'pre_reported', 'cleared'];

function reachableFrom(start: FlightState): Set<FlightState> {
  const seen = new Set<FlightState>([start]);
  for (const state of seen) for (const next of FLIGHT_STATE_TABLE[state].to) seen.add(next);
  return seen;
}

describe('flight state table', () => {
  it('reaches every state from a draft', () => {
    expect([...reachableFrom('draft')].sort()).toEqual([...FLIGHT_STATES].sort());
  });

  it.each(FLIGHT_STATES)('%s can come to an end', (state) => {
    expect([...reachableFrom(state)].some((reached) => terminal.includes(reached))).toBe(true);
  });

  it('ends only where it says so', () => {
    expect(FLIGHT_STATES.filter((state) => FLIGHT_STATE_TABLE[state].to.length === 0).sort()).toEqual(
      [...terminal].sort(),
    );
  });

  it('lets a flight be cancelled before take-off and never after', () => {
    expect(FLIGHT_STATES.filter((state) => mayMove(state, 'cancelled'))).toEqual(beforeTakeOff);
  });

  it('holds airspace from the check until the aircraft is down', () => {
    expect(LIVE_FLIGHT_STATES).toEqual([
      'checked',
      'applied',
      'approved',
      'pre_reported',
      'cleared',
      'airborne',
      'nonconforming',
      'contingent',
    ]);
  });

  it('never gives airspace back to a flight that let go of it, but for the next sortie of one that landed', () => {
    const regains = FLIGHT_STATES.flatMap((from) =>
      FLIGHT_STATE_TABLE[from].to
        .filter((to) => from !== 'draft' && !FLIGHT_STATE_TABLE[from].live && FLIGHT_STATE_TABLE[to].live)
        .map((to) => `${from} -> ${to}`),
    );
    expect(regains).toEqual(['landed -> airborne']);
  });

  it('has no short cut around approval; a take-off without clearance is a fact of what was approved only', () => {
    expect(FLIGHT_STATES.filter((state) => mayMove(state, 'airborne'))).toEqual([
      'approved',
      'pre_reported',
      'cleared',
      'nonconforming',
      'landed',
    ]);
    expect(mayMove('draft', 'applied')).toBe(false);
    expect(mayMove('refused', 'approved')).toBe(false);
    expect(mayMove('cleared', 'airborne')).toBe(true);
  });

  it('decides a plan anew that changes before take-off, and none after it', () => {
    expect(FLIGHT_STATES.filter((state) => mayMove(state, 'applied'))).toEqual([
      'checked',
      'applied',
      'approved',
      'pre_reported',
      'cleared',
    ]);
  });

  it('makes a draft again of a check that nobody follows up, and of nothing else', () => {
    expect(FLIGHT_STATES.filter((state) => mayMove(state, 'draft'))).toEqual(['checked']);
  });

  it('lets an excursion be recovered, but not a contingency', () => {
    expect(mayMove('nonconforming', 'airborne')).toBe(true);
    expect(mayMove('contingent', 'airborne')).toBe(false);
  });
});
