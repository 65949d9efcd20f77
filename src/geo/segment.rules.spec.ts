import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { EdgeTree } from './edge-tree.js';
import { contains, distanceToEdgeMetres } from './polygon.rules.js';
import { along, joined, SegmentShape } from './segment.rules.js';

const ring = (...corners: [number, number][]) => [...corners, corners[0] ?? [0, 0]];
const square: Polygon = {
  type: 'Polygon',
  coordinates: [ring([0, 0], [4, 0], [4, 4], [0, 4]), ring([1, 1], [1, 3], [3, 3], [3, 1])],
};
/** Open to the north between 1 and 3. */
const horseshoe: Polygon = {
  type: 'Polygon',
  coordinates: [ring([0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4])],
};
const at = (lon: number, lat: number) => ({ lon, lat });

describe('the stretches of a segment inside a shape', () => {
  it.each([
    ['all of it inside', square, at(0.5, 0.5), at(3.5, 0.5), [[0, 1]]],
    ['all of it outside', square, at(5, 0), at(5, 4), []],
    ['outside, in the box', horseshoe, at(1.5, 2), at(2.5, 3), []],
    ['over a hole', square, at(0, 2), at(4, 2), [[0, 0.25], [0.75, 1]]], // prettier-ignore
    ['in, out and in', horseshoe, at(-1, 2), at(5, 2), [[1 / 6, 2 / 6], [4 / 6, 5 / 6]]], // prettier-ignore
    ['along an edge', square, at(0, 0), at(4, 0), [[0, 1]]],
    ['along an edge and beyond', square, at(-4, 0), at(4, 0), [[0.5, 1]]],
    ['through corners', square, at(-1, 5), at(5, -1), [[1 / 6, 2 / 6], [4 / 6, 5 / 6]]], // prettier-ignore
    ['a point inside', square, at(0.5, 0.5), at(0.5, 0.5), [[0, 1]]],
    ['a point outside', square, at(2, 2), at(2, 2), []],
  ])('are %s', (_, shape, a, b, expected) => {
    const found = new SegmentShape(shape).stretches(a, b);
    expect(found).toHaveLength(expected.length);
    for (const [i, stretch] of expected.entries()) {
      expect(found[i]?.[0]).toBeCloseTo(stretch[0] ?? NaN, 9);
      expect(found[i]?.[1]).toBeCloseTo(stretch[1] ?? NaN, 9);
    }
  });

  it('say of every point of the segment what the shape says', () => {
    const degree = fc.integer({ min: -1_000, max: 5_000 }).map((n) => n / 1_000 + 0.000_3);
    fc.assert(
      fc.property(
        fc.constantFrom(square, horseshoe),
        fc.array(degree, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 999 }).map((n) => n / 1_000),
        (shape, [ax = 0, ay = 0, bx = 0, by = 0], share) => {
          const [a, b] = [at(ax, ay), at(bx, by)];
          const stretches = new SegmentShape(shape).stretches(a, b);
          const near = stretches.flat().some((end) => Math.abs(end - share) * Math.hypot(bx - ax, by - ay) < 1e-5);
          fc.pre(!near);
          const point = along(a, b, share);
          const onEdge = [0, 1, 3, 4].some(
            (line) => Math.abs(point.lon - line) < 1e-5 || Math.abs(point.lat - line) < 1e-5,
          );
          fc.pre(!onEdge);
          expect(stretches.some(([from, to]) => from <= share && share <= to)).toBe(contains(shape, point));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a shape of many edges', () => {
  /** Jagged, so that a straight line meets its outline many times. */
  const jagged = (points: number, teeth: readonly number[]): Polygon => {
    const corners = Array.from({ length: points }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * i) / points;
      const reach = 1 + (teeth[i % teeth.length] ?? 0);
      return [2 + reach * Math.cos(angle), 2 + reach * Math.sin(angle)];
    });
    return { type: 'Polygon', coordinates: [ring(...corners)] };
  };
  const degree = fc.double({ min: 0, max: 4, noNaN: true });

  it('says of every point of a segment what the shape says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 700 }),
        fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.array(degree, { minLength: 4, maxLength: 4 }),
        (points, teeth, [ax = 0, ay = 0, bx = 0, by = 0]) => {
          const shape = jagged(points, teeth);
          const [a, b] = [at(ax, ay), at(bx, by)];
          const stretches = new SegmentShape(shape).stretches(a, b);
          for (let share = 0.0137; share < 1; share += 0.0473) {
            const gap = Math.min(
              ...stretches.flat().map((end) => Math.abs(end - share) * Math.hypot(bx - ax, by - ay)),
            );
            const point = along(a, b, share);
            if (gap < 1e-5 || distanceToEdgeMetres(shape, point) < 1) continue;
            expect(stretches.some(([from, to]) => from <= share && share <= to)).toBe(contains(shape, point));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks few of its edges about a short segment', () => {
    const tree = new EdgeTree(jagged(4_096, [0]));
    let looked = 0;
    tree.visit(
      (west, south, east, north) => west <= 3 && east >= 2.99 && south <= 2.01 && north >= 2,
      () => (looked += 1),
    );
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(64);
  });
});

it('stretches that touch are one', () => {
  expect(joined([[0.5, 0.7], [0, 0.2], [0.2, 0.3], [0.6, 0.65]])).toEqual([[0, 0.3], [0.5, 0.7]]); // prettier-ignore
});
