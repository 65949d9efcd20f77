import { describe, expect, it } from '@jest/globals';
import { feature, featureCollection } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import { type Areal, polygonsOf } from './geo.types.js';
import { areaSquareMetres, meanWidthMetres } from './polygon.rules.js';
import { isCoveredBy, sharedSquareMetres, TOUCH_METRES } from './shared-area.rules.js';

const ring = (...points: number[][]): Polygon => ({ type: 'Polygon', coordinates: [[...points, points[0] ?? []]] });
const box = (west: number, south: number, width: number, height = width): Polygon =>
  ring([west, south], [west + width, south], [west + width, south + height], [west, south + height]);

/** A star with as many points as radii around a centre. */
function star(lon: number, lat: number, radii: readonly number[], turn = 0): Polygon {
  return ring(
    ...radii.map((radius, i) => {
      const angle = turn + (2 * Math.PI * i) / radii.length;
      return [lon + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
    }),
  );
}

/** Square metres by a general library: all of it, and of it what is about as thin as a touch. */
function byLibrary(a: Areal, b: Areal): { all: number; thin: number } {
  const shared = intersect(featureCollection([feature(a), feature(b)]));
  const parts = shared === null ? [] : polygonsOf(shared.geometry).map(polygon);
  const sum = (some: readonly Polygon[]): number => some.reduce((total, part) => total + areaSquareMetres(part), 0);
  return { all: sum(parts), thin: sum(parts.filter((part) => meanWidthMetres(part) < 2 * TOUCH_METRES)) };
}

const polygon = (coordinates: Polygon['coordinates']): Polygon => ({ type: 'Polygon', coordinates });

const stars = fc
  .record({
    lon: fc.double({ min: 116, max: 116.05, noNaN: true }),
    lat: fc.double({ min: 38, max: 38.05, noNaN: true }),
    radii: fc.array(fc.double({ min: 0.002, max: 0.03, noNaN: true }), { minLength: 3, maxLength: 24 }),
    turn: fc.double({ min: 0, max: Math.PI, noNaN: true }),
  })
  .map(({ lon, lat, radii, turn }) => star(lon, lat, radii, turn));

describe('sharedSquareMetres', () => {
  it('agrees with a general library on any two shapes, whichever comes first', () => {
    fc.assert(
      fc.property(stars, stars, (a, b) => {
        const { all, thin } = byLibrary(a, b);
        const allowed = 0.01 + thin + all * 1e-6;
        expect(Math.abs(sharedSquareMetres(a, b) - all)).toBeLessThan(allowed);
        expect(Math.abs(sharedSquareMetres(b, a) - all)).toBeLessThan(allowed);
      }),
      { numRuns: 400 },
    );
  });

  it('is the whole of a shape laid over itself, and of one inside another', () => {
    fc.assert(
      fc.property(stars, (shape) => {
        const whole = areaSquareMetres(shape);
        expect(sharedSquareMetres(shape, shape) / whole).toBeCloseTo(1, 6);
        expect(sharedSquareMetres(shape, box(115.5, 37.5, 2)) / whole).toBeCloseTo(1, 6);
      }),
    );
  });

  it('leaves holes out and counts every part', () => {
    const frame: Polygon = {
      type: 'Polygon',
      coordinates: [...box(116, 38, 0.04).coordinates, ...box(116.01, 38.01, 0.02).coordinates],
    };
    expect(sharedSquareMetres(frame, box(116.012, 38.012, 0.01))).toBe(0);
    expect(sharedSquareMetres(frame, box(115, 37, 3))).toBeCloseTo(areaSquareMetres(frame), 0);
    const parts: Areal = {
      type: 'MultiPolygon',
      coordinates: [box(116, 38, 0.01).coordinates, box(116.02, 38, 0.01).coordinates],
    };
    const across = box(116.005, 38.002, 0.02, 0.002);
    expect(sharedSquareMetres(parts, across)).toBeCloseTo(byLibrary(parts, across).all, 0);
    expect(sharedSquareMetres(parts, box(116.012, 38, 0.006))).toBe(0);
  });

  it('takes what is thinner than two centimetres for a touch, and what is wider for none', () => {
    const millimetre = 1e-8;
    expect(sharedSquareMetres(box(116, 38, 0.01), box(116.01 - millimetre, 38, 0.01))).toBe(0);
    expect(sharedSquareMetres(box(116, 38, 0.01), box(116.01 - 50 * millimetre, 38, 0.01))).toBeGreaterThan(10);
  });

  it('answers within half a second of work where 2,000 points meet 2,000', () => {
    const wave = (shift: number) =>
      star(
        116,
        38,
        Array.from({ length: 1_999 }, (_, i) => 0.1 + 0.01 * Math.sin(i)),
        shift,
      );
    const [a, b] = [wave(0), wave(0.0007)];
    const startedAt = process.cpuUsage();
    const shared = sharedSquareMetres(a, b);
    expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(500);
    expect(shared).toBeGreaterThan(0.9 * areaSquareMetres(a));
  });

  it('still answers soon where two combs cross a million times', () => {
    const teeth = 500;
    const comb = (turned: boolean): Polygon => {
      const points = Array.from({ length: teeth }, (_, i) => {
        const at = 0.001 + (i * 0.1) / teeth;
        const next = at + 0.05 / teeth;
        return [
          [at, 0],
          [at, 0.1],
          [next, 0.1],
          [next, 0],
        ];
      }).flat();
      const outline = [...points, [0.101, -0.001], [0, -0.001]];
      return ring(...outline.map(([x = 0, y = 0]) => (turned ? [116 + y, 38 + x] : [116 + x, 38 + y])));
    };
    const startedAt = process.cpuUsage();
    expect(sharedSquareMetres(comb(false), comb(true))).toBeGreaterThan(0);
    expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(1_500);
  });
});

describe('isCoveredBy', () => {
  const plan = box(116, 38, 0.02);

  it('is so where one cover, or several side by side, hold the whole', () => {
    expect(isCoveredBy(plan, [box(115, 37, 3)])).toBe(true);
    expect(isCoveredBy(plan, [plan])).toBe(true);
    expect(isCoveredBy(plan, [box(115.9, 37.9, 0.11, 0.3), box(116.01, 37.9, 0.3)])).toBe(true);
    expect(isCoveredBy(plan, [box(115.9, 37.9, 0.115, 0.3), box(116.005, 37.9, 0.3)])).toBe(true);
  });

  it('is not so where a strip or a corner is left, or where nothing covers', () => {
    expect(isCoveredBy(plan, [])).toBe(false);
    expect(isCoveredBy(plan, [box(117, 38, 1)])).toBe(false);
    expect(isCoveredBy(plan, [box(115.9, 37.9, 0.109, 0.3), box(116.01, 37.9, 0.3)])).toBe(false);
    expect(isCoveredBy(plan, [box(116, 38, 0.019)])).toBe(false);
    const holed: Polygon = {
      type: 'Polygon',
      coordinates: [...box(115, 37, 3).coordinates, ...box(116.01, 38.01, 0.001).coordinates],
    };
    expect(isCoveredBy(plan, [holed])).toBe(false);
    expect(isCoveredBy(plan, [holed, box(116.01, 38.01, 0.002)])).toBe(true);
  });
});
