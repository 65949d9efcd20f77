import { describe, expect, it } from '@jest/globals';
import { hoursOf, readingsOf, touching } from './search.rules.js';

const at = (time: string) => new Date(`2026-05-01T${time}Z`);

describe('hours of a search', () => {
  it('are all those that the period touches', () => {
    expect(hoursOf({ from: at('10:59:59.999'), to: at('12:00:00') })).toEqual([at('10:00:00'), at('11:00:00')]);
    expect(hoursOf({ from: at('10:00:00'), to: at('10:00:00.001') })).toEqual([at('10:00:00')]);
  });
});

describe('what is read of a device', () => {
  it('joins hours that follow each other, with a minute around, inside what may be seen', () => {
    const seen = [
      { from: at('09:30:00'), to: at('11:30:00') },
      { from: at('15:00:00'), to: at('15:00:30') },
    ];
    expect(readingsOf([at('10:00:00'), at('11:00:00'), at('15:00:00')], seen)).toEqual([
      { from: at('09:59:00'), to: at('11:30:00') },
      { from: at('15:00:00'), to: at('15:00:30') },
    ]);
    expect(readingsOf([at('13:00:00')], seen)).toEqual([]);
  });
});

describe('the periods in which a track has points', () => {
  const minuteOf = (minute: number) => new Date(Date.UTC(2026, 10, 28, 2, minute));
  const periods = [0, 10, 20].map((minute) => ({ from: minuteOf(minute), to: minuteOf(minute + 10) }));

  it.each([
    ['inside one', 11, 12, [1]],
    ['over two', 9, 10, [0, 1]],
    ['only before the end of one', 10, 10, [1]],
    ['beyond all', 30, 40, []],
    ['around all', -5, 60, [0, 1, 2]],
  ])('%s', (_what, first, last, touched) => {
    const found = touching(periods, { firstAt: minuteOf(first), lastAt: minuteOf(last) });
    expect(found).toEqual(touched.map((nth) => periods[nth]));
  });
});
