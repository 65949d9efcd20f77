import { describe, expect, it } from '@jest/globals';
import { checkPolygon } from './polygon-check.rules.js';
import { areaSquareMetres } from './polygon.rules.js';
import { destination, distanceMetres } from './position.rules.js';
import { centreOf, circle, corridor } from './shape.rules.js';

const here = { lon: 116.54, lat: 37.89 };

describe('a circle', () => {
  it.each([10, 500, 5_000])('of %i m is a sound polygon with its corners on the circle', (radius) => {
    const shape = circle(here, radius);
    expect(checkPolygon(shape).ok).toBe(true);
    for (const [lon = 0, lat = 0] of shape.coordinates[0] ?? [])
      expect(distanceMetres(here, { lon, lat }) / radius).toBeCloseTo(1, 2);
    expect(areaSquareMetres(shape) / (Math.PI * radius ** 2)).toBeGreaterThan(0.997);
  });
});

describe('a corridor', () => {
  const end = destination(here, 90, 1_000);
  const bend = destination(end, 0, 1_000);
  const along = (...places: { lon: number; lat: number }[]) => places.map(({ lon, lat }) => [lon, lat]);

  it('is as wide as said on both sides, and round at its ends', () => {
    const shape = corridor(along(here, end), 100);
    if (!shape) throw new Error('a straight line has a corridor');
    expect(checkPolygon(shape).ok).toBe(true);
    const expected = 1_000 * 100 + Math.PI * 50 ** 2;
    expect(areaSquareMetres(shape) / expected).toBeCloseTo(1, 1);
  });

  it('follows its bends', () => {
    const shape = corridor(along(here, end, bend), 100);
    expect(shape && checkPolygon(shape).ok).toBe(true);
    expect(shape && areaSquareMetres(shape)).toBeGreaterThan(190_000);
  });
});

it('the middle is that of the box around all', () => {
  const { lon, lat } = centreOf([circle(here, 100), circle(destination(here, 90, 1_000), 100)]);
  expect(distanceMetres({ lon, lat }, destination(here, 90, 500))).toBeLessThan(2);
});
