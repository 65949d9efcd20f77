import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import type { Occupation } from '../../../src/geo/index.js';
import { AirspaceBench } from './airspace-bench.js';

const HOUR_MS = 3_600_000;
const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS;
const CLIENTS = 80;

const square = (west: number, south: number, side: number): Polygon => {
  const [east, north] = [west + side, south + side];
  return { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }; // prettier-ignore
};
const here = (metres: number): Occupation => ({
  during: { from: new Date(start), to: new Date(start + 2 * HOUR_MS) },
  volumes: [{ geometry: square(116.5, 37.8, 0.02), lowerMetres: metres, upperMetres: metres + 1 }],
});

let bench: AirspaceBench;
beforeAll(async () => {
  bench = await AirspaceBench.start();
});
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

describe('eighty people who plan in one place', () => {
  it('leave connections to others while they wait for each other', async () => {
    let most = 0;
    const end = new AbortController();
    const watch = async (): Promise<void> => {
      while (!end.signal.aborted) most = Math.max(most, await bench.waitingForCells());
    };
    const watching = watch();
    const outcomes = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => bench.plan(here(i))));
    end.abort();
    await watching;
    expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(CLIENTS);
    expect(most).toBe(0);
  });

  it('are told to come again where another process keeps the cells, and keep no connection either', async () => {
    const release = await bench.keepCells(here(0));
    const outcomes = Promise.allSettled(Array.from({ length: CLIENTS }, (_, i) => bench.plan(here(i))));
    const asked = performance.now();
    await bench.check(here(0));
    expect(performance.now() - asked).toBeLessThan(2_000);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'AIRSPACE_BUSY' } });
    }
    await release();
    expect(await bench.plan(here(0))).toHaveProperty('accepted');
  }, 60_000);
});
