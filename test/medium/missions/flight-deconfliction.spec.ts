import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Polygon } from 'geojson';
import { boundingBox, boxesMeet, type Occupation, overlap } from '../../../src/geo/index.js';
import { AirspaceBench, type Outcome } from './airspace-bench.js';

const HOUR_MS = 3_600_000;
const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS;

function hours(from: number, to: number): Occupation['during'] {
  return { from: new Date(start + from * HOUR_MS), to: new Date(start + to * HOUR_MS) };
}

function ring(...points: [number, number][]): Polygon {
  const [first] = points;
  if (first === undefined) throw new Error('a ring has points');
  return { type: 'Polygon', coordinates: [[...points, first]] };
}

function square(west: number, south: number, side: number): Polygon {
  return ring([west, south], [west + side, south], [west + side, south + side], [west, south + side]);
}

function space(geometry: Polygon, band: [number, number] = [30, 120], during = hours(0, 2)): Occupation {
  return { during, volumes: [{ geometry, lowerMetres: band[0], upperMetres: band[1] }] };
}

const isAccepted = (outcome: Outcome): outcome is Extract<Outcome, { accepted: string }> => 'accepted' in outcome;

let bench: AirspaceBench;
beforeAll(async () => {
  bench = await AirspaceBench.start();
});
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

describe('plans that want the same air', () => {
  it('accepts exactly one of forty sent at once', async () => {
    const here = space(square(116.55, 37.88, 0.03));
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => bench.plan(here)));
    const accepted = outcomes.filter(isAccepted);
    expect(accepted).toHaveLength(1);
    const refused = outcomes.filter((outcome) => !isAccepted(outcome));
    expect(refused).toEqual(Array.from({ length: 39 }, () => ({ conflicts: [accepted[0]?.accepted] })));
    expect(await bench.count('flight')).toBe(1);
    expect(await bench.count('flight_volume')).toBe(1);
    expect(await bench.count('flight_decision')).toBe(2);
  });

  it('accepts exactly one even where the plans share only a corner of their areas', async () => {
    const corner = 0.05;
    const plans = [
      space(square(116.5, 37.8, corner)),
      space(square(116.549, 37.8, corner)),
      space(square(116.5, 37.849, corner)),
      space(square(116.549, 37.849, corner)),
    ];
    const outcomes = await Promise.all([...plans, ...plans, ...plans].map((plan) => bench.plan(plan)));
    expect(outcomes.filter(isAccepted)).toHaveLength(1);
  });

  it('needs no deadlock to be broken when large and small plans meet in every order', async () => {
    const before = await bench.deadlocks();
    const plans = Array.from({ length: 60 }, (_, index) => {
      const side = index % 3 === 0 ? 0.5 : 0.02;
      return space(square(116 + (index % 7) * 0.05, 38 + (index % 5) * 0.05, side), [30, 60 + index]);
    });
    const outcomes = await Promise.all(plans.map((plan) => bench.plan(plan)));
    expect(outcomes.filter(isAccepted).length).toBeGreaterThan(0);
    expect(await bench.deadlocks()).toBe(before);
  });
});

