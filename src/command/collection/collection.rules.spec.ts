import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../commands/command-types.js';
import type { MapPolygon } from '../commands/map-geometry.js';
import { coveredShare, overlapsOf, sizeOf } from './collection.rules.js';

const ID = '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f';
const box = (west: number, south: number, width: number, height = width): MapPolygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + width, south],
      [west + width, south + height],
      [west, south + height],
      [west, south],
    ],
  ],
});
const sector = (sectorId: string, geometry: MapPolygon) => ({ sectorId, geometry });
const parse = (polygon: unknown) =>
  parseCommand({
    cmdId: ID,
    sessionId: ID,
    type: 'sector.put',
    v: 1,
    payload: { sectorId: ID, name: '北岸', unitId: ID, polygon },
  });

describe('sectors', () => {
  const square = box(116.5, 37.9, 0.01);

  it('that touch have nothing in common', () => {
    expect(overlapsOf(square, [sector('east', box(116.51, 37.9, 0.01)), sector('far', box(118, 38, 1))])).toEqual([]);
  });

  it('that lie over each other have their common ground, as large as it is', () => {
    const [half] = overlapsOf(square, [sector('half', box(116.505, 37.9, 0.01))]);
    expect(half?.sectorId).toBe('half');
    expect((half?.squareMetres ?? 0) / sizeOf(square).squareMetres).toBeCloseTo(0.5, 3);
  });

  it('are about as large as a tape measure would say', () => {
    const metresOfADegree = 111_195;
    const expected = 0.01 * metresOfADegree * 0.01 * metresOfADegree * Math.cos((37.905 * Math.PI) / 180);
    expect(sizeOf(square).squareMetres / expected).toBeCloseTo(1, 3);
    expect(sizeOf(square).positions).toBe(5);
  });
});

describe('what pictures cover', () => {
  const square = box(116.5, 37.9, 0.01);

  it('is unknown without pictures and with too many', () => {
    expect(coveredShare(square, [])).toBe('unknown');
    expect(
      coveredShare(
        square,
        Array.from({ length: 151 }, () => square),
      ),
    ).toBe('unknown');
  });

  it('counts ground that two pictures show once, and nothing beyond the sector', () => {
    expect(coveredShare(square, [box(116.5, 37.9, 0.005, 0.01)])).toBeCloseTo(0.5, 3);
    expect(coveredShare(square, [box(116.5, 37.9, 0.005, 0.01), box(116.5, 37.9, 0.005, 0.01)])).toBeCloseTo(0.5, 3);
    expect(coveredShare(square, [box(116.4, 37.8, 0.3)])).toBe(1);
    expect(coveredShare(square, [box(117, 37.8, 0.1)])).toBe(0);
  });

  it('is laid together at once for as many pictures as are taken', () => {
    const pictures = Array.from({ length: 150 }, (_, n) => box(116.5 + (n % 20) * 0.0005, 37.9 + n * 0.00006, 0.0007));
    const started = performance.now();
    expect(coveredShare(square, pictures)).toBeGreaterThan(0.5);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('a sector on its way in', () => {
  const ring = box(116, 38, 1).coordinates[0] ?? [];

  it('is a polygon', () => {
    expect(parse({ type: 'Polygon', coordinates: [ring] }).ok).toBe(true);
  });

  it.each([
    [
      'that crosses itself',
      {
        type: 'Polygon',
        coordinates: [
          [
            [116, 38],
            [117, 39],
            [117, 38],
            [116, 39],
            [116, 38],
          ],
        ],
      },
    ],
    ['without area', { type: 'Polygon', coordinates: [Array.from({ length: 4 }, () => [116, 38])] }],
    ['that does not close', { type: 'Polygon', coordinates: [[...ring.slice(0, 4), [116, 38.5]]] }],
    ['that is a point', { type: 'Point', coordinates: [116, 38] }],
    ['over a pole', { type: 'Polygon', coordinates: [[[0, 91], ...ring.slice(1, 4), [0, 91]]] }],
    ['that is none', null],
  ])('is refused %s', (_, polygon) => {
    expect(parse(polygon)).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
  });

  it('is refused quickly with a million positions', () => {
    const coordinates = [Array.from({ length: 1_000_000 }, () => [116, 38])];
    const started = performance.now();
    expect(parse({ type: 'Polygon', coordinates }).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
