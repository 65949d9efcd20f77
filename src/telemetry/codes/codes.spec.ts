import { describe, expect, it } from '@jest/globals';
import { readCodeTable } from './code-table.js';
import { explainHealth } from './health-codes.js';
import { explainResult } from './result-codes.js';

describe('what devices mean by their numbers', () => {
  it.each([
    [0, true, 'done'],
    [316009, true, 'aircraft battery under 30 %'],
    // In the field, and in no list of the maker.
    [314004, false, 'unknown result 314004'],
    [-1, false, 'unknown result -1'],
  ])('result %i', (code, known, en) => expect(explainResult(code)).toMatchObject({ code, known, en }));

  it.each([
    ['0x16020001', true, 'IMU fault, restart the aircraft'],
    ['0x1a010040', true, 'vision sensor below left not connected'],
    ['0x16FFFFFF', false, 'flight controller: unknown warning 0x16FFFFFF'],
    ['0x99000000', false, 'unknown warning 0x99000000'],
    ['nonsense', false, 'unknown warning nonsense'],
  ])('health %s', (code, known, en) => expect(explainHealth(code)).toMatchObject({ code, known, en }));

  it.each([
    ['0x1AFD0040', 'vision: ', true],
    ['0x16FFFFFF', 'flight controller: ', null],
  ])('health %s grounds the aircraft where the maker says so', (code, part, grounds) => {
    const explained = explainHealth(code);
    expect(explained.en.startsWith(part)).toBe(true);
    expect(explained.grounds).toBe(grounds);
  });

  it('tells part and kind of fault of codes without words of their own', () =>
    expect(explainHealth('0x1B07000E')).toMatchObject({ known: true, zh: expect.stringMatching(/^导航：./) }));

  it.each(['results', 'health', 'health-kinds', 'health-parts'] as const)(
    'the list %s has words in both languages',
    (name) => {
      const words = [...readCodeTable(name).values()];
      expect(words.length).toBeGreaterThan(10);
      expect(words.filter(({ zh, en }) => zh === '' || en === '')).toEqual([]);
    },
  );

  it('has a meaning for every published result', () => expect(readCodeTable('results').size).toBe(444));
});
