import { describe, expect, it } from '@jest/globals';
import { Day, Id, Instant, text } from './schemas.js';

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

describe('Day', () => {
  it.each(['1900-01-01', '2028-02-29', '2999-12-31'])('takes %s', (day) => expect(Day.parse(day)).toBe(day));

  it.each(['0000-01-01', '0001-01-01', '1899-12-31', '3000-01-01', '2026-02-30', '2026-2-3'])('refuses %s', (day) =>
    expect(Day.safeParse(day).success).toBe(false),
  );
});

describe('Id', () => {
  it('is what the database gives back, however it is written', () => {
    expect(Id.parse('01890A5D-AC96-774B-BCCE-B302099A8057')).toBe('01890a5d-ac96-774b-bcce-b302099a8057');
  });
});

describe('text', () => {
  it('is trimmed and of whole characters', () => {
    expect(text(10).parse(' 南运河😀 ')).toBe('南运河😀');
    for (const unstorable of ['a\ud800b', 'a\0b', 'a\ufffeb', 'a\uffffb'])
      expect(text(10).safeParse(unstorable).success).toBe(false);
  });
});
