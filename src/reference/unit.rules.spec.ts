import { describe, expect, it } from '@jest/globals';
import { sameUnit } from './unit.rules.js';

describe('sameUnit', () => {
  it.each([
    ['mg/L', 'mg/l', true],
    ['mg/L', 'ｍｇ／Ｌ', true],
    ['mg/L', ' mg / L ', true],
    ['µg/L', 'μg/L', true],
    ['mL', 'ml', true],
    ['mg/L', 'µg/L', false],
    ['mg/L', 'Mg/L', false],
    ['mS/cm', 'MS/cm', false],
    ['mg/L', 'mg/kg', false],
    ['mg/L', '', false],
    ['ug/L', 'µg/L', false],
  ])('%s and %s: %p', (a, b, same) => {
    expect(sameUnit(a, b)).toBe(same);
  });
});