describe('a plan beside another', () => {
  const here = space(square(116.5, 37.8, 0.02));

  it.each([
    ['beside it', space(square(116.52, 37.8, 0.02))],
    ['above it', space(square(116.5, 37.8, 0.02), [120, 150])],
    ['after it', space(square(116.5, 37.8, 0.02), [30, 120], hours(2, 3))],
  ])('is accepted when it only touches, %s', async (_, other) => {
    expect(isAccepted(await bench.plan(here))).toBe(true);
    expect(isAccepted(await bench.plan(other))).toBe(true);
  });

  it.each([
    ['a metre of ground', space(square(116.51999, 37.8, 0.02))],
    ['a metre of height', space(square(116.5, 37.8, 0.02), [119, 150])],
    ['a minute', space(square(116.5, 37.8, 0.02), [30, 120], hours(2 - 1 / 60, 3))],
  ])('is refused when it shares %s', async (_, other) => {
    expect(isAccepted(await bench.plan(here))).toBe(true);
    expect(isAccepted(await bench.plan(other))).toBe(false);
  });

  it('is accepted again once the other gave its airspace back', async () => {
    const first = await bench.plan(here);
    if (!isAccepted(first)) throw new Error('the air was free');
    for (const state of ['cancelled', 'refused', 'landed', 'closed']) {
      await bench.setState(first.accepted, state);
      expect(await bench.check(here)).toBe('free');
    }
    for (const state of ['checked', 'applied', 'approved', 'cleared', 'airborne', 'nonconforming', 'contingent']) {
      await bench.setState(first.accepted, state);
      expect(await bench.check(here)).toBe('conflict');
    }
  });

  it('is only looked at by a check', async () => {
    expect(await bench.check(here)).toBe('free');
    expect(await bench.count('flight')).toBe(0);
    await bench.plan(here);
    expect(await bench.check(here)).toBe('conflict');
    expect(await bench.count('flight')).toBe(1);
  });

  it('is judged by each of its volumes', async () => {
    await bench.plan(here);
    const far = space(square(117.5, 38.8, 0.02));
    const both: Occupation = { ...far, volumes: [...far.volumes, ...here.volumes] };
    expect(isAccepted(await bench.plan(both))).toBe(false);
    expect(isAccepted(await bench.plan(far))).toBe(true);
  });
});

describe('any plans from any number of clients', () => {
  /** A triangle or an irregular star around a centre: shapes whose boxes say little about them. */
  const shape = fc
    .record({
      lon: fc.double({ min: 116.0, max: 116.2, noNaN: true }),
      lat: fc.double({ min: 38.0, max: 38.2, noNaN: true }),
      radii: fc.array(fc.double({ min: 0.002, max: 0.03, noNaN: true }), { minLength: 3, maxLength: 9 }),
      turn: fc.double({ min: 0, max: Math.PI, noNaN: true }),
    })
    .map(({ lon, lat, radii, turn }) =>
      ring(
        ...radii.map((radius, index): [number, number] => {
          const angle = turn + (2 * Math.PI * index) / radii.length;
          return [lon + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
        }),
      ),
    );
  const plan = fc
    .record({
      shapes: fc.array(shape, { minLength: 1, maxLength: 2 }),
      floor: fc.integer({ min: 0, max: 2 }),
      hour: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ shapes, floor, hour }) => ({
      during: hours(hour, hour + 1.5),
      volumes: shapes.map((geometry) => ({ geometry, lowerMetres: floor * 40, upperMetres: floor * 40 + 50 })),
    }));

  const boxesOverlap = (a: Occupation, b: Occupation): boolean =>
    a.during.from < b.during.to &&
    b.during.from < a.during.to &&
    a.volumes.some((one) =>
      b.volumes.some(
        (other) =>
          one.lowerMetres < other.upperMetres &&
          other.lowerMetres < one.upperMetres &&
          boxesMeet(boundingBox(one.geometry), boundingBox(other.geometry)),
      ),
    );

  it('never lets accepted plans overlap, and refuses none that does not overlap an accepted one', async () => {
    let boxOnly = 0;
    await fc.assert(
      fc
        .asyncProperty(fc.array(plan, { minLength: 40, maxLength: 60 }), async (plans) => {
          const outcomes = await Promise.all(plans.map((one) => bench.plan(one)));
          const accepted = plans.filter((_, index) => 'accepted' in (outcomes[index] ?? {}));
          const pairs = accepted.flatMap((a, index) => accepted.slice(index + 1).map((b) => [a, b] as const));
          expect(pairs.filter(([a, b]) => overlap(a, b) !== undefined)).toEqual([]);
          boxOnly += pairs.filter(([a, b]) => boxesOverlap(a, b)).length;
          const groundless = plans.filter(
            (one) => !accepted.includes(one) && accepted.every((other) => overlap(one, other) === undefined),
          );
          expect(groundless).toEqual([]);
        })
        .afterEach(() => bench.clear()),
      { numRuns: 12, endOnFailure: true },
    );
    expect(boxOnly).toBeGreaterThan(0);
  }, 120_000);
});
