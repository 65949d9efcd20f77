import { describe, expect, it } from '@jest/globals';
import { beginningOf, daysToClose, nextHead, periodOfDay } from './head.rules.js';

const begin = beginningOf('audit_head', 'a');

describe('a head', () => {
  it('is of its kind and subject, and of every column that has a value', () => {
    expect(beginningOf('audit_head', 'b')).not.toEqual(begin);
    expect(beginningOf('custody_head', 'a')).not.toEqual(begin);
    const head = nextHead(begin, { id: 1, details: { b: null, a: 1 } });
    expect(nextHead(begin, { details: { a: 1, b: null }, id: 1, later: null })).toEqual(head);
    expect(nextHead(begin, { details: { a: 1 }, id: 1 })).not.toEqual(head);
    expect(nextHead(begin, { id: 1, details: { b: null, a: 1 }, later: 0 })).not.toEqual(head);
  });
});

describe('days', () => {
  it('are those of China', () => {
    expect(periodOfDay('2026-03-02')).toEqual({
      from: new Date('2026-03-01T16:00:00Z'),
      to: new Date('2026-03-02T16:00:00Z'),
    });
  });

  it('are closed one after the other, a quarter of an hour after their end', () => {
    const now = new Date('2026-03-03T16:15:00Z');
    const first = new Date('2026-03-01T15:59:00Z');
    expect(daysToClose(undefined, first, now)).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
    expect(daysToClose('2026-03-02', first, now)).toEqual(['2026-03-03']);
    expect(daysToClose('2026-03-02', first, new Date(now.getTime() - 1))).toEqual([]);
    expect(daysToClose('2026-03-03', first, now)).toEqual([]);
    expect(daysToClose(undefined, undefined, now)).toEqual([]);
  });
});
