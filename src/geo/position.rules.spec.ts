import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Position } from './geo.types.js';
import { bearingDegrees, compassPoint, destination, distanceMetres } from './position.rules.js';

const dongguang: Position = { lon: 116.5354, lat: 37.887 };

const position = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -85, max: 85, noNaN: true }),
});

describe('distanceMetres', () => {
  it('gives a degree of the meridian its length on the sphere', () => {
    expect(distanceMetres({ lon: 115, lat: 38 }, { lon: 115, lat: 39 })).toBeCloseTo(111_195.08, 1);
  });

  it('shrinks a degree of longitude by the cosine of the latitude', () => {
    expect(distanceMetres({ lon: 115, lat: 60 }, { lon: 115.001, lat: 60 })).toBeCloseTo(55.6, 1);
  });

  it('is within 0.5 % of the ellipsoid between Shijiazhuang and Chengde', () => {
    const metres = distanceMetres({ lon: 114.4786, lat: 38.0414 }, { lon: 117.9588, lat: 40.9519 });
    expect(Math.abs(metres / vincentyMetres([114.4786, 38.0414], [117.9588, 40.9519]) - 1)).toBeLessThan(0.005);
  });

  it('goes the short way over the antimeridian', () => {
    expect(distanceMetres({ lon: 179.9, lat: 0 }, { lon: -179.9, lat: 0 })).toBeCloseTo(22_239, 0);
  });

  it('is zero to itself and the same both ways', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(distanceMetres(a, a)).toBe(0);
        expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 6);
      }),
    );
  });
});

describe('bearingDegrees', () => {
  it.each([
    [{ lon: 0, lat: 0.01 }, 0],
    [{ lon: 0.01, lat: 0 }, 90],
    [{ lon: 0, lat: -0.01 }, 180],
    [{ lon: -0.01, lat: 0 }, 270],
  ])('to %j', (by, expected) => {
    const to = { lon: dongguang.lon + by.lon, lat: dongguang.lat + by.lat };
    expect(bearingDegrees(dongguang, to)).toBeCloseTo(expected, 1);
  });

  it('stays below 360 just west of north', () => {
    const bearing = bearingDegrees(dongguang, { lon: dongguang.lon - 1e-9, lat: dongguang.lat + 0.01 });
    expect(bearing).toBeGreaterThan(359.9);
    expect(bearing).toBeLessThan(360);
  });
});

describe('compassPoint', () => {
  it.each([
    [0, 'N'],
    [22.4, 'N'],
    [22.6, 'NE'],
    [180, 'S'],
    [225, 'SW'],
    [337.6, 'N'],
    [360, 'N'],
    [-45, 'NW'],
    [765, 'NE'],
  ])('%d is %s', (degrees, point) => {
    expect(compassPoint(degrees)).toBe(point);
  });
});

describe('destination', () => {
  it('arrives at the distance and bearing asked for', () => {
    fc.assert(
      fc.property(
        position,
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 10, max: 100_000, noNaN: true }),
        (from, degrees, metres) => {
          const to = destination(from, degrees, metres);
          expect(Math.abs(to.lon)).toBeLessThanOrEqual(180);
          expect(Math.abs(distanceMetres(from, to) - metres)).toBeLessThan(0.01);
          const turned = Math.abs(bearingDegrees(from, to) - degrees);
          expect(Math.min(turned, 360 - turned)).toBeLessThan(0.01);
        },
      ),
    );
  });
});

/** Vincenty's inverse formula on WGS-84, as the reference that the sphere is held against. */
function vincentyMetres([lon1 = 0, lat1 = 0]: number[], [lon2 = 0, lat2 = 0]: number[]): number {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const b = a * (1 - f);
  const rad = Math.PI / 180;
  const [u1, u2] = [Math.atan((1 - f) * Math.tan(lat1 * rad)), Math.atan((1 - f) * Math.tan(lat2 * rad))];
  const l = (lon2 - lon1) * rad;
  let lambda = l;
  for (let i = 0; ; i += 1) {
    const sinSigma = Math.hypot(
      Math.cos(u2) * Math.sin(lambda),
      Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda),
    );
    const cosSigma = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinSigma;
    const cos2 = 1 - sinAlpha ** 2;
    const cos2m = cosSigma - (2 * Math.sin(u1) * Math.sin(u2)) / cos2;
    const c = (f / 16) * cos2 * (4 + f * (4 - 3 * cos2));
    const turn = cos2m + c * cosSigma * (2 * cos2m ** 2 - 1);
    lambda = l + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * turn);
    if (i < 20) continue;
    const square = (cos2 * (a * a - b * b)) / (b * b);
    const big = 1 + (square / 16384) * (4096 + square * (square * (320 - 175 * square) - 768));
    const small = (square / 1024) * (256 + square * (square * (74 - 47 * square) - 128));
    const inner =
      cosSigma * (2 * cos2m ** 2 - 1) - (small / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3);
    return b * big * (sigma - small * sinSigma * (cos2m + (small / 4) * inner));
  }
}
