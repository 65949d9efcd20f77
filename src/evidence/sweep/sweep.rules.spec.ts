import { describe, expect, it } from '@jest/globals';
import { digestBytes } from '../../platform/index.js';
import { isSweepDue, mayRemainsGo, pauseMs, type Reading, verdictOf } from './sweep.rules.js';

const bytes = Buffer.from('the bytes of the day they came');
const expected = digestBytes(bytes);
const read = (found: Buffer): Reading => ({ state: 'read', digests: digestBytes(found) });
const flipped = Buffer.from(bytes);
flipped.writeUInt8(flipped.readUInt8(3) ^ 1, 3);

describe('an original read again', () => {
  it.each([
    ['intact', read(bytes)],
    ['changed', read(flipped)],
    ['changed', read(Buffer.concat([bytes, Buffer.from('x')]))],
    ['truncated', read(bytes.subarray(0, 5))],
    ['truncated', read(Buffer.alloc(0))],
    ['missing', { state: 'missing' }],
    ['unreadable', { state: 'unreadable' }],
    ['changed', { state: 'read', digests: { ...expected, sm3: '0'.repeat(64) } }],
  ] as const)('is %s', (verdict, reading) => expect(verdictOf(expected, reading)).toBe(verdict));
});

describe('the next sweep', () => {
  const began = new Date('2026-11-01T00:00:00Z');
  it.each([
    [null, '2026-11-01T00:00:00Z', true],
    [began, '2026-10-01T00:00:00Z', true],
    [began, '2026-11-07T23:59:59Z', false],
    [began, '2026-11-08T00:00:00Z', true],
  ])('after %s at %s: %s', (last, now, due) => expect(isSweepDue(last, 168, new Date(now))).toBe(due));
});

describe('the pace', () => {
  it.each([
    [1_000, 0, 1_000],
    [1_000, 400, 600],
    [1_000, 3_000, 0],
  ])('%d bytes after %d ms wait %d ms', (amount, elapsed, pause) =>
    expect(pauseMs(amount, elapsed, 1_000)).toBeCloseTo(pause),
  );
});

describe('bytes without a record', () => {
  const at = (day: string): Date => new Date(`2026-${day}T00:00:00Z`);
  it.each([
    ['found thirty days ago', at('03-02'), at('03-01'), at('01-01'), true],
    ['found a day later', at('03-03'), at('03-01'), at('01-01'), false],
    ['of a store that does not say when they came', at('03-02'), undefined, at('01-01'), false],
    ['that came before the database was known', at('03-02'), at('03-01'), at('03-02'), false],
    ['beside a database that has forgotten something', at('03-02'), at('03-01'), undefined, false],
  ] as const)('%s', (_, foundAt, storedAt, unbrokenSince, goes) =>
    expect(mayRemainsGo({ foundAt, storedAt, unbrokenSince }, at('04-01'), 30)).toBe(goes),
  );
});
