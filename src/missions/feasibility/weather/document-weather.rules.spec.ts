import { describe, expect, it } from '@jest/globals';
import { answerFrom, rainfallLevel } from './document-weather.rules.js';
import { readWeatherDocument } from './weather-document.js';

const HOUR = {
  from: '2026-07-01T09:00:00+08:00',
  to: '2026-07-01T10:00:00+08:00',
  windMetresPerSecond: 4.2,
  rainMillimetresPerHour: 3,
};
const DOCUMENT = {
  format: 'skydocket-weather/1',
  source: '气象台',
  issuedAt: '2026-07-01T06:00:00+08:00',
  places: [
    { lon: 116.5, lat: 37.9, hours: [HOUR] },
    { lon: 114.5, lat: 38, hours: [{ ...HOUR, windMetresPerSecond: 9 }] },
  ],
};
const QUESTION = {
  place: { lon: 116.51, lat: 37.9 },
  during: { from: new Date('2026-07-01T09:30:00+08:00'), to: new Date('2026-07-01T09:50:00+08:00') },
  now: new Date('2026-07-01T09:00:00+08:00'),
};
const LIMITS = { maxAgeMs: 12 * 3_600_000, reachMetres: 20_000 };

const read = (over: Record<string, unknown> = {}) => readWeatherDocument(JSON.stringify({ ...DOCUMENT, ...over }));
const answer = (over: Record<string, unknown> = {}, question: Partial<typeof QUESTION> = {}) => {
  const found = read(over);
  if (!found.ok) throw new Error(found.fault);
  return answerFrom('file', found.document, { ...QUESTION, ...question }, LIMITS);
};

describe('a weather document', () => {
  it('tells the hours of its nearest place', () => {
    expect(answer()).toMatchObject({
      state: 'used',
      readings: [
        {
          name: '气象台',
          basis: 'forecast',
          values: { windMetresPerSecond: 4.2, rainfall: 2, gustMetresPerSecond: null, celsius: null },
        },
      ],
    });
    expect(answer({ observed: true }).readings[0]?.basis).toBe('observed');
  });

  it.each([
    ['stale', { issuedAt: '2026-06-30T20:59:59+08:00' }, {}],
    ['invalid', { issuedAt: '2026-07-01T09:10:01+08:00' }, {}],
    ['absent', { places: [] }, {}],
    ['too_far', {}, { place: { lon: 117, lat: 39 } }],
    ['other_time', {}, { during: { from: new Date('2026-07-02T01:00:00Z'), to: new Date('2026-07-02T02:00:00Z') } }],
  ])('says nothing of a flight when it is %s', (state, over, question) => {
    expect(answer(over, question)).toMatchObject({ state, readings: [] });
  });

  it.each([
    ['an older format', { format: 'skydocket-weather/0' }, 'format'],
    ['knots', { places: [{ lon: 116, lat: 38, hours: [{ ...HOUR, windKnots: 8 }] }] }, 'places.0.hours.0'],
    [
      'a number in words',
      { places: [{ lon: 116, lat: 38, hours: [{ ...HOUR, windMetresPerSecond: '4,2' }] }] },
      'windMetres',
    ],
    [
      'a sentinel',
      { places: [{ lon: 116, lat: 38, hours: [{ ...HOUR, temperatureCelsius: 32767 }] }] },
      'temperatureCelsius',
    ],
    [
      'kelvin',
      { places: [{ lon: 116, lat: 38, hours: [{ ...HOUR, temperatureCelsius: 295 }] }] },
      'temperatureCelsius',
    ],
    ['hours that run backwards', { places: [{ lon: 116, lat: 38, hours: [{ ...HOUR, to: HOUR.from }] }] }, 'to'],
    ['an instant without a zone', { issuedAt: '2026-07-01T06:00:00' }, 'issuedAt'],
    ['a place that is none on Earth', { places: [{ lon: 200, lat: 38, hours: [] }] }, 'places.0.lon'],
  ])('with %s is refused, by its place', (_, over, place) => {
    const found = read(over);
    expect(found).toMatchObject({ ok: false });
    expect(found.ok ? '' : found.fault).toContain(place);
  });

  it.each(['', '{', '[]', 'null', '<html></html>'])('is not %j', (json) => {
    expect(readWeatherDocument(json).ok).toBe(false);
  });

  it.each([
    [0, 0],
    [0.1, 1],
    [2.5, 2],
    [8, 3],
  ])('with %d mm in the hour tells rain of level %d', (millimetres, level) => {
    expect(rainfallLevel(millimetres)).toBe(level);
  });
});
