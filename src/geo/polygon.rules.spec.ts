import { booleanClockwise } from '@turf/boolean-clockwise';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import {
  areaSquareMetres,
  boundingBox,
  boxesMeet,
  boxPolygon,
  contains,
  distanceToEdgeMetres,
} from './polygon.rules.js';
import { destination } from './position.rules.js';

const frame: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [115, 38],
      [115.1, 38],
      [115.1, 38.1],
      [115, 38.1],
      [115, 38],
    ],
    [
      [115.04, 38.04],
      [115.06, 38.04],
      [115.06, 38.06],
      [115.04, 38.06],
      [115.04, 38.04],
    ],
  ],
};
const islands: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [
    frame.coordinates,
    [
      [
        [116, 39],
        [116.1, 39],
        [116.1, 39.1],
        [116, 39],
      ],
    ],
  ],
};

describe('boundingBox', () => {
  it('spans all parts', () => {
    expect(boundingBox(islands)).toEqual({ minLon: 115, minLat: 38, maxLon: 116.1, maxLat: 39.1 });
  });

  it('meets a box that only touches it, and not one beside it', () => {
    const box = boundingBox(frame);
    expect(boxesMeet(box, { minLon: 115.1, minLat: 38.1, maxLon: 116, maxLat: 39 })).toBe(true);
    expect(boxesMeet(box, { minLon: 115.11, minLat: 38, maxLon: 116, maxLat: 39 })).toBe(false);
  });
});

describe('contains', () => {
  it.each([
    [{ lon: 115.02, lat: 38.02 }, true],
    [{ lon: 115.05, lat: 38.05 }, false],
    [{ lon: 115, lat: 38.05 }, true],
    [{ lon: 114.99, lat: 38.05 }, false],
    [{ lon: 116.08, lat: 39.02 }, true],
    [{ lon: 116.02, lat: 39.08 }, false],
  ])('%j: %s', (position, expected) => {
    expect(contains(islands, position)).toBe(expected);
  });
});

describe('areaSquareMetres', () => {
  it('gives a box of longitude and latitude its share of the sphere', () => {
    const sphere = 4 * Math.PI * 6_371_008.8 ** 2;
    const band = (Math.sin((38.1 * Math.PI) / 180) - Math.sin((38 * Math.PI) / 180)) / 2;
    const solid: Polygon = { type: 'Polygon', coordinates: frame.coordinates.slice(0, 1) };
    expect(areaSquareMetres(solid) / ((sphere * band * 0.1) / 360)).toBeCloseTo(1, 9);
    expect(areaSquareMetres(frame) / areaSquareMetres(solid)).toBeCloseTo(0.96, 3);
  });

  it('adds up over a division, whatever points lie on the dividing line', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (top, bottom, on, beside) => {
        const [p, q] = [
          [115 + bottom / 100, 38],
          [115 + top / 100, 38.01],
        ] as const;
        const between = (f: number) => [p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])];
        const area = (ring: readonly (readonly number[])[]) =>
          areaSquareMetres({ type: 'Polygon', coordinates: [ring.map((point) => [...point])] });
        const left = area([[115, 38], p, between(on), q, [115, 38.01], [115, 38]]);
        const right = area([p, [115.01, 38], [115.01, 38.01], q, between(beside), p]);
        const whole = area([
          [115, 38],
          [115.01, 38],
          [115.01, 38.01],
          [115, 38.01],
          [115, 38],
        ]);
        expect(Math.abs(left + right - whole)).toBeLessThan(0.001);
      }),
    );
  });
});

describe('distanceToEdgeMetres', () => {
  const middle = { lon: 115.02, lat: 38.05 };

  it('is measured to the nearest ring, from inside and from outside', () => {
    expect(distanceToEdgeMetres(frame, middle)).toBeCloseTo(1_751.2, 0);
    expect(distanceToEdgeMetres(frame, { lon: 115.05, lat: 38.059 })).toBeCloseTo(111.2, 1);
    expect(distanceToEdgeMetres(islands, destination({ lon: 115.1, lat: 38.05 }, 90, 700))).toBeCloseTo(700, 0);
    expect(distanceToEdgeMetres(frame, destination({ lon: 115.1, lat: 38.1 }, 45, 700))).toBeCloseTo(700, 0);
  });

  it('is zero on a corner', () => {
    expect(distanceToEdgeMetres(frame, { lon: 115, lat: 38 })).toBe(0);
  });
});

describe('the polygon of a box', () => {
  it('has the box for its box and holds its positions and no others', () => {
    const box = { minLon: 115, minLat: 37, maxLon: 117, maxLat: 38 };
    const polygon = boxPolygon(box);
    expect(boundingBox(polygon)).toEqual(box);
    expect(booleanClockwise(polygon.coordinates[0] ?? [])).toBe(false);
    const held = [
      { lon: 115, lat: 37 },
      { lon: 116.9, lat: 37.9 },
      { lon: 117.1, lat: 37.5 },
      { lon: 116, lat: 36.9 },
    ].map((position) => contains(polygon, position));
    expect(held).toEqual([true, true, false, false]);
  });
});
