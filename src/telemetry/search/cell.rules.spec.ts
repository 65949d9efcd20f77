import { describe, expect, it } from '@jest/globals';
import { cellOf, cellRuns } from './cell.rules.js';

const isIn = (runs: ReturnType<typeof cellRuns>, cell: number) =>
  runs.some(({ first, last }) => first <= cell && cell <= last);

describe('cells', () => {
  it('are a hundredth of a degree, half-open, and end at the edges of the world', () => {
    expect(cellOf({ lon: 116.001, lat: 38.001 })).toBe(cellOf({ lon: 116.009, lat: 38.009 }));
    expect(cellOf({ lon: 116.011, lat: 38.001 })).toBe(cellOf({ lon: 116.001, lat: 38.001 }) + 1);
    expect(cellOf({ lon: 116.001, lat: 38.011 })).toBe(cellOf({ lon: 116.001, lat: 38.001 }) + 36_000);
    expect(cellOf({ lon: 180, lat: 0 })).toBe(cellOf({ lon: 179.999, lat: 0 }));
    expect(cellOf({ lon: -180, lat: -90 })).toBe(0);
    expect(cellOf({ lon: 180, lat: 90 })).toBeLessThan(2 ** 31);
  });

  it('of a box hold every position of the box, and none beyond the next cell', () => {
    const box = { minLon: 115.996, minLat: 37.994, maxLon: 116.013, maxLat: 38.0 };
    const runs = cellRuns(box);
    expect(runs).toHaveLength(2);
    for (let east = 0; east <= 1; east += 0.1)
      for (let north = 0; north <= 1; north += 0.1) {
        const lon = box.minLon + east * (box.maxLon - box.minLon);
        expect(isIn(runs, cellOf({ lon, lat: box.minLat + north * (box.maxLat - box.minLat) }))).toBe(true);
      }
    expect(isIn(runs, cellOf({ lon: 116.021, lat: 37.995 }))).toBe(false);
    expect(isIn(runs, cellOf({ lon: 116.0, lat: 38.011 }))).toBe(false);
  });
});
