import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { geodesicArea, geodesicDistance, geodesicLength, geodesicPerimeter } from './geodesic.rules.js';
import { radians } from './plane.rules.js';

const A = 6_378_137;
const F = 1 / 298.257223563;
const E = Math.sqrt(F * (2 - F));

/** Area of the ellipsoid from the equator to a latitude, for each radian of longitude: the closed form of its zone. */
function zone(lat: number): number {
  const s = Math.sin(radians(lat));
  const b2 = (A * (1 - F)) ** 2;
  return (b2 / 2) * (s / (1 - (E * s) ** 2) + Math.log((1 + E * s) / (1 - E * s)) / (2 * E));
}

const box = (west: number, south: number, east: number, north: number, steps: number): Polygon => {
  const along = (from: number, to: number, at: (value: number) => number[]): number[][] =>
    Array.from({ length: steps }, (_, nth) => at(from + ((to - from) * nth) / steps));
  const ring = [
    ...along(west, east, (lon) => [lon, south]),
    ...along(south, north, (lat) => [east, lat]),
    ...along(east, west, (lon) => [lon, north]),
    ...along(north, south, (lat) => [west, lat]),
  ];
  return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
};

describe('areas and lengths on the ellipsoid', () => {
  it('of Antarctica, as GeographicLib publishes it', () => {
    const points = [
      [-63.1, -58],
      [-72.9, -74],
      [-71.9, -102],
      [-74.9, -102],
      [-74.3, -131],
      [-77.5, -163],
      [-77.4, 163],
      [-71.7, 172],
      [-65.9, 140],
      [-65.7, 113],
      [-66.6, 88],
      [-66.9, 59],
      [-69.8, 25],
      [-70.0, -4],
      [-71.0, -14],
      [-77.3, -33],
      [-77.9, -46],
      [-74.7, -61],
    ].map(([lat = 0, lon = 0]) => [lon, lat]);
    const antarctica: Polygon = { type: 'Polygon', coordinates: [[...points, points[0] ?? []]] };
    expect(geodesicPerimeter(antarctica)).toBeCloseTo(16_831_067.893, 2);
    expect(geodesicArea(antarctica) / 13_662_703_680_020.1).toBeCloseTo(1, 9);
  });

  it('of a box of a hundredth of a degree in Hebei, against the closed form of a zone', () => {
    const expected = radians(0.01) * (zone(37.89) - zone(37.88));
    expect(geodesicArea(box(116.54, 37.88, 116.55, 37.89, 50)) / expected).toBeCloseTo(1, 8);
  });

  it('leaves holes out', () => {
    const outer = box(116.54, 37.88, 116.55, 37.89, 1);
    const hole = box(116.542, 37.882, 116.544, 37.884, 1);
    const holed: Polygon = { type: 'Polygon', coordinates: [...outer.coordinates, ...hole.coordinates] };
    expect(geodesicArea(holed)).toBeCloseTo(geodesicArea(outer) - geodesicArea(hole), 6);
  });

  it('of a quarter of a meridian: 10,001,965.729 m', () => {
    expect(geodesicDistance({ lon: 116, lat: 0 }, { lon: 116, lat: 90 })).toBeCloseTo(10_001_965.729, 2);
    const line = [0, 30, 60, 90].map((lat) => [116, lat]);
    expect(geodesicLength({ type: 'LineString', coordinates: line })).toBeCloseTo(10_001_965.729, 2);
  });

  it('differs from the sphere by what the ellipsoid is flat', () => {
    const spherical = 6_371_008.8 ** 2 * radians(0.01) * (Math.sin(radians(37.89)) - Math.sin(radians(37.88)));
    const off = geodesicArea(box(116.54, 37.88, 116.55, 37.89, 1)) / spherical - 1;
    expect(Math.abs(off)).toBeGreaterThan(0.0005);
    expect(Math.abs(off)).toBeLessThan(0.005);
  });
});
