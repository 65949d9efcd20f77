import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import fc from 'fast-check';
import { actionOf, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { atOnce } from '../../../src/missions/airspace/deconfliction/deconfliction.rules.js';
import {
  judgeWayline as judgedInSteps,
  type WaylineGround,
  type ZoneNear,
} from '../../../src/missions/waylines/checks/wayline-check.rules.js';
import { measureWayline } from '../../../src/missions/waylines/checks/wayline-measure.rules.js';
import { carries, droneOfModelKey } from '../../../src/missions/waylines/checks/wayline-model.rules.js';
import type { Wayline, WaylinePath } from '../../../src/missions/waylines/wayline.types.js';

const judgeWayline = (...asked: Parameters<typeof judgedInSteps>) => atOnce(judgedInSteps(...asked));

/** From 116.59 to 116.61, and from so many metres north of 37.9 to so many. */
function strip(from: number, to: number): Polygon {
  const [south, north] = [from, to].map((metres) => 37.9 + metres / 111_195.08);
  const corners = [[116.59, south], [116.61, south], [116.61, north], [116.59, north], [116.59, south]]; // prettier-ignore
  return { type: 'Polygon', coordinates: [corners as [number, number][]] };
}

/** Heights agree no better than this. */
const ROUNDING_METRES = 0.05;
const M3T = { type: 77, subType: 1 };
const volume = { geometry: strip(-100, 1_000), lowerMetres: 30, upperMetres: 120 };
const ground = (change: Partial<WaylineGround> = {}): WaylineGround => ({
  device: M3T,
  volumes: [volume],
  zones: [],
  ...change,
});
const flown = (heights: readonly [number, number], change: Partial<WaylinePath> = {}): Wayline =>
  waylineOf([pathOf([waypointAt(0, heights[0]), waypointAt(800, heights[1])], change)]);
const zone = (change: Partial<ZoneNear> = {}): ZoneNear => ({
  zoneId: 'z',
  name: '水源地',
  rule: 'prohibited',
  authority: '市政府',
  geometry: strip(300, 500),
  lowerMetres: 0,
  ...change,
});
const codes = (wayline: Wayline, on = ground()) => judgeWayline(wayline, on).findings.map(({ code }) => code);

describe('a wayline is judged', () => {
  it('against the volume: inside, on its edge, and beside it', () => {
    expect(judgeWayline(flown([30, 120]), ground()).refusal).toBeUndefined();
    expect(
      judgeWayline(flown([60, 60]), ground({ volumes: [{ ...volume, geometry: strip(0, 800) }] })).refusal,
    ).toBeUndefined();
    expect(
      judgeWayline(flown([60, 60]), ground({ volumes: [{ ...volume, geometry: strip(0, 700) }] })).refusal,
    ).toMatchObject({
      code: 'WAYLINE_LEAVES_VOLUME',
      legCount: 1,
      legs: [{ path: 0, point: 0, where: 'aside', outsideMetres: expect.closeTo(100, 0) }],
    });
  });

  it.each([
    ['above', [60, 140], (140 - 120 - ROUNDING_METRES) / 80],
    ['below', [10, 90], (30 - 10 - ROUNDING_METRES) / 80],
  ] as const)('against its height, climbing %s it', (where, heights, share) => {
    const metres = share * Math.hypot(800, 80);
    expect(judgeWayline(flown([...heights]), ground()).refusal).toMatchObject({
      legs: [{ where, outsideMetres: expect.closeTo(metres, 0) }],
    });
  });

  it('across volumes that lie side by side, or one on the other', () => {
    const beside = [
      { ...volume, geometry: strip(-10, 400) },
      { ...volume, geometry: strip(400, 900) },
    ];
    expect(judgeWayline(flown([60, 60]), ground({ volumes: beside })).refusal).toBeUndefined();
    const stacked = [
      { ...volume, upperMetres: 60 },
      { ...volume, lowerMetres: 60 },
    ];
    expect(judgeWayline(flown([40, 110]), ground({ volumes: stacked })).refusal).toBeUndefined();
    const gap = [
      { ...volume, geometry: strip(-10, 400) },
      { ...volume, geometry: strip(410, 900) },
    ];
    expect(judgeWayline(flown([60, 60]), ground({ volumes: gap })).refusal).toMatchObject({
      legs: [{ where: 'aside', outsideMetres: expect.closeTo(10, 0) }],
    });
  });

  it('by every one of its legs: exactly what sticks out is named', () => {
    const metres = fc.integer({ min: -300, max: 1_300 });
    fc.assert(
      fc.property(fc.array(metres, { minLength: 2, maxLength: 8 }), (places) => {
        const wayline = waylineOf([pathOf(places.map((north) => waypointAt(north, 60)))]);
        const { refusal } = judgeWayline(wayline, ground());
        const outside = places.slice(1).flatMap((to, i) => {
          const from = places[i] ?? to;
          const [south, north] = [Math.min(from, to), Math.max(from, to)];
          const inside = Math.max(0, Math.min(north, 1_000) - Math.max(south, -100));
          const isOut = north - south - inside > 0.5 || (north === south && (south < -100.5 || south > 1_000.5));
          return isOut ? [i] : [];
        });
        const named = refusal?.code === 'WAYLINE_LEAVES_VOLUME' ? refusal.legs.map(({ point }) => point) : [];
        expect(named).toEqual(outside);
      }),
    );
  });

  it('of one waypoint, too', () => {
    const single = (height: number) => waylineOf([pathOf([waypointAt(0, height)])]);
    expect(judgeWayline(single(60), ground()).refusal).toBeUndefined();
    expect(judgeWayline(single(10), ground()).refusal).toMatchObject({ legs: [{ point: 0, where: 'below' }] });
  });

  it('against the aircraft of the flight, and what that can carry', () => {
    expect(judgeWayline(flown([60, 60]), ground({ device: { type: 77, subType: 0 } })).refusal).toEqual({
      code: 'WAYLINE_FOR_OTHER_DRONE',
      waylineDrone: 'DJI Mavic 3T',
      deviceDrone: 'DJI Mavic 3E',
    });
    expect(codes(flown([60, 60]), ground({ device: undefined }))).toContain('device_unknown');
    // 67 is the camera of the Mavic 3T and, as an aircraft, the Matrice 30.
    expect([carries(M3T, 67), carries({ type: 67, subType: 1 }, 67)]).toEqual(['yes', 'no']);
    const matrice = { type: 89, subType: 0 };
    expect([carries(matrice, 43), carries(matrice, 65_534), carries(matrice, 53)]).toEqual([
      'unknown',
      'unknown',
      'no',
    ]);
    expect([droneOfModelKey('0-77-1'), droneOfModelKey('1-67-0'), droneOfModelKey(null)]).toEqual([
      M3T,
      undefined,
      undefined,
    ]);
  });

  it('against zones: prohibited ones refuse, others are told with the metres inside', () => {
    const near = judgeWayline(flown([60, 60]), ground({ zones: [zone()] }));
    expect(near.refusal).toMatchObject({
      code: 'WAYLINE_ENTERS_ZONE',
      zones: [{ zoneId: 'z', insideMetres: expect.closeTo(200, 0) }],
    });
    const told = judgeWayline(flown([60, 60]), ground({ zones: [zone({ rule: 'authorisation' })] }));
    expect(told.refusal).toBeUndefined();
    expect(told.findings).toContainEqual(expect.objectContaining({ code: 'zone_reached', weight: 'warning' }));
    expect(codes(flown([60, 60]), ground({ zones: [zone({ lowerMetres: 100 })] }))).toEqual(['terrain_unknown']);
  });

  it('honestly where heights are above the ellipsoid: unknown is no pass', () => {
    const ellipsoid = flown([600, 600], { heightMode: 'WGS84' });
    expect(judgeWayline(ellipsoid, ground()).refusal).toBeUndefined();
    expect(codes(ellipsoid)).toEqual(['height_datum_unknown']);
    expect(codes(ellipsoid, ground({ zones: [zone({ upperMetres: 200 })] }))).toContain('zone_height_unknown');
    expect(judgeWayline(ellipsoid, ground({ zones: [zone()] })).refusal?.code).toBe('WAYLINE_ENTERS_ZONE');
    const aside = ground({ volumes: [{ ...volume, geometry: strip(0, 700) }] });
    expect(judgeWayline(ellipsoid, aside).refusal).toMatchObject({ legs: [{ where: 'aside' }] });
    expect(codes(flown([60, 60], { heightMode: 'realTimeFollowSurface' }))).toEqual([]);
  });

  it('with a word about everything else that is open', () => {
    const { mission, paths } = flown([60, 60], { statedMetres: 500, statedSeconds: 10 });
    const high = { mission: { ...mission, payloads: [], takeOffHeightMetres: 130, returnHeightMetres: 150 }, paths };
    expect(codes(high)).toEqual([
      'payload_unknown',
      'terrain_unknown',
      'take_off_above_volume',
      'return_above_volume',
      'length_differs',
      'duration_differs',
    ]);
    const curved = { turn: { mode: 'toPointAndPassWithContinuityCurvature', dampingMetres: 5 }, straight: false };
    const wayline = waylineOf([pathOf([waypointAt(0, 60), waypointAt(400, 60, curved), waypointAt(800, 60)])]);
    expect(judgeWayline(wayline, ground()).findings).toContainEqual({
      code: 'curve_unknown',
      weight: 'unknown',
      details: { waypoints: 1 },
    });
  });
});

it('a wait is told apart from the way', () => {
  const hover = [groupOf(1, [actionOf('hover', { hoverTime: 12 })])];
  const wayline = waylineOf([pathOf([waypointAt(0, 60), waypointAt(100, 60, { groups: hover })])]);
  const { lengthMetres, movingSeconds, hoverSeconds } = measureWayline(wayline);
  expect([lengthMetres, movingSeconds, hoverSeconds]).toEqual([expect.closeTo(100, 3), expect.closeTo(15, 3), 12]);
});

describe('a wayline of thousands of waypoints through shapes of thousands of points', () => {
  const METRES = 111_195.08;
  /** A comb whose teeth every long leg crosses, ten kilometres wide. */
  const comb = (points: number): Polygon => {
    const half = points / 2;
    const upper = Array.from({ length: half }, (_, i): [number, number] => [
      116.5 + (0.2 * i) / (half - 1),
      38 + (i % 2 === 0 ? 3_000 : 200) / METRES,
    ]);
    const lower: [number, number][] = [[116.7, 37.9], [116.5, 37.9], upper[0] ?? [0, 0]]; // prettier-ignore
    return { type: 'Polygon', coordinates: [[...upper, ...lower]] };
  };
  const lanes = (count: number): Wayline =>
    waylineOf([
      pathOf(
        Array.from({ length: count }, (_, i) => ({
          ...waypointAt(0, 60),
          position: { lon: i % 4 < 2 ? 116.52 : 116.68, lat: 37.95 + (0.04 * i) / count },
        })),
      ),
    ]);

  it('is judged in steps, none of which keeps others waiting', () => {
    const geometry = comb(1_900);
    const zones = [0, 1, 2].map((nth) => zone({ zoneId: `z${nth}`, rule: 'authorisation', geometry }));
    const wayline = lanes(300);
    const judgement = () => judgedInSteps(wayline, ground({ volumes: [{ ...volume, geometry }], zones }));
    atOnce(judgement());
    const steps = judgement();
    const spent: number[] = [];
    for (let before = process.cpuUsage(); steps.next().done !== true; before = process.cpuUsage()) {
      const { user, system } = process.cpuUsage(before);
      spent.push((user + system) / 1_000);
    }
    expect(spent).toHaveLength(299 * 4);
    expect(Math.max(...spent)).toBeLessThan(50);
  });
});
