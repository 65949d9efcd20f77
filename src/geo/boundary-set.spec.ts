import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BoundarySet } from './boundary-set.js';
import type { BoundaryFeature, BoundaryLevel } from './boundary.types.js';
import { distanceToEdgeMetres } from './polygon.rules.js';

const unit = (adcode: string, level: BoundaryLevel, parent: string | undefined, ring: number[][]): BoundaryFeature => ({
  adcode,
  name: `unit ${adcode}`,
  level,
  parent,
  label: { lon: ring[0]?.[0] ?? NaN, lat: ring[0]?.[1] ?? NaN },
  geometry: { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] },
});
const box = (x1: number, y1: number, x2: number, y2: number) => [
  [x1, y1],
  [x2, y1],
  [x2, y2],
  [x1, y2],
];

// Two cities side by side; the west one has two counties with a slanting line between them, the east one a county.
const [south, north, east] = [
  unit('130101', 'county', '130100', [
    [115, 38],
    [115.5, 38],
    [115.5, 38.3],
    [115, 38.2],
  ]),
  unit('130102', 'county', '130100', [
    [115, 38.2],
    [115.5, 38.3],
    [115.5, 38.5],
    [115, 38.5],
  ]),
  unit('130201', 'county', '130200', box(115.5, 38, 116, 38.5)),
];
const province = unit('130000', 'province', undefined, box(115, 38, 116, 38.5));
const west = unit('130100', 'city', '130000', box(115, 38, 115.5, 38.5));
const eastCity = unit('130200', 'city', '130000', box(115.5, 38, 116, 38.5));
const all = [province, west, eastCity, south, north, east];
const set = new BoundarySet(all);

const adcodes = (position: { lon: number; lat: number }, within = set) => {
  const { county, city, province: top, nearBoundary, neighbours } = within.locate(position);
  return [county?.adcode, city?.adcode, top?.adcode, nearBoundary, neighbours.map(({ adcode }) => adcode)];
};

describe('locate', () => {
  it.each([
    ['the middle of a county', { lon: 115.25, lat: 38.1 }, ['130101', '130100', '130000', false, []]],
    ['beside another county', { lon: 115.25, lat: 38.245 }, ['130101', '130100', '130000', true, ['130102']]],
    ['across that line', { lon: 115.25, lat: 38.255 }, ['130102', '130100', '130000', true, ['130101']]],
    ['beside another city', { lon: 115.505, lat: 38.1 }, ['130201', '130200', '130000', true, ['130101']]],
    ['where three meet', { lon: 115.503, lat: 38.301 }, ['130201', '130200', '130000', true, ['130102', '130101']]],
    ['at the rim', { lon: 115.25, lat: 38.005 }, ['130101', '130100', '130000', true, []]],
    ['just outside', { lon: 115.25, lat: 37.995 }, [undefined, undefined, undefined, true, ['130101']]],
    ['far outside', { lon: 110, lat: 30 }, [undefined, undefined, undefined, false, []]],
  ])('%s', (_, position, expected) => {
    expect(adcodes(position)).toEqual(expected);
  });

  it('draws the line of nearness at one kilometre', () => {
    const degrees = (metres: number) => metres / 111_195.08;
    expect(set.locate({ lon: 115.25, lat: 38 + degrees(999) }).nearBoundary).toBe(true);
    expect(set.locate({ lon: 115.25, lat: 38 + degrees(1_001) }).nearBoundary).toBe(false);
  });

  it('gives units without their shapes', () => {
    expect(set.locate({ lon: 115.25, lat: 38.1 }).county).toEqual({
      adcode: '130101',
      name: 'unit 130101',
      level: 'county',
      parent: '130100',
      label: { lon: 115, lat: 38 },
    });
  });

  it('falls back to the city, then the province, in a gap between the counties', () => {
    const gappy = new BoundarySet([province, west, south, east]);
    expect(adcodes({ lon: 115.25, lat: 38.4 }, gappy)).toEqual([undefined, '130100', '130000', false, []]);
    expect(adcodes({ lon: 115.25, lat: 38.4 }, new BoundarySet([province, east]))).toEqual([
      undefined,
      undefined,
      '130000',
      false,
      [],
    ]);
  });

  it('takes the cities for the finest level where there are no counties', () => {
    const coarse = new BoundarySet([province, west, eastCity]);
    expect(adcodes({ lon: 115.499, lat: 38.1 }, coarse)).toEqual([undefined, '130100', '130000', true, ['130200']]);
  });

  it('does not go round in circles when parents do', () => {
    const loop = new BoundarySet([unit('130100', 'city', '130101', box(115, 38, 116, 39)), south]);
    expect(adcodes({ lon: 115.25, lat: 38.1 }, loop).slice(0, 3)).toEqual(['130101', '130100', undefined]);
  });

  it('knows nothing in an empty layer', () => {
    expect(new BoundarySet([]).locate({ lon: 115, lat: 38 })).toEqual({ nearBoundary: false, neighbours: [] });
  });
});

describe('locate at any position', () => {
  const counties = [south, north, east];
  const alone = counties.map((county) => new BoundarySet([county]));
  const coordinate = (min: number, max: number) =>
    fc.oneof(
      fc.double({ min, max, noNaN: true }),
      fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100),
    );
  const position = fc.record({ lon: coordinate(114.9, 116.1), lat: coordinate(37.9, 38.6) });

  it('finds one county inside the province and none outside, on shared lines and corners too', () => {
    const shared = fc.double({ min: 0, max: 1, noNaN: true }).map((t) => ({ lon: 115 + t / 2, lat: 38.2 + t / 10 }));
    fc.assert(
      fc.property(fc.oneof(position, shared), ({ lon, lat }) => {
        const holding = alone.filter((single) => single.locate({ lon, lat }).county);
        const inside = lon >= 115 && lon < 116 && lat >= 38 && lat < 38.5;
        expect(holding).toHaveLength(inside ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('calls near exactly what is within a kilometre of an edge', () => {
    fc.assert(
      fc.property(position, (at) => {
        const metres = Math.min(...counties.map(({ geometry }) => distanceToEdgeMetres(geometry, at)));
        fc.pre(Math.abs(metres - 1_000) > 1);
        expect(set.locate(at).nearBoundary).toBe(metres < 1_000);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the units of a set', () => {
  it('are found by adcode and level, with the shape on request', () => {
    expect(set.unit('130100')?.name).toBe('unit 130100');
    expect(set.unit('999999')).toBeUndefined();
    expect(set.units('city').map(({ adcode }) => adcode)).toEqual(['130100', '130200']);
    expect(set.feature('130101')).toEqual(south);
    expect(set.feature('999999')).toBeUndefined();
  });
});
