import { describe, expect, it } from '@jest/globals';
import { deviceCountOf, reasonOf, verdictOf } from './completeness.rules.js';
import type { FrameCount, FrameGap } from './frames.rules.js';
import type { StatedReason } from './gap-reason.repository.js';

const gap = (from: number, to: number, frames = 1): FrameGap => ({ from, to, frames, after: null, before: null });
const reason = (fromNumber: number, toNumber: number, id = 'r'): StatedReason => ({
  id,
  flightId: 'f',
  fromNumber,
  toNumber,
  code: 'test_shot',
  statement: '试拍',
  statedBy: 'u',
  stater: { name: '李明' },
  statedAt: new Date(0),
});
const count = (over: Partial<FrameCount>): FrameCount => ({
  files: 10,
  frames: 10,
  unnumbered: 0,
  gaps: [],
  restarts: 0,
  ...over,
});
const silent = { announced: 0, expected: null };

describe('the reason of a gap', () => {
  it('is the newest that covers all of it', () => {
    expect(reasonOf(gap(4, 6), [reason(4, 6, 'new'), reason(1, 9, 'old')])?.id).toBe('new');
    expect(reasonOf(gap(4, 6), [reason(4, 5), reason(1, 9, 'whole')])?.id).toBe('whole');
    expect(reasonOf(gap(4, 6), [reason(4, 5)])).toBeUndefined();
    expect(reasonOf(gap(9_999, 1), [reason(9_998, 2, 'over')])?.id).toBe('over');
    expect(reasonOf(gap(9_999, 1), [reason(1, 9_999)])).toBeUndefined();
  });
});

describe('the device’s own count', () => {
  const during = { from: new Date('2026-03-01T02:00:00Z'), to: new Date('2026-03-01T02:30:00Z') };
  const file = (takenText: string | null, flightId: string | null = 'task', expectedCount: number | null = 6) => ({
    takenText,
    flightId,
    expectedCount,
  });

  it('is that of the files taken on the flight, once a task', () => {
    const inside = '2026-03-01T10:10:00';
    expect(deviceCountOf([file(inside), file(inside), file(inside, 'other', 2)], [], during)).toEqual({
      announced: 3,
      expected: 8,
    });
    expect(deviceCountOf([file(inside, null), file(inside, 'task', null)], [], during)).toEqual({
      announced: 2,
      expected: null,
    });
    const outside = [file('2026-03-01T10:30:00'), file('2026-03-01T02:10:00'), file(null), file('yesterday')];
    expect(deviceCountOf(outside, [], during)).toEqual({ announced: 0, expected: null });
  });

  it('is also what a dock said of its task: the greater number, each task once', () => {
    const task = { taskId: 'task', mediaCount: 7 };
    expect(deviceCountOf([], [task], during)).toEqual({ announced: 0, expected: 7 });
    expect(deviceCountOf([file('2026-03-01T10:10:00')], [task], during).expected).toBe(7);
    expect(deviceCountOf([file('2026-03-01T10:10:00', 'task', 9)], [task], during).expected).toBe(9);
    expect(deviceCountOf([], [task, { taskId: 'second', mediaCount: 0 }], during).expected).toBe(7);
  });
});

describe('a flight', () => {
  it.each([
    ['complete', count({}), silent, []],
    ['complete', count({}), { announced: 10, expected: 10 }, []],
    ['unexplained', count({}), { announced: 12, expected: null }, []],
    ['unexplained', count({}), { announced: 0, expected: 11 }, []],
    ['unexplained', count({ gaps: [gap(4, 4)] }), silent, []],
    ['explained', count({ gaps: [gap(4, 4)] }), silent, [reason(4, 4)]],
    ['explained', count({ gaps: [gap(4, 4)] }), { announced: 0, expected: 11 }, [reason(4, 4)]],
    ['unexplained', count({ gaps: [gap(4, 4), gap(6, 7, 2)] }), silent, [reason(4, 4)]],
    ['unknown', count({ frames: 0, unnumbered: 10 }), silent, []],
    ['unknown', count({ frames: 1 }), silent, []],
    ['unknown', count({ restarts: 1 }), silent, []],
    ['complete', count({ frames: 0, unnumbered: 10 }), { announced: 10, expected: 10 }, []],
  ] as const)('is %s', (verdict, frames, device, reasons) => {
    expect(verdictOf(frames, device, reasons)).toBe(verdict);
  });
});
