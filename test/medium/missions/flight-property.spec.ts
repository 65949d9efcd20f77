import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { feature, featureCollection } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import * as fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import { type Occupation, TOUCH_METRES } from '../../../src/geo/index.js';
import type { TaskNature } from '../../../src/missions/air-rules/flight-facts.js';
import { VolumesInput } from '../../../src/missions/flights/flight-volume.schemas.js';
import { AirspaceBench, type Outcome } from './airspace-bench.js';

const HOUR_MS = 3_600_000;
const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS;
const METRES_PER_DEGREE = 111_195;
/** Parts about as thin as a touch may be rounding, on either side: of them the judge of this test says nothing. */
const SURELY_TOUCHING_METRES = TOUCH_METRES / 2;
const SURELY_WIDER_METRES = TOUCH_METRES * 2;

interface Plan {
  readonly nature: TaskNature;
  readonly space: Occupation;
}

type Verdict = 'apart' | 'overlap' | 'unsure';

/** A second opinion, by a general library and plain arithmetic, on shapes, bands and hours as they were asked for. */
function verdictOn(a: Occupation, b: Occupation): Verdict {
  const isApartInTime = a.during.to <= b.during.from || b.during.to <= a.during.from;
  if (isApartInTime) return 'apart';
  const verdicts = a.volumes.flatMap((one) =>
    b.volumes.map((other): Verdict => {
      if (one.upperMetres <= other.lowerMetres || other.upperMetres <= one.lowerMetres) return 'apart';
      const widths = sharedWidthsMetres(one.geometry as Polygon, other.geometry as Polygon);
      if (widths.some((metres) => metres > SURELY_WIDER_METRES)) return 'overlap';
      return widths.every((metres) => metres < SURELY_TOUCHING_METRES) ? 'apart' : 'unsure';
    }),
  );
  if (verdicts.includes('overlap')) return 'overlap';
  return verdicts.includes('unsure') ? 'unsure' : 'apart';
}

/** Mean width of each part that the two share: its area over half its edge. */
function sharedWidthsMetres(a: Polygon, b: Polygon): number[] {
  const shared = intersect(featureCollection([feature(a), feature(b)]))?.geometry;
  if (!shared) return [];
  const parts = shared.type === 'Polygon' ? [shared.coordinates] : shared.coordinates;
  return parts.map((rings) => {
    const measured = rings.map(measure);
    const areas = measured.map(({ squareMetres }) => squareMetres);
    const outer = areas.shift() ?? 0;
    const edge = measured.reduce((sum, { metres }) => sum + metres, 0);
    return edge === 0 ? 0 : (2 * (outer - areas.reduce((sum, hole) => sum + hole, 0))) / edge;
  });
}

function measure(ring: readonly Position[]): { squareMetres: number; metres: number } {
  const perLon = METRES_PER_DEGREE * Math.cos((38 * Math.PI) / 180);
  const [ox = 0, oy = 0] = ring[0] ?? [];
  const points = ring.map(([x = 0, y = 0]) => [(x - ox) * perLon, (y - oy) * METRES_PER_DEGREE] as const);
  const sides = points.slice(1).map(([x, y], i) => [points[i]?.[0] ?? 0, points[i]?.[1] ?? 0, x, y] as const);
  const twice = sides.reduce((sum, [fromX, fromY, x, y]) => sum + fromX * y - x * fromY, 0);
  const metres = sides.reduce((sum, [fromX, fromY, x, y]) => sum + Math.hypot(x - fromX, y - fromY), 0);
  return { squareMetres: Math.abs(twice) / 2, metres };
}

const GOES_FIRST: Readonly<Record<TaskNature, number>> = { ordinary: 0, emergency: 1, special_emergency: 2 };
const before = (a: Plan, b: Plan): boolean => GOES_FIRST[a.nature] > GOES_FIRST[b.nature];

const lon = fc.double({ min: 116, max: 116.16, noNaN: true });
const lat = fc.double({ min: 38, max: 38.12, noNaN: true });
const metres = fc.integer({ min: 200, max: 1_500 });

const circle = fc
  .record({ lon, lat, radiusMetres: metres })
  .map(({ radiusMetres, ...centre }) => ({ circle: { centre, radiusMetres } }));
const corridor = fc
  .record({
    lon,
    lat,
    turns: fc.array(fc.double({ min: -0.8, max: 0.8, noNaN: true }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ lon: x, lat: y, turns }) => {
    const line: [number, number][] = [[x, y]];
    let heading = turns.length;
    for (const turn of turns) {
      heading += turn;
      const [px, py] = line.at(-1) ?? [x, y];
      line.push([px + 0.012 * Math.cos(heading), py + 0.012 * Math.sin(heading)]);
    }
    return { corridor: { line, widthMetres: 300 } };
  });
/** Fields of a chess board: neighbours share an edge, point for point. */
const field = fc
  .record({ column: fc.integer({ min: 0, max: 7 }), row: fc.integer({ min: 0, max: 5 }) })
  .map(({ column, row }) => {
    const [west, south, east, north] = [column, row, column + 1, row + 1].map(
      (n, i) => (i % 2 === 0 ? 116 : 38) + n / 50,
    );
    const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]; // prettier-ignore
    return { geometry: { type: 'Polygon' as const, coordinates: [ring as number[][]] } };
  });

