import { describe, expect, it } from '@jest/globals';
import { dueHead, pauseAfter, type Standing } from './timestamp.rules.js';

const NOW = new Date('2026-05-02T02:00:00Z');
const before = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const head = (size: number) => ({ size, signedAt: before(1) });
const standing = (over: Partial<Standing>): Standing => ({
  newest: head(9),
  ofDays: [],
  stamped: undefined,
  refusals: { count: 0, lastAt: null },
  ...over,
});

describe('the head that is due for a time stamp', () => {
  it.each([
    ['the newest, where there is none yet', standing({}), 9],
    ['none of an empty log', standing({ newest: head(0) }), undefined],
    ['none where nothing was signed', standing({ newest: undefined }), undefined],
    ['none within an hour', standing({ stamped: { size: 8, receivedAt: before(59) } }), undefined],
    ['the newest after an hour', standing({ stamped: { size: 8, receivedAt: before(60) } }), 9],
    ['none where the log has not grown', standing({ stamped: { size: 9, receivedAt: before(600) } }), undefined],
    [
      'the last of a day that has ended, within the hour too',
      standing({ ofDays: [head(3), head(5)], stamped: { size: 8, receivedAt: before(1) } }),
      3,
    ],
  ])('is %s', (_, known, size) => {
    expect(dueHead(known, NOW)?.size).toBe(size);
  });

  it('waits longer after each refusal, an hour at most', () => {
    expect([1, 2, 3, 7, 100].map((count) => pauseAfter(count) / 60_000)).toEqual([1, 2, 4, 60, 60]);
    const refused = (count: number, minutes: number) =>
      dueHead(standing({ ofDays: [head(3)], refusals: { count, lastAt: before(minutes) } }), NOW)?.size;
    expect([refused(1, 0.5), refused(1, 1), refused(3, 3), refused(3, 4), refused(50, 60)]).toEqual([
      undefined,
      3,
      undefined,
      3,
      3,
    ]);
  });
});
