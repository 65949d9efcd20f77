import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AircraftPower, performanceOf } from '../../equipment/index.js';
import { coldShareAt, judgeSorties, planSorties, sortiesFor } from './sortie.rules.js';

const RULES = { reserve: 0.3, coldSharePerDegree: 0.01, coldBelowCelsius: 15 };
const PERFORMANCE = performanceOf({ source: 'sheet', maxFlightMinutes: 40, batteriesPerFlight: 2 });
const battery = (nth: number, healthPercent: number | null) => ({
  assetCode: `B${nth}`,
  cycleCount: nth * 10,
  healthPercent,
});
const power = (over: Partial<AircraftPower> = {}): AircraftPower => ({
  performance: PERFORMANCE,
  batteries: [battery(1, 100), battery(2, 90), battery(3, 95), battery(4, 100)],
  statedBatteries: 6,
  ...over,
});
const hour = { minutes: 60, basis: 'period' } as const;

describe('how many flights a plan takes', () => {
  it.each([
    [28, 40, 0.3, 1],
    [28.1, 40, 0.3, 2],
    [60, 40, 0.3, 3],
    [60, 20, 0, 3],
    [0.5, 40, 0.3, 1],
    [0, 40, 0.3, 1],
  ])('%d minutes on %d usable ones with a reserve of %d: %d', (minutes, usable, reserve, sorties) => {
    expect(sortiesFor(minutes, usable, reserve)).toBe(sorties);
  });

  const minutes = fc.double({ min: 0, max: 1_440, noNaN: true });
  const usable = fc.double({ min: 1, max: 240, noNaN: true });
  const reserve = fc.double({ min: 0, max: 0.8, noNaN: true });
  const ordered = (arbitrary: fc.Arbitrary<number>) =>
    fc.tuple(arbitrary, arbitrary).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

  it('never falls with more minutes or more reserve, and never rises with better batteries', () => {
    fc.assert(
      fc.property(ordered(minutes), usable, reserve, ([less, more], pack, kept) => {
        expect(sortiesFor(less, pack, kept)).toBeLessThanOrEqual(sortiesFor(more, pack, kept));
      }),
    );
    fc.assert(
      fc.property(minutes, usable, ordered(reserve), (planned, pack, [less, more]) => {
        expect(sortiesFor(planned, pack, less)).toBeLessThanOrEqual(sortiesFor(planned, pack, more));
      }),
    );
    fc.assert(
      fc.property(minutes, ordered(usable), reserve, (planned, [worse, better], kept) => {
        expect(sortiesFor(planned, better, kept)).toBeLessThanOrEqual(sortiesFor(planned, worse, kept));
      }),
    );
  });

  it('gives every flight no more than it may use, and would not do with one less', () => {
    fc.assert(
      fc.property(minutes, usable, reserve, (planned, pack, kept) => {
        const sorties = sortiesFor(planned, pack, kept);
        const each = pack * (1 - kept);
        expect(sorties * each).toBeGreaterThanOrEqual(planned - 1e-6);
        expect(sorties === 1 || (sorties - 1) * each < planned).toBe(true);
      }),
    );
  });
});

describe('cold', () => {
  it.each([
    [20, 0],
    [15, 0],
    [5, 0.1],
    [-10, 0.25],
    [-100, 0.6],
  ])('at %d °C takes a share of %d', (celsius, share) => {
    expect(coldShareAt(celsius, RULES)).toBeCloseTo(share);
  });
});

describe('the batteries of a plan', () => {
  it('are reckoned by the weakest, in the cold, and two at a time', () => {
    const plan = planSorties(hour, power(), -10, RULES);
    expect(plan).toMatchObject({
      healthPercent: 90,
      coldShare: 0.25,
      usableMinutes: 27,
      sorties: 4,
      batteriesNeeded: 8,
      batteriesAtHand: 4,
      counted: 'registered',
      assumed: [],
    });
    expect(judgeSorties(plan)).toMatchObject({ verdict: 'caution', reason: 'batteries_short', value: 4, limit: 2 });
  });

  it('are enough only where nothing was assumed', () => {
    const short = { minutes: 20, basis: 'wayline' } as const;
    expect(judgeSorties(planSorties(short, power(), 20, RULES))).toMatchObject({ verdict: 'go', value: 1, limit: 2 });
    expect(judgeSorties(planSorties(short, power(), null, RULES))).toMatchObject({
      verdict: 'caution',
      reason: 'assumed',
    });
    const unread = planSorties(short, power({ batteries: [battery(1, 80), battery(2, null)] }), 20, RULES);
    expect([unread.healthPercent, unread.assumed]).toEqual([null, ['full_health']]);
  });

  it('are counted by what the register states where none is registered, and unknown where it says nothing', () => {
    const stated = planSorties(hour, power({ batteries: [] }), 20, RULES);
    expect([stated.batteriesAtHand, stated.counted, stated.assumed]).toEqual([6, 'stated', ['full_health']]);
    const unknown = planSorties(hour, power({ batteries: [], statedBatteries: null }), 20, RULES);
    expect(judgeSorties(unknown)).toMatchObject({ verdict: 'unknown', reason: 'batteries_unknown', value: 3 });
  });

  it.each([
    ['the kind has no figures', power({ performance: null }), 'value_unknown', 'unknown'],
    ['the aircraft is not registered', undefined, 'value_unknown', 'unknown'],
    ['there is less than one set', power({ batteries: [battery(1, 100)] }), 'batteries_short', 'no_go'],
  ])('are never a go where %s', (_, known, reason, verdict) => {
    expect(judgeSorties(planSorties(hour, known, 20, RULES))).toMatchObject({ reason, verdict });
  });
});
