import { describe, expect, it } from '@jest/globals';
import { lastExpiredDay, stretchesOf } from './retention.rules.js';

describe('the last day that has expired', () => {
  it.each([
    ['2026-05-20T00:00:00.000Z', 10, '2026-05-09'],
    ['2026-05-20T23:59:59.999Z', 10, '2026-05-09'],
    ['2026-05-21T00:00:00.000Z', 10, '2026-05-10'],
    ['2026-03-01T12:00:00.000Z', 30, '2026-01-29'],
  ])('at %s with %d days kept is %s, whose newest frame is older than that', (now, days, day) => {
    expect(lastExpiredDay(new Date(now), days)).toBe(day);
    const newest = new Date(`${day}T23:59:59.999Z`).getTime();
    expect((new Date(now).getTime() - newest) / 86_400_000).toBeGreaterThan(days);
  });
});

describe('removed stretches of a period', () => {
  const at = (text: string) => new Date(`2026-05-${text}Z`);

  it('joins days that follow each other and keeps to the period', () => {
    const period = { from: at('01T12:00:00'), to: at('06T06:00:00') };
    expect(stretchesOf(['2026-04-01', '2026-05-01', '2026-05-02', '2026-05-06', '2026-05-07'], period)).toEqual([
      { from: at('01T12:00:00'), to: at('03T00:00:00') },
      { from: at('06T00:00:00'), to: at('06T06:00:00') },
    ]);
  });

  it('has none where nothing was removed', () => {
    expect(stretchesOf(['2026-05-03'], { from: at('01T00:00:00'), to: at('03T00:00:00') })).toEqual([]);
  });
});
