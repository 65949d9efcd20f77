import { describe, expect, it } from '@jest/globals';
import { isDayFormat, isoOfSerial, serialOfIso } from './serial-date.rules.js';

describe('days as numbers', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [46_082, '2026-03-01'],
    [46_082.75, '2026-03-01 18:00:00'],
    [2_958_465, '9999-12-31'],
    [0, undefined],
    [-1, undefined],
    [2_958_466, undefined],
    [Number.NaN, undefined],
  ])('%d is %s', (serial, iso) => {
    expect(isoOfSerial(serial)).toBe(iso);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(isoOfSerial(0, 1904)).toBe('1904-01-01');
    expect(isoOfSerial(44_620, 1904)).toBe('2026-03-01');
  });

  it('gives the number of a day, where there is one', () => {
    expect(serialOfIso('2026-03-01')).toBe(46_082);
    expect(['2026-02-30', '1899-12-31', '2026-3-1', ''].map(serialOfIso)).not.toContainEqual(expect.any(String));
    expect(serialOfIso('1899-12-31')).toBeUndefined();
    expect(serialOfIso('2026-3-1')).toBeUndefined();
  });

  it.each([
    [14, undefined, true],
    [31, undefined, true],
    [2, undefined, false],
    [0, undefined, false],
    [164, 'yyyy\\-mm\\-dd', true],
    [165, 'yyyy"年"m"月"d"日"', true],
    [166, '0.00_);[Red]\\(0.00\\)', false],
    [167, '0" days"', false],
    [168, 'General', false],
    [169, '[$-804]h:mm', false],
  ])('format %i %s shows a day: %s', (id, code, isDay) => {
    expect(isDayFormat(id, code)).toBe(isDay);
  });
});
