import { describe, expect, it } from '@jest/globals';
import { performanceOf } from '../../../equipment/index.js';
import type { WeatherReading, WeatherValues } from './weather.js';
import { coldest, covers, judgeWeather } from './weather.rules.js';

const at = (clock: string) => new Date(`2026-07-01T${clock}:00+08:00`);
const FLIGHT = { from: at('09:30'), to: at('11:00') };
const NOTHING: WeatherValues = {
  windMetresPerSecond: null,
  gustMetresPerSecond: null,
  rainfall: null,
  celsius: null,
  visibilityMetres: null,
};
const reading = (values: Partial<WeatherValues>, from = '09:00', to = '11:00', name = 'A'): WeatherReading => ({
  source: 'file',
  name,
  basis: 'forecast',
  during: { from: at(from), to: at(to) },
  saidAt: at('06:00'),
  distanceMetres: 1_000,
  values: { ...NOTHING, ...values },
});
const LIMITS = {
  performance: performanceOf({
    source: 's',
    maxWindMetresPerSecond: 12,
    minCelsius: -10,
    maxCelsius: 40,
    fliesInRain: true,
  }),
  furthestMetres: 1_000,
  beyondSight: 'no',
} as const;

const judged = (readings: readonly WeatherReading[], limits: Parameters<typeof judgeWeather>[2] = LIMITS) =>
  Object.fromEntries(judgeWeather(readings, FLIGHT, limits).map((finding) => [finding.item, finding]));

describe('the weather of a flight', () => {
  it.each([
    ['wind', { windMetresPerSecond: 8.3 }, 'go'],
    ['wind', { windMetresPerSecond: 8.5 }, 'caution'],
    ['wind', { windMetresPerSecond: 12 }, 'caution'],
    ['wind', { windMetresPerSecond: 12.1 }, 'no_go'],
    ['gust', { gustMetresPerSecond: 13 }, 'no_go'],
    ['rain', { rainfall: 0 }, 'go'],
    ['rain', { rainfall: 2 }, 'caution'],
    ['rain', { rainfall: 3 }, 'no_go'],
    ['temperature', { celsius: -10.1 }, 'no_go'],
    ['temperature', { celsius: -8 }, 'caution'],
    ['temperature', { celsius: 20 }, 'go'],
    ['temperature', { celsius: 38 }, 'caution'],
    ['temperature', { celsius: 40.1 }, 'no_go'],
    ['visibility', { visibilityMetres: 999 }, 'no_go'],
    ['visibility', { visibilityMetres: 2_999 }, 'caution'],
    ['visibility', { visibilityMetres: 3_000 }, 'go'],
  ] as const)('%s of %j: %s', (item, values, verdict) => {
    expect(judged([reading(values)])[item]).toMatchObject({ verdict, reading: { name: 'A' } });
  });

  it('is unknown in every item that nobody tells', () => {
    for (const finding of judgeWeather([], FLIGHT, LIMITS))
      expect(finding).toMatchObject({ verdict: 'unknown', reason: 'value_unknown', value: null, reading: null });
    expect(judged([reading({ windMetresPerSecond: 2 })])['gust']).toMatchObject({ verdict: 'unknown' });
  });

  it('is unknown where the kind has no limit, except that no rain harms nobody', () => {
    const calm = { windMetresPerSecond: 0, gustMetresPerSecond: 0, rainfall: 0, celsius: 20, visibilityMetres: 50_000 };
    const found = judged([reading(calm)], { ...LIMITS, performance: null });
    expect(Object.values(found).map(({ item, verdict }) => [item, verdict])).toEqual([
      ['wind', 'unknown'],
      ['gust', 'unknown'],
      ['rain', 'go'],
      ['temperature', 'unknown'],
      ['visibility', 'go'],
    ]);
    expect(judged([reading({ rainfall: 1 })], { ...LIMITS, performance: null })['rain']?.verdict).toBe('unknown');
  });

  it('is the worst that any source says of any part of the flight', () => {
    const found = judged([
      reading({ windMetresPerSecond: 2 }, '09:00', '10:00', 'A'),
      reading({ windMetresPerSecond: 13 }, '10:00', '11:00', 'A'),
      reading({ windMetresPerSecond: 5 }, '09:00', '11:00', 'B'),
    ]);
    expect(found['wind']).toMatchObject({ verdict: 'no_go', value: 13, limit: 12, reading: { name: 'A' } });
  });

  it('is no go for a flight that is told in part only, and stays a no-go where a part forbids it', () => {
    expect(judged([reading({ windMetresPerSecond: 2 }, '09:00', '10:59')])['wind']).toMatchObject({
      verdict: 'unknown',
      reason: 'partly_covered',
      value: 2,
    });
    expect(judged([reading({ windMetresPerSecond: 20 }, '09:00', '10:00')])['wind']?.verdict).toBe('no_go');
  });

  it('asks to see the aircraft only of who flies within sight, and cannot tell without a take-off point', () => {
    const haze = [reading({ visibilityMetres: 900 })];
    expect(judged(haze, { ...LIMITS, beyondSight: 'yes' })['visibility']?.verdict).toBe('caution');
    expect(judged(haze, { ...LIMITS, beyondSight: 'unknown' })['visibility']?.verdict).toBe('no_go');
    expect(judged(haze, { ...LIMITS, furthestMetres: null })['visibility']).toMatchObject({
      reason: 'take_off_unknown',
    });
  });

  it('is as cold as its coldest part, if all of it is told', () => {
    const readings = [reading({ celsius: 4 }, '09:00', '10:00'), reading({ celsius: -3 }, '10:00', '12:00')];
    expect(coldest(readings, FLIGHT)).toBe(-3);
    expect(coldest(readings.slice(1), FLIGHT)).toBeNull();
    expect(coldest([], FLIGHT)).toBeNull();
  });
});

describe('stretches of time', () => {
  it.each([
    [[['09:00', '11:00']], true],
    [
      [
        ['10:00', '11:00'],
        ['09:00', '10:00'],
      ],
      true,
    ],
    [
      [
        ['09:00', '10:00'],
        ['10:01', '11:00'],
      ],
      false,
    ],
    [[['09:31', '11:00']], false],
    [[], false],
  ] as const)('%j cover a flight: %s', (stretches, isCovered) => {
    expect(
      covers(
        stretches.map(([from, to]) => reading({}, from, to)),
        FLIGHT,
      ),
    ).toBe(isCovered);
  });
});
