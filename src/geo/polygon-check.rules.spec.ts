import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkPolygon, MAX_POLYGON_POINTS } from './polygon-check.rules.js';

type Ring = number[][];
const square = (x: number, y: number, side: number): Ring => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });

describe('checkPolygon', () => {
  it('accepts a ring in either direction, repeated points, heights and a hole, and hands the polygon back', () => {
    const outer = square(115, 38, 1);
    for (const ring of [outer, outer.toReversed(), [outer[0], ...outer], outer.map((point) => [...point, 30])]) {
      const input = polygon(ring, square(115.2, 38.2, 0.1));
      expect(checkPolygon(input)).toEqual({ ok: true, polygon: input });
    }
  });

  it.each([
    ['nothing', undefined, 'POLYGON_MALFORMED'],
    ['a text', 'POLYGON((0 0))', 'POLYGON_MALFORMED'],
    ['another type', { type: 'Point', coordinates: [115, 38] }, 'POLYGON_MALFORMED'],
    ['no ring', polygon(), 'POLYGON_MALFORMED'],
    ['a ring that is no list', polygon('x'), 'POLYGON_MALFORMED'],
    ['a position of one number', polygon([[115], [116], [117], [115]]), 'POLYGON_MALFORMED'],
    ['a position of texts', polygon([['115', '38']]), 'POLYGON_MALFORMED'],
    ['not a number', polygon([...square(115, 38, 1), [NaN, 38]]), 'POLYGON_MALFORMED'],
    ['metres instead of degrees', polygon(square(500_000, 4_200_000, 10)), 'POLYGON_OUT_OF_RANGE'],
    ['latitude first', polygon(square(38, 115, 1)), 'POLYGON_OUT_OF_RANGE'],
    ['an open ring', polygon(square(115, 38, 1).slice(0, 4)), 'POLYGON_UNCLOSED'],
    ['an empty ring', polygon([]), 'POLYGON_TOO_FEW_POINTS'],
    [
      'a line there and back',
      polygon([
        [1, 1],
        [2, 2],
        [1, 1],
      ]),
      'POLYGON_TOO_FEW_POINTS',
    ],
    [
      'one point over and over',
      polygon([
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      'POLYGON_TOO_FEW_POINTS',
    ],
    [
      'the antimeridian',
      polygon([
        [179, 1],
        [-179, 1],
        [-179, 2],
        [179, 2],
        [179, 1],
      ]),
      'POLYGON_ANTIMERIDIAN',
    ],
    [
      'a bow tie',
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      'POLYGON_SELF_CROSSING',
    ],
    [
      'three points on a line',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      'POLYGON_SELF_CROSSING',
    ],
    [
      'a spike',
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [2, 1],
        [0, 1],
        [0, 0],
      ]),
      'POLYGON_SELF_CROSSING',
    ],
    [
      'a corner on another edge',
      polygon([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
        [0, 0],
      ]),
      'POLYGON_SELF_CROSSING',
    ],
    ['a hole across the rim', polygon(square(0, 0, 4), square(3, 1, 2)), 'POLYGON_SELF_CROSSING'],
    ['a hole elsewhere', polygon(square(0, 0, 1), square(5, 5, 1)), 'POLYGON_HOLE_MISPLACED'],
    ['a hole in a hole', polygon(square(0, 0, 9), square(1, 1, 7), square(2, 2, 2)), 'POLYGON_HOLE_MISPLACED'],
  ])('refuses %s', (_, input, code) => {
    expect(checkPolygon(input)).toEqual({ ok: false, code });
  });

  it('answers the largest polygon it takes within a second, and refuses a larger one', () => {
    const comb = Array.from({ length: MAX_POLYGON_POINTS - 4 }, (_, i) => [i % 2 === 0 ? 0 : 10, i / 1000]);
    const rest = [
      [20, 6],
      [20, -1],
      [0, -1],
      [0, 0],
    ];
    const started = performance.now();
    expect(checkPolygon(polygon([...comb, ...rest])).ok).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(checkPolygon(polygon([...comb, [11, 5.9], ...rest]))).toEqual({
      ok: false,
      code: 'POLYGON_TOO_MANY_POINTS',
    });
  });

  it('accepts every star-shaped ring and refuses it with two corners swapped', () => {
    const radii = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(radii, (lengths) => {
        const corners = lengths.map((radius, i) => {
          const angle = (2 * Math.PI * i) / lengths.length;
          return [115 + radius * Math.cos(angle), 38 + radius * Math.sin(angle)];
        });
        expect(checkPolygon(polygon([...corners, corners[0]])).ok).toBe(true);
      }),
    );
    const hexagon = Array.from({ length: 6 }, (_, i) => [Math.cos((Math.PI * i) / 3), Math.sin((Math.PI * i) / 3)]);
    const [a, b, ...others] = hexagon;
    expect(checkPolygon(polygon([b, a, ...others, b]))).toEqual({ ok: false, code: 'POLYGON_SELF_CROSSING' });
  });

  it('never throws, whatever it is given', () => {
    const points = fc.array(fc.array(fc.oneof(fc.double(), fc.string()), { maxLength: 3 }), { maxLength: 8 });
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.constant('Polygon'), coordinates: fc.array(points) }),
    );
    fc.assert(fc.property(anything, (input) => expect(typeof checkPolygon(input).ok).toBe('boolean')));
  });
});
