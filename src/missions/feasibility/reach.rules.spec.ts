import { describe, expect, it } from '@jest/globals';
import { performanceOf } from '../../equipment/index.js';
import { circle } from '../../geo/index.js';
import { furthestMetres, judgeReach } from './reach.rules.js';

const HOME = { lon: 116.5, lat: 37.9 };
const volume = (metres: number) => ({ geometry: circle(HOME, metres), lowerMetres: 0, upperMetres: 120 });
const FULL = performanceOf({
  source: 'sheet',
  maxFlightMetres: 20_000,
  cruiseMetresPerSecond: 10,
  linkMetres: 8_000,
  maxMetresPerSecond: 15,
  ceilingMetres: 6_000,
});
const SORTIES = { usableMinutes: 40, reserve: 0.5 };
const REACH = { furthestMetres: 2_000, upperMetres: 120, waylineMetresPerSecond: null };

const judge = (
  over: Partial<typeof REACH> | { waylineMetresPerSecond: number } = {},
  performance: typeof FULL | null = FULL,
) =>
  Object.fromEntries(
    judgeReach({ ...REACH, ...over }, performance, SORTIES, 2_900).map((finding) => [
      finding.item,
      [finding.verdict, finding.reason, finding.value, finding.limit],
    ]),
  );

describe('the farthest point of a flight', () => {
  it('is a corner of its volumes, from where it takes off', () => {
    expect(furthestMetres(HOME, [volume(300), volume(1_200)])).toBeGreaterThan(1_190);
    expect(furthestMetres(HOME, [volume(300), volume(1_200)])).toBeLessThan(1_210);
    expect(furthestMetres(null, [volume(300)])).toBeNull();
    expect(furthestMetres(HOME, [])).toBeNull();
  });
});

describe('reach', () => {
  it('goes there and back on the shorter of what is published and what the batteries give, the reserve kept', () => {
    expect(judge()).toEqual({
      distance: ['go', 'within_limit', 4_000, 10_000],
      link: ['go', 'within_limit', 2_000, 8_000],
      height: ['go', 'within_limit', 120, 6_000],
    });
    expect(judge({}, { ...FULL, cruiseMetresPerSecond: 5 })['distance']).toEqual(['go', 'within_limit', 4_000, 6_000]);
  });

  it.each([
    [3_600, 'caution', 'near_limit'],
    [5_001, 'no_go', 'beyond_limit'],
    [null, 'unknown', 'take_off_unknown'],
  ])('with the farthest point at %s m: %s', (furthest, verdict, reason) => {
    expect(judge({ furthestMetres: furthest } as never)['distance']?.slice(0, 2)).toEqual([verdict, reason]);
  });

  it('is unknown, never a go, where the kind has no figures', () => {
    for (const [verdict, reason] of Object.values(judge({ waylineMetresPerSecond: 10 }, null)))
      expect([verdict, reason]).toEqual(['unknown', 'limit_unknown']);
  });

  it.each([
    [15, 'go'],
    [15.1, 'no_go'],
  ])('at %d m/s on the wayline: %s', (waylineMetresPerSecond, verdict) => {
    expect(judge({ waylineMetresPerSecond })['speed']?.[0]).toBe(verdict);
  });

  it.each([
    [3_100, 'go', 'within_limit'],
    [3_101, 'caution', 'ground_unknown'],
    [6_001, 'no_go', 'beyond_limit'],
  ])('at %d m above ground: %s', (upperMetres, verdict, reason) => {
    expect(judge({ upperMetres })['height']?.slice(0, 2)).toEqual([verdict, reason]);
  });
});
