import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import type { Volume } from '../../../geo/index.js';
import {
  atOnce,
  type Claim,
  deconflict as inSteps,
  type Deconfliction,
  type FlightCandidate,
  type Near,
  type ZoneCandidate,
} from './deconfliction.rules.js';

const deconflict = (plan: Claim, near: Near): Deconfliction => atOnce(inSteps(plan, near));

const at = (clock: string): Date => new Date(`2026-05-10T${clock}:00Z`);
const noConflict = { conflicts: [], reminders: [], displaces: [] };

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

const plan: Claim = {
  nature: 'ordinary',
  during: { from: at('08:00'), to: at('10:00') },
  volumes: [{ geometry: rectangle(116.0, 38.0, 116.02, 38.02), lowerMetres: 30, upperMetres: 120 }],
};

function flight(change: Partial<Volume>, during = plan.during): FlightCandidate {
  const [volume] = plan.volumes;
  if (volume === undefined) throw new Error('the plan has a volume');
  return { flightId: 'other', nature: 'ordinary', during, volumes: [{ ...volume, ...change }] };
}

function zone(change: Partial<ZoneCandidate>): ZoneCandidate {
  return {
    zoneId: 'zone',
    version: 1,
    name: '岳城水库饮用水水源保护区',
    rule: 'prohibited',
    authority: '示例市人民政府',
    geometry: rectangle(116.01, 38.01, 116.05, 38.05),
    lowerMetres: 0,
    during: {},
    applicability: [],
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
      {
        flightId: 'other',
        nature: 'ordinary',
        overlapMetres: 20,
        overlapMinutes: 30,
        overlapSquareMetres: expect.any(Number),
        overlapFrom: '2026-05-10T09:30:00.000Z',
        overlapTo: '2026-05-10T10:00:00.000Z',
      },
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

describe('deconflict by priority', () => {
  const natures = ['ordinary', 'emergency', 'special_emergency'] as const;

  it('lets a flight displace those of lower priority only, never one of its own or a higher', () => {
    for (const [mine, nature] of natures.entries()) {
      for (const [theirs, other] of natures.entries()) {
        const decision = deconflict({ ...plan, nature }, { flights: [{ ...flight({}), nature: other }], zones: [] });
        expect(decision.displaces).toHaveLength(mine > theirs ? 1 : 0);
        expect(decision.conflicts).toHaveLength(mine > theirs ? 0 : 1);
      }
    }
  });

  it('lets no priority into a prohibited zone', () => {
    expect(
      deconflict({ ...plan, nature: 'special_emergency' }, { flights: [], zones: [zone({})] }).conflicts,
    ).toHaveLength(1);
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

  it('looks at a zone that keeps hours only within them', () => {
    const open = (fromMinute: number, toMinute: number) =>
      zone({ applicability: [{ windows: [{ days: ['SUN'], fromMinute, toMinute, offsetMinutes: 480 }] }] });
    // The plan flies on a Sunday from 16:00 to 18:00 in China.
    expect(inside(open(0, 16 * 60))).toEqual(noConflict);
    expect(inside(open(17 * 60, 17 * 60 + 30)).conflicts).toMatchObject([
      { overlapMinutes: 30, overlapFrom: '2026-05-10T09:00:00.000Z', overlapTo: '2026-05-10T09:30:00.000Z' },
    ]);
  });

  it('lets a flight pass above a zone with a top', () => {
    expect(inside(zone({ upperMetres: 30 }))).toEqual(noConflict);
  });
});
