import { describe, expect, it } from '@jest/globals';
import { metresPlane } from '../../geo/index.js';
import { NOTHING_MEASURED } from '../sample.js';
import type { TrackPoint } from '../tracks/track.rules.js';
import { conflictOf } from './conflict.rules.js';

const plane = metresPlane({ lon: 116.5, lat: 37.8 });
const BEGIN = Date.parse('2023-07-10T05:00:00Z');
const at = (seconds: number) => new Date(BEGIN + seconds * 1000);
const seen = (seconds: number, east: number, north = 0) => ({ at: at(seconds), position: plane.from([east, north]) });
const frame = (seconds: number, east: number): TrackPoint => ({
  ...NOTHING_MEASURED,
  ...seen(seconds, east),
  receivedAt: at(seconds),
});
/** Eight metres a second to the east, a frame every two seconds. */
const line = Array.from({ length: 60 }, (_, index) => frame(index * 2, index * 16));

describe('a recorded track against the line', () => {
  it('lies as far apart as it does, in metres', () => {
    const beside = Array.from({ length: 100 }, (_, index) => seen(index, index * 8, 5));
    const found = conflictOf(line, beside);
    expect(found?.compared).toBe(100);
    expect(found?.medianMetres).toBeCloseTo(5, 1);
    expect(found?.worstMetres).toBeCloseTo(5, 1);
    expect(found?.lineLaterSeconds).toBeCloseTo(0, 1);
  });

  it('by another clock is as many seconds apart', () => {
    const early = Array.from({ length: 40 }, (_, index) => seen(index + 20 - 7, (index + 20) * 8));
    const found = conflictOf(line, early);
    expect(found?.medianMetres).toBeCloseTo(56, 0);
    expect(found?.lineLaterSeconds).toBeCloseTo(7, 1);
  });

  it('elsewhere shares no place, and at another hour nothing at all', () => {
    const elsewhere = Array.from({ length: 10 }, (_, index) => seen(index * 2, index * 16, 500));
    expect(conflictOf(line, elsewhere)).toMatchObject({ compared: 10, lineLaterSeconds: null });
    expect(conflictOf(line, [seen(9_000, 0)])).toBeNull();
    expect(conflictOf([], [seen(0, 0)])).toBeNull();
  });
});
