import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import type { Occupation } from './volume.rules.js';
import { overlap } from './volume.rules.js';

const polygon = (...ring: number[][]): Polygon => ({ type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] });
const box = (x: number, y: number, width = 0.01, height = 0.01): Polygon =>
  polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);
const period = (fromMinute: number, toMinute: number) => ({
  from: new Date(Date.UTC(2026, 10, 23, 8, fromMinute)),
  to: new Date(Date.UTC(2026, 10, 23, 8, toMinute)),
});

interface Changes {
  geometry?: Polygon;
  lower?: number;
  upper?: number;
  during?: Occupation['during'];
}
const plan = ({
  geometry = box(115, 38),
  lower = 0,
  upper = 120,
  during = period(0, 60),
}: Changes = {}): Occupation => ({
  during,
  volumes: [{ geometry, lowerMetres: lower, upperMetres: upper }],
});

describe('overlap', () => {
  it('tells the height, time and ground that two plans share', () => {
    const other = plan({ geometry: box(115.005, 38.005), lower: 100, upper: 200, during: period(45, 90) });
    const shared = overlap(plan(), other);
    expect(shared?.overlapMetres).toBe(20);
    expect(shared?.overlapMinutes).toBe(15);
    // A quarter of 0.01 by 0.01 degree at 38 degrees north.
    expect(shared?.overlapSquareMetres).toBeCloseTo(555.975 * 555.975 * Math.cos((38.0075 * Math.PI) / 180), -1);
  });

  it('sees one plan inside another, and leaves out a hole', () => {
    const ring = box(115, 38, 0.03, 0.03);
    const frame: Polygon = { ...ring, coordinates: [...ring.coordinates, ...box(115.01, 38.01).coordinates] };
    const inner = overlap(plan({ geometry: ring }), plan({ geometry: box(115.01, 38.01) }));
    expect(inner?.overlapSquareMetres).toBeCloseTo(1_111.95 ** 2 * Math.cos((38.015 * Math.PI) / 180), -1);
    expect(overlap(plan({ geometry: frame }), plan({ geometry: box(115.01, 38.01) }))).toBeUndefined();
  });

  it.each<[string, Changes]>([
    ['beside it', { geometry: box(115.02, 38) }],
    ['at an edge', { geometry: box(115.01, 38) }],
    ['at a corner', { geometry: box(115.01, 38.01) }],
    ['at part of an edge', { geometry: box(115.003, 38.01, 0.002) }],
    ['above it', { lower: 120.5, upper: 200 }],
    ['at a height', { lower: 120, upper: 200 }],
    ['at a height, but for rounding', { lower: 119.99999999999999, upper: 200 }],
    ['later', { during: period(61, 90) }],
    ['at an instant', { during: period(60, 90) }],
    ['at no height at all', { lower: 50, upper: 50 }],
    ['at no time at all', { during: period(30, 30) }],
  ])('allows another plan %s', (_, changes) => {
    expect(overlap(plan(), plan(changes))).toBeUndefined();
    expect(overlap(plan(changes), plan())).toBeUndefined();
  });

  it('finds a strip of ten centimetres and one of ten centimetres of height', () => {
    const strip = overlap(plan(), plan({ geometry: box(115.01 - 1e-6, 38) }));
    expect(strip?.overlapSquareMetres).toBeCloseTo(0.111195 * 1_111.95 * Math.cos((38.005 * Math.PI) / 180), 0);
    expect(overlap(plan(), plan({ lower: 119.9, upper: 200 }))?.overlapMetres).toBeCloseTo(0.1, 9);
  });

  it('takes the pair of volumes that share most space', () => {
    const many: Occupation = {
      during: period(0, 60),
      volumes: [
        { geometry: box(115.009, 38), lowerMetres: 0, upperMetres: 120 },
        { geometry: box(115.002, 38), lowerMetres: 60, upperMetres: 120 },
        { geometry: box(116, 38), lowerMetres: 0, upperMetres: 120 },
      ],
    };
    expect(overlap(plan(), many)?.overlapMetres).toBe(60);
    expect(overlap(many, plan())).toEqual(overlap(plan(), many));
  });

  it('knows nothing to share with a plan without volumes', () => {
    expect(overlap(plan(), { during: period(0, 60), volumes: [] })).toBeUndefined();
  });
});

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('overlap of any two plans', () => {
  const radii = fc.array(fc.double({ min: 0.001, max: 0.01, noNaN: true }), { minLength: 3, maxLength: 12 });
  const anyPlan = fc
    .record({
      radii,
      lon: fc.double({ min: 115, max: 115.02, noNaN: true }),
      lat: fc.double({ min: 38, max: 38.02, noNaN: true }),
      lower: fc.integer({ min: 0, max: 100 }),
      thickness: fc.integer({ min: 1, max: 100 }),
      from: fc.integer({ min: 0, max: 50 }),
      minutes: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ radii: lengths, lon, lat, lower, thickness, from, minutes }) => {
      const corners = lengths.map((radius, i) => {
        const angle = (2 * Math.PI * i) / lengths.length;
        return [lon + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
      });
      const upper = lower + thickness;
      return plan({ geometry: polygon(...corners), lower, upper, during: period(from, from + minutes) });
    });

  it('is the same both ways', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (a, b) => {
        const [there, back] = [overlap(a, b), overlap(b, a)];
        expect(there?.overlapMetres).toBe(back?.overlapMetres);
        expect(there?.overlapMinutes).toBe(back?.overlapMinutes);
        expect(there?.overlapSquareMetres ?? 0).toBeCloseTo(back?.overlapSquareMetres ?? 0, 2);
      }),
    );
  });

  it('never arises between the two sides of a line, even with each its own rounded points on it', () => {
    const decimals = fc.constantFrom(7, 15);
    fc.assert(
      fc.property(share, share, share, share, decimals, (angle, length, on, beside, digits) => {
        const [dx, dy] = [Math.cos(angle * Math.PI), Math.sin(angle * Math.PI)];
        const along = (f: number, off: number) =>
          [115 + f * length * 0.02 * dx - off * dy, 38 + f * length * 0.02 * dy + off * dx].map((degrees) =>
            Number(degrees.toFixed(digits)),
          );
        const left = polygon(along(0, 0), along(on, 0), along(1, 0), along(1, 0.01), along(0, 0.01));
        const right = polygon(along(0, 0), along(beside, 0), along(1, 0), along(1, -0.01), along(0, -0.01));
        expect(overlap(plan({ geometry: left }), plan({ geometry: right }))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
