import { describe, expect, it } from '@jest/globals';
import { Instant } from './schemas.js';

describe('Instant', () => {
  it('takes the years 1900 to 2999 of UTC', () => {
    expect(Instant.parse('2026-05-01T08:00:00+08:00').toISOString()).toBe('2026-05-01T00:00:00.000Z');
    expect(Instant.parse('1900-01-01T00:00:00Z').getTime()).toBe(Date.UTC(1900, 0, 1));
    expect(Instant.safeParse('2999-12-31T23:59:59.999Z').success).toBe(true);
  });

  it.each([
    '9999-12-31T23:59:59-12:00',
    '2999-12-31T23:59:59-01:00',
    '1900-01-01T00:00:00+08:00',
    '0000-01-01T00:00:00Z',
  ])('refuses %s', (instant) => expect(Instant.safeParse(instant).success).toBe(false));
});
