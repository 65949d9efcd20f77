import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import type { Occupation, Volume } from '../../geo/index.js';
import {
  deconflict,
  LOCK_CELL_DEGREES,
  lockKeys,
  type FlightCandidate,
  type ZoneCandidate,
} from './deconfliction.rules.js';

const at = (clock: string): Date => new Date(`2026-05-10T${clock}:00Z`);
const noConflict = { conflicts: [], reminders: [] };

function rectangle(west: number, south: number, east: number, north: number): Polygon {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** Half of a square of the given side: the half below its falling diagonal, or the one above. */
function half(west: number, south: number, side: number, which: 'below' | 'above'): Polygon {
  const diagonal = [
    [west + side, south],
    [west, south + side],
  ];
  const corner = which === 'below' ? [west, south] : [west + side, south + side];
  return { type: 'Polygon', coordinates: [[corner, ...diagonal, corner]] };
}

const plan: Occupation = {
  during: { from: at('08:00'), to: at('10:00') },
  volumes: [{ geometry: rectangle(116.0, 38.0, 116.02, 38.02), lowerMetres: 30, upperMetres: 120 }],
};

function flight(change: Partial<Volume>, during = plan.during): FlightCandidate {
  const [volume] = plan.volumes;
  if (volume === undefined) throw new Error('the plan has a volume');
  return { flightId: 'other', during, volumes: [{ ...volume, ...change }] };
}

function zone(change: Partial<ZoneCandidate>): ZoneCandidate {
  return {
    zoneId: 'zone',
    name: '岳城水库饮用水水源保护区',
    rule: 'prohibited',
    authority: '示例市人民政府',
    geometry: rectangle(116.01, 38.01, 116.05, 38.05),
    lowerMetres: 0,
    during: {},
    ...change,
  };
}

const against = (other: FlightCandidate) => deconflict(plan, { flights: [other], zones: [] });
const inside = (other: ZoneCandidate) => deconflict(plan, { flights: [], zones: [other] });

describe('deconflict against flights', () => {
  it('says which flight, how many metres and how many minutes', () => {
    const other = flight(
      { geometry: rectangle(116.01, 38.01, 116.03, 38.03), lowerMetres: 100, upperMetres: 150 },
      { from: at('09:30'), to: at('11:00') },
    );
    expect(against(other).conflicts).toEqual([
      { flightId: 'other', overlapMetres: 20, overlapMinutes: 30, overlapSquareMetres: expect.any(Number) },
    ]);
  });

  it.each([
    ['an edge', flight({ geometry: rectangle(116.02, 38.0, 116.04, 38.02) })],
    ['a corner', flight({ geometry: rectangle(116.02, 38.02, 116.04, 38.04) })],
    ['a height', flight({ lowerMetres: 120, upperMetres: 200 })],
    ['an instant', flight({}, { from: at('10:00'), to: at('11:00') })],
  ])('lets flights touch in %s', (_, other) => {
    expect(against(other)).toEqual(noConflict);
  });

  it('accepts shapes of which only the boxes overlap', () => {
    const lower = {
      ...plan,
      volumes: [{ geometry: half(116, 38, 0.02, 'below'), lowerMetres: 0, upperMetres: 120 }],
    };
    const upper = flight({ geometry: half(116.001, 38.001, 0.02, 'above') });
    expect(deconflict(lower, { flights: [upper], zones: [] })).toEqual(noConflict);
  });
});

describe('deconflict against zones', () => {
  it('refuses a plan inside a prohibited zone, at every height where the zone has no top', () => {
    expect(inside(zone({})).conflicts).toMatchObject([{ zoneId: 'zone', overlapMetres: 90, overlapMinutes: 120 }]);
  });

  it('reminds of a zone that asks for a permission or sets a condition', () => {
    for (const rule of ['authorisation', 'conditional'] as const) {
      const { conflicts, reminders } = inside(zone({ rule }));
      expect(conflicts).toEqual([]);
      expect(reminders).toMatchObject([{ zoneId: 'zone', rule, authority: '示例市人民政府' }]);
    }
  });

  it('counts each part of a zone in several parts', () => {
    const coordinates = [rectangle(115, 37, 115.1, 37.1), rectangle(116.01, 38.01, 116.05, 38.05)].map(
      (part) => part.coordinates,
    );
    expect(inside(zone({ geometry: { type: 'MultiPolygon', coordinates } })).conflicts).toHaveLength(1);
    const [far] = coordinates;
    expect(inside(zone({ geometry: { type: 'MultiPolygon', coordinates: far ? [far] : [] } }))).toEqual(noConflict);
  });

  it('looks at a temporary zone only while it is in force', () => {
    expect(inside(zone({ during: { to: at('08:00') } }))).toEqual(noConflict);
    expect(inside(zone({ during: { from: at('10:00') } }))).toEqual(noConflict);
    expect(inside(zone({ during: { from: at('09:00') } })).conflicts).toMatchObject([{ overlapMinutes: 60 }]);
  });

  it('lets a flight pass above a zone with a top', () => {
    expect(inside(zone({ upperMetres: 30 }))).toEqual(noConflict);
  });
});

describe('lockKeys', () => {
  const volume = (geometry: Polygon): Volume => ({ geometry, lowerMetres: 0, upperMetres: 120 });
  const keysOf = (...box: [number, number, number, number]): number[] => lockKeys([volume(rectangle(...box))]);

  it('takes one key for a flight inside one cell, and a key per cell else', () => {
    expect(keysOf(116.001, 38.001, 116.005, 38.005)).toHaveLength(1);
    expect(keysOf(116.001, 38.001, 116.03, 38.03)).toHaveLength(4);
  });

  it('never takes more than 256 keys, whatever the area', () => {
    expect(keysOf(113, 36, 120, 43)).toEqual(Array.from({ length: 256 }, (_, key) => key));
    expect(keysOf(-180, -90, 180, 90)).toHaveLength(256);
  });

  it('keeps plans fifteen cells apart from waiting for each other', () => {
    const here = new Set(keysOf(116.001, 38.001, 116.005, 38.005));
    const cell = LOCK_CELL_DEGREES;
    for (let step = 1; step < 16; step += 1) {
      const east = keysOf(116.001 + step * cell, 38.001, 116.005 + step * cell, 38.005);
      expect(east.filter((key) => here.has(key))).toEqual([]);
    }
  });

  it('is sorted, within range, and shares a key wherever two plans share a point', () => {
    const box = fc
      .tuple(
        fc.double({ min: 113, max: 119, noNaN: true }),
        fc.double({ min: 36, max: 42, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
      )
      .map(([west, south, width, height]) => [west, south, west + width, south + height] as const);
    fc.assert(
      fc.property(box, box, (a, b) => {
        const [first, second] = [keysOf(...a), keysOf(...b)];
        expect(first).toEqual([...new Set(first)].sort((x, y) => x - y));
        expect(first.every((key) => key >= 0 && key < 256)).toBe(true);
        const meet = a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
        const share = first.some((key) => second.includes(key));
        expect(!meet || share).toBe(true);
      }),
    );
  });
});