/** Half of the bands and of the periods only touch their neighbours. */
const plan = fc
  .record({
    nature: fc.constantFrom<TaskNature>('ordinary', 'ordinary', 'ordinary', 'emergency', 'special_emergency'),
    shapes: fc.array(fc.oneof(circle, corridor, field), { minLength: 1, maxLength: 2 }),
    floor: fc.integer({ min: 0, max: 2 }),
    deep: fc.constantFrom(40, 50),
    hour: fc.integer({ min: 0, max: 2 }),
    long: fc.constantFrom(1, 1.5),
  })
  .map(({ nature, shapes, floor, deep, hour, long }): Plan => ({
    nature,
    space: {
      during: { from: new Date(start + hour * HOUR_MS), to: new Date(start + (hour + long) * HOUR_MS) },
      volumes: VolumesInput.parse(
        shapes.map((shape) => ({ ...shape, lowerMetres: floor * 40, upperMetres: floor * 40 + deep })),
      ),
    },
  }));

let bench: AirspaceBench;
beforeAll(async () => {
  bench = await AirspaceBench.start();
});
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

interface Settled extends Plan {
  readonly outcome: Outcome;
}

/** What is wrong with what became of two plans that were both accepted. */
function faultOf(a: Settled, b: Settled, verdict: Verdict): string | undefined {
  if (!('accepted' in a.outcome && 'accepted' in b.outcome)) return undefined;
  const displaced =
    a.outcome.displaces.includes(b.outcome.accepted) || b.outcome.displaces.includes(a.outcome.accepted);
  if (verdict === 'apart') return displaced ? 'displaced by one that is apart' : undefined;
  if (verdict === 'unsure') return undefined;
  if (GOES_FIRST[a.nature] === GOES_FIRST[b.nature]) return 'two of one priority overlap';
  const [higher, lower] = before(a, b) ? [a, b] : [b, a];
  const isTold =
    'accepted' in lower.outcome &&
    'accepted' in higher.outcome &&
    higher.outcome.displaces.includes(lower.outcome.accepted);
  return isTold ? undefined : 'a lower one was accepted over a higher one, or not displaced by it';
}

describe('any plans of any priority and shape from forty clients', () => {
  it('are settled as a second opinion on each pair says', async () => {
    const seen = { accepted: 0, refused: 0, displaced: 0, touching: 0 };
    await fc.assert(
      fc
        .asyncProperty(fc.array(plan, { minLength: 40, maxLength: 60 }), async (plans) => {
          const settled = await Promise.all(
            plans.map(async (one): Promise<Settled> => ({ ...one, outcome: await bench.plan(one.space, one.nature) })),
          );
          const accepted = settled.filter(({ outcome }) => 'accepted' in outcome);
          const faults = accepted.flatMap((a, i) =>
            accepted.slice(i + 1).map((b) => faultOf(a, b, verdictOn(a.space, b.space))),
          );
          expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
          for (const one of settled) {
            if ('accepted' in one.outcome) continue;
            const inTheWay = accepted.filter(
              (other) => !before(one, other) && verdictOn(one.space, other.space) !== 'apart',
            );
            expect(inTheWay.length).toBeGreaterThan(0);
            const named = new Set(inTheWay.map(({ outcome }) => ('accepted' in outcome ? outcome.accepted : '')));
            expect(one.outcome.conflicts.filter((id) => !named.has(id))).toEqual([]);
          }
          const displaced = accepted.flatMap(({ outcome }) =>
            'accepted' in outcome ? outcome.displaces.map((id) => `${id} by ${outcome.accepted}`) : [],
          );
          const hits = (await bench.hits()) as { flightId: string; byFlightId: string; outcome: string }[];
          expect(hits.map(({ flightId, byFlightId }) => `${flightId} by ${byFlightId}`).sort()).toEqual(
            displaced.sort(),
          );
          expect(hits.every(({ outcome }) => outcome === 'blocked')).toBe(true);
          seen.accepted += accepted.length;
          seen.refused += plans.length - accepted.length;
          seen.displaced += displaced.length;
          seen.touching += accepted.filter((a) =>
            accepted.some((b) => a.space.volumes[0]?.upperMetres === b.space.volumes[0]?.lowerMetres),
          ).length;
        })
        .afterEach(() => bench.clear()),
      { numRuns: 10, endOnFailure: true },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  }, 240_000);

  it.each([
    ['a polygon', { geometry: { type: 'Polygon', coordinates: [[[179.99, 38], [-179.99, 38], [-179.99, 38.02], [179.99, 38.02], [179.99, 38]]] } }], // prettier-ignore
    ['a circle', { circle: { centre: { lon: 179.999, lat: 38 }, radiusMetres: 500 } }],
    ['a corridor', { corridor: { line: [[179.99, 38], [-179.99, 38]], widthMetres: 100 } }], // prettier-ignore
  ])('are refused across the antimeridian: %s', async (_, shape) => {
    const across = (): Occupation => ({
      during: { from: new Date(start), to: new Date(start + HOUR_MS) },
      volumes: VolumesInput.parse([{ ...shape, lowerMetres: 0, upperMetres: 40 }]),
    });
    await expect(Promise.resolve().then(() => bench.plan(across()))).rejects.toMatchObject({
      code: 'POLYGON_ANTIMERIDIAN',
    });
    expect(await bench.count('flight')).toBe(0);
  });
});
