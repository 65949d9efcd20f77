import { describe, expect, it } from '@jest/globals';
import type { AirSample } from './conformance.types.js';
import { circle, type Position } from '../../geo/index.js';
import { flightTakingOff, planTakingOff, type Seen, type TakeOffPlan, turnOf } from './turn.rules.js';

const minute = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 8) + minutes * 60_000);
const sample = (at: number, airborne: boolean | null): AirSample => ({
  at: minute(at),
  receivedAt: minute(at),
  position: null,
  heightAboveTakeoffMetres: null,
  altitudeAmslMetres: null,
  altitudeEllipsoidMetres: null,
  airborne,
});
const NEVER: Seen = { flying: null, landedAt: null, groundAt: null };
const said = { takenOffAt: minute(5), heardAirborne: false };
const heard = { takenOffAt: minute(5), heardAirborne: true };

describe('what a sample changes about being in the air', () => {
  it.each<[string, Seen, AirSample, string | null]>([
    ['a frame in the air without a flight is a take-off', NEVER, sample(0, true), 'took_off'],
    ['a frame on the ground is none', NEVER, sample(0, false), null],
    ['a frame that does not tell is none', NEVER, sample(0, null), null],
    ['in the air on its flight is nothing new', { ...NEVER, flying: heard }, sample(6, true), null],
    ['what people said is heard of the aircraft', { ...NEVER, flying: said }, sample(6, true), 'first_heard'],
    ['said to be off and still on the ground waits', { ...NEVER, flying: said }, sample(6, false), null],
    ['on the ground after its flight has landed', { ...NEVER, flying: heard }, sample(9, false), 'landed'],
    ['a frame from before the take-off lands nothing', { ...NEVER, flying: heard }, sample(4, false), null],
    [
      'said to be down a little early',
      { flying: null, landedAt: minute(9), groundAt: minute(1) },
      sample(10, true),
      null,
    ],
    [
      'said to be down and flying on',
      { flying: null, landedAt: minute(9), groundAt: minute(1) },
      sample(11.1, true),
      'took_off',
    ],
    [
      'down, and off again at once',
      { flying: null, landedAt: minute(9), groundAt: minute(9) },
      sample(9.5, true),
      'took_off',
    ],
    [
      'after a restart, long after the last landing',
      { flying: null, landedAt: minute(1), groundAt: null },
      sample(9, true),
      'took_off',
    ],
  ])('%s', (_, seen, frame, turn) => {
    expect(turnOf(seen, frame)).toBe(turn);
  });
});

describe('a take-off', () => {
  const flight = (id: string, from: number, to: number) => ({ id, during: { from: minute(from), to: minute(to) } });

  it.each<[string, ReturnType<typeof flight>[], string | undefined]>([
    ['begins the flight of its time', [flight('a', 0, 60), flight('b', 100, 160)], 'a'],
    ['half an hour early still begins it', [flight('a', 60, 120)], 'a'],
    ['half an hour late too', [flight('a', -60, 0)], 'a'],
    ['earlier it is another flight', [flight('a', 61, 120)], undefined],
    ['later too', [flight('a', -60, -1)], undefined],
    ['takes the nearest of two', [flight('a', -60, 10), flight('b', 40, 80)], 'b'],
    ['of two that hold it, the one that began first', [flight('b', 20, 80), flight('a', 10, 80)], 'a'],
  ])('%s', (_, cleared, id) => {
    expect(flightTakingOff(cleared, minute(30))?.id).toBe(id);
  });
});

describe('the plan that a take-off begins', () => {
  const here: Position = { lon: 116.2, lat: 37.6 };
  const away: Position = { lon: 116.9, lat: 37.9 };
  const plan = (
    id: string,
    state: TakeOffPlan['state'],
    [from, to]: readonly [number, number] = [0, 60],
    place = here,
  ) => ({
    id,
    state,
    during: { from: minute(from), to: minute(to) },
    volumes: [{ geometry: circle(place, 200) }],
    takeOff: null,
  });
  const begun = (plans: ReturnType<typeof plan>[], position: Position | null = here) =>
    planTakingOff(plans, { at: minute(30), position })?.id;

  it.each<[string, ReturnType<typeof plan>[], string | undefined]>([
    ['is the cleared one', [plan('a', 'cleared')], 'a'],
    ['is the cleared one even where it takes off elsewhere', [plan('a', 'cleared', [0, 60], away)], 'a'],
    ['is the next sortie of what has landed', [plan('a', 'landed')], 'a'],
    ['is not what has landed elsewhere', [plan('a', 'landed', [0, 60], away)], undefined],
    ['is not what has landed and is over', [plan('a', 'landed', [0, 30])], undefined],
    ['is what was approved and not cleared', [plan('a', 'approved')], 'a'],
    ['is what was reported and not cleared', [plan('a', 'pre_reported')], 'a'],
    ['is not what was approved for elsewhere', [plan('a', 'approved', [0, 60], away)], undefined],
    ['is not what was approved for later', [plan('a', 'approved', [31, 60])], undefined],
    ['is the cleared one before the next sortie', [plan('a', 'landed'), plan('b', 'cleared')], 'b'],
    ['is the next sortie before what is cleared for later', [plan('a', 'landed'), plan('b', 'cleared', [40, 80])], 'a'],
    ['is the cleared one before what is approved', [plan('a', 'approved'), plan('b', 'cleared', [40, 80])], 'b'],
  ])('%s', (_, plans, id) => {
    expect(begun(plans)).toBe(id);
  });

  it('is only a cleared one where nobody knows from where it took off', () => {
    expect(begun([plan('a', 'landed'), plan('b', 'approved')], null)).toBeUndefined();
    expect(begun([plan('a', 'landed'), plan('c', 'cleared')], null)).toBe('c');
  });

  it('may begin at the planned take-off point outside the volume', () => {
    const apart = { ...plan('a', 'approved', [0, 60], away), takeOff: here };
    expect(begun([apart as never])).toBe('a');
  });
});
