import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import type { Occupation } from '../../../src/geo/index.js';
import { AirspaceBench, type Outcome } from './airspace-bench.js';

const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 24 * 3_600_000;
const square = (west: number, south: number, side: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
});
const here: Occupation = {
  during: { from: new Date(start), to: new Date(start + 2 * 3_600_000) },
  volumes: [{ geometry: square(116.5, 37.8, 0.02), lowerMetres: 30, upperMetres: 120 }],
};
const accepted = (outcome: Outcome): string => {
  if (!('accepted' in outcome)) throw new Error('the plan was refused');
  return outcome.accepted;
};

let bench: AirspaceBench;
beforeAll(async () => {
  bench = await AirspaceBench.start();
});
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

describe('priority of flights', () => {
  it('lets an emergency displace ordinary flights, names them and stops them', async () => {
    const ordinary = accepted(await bench.plan(here));
    const emergency = await bench.plan(here, 'emergency');
    expect(emergency).toMatchObject({ displaces: [ordinary] });
    expect(await bench.hits()).toEqual([{ flightId: ordinary, byFlightId: accepted(emergency), outcome: 'blocked' }]);
  });

  it('never lets a lower one, or one of its own, displace it', async () => {
    const emergency = accepted(await bench.plan(here, 'emergency'));
    expect(await bench.plan(here)).toEqual({ conflicts: [emergency] });
    expect(await bench.plan(here, 'emergency')).toEqual({ conflicts: [emergency] });
    expect(await bench.hits()).toEqual([]);
  });

  it('sounds the alarm where the one displaced is in the air', async () => {
    const ordinary = accepted(await bench.plan(here));
    await bench.setState(ordinary, 'airborne');
    await bench.plan(here, 'special_emergency');
    expect(await bench.hits()).toMatchObject([{ flightId: ordinary, outcome: 'alarmed' }]);
  });

  it('accepts exactly one of twenty emergencies sent at once over ten ordinary ones, and stops each of those once', async () => {
    const lanes = Array.from({ length: 10 }, (_, i): Occupation => ({
      ...here,
      volumes: [{ geometry: square(116.5 + i * 0.002, 37.8, 0.0015), lowerMetres: 30, upperMetres: 120 }],
    }));
    for (const lane of lanes) accepted(await bench.plan(lane));
    const before = await bench.deadlocks();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bench.plan(here, 'emergency')));
    expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(1);
    expect(await bench.hits()).toHaveLength(10);
    expect(await bench.deadlocks()).toBe(before);
  });
});
