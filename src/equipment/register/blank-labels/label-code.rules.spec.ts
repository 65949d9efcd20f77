import { describe, expect, it } from '@jest/globals';
import { asLabelCode, LABEL_FORM, newLabelCode } from './label-code.rules.js';

/** Deterministic, and every sign comes up. */
function picker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const codes = Array.from({ length: 300 }, (_, seed) => newLabelCode(picker(seed + 1)));

describe('the code of a label printed ahead', () => {
  it('has its own form, without signs that are taken for others', () => {
    for (const code of codes) {
      expect(code).toMatch(LABEL_FORM);
      expect(code.slice(3)).not.toMatch(/[ILOU]/);
      expect(asLabelCode(code)).toBe(code);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is known in small letters and with the signs that people mistake', () => {
    const code = codes.find((one) => one.includes('0') && one.includes('1')) ?? '';
    const typed = ` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `;
    expect(asLabelCode(typed)).toBe(code);
  });

  it('is not taken for another when one sign is wrong', () => {
    const wrong = codes
      .slice(0, 50)
      .flatMap((code) =>
        [3, 4, 5, 6, 8, 9, 10, 11].flatMap((at) =>
          Array.from(
            '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
            (sign) => code.slice(0, at) + sign + code.slice(at + 1),
          ).filter((other) => other !== code),
        ),
      );
    expect(wrong.length).toBe(50 * 8 * 31);
    expect(wrong.filter((other) => asLabelCode(other) !== undefined)).toEqual([]);
  });

  it.each(['HB-UAV-0001', 'TZ-12345678', 'TZ-1234-567', '', 'TZ-1234-567U'])('is not %j', (text) => {
    expect(asLabelCode(text)).toBeUndefined();
  });
});
