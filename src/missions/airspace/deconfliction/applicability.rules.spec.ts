import { describe, expect, it } from '@jest/globals';
import { activeSpans, type Applicable, hullOf, WEEKDAYS } from './applicability.rules.js';

const at = (text: string): Date => new Date(text);
const week = { from: at('2026-05-11T00:00:00Z'), to: at('2026-05-18T00:00:00Z') };
const hours = (fromMinute: number, toMinute: number, offsetMinutes: number, days = ['MON']): Applicable => ({
  windows: [{ days: WEEKDAYS.filter((day) => days.includes(day)), fromMinute, toMinute, offsetMinutes }],
});
const spans = (applicability: Applicable[], asked = week) =>
  activeSpans(applicability, {}, asked).map(({ from, to }) => `${from.toISOString()} ${to.toISOString()}`);

describe('activeSpans', () => {
  it('is all that is asked where nothing limits it', () => {
    expect(activeSpans([], {}, week)).toEqual([week]);
    expect(activeSpans([], { from: at('2026-05-12T00:00:00Z') }, week)).toEqual([
      { from: at('2026-05-12T00:00:00Z'), to: week.to },
    ]);
    expect(activeSpans([], { to: week.from }, week)).toEqual([]);
  });

  it('keeps the hours of each weekday on the clocks of its place', () => {
    // 2026-05-11 is a Monday; in China it begins at 16:00 UTC of the Sunday.
    expect(spans([hours(8 * 60, 18 * 60, 0)])).toEqual(['2026-05-11T08:00:00.000Z 2026-05-11T18:00:00.000Z']);
    expect(spans([hours(9 * 60, 18 * 60, 480)])).toEqual(['2026-05-11T01:00:00.000Z 2026-05-11T10:00:00.000Z']);
    expect(spans([hours(0, 60, 480, ['MON', 'SUN'])])).toEqual([
      '2026-05-16T16:00:00.000Z 2026-05-16T17:00:00.000Z',
      '2026-05-17T16:00:00.000Z 2026-05-17T17:00:00.000Z',
    ]);
  });

  it('runs over midnight, and over the whole day where it ends as it begins', () => {
    expect(spans([hours(22 * 60, 2 * 60, 0)])).toEqual(['2026-05-11T22:00:00.000Z 2026-05-12T02:00:00.000Z']);
    expect(spans([hours(0, 0, 0)])).toEqual(['2026-05-11T00:00:00.000Z 2026-05-12T00:00:00.000Z']);
    expect(spans([hours(22 * 60, 2 * 60, 0, ['SUN'])])).toEqual([
      '2026-05-11T00:00:00.000Z 2026-05-11T02:00:00.000Z',
      '2026-05-17T22:00:00.000Z 2026-05-18T00:00:00.000Z',
    ]);
  });

  it('joins what overlaps, and applies windows only within their period', () => {
    expect(spans([hours(8 * 60, 10 * 60, 0), hours(9 * 60, 12 * 60, 0)])).toEqual([
      '2026-05-11T08:00:00.000Z 2026-05-11T12:00:00.000Z',
    ]);
    const late: Applicable = { ...hours(8 * 60, 10 * 60, 0, [...WEEKDAYS]), from: '2026-05-17T00:00:00.000Z' };
    expect(spans([late])).toEqual(['2026-05-17T08:00:00.000Z 2026-05-17T10:00:00.000Z']);
  });
});

describe('hullOf', () => {
  it('is open where one of the periods is', () => {
    const from = '2026-01-01T00:00:00.000Z';
    const to = '2026-02-01T00:00:00.000Z';
    expect(
      hullOf([
        { from, to, windows: [] },
        { from: to, windows: [] },
      ]),
    ).toEqual({ from: at(from) });
    expect(hullOf([{ to, windows: [] }])).toEqual({ to: at(to) });
  });
});
