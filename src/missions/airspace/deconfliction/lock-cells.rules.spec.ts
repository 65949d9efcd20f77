import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import type { Volume } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';
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
  const hour = (hours: number): Date => new Date(Date.UTC(2027, 2, 1) + hours * 3_600_000);
  const morning = { from: hour(7), to: hour(9) };
  const keysDuring = (during: Period, ...box: [number, number, number, number]): number[] =>
    lockKeys([{ volumes: [volume(rectangle(...box))], during }]);
  const keysOf = (...box: [number, number, number, number]): number[] => keysDuring(morning, ...box);

  it('takes one key for a flight inside one cell, and a key per cell else', () => {
    expect(keysOf(116.001, 38.001, 116.005, 38.005)).toHaveLength(1);
    expect(keysOf(116.001, 38.001, 116.03, 38.03)).toHaveLength(4);
  });

  it('takes the keys of the six hours that a period touches, of which its end is no part', () => {
    const here = [116.001, 38.001, 116.005, 38.005] as const;
    const [first] = keysDuring({ from: hour(0), to: hour(6) }, ...here);
    const [second] = keysDuring({ from: hour(6), to: hour(12) }, ...here);
    expect(first).not.toBe(second);
    expect(keysDuring({ from: hour(5), to: hour(7) }, ...here)).toEqual([first, second]);
    expect(keysDuring({ from: hour(24), to: hour(25) }, ...here)).toEqual([first]);
    expect(keysDuring({ from: hour(0), to: hour(24 * 9) }, ...here)).toHaveLength(4);
  });

  it('takes those of every hour where there is no period, and of all the airspace it is given', () => {
    const volumes = [volume(rectangle(116.001, 38.001, 116.005, 38.005))];
    expect(lockKeys([{ volumes }])).toHaveLength(4);
    const there = { volumes: [volume(rectangle(116.021, 38.001, 116.025, 38.005))], during: morning };
    expect(lockKeys([{ volumes, during: morning }, there])).toHaveLength(2);
  });

  it('never takes more than 256 keys, whatever the area', () => {
    const always = { from: hour(0), to: hour(100) };
    expect(keysDuring(always, 113, 36, 120, 43)).toEqual(Array.from({ length: 256 }, (_, key) => key));
    expect(keysDuring(always, -180, -90, 180, 90)).toHaveLength(256);
  });

  it('keeps plans seven cells apart from waiting for each other', () => {
    const here = new Set(keysOf(116.001, 38.001, 116.005, 38.005));
    const cell = LOCK_CELL_DEGREES;
    for (let step = 1; step < 8; step += 1) {
      const east = keysOf(116.001 + step * cell, 38.001, 116.005 + step * cell, 38.005);
      expect(east.filter((key) => here.has(key))).toEqual([]);
    }
  });

  it('is sorted, within range, and shares a key wherever two plans share a point at a time', () => {
    const period = fc
      .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 1, max: 60 }))
      .map(([from, hours]) => ({ from: hour(from / 4), to: hour((from + hours) / 4) }));
    const box = fc
      .tuple(
        fc.double({ min: 113, max: 119, noNaN: true }),
        fc.double({ min: 36, max: 42, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
      )
      .map(([west, south, width, height]) => [west, south, west + width, south + height] as const);
    fc.assert(
      fc.property(box, box, period, period, (a, b, early, late) => {
        const [first, second] = [keysDuring(early, ...a), keysDuring(late, ...b)];
        expect(first).toEqual([...new Set(first)].sort((x, y) => x - y));
        expect(first.every((key) => key >= 0 && key < 256)).toBe(true);
        const meet = a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
        const meanwhile = early.from < late.to && late.from < early.to;
        const share = first.some((key) => second.includes(key));
        expect(!(meet && meanwhile) || share).toBe(true);
      }),
    );
  });
});
