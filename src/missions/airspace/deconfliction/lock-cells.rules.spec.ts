import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import type { Volume } from '../../../geo/index.js';
import { LOCK_CELL_DEGREES, lockKeys } from './lock-cells.rules.js';

function rectangle(west: number, south: number, east: number, north: number): Polygon {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

describe('lockKeys', () => {
  const volume = (geometry: Polygon): Volume => ({ geometry, lowerMetres: 0, upperMetres: 120 });
  const keysOf = (...box: [number, number, number, number]): number[] => lockKeys([volume(rectangle(...box))]);

  it('takes one key for a flight inside one cell, and a key per cell else', () => {
    expect(keysOf(116.001, 38.001, 116.005, 38.005)).toHaveLength(1);
    expect(keysOf(116.001, 38.001, 116.03, 38.03)).toHaveLength(4);
  });

  it('never takes more than 256 keys, whatever the area', () => {
    expect(keysOf(113, 36, 120, 43)).toEqual(Array.from({ length: 256 }, (_, key) => key));
    expect(keysOf(-180, -90, 180, 90)).toHaveLength(256);
  });

  it('keeps plans fifteen cells apart from waiting for each other', () => {
    const here = new Set(keysOf(116.001, 38.001, 116.005, 38.005));
    const cell = LOCK_CELL_DEGREES;
    for (let step = 1; step < 16; step += 1) {
      const east = keysOf(116.001 + step * cell, 38.001, 116.005 + step * cell, 38.005);
      expect(east.filter((key) => here.has(key))).toEqual([]);
    }
  });

  it('is sorted, within range, and shares a key wherever two plans share a point', () => {
    const box = fc
      .tuple(
        fc.double({ min: 113, max: 119, noNaN: true }),
        fc.double({ min: 36, max: 42, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
      )
      .map(([west, south, width, height]) => [west, south, west + width, south + height] as const);
    fc.assert(
      fc.property(box, box, (a, b) => {
        const [first, second] = [keysOf(...a), keysOf(...b)];
        expect(first).toEqual([...new Set(first)].sort((x, y) => x - y));
        expect(first.every((key) => key >= 0 && key < 256)).toBe(true);
        const meet = a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
        const share = first.some((key) => second.includes(key));
        expect(!meet || share).toBe(true);
      }),
    );
  });
});
