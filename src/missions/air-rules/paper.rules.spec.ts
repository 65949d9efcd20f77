import { describe, expect, it } from '@jest/globals';
import { coversDays, holdsFor } from './paper.rules.js';

const during = { from: new Date('2026-03-02T23:00:00+08:00'), to: new Date('2026-03-03T00:00:00+08:00') };
const paper = (validFrom: string, validUntil: string | null) => ({ validFrom, validUntil });
const licence = (scope: string, validUntil: string | null = null) => ({
  kind: 'pilot_licence',
  scope,
  ...paper('2020-01-01', validUntil),
});

describe('papers', () => {
  it.each([
    ['nothing on record', [], 'unknown'],
    ['the very day, which is included', [paper('2026-03-02', '2026-03-02')], 'yes'],
    ['without end', [paper('2026-03-02', null)], 'yes'],
    ['ended the day before', [paper('2020-01-01', '2026-03-01')], 'no'],
    ['begins the day after', [paper('2026-03-03', null)], 'no'],
    ['one of two', [paper('2020-01-01', '2025-01-01'), paper('2026-01-01', '2026-12-31')], 'yes'],
  ] as const)('%s', (_, papers, answer) => {
    expect(coversDays(papers, during)).toBe(answer);
  });

  it.each([
    ['small', 'small', 'yes'],
    ['large', 'small', 'yes'],
    ['small', 'medium', 'no'],
    ['small', 'light', 'yes'],
  ] as const)('a licence for %s lets fly %s: %s', (scope, droneClass, answer) => {
    expect(holdsFor([licence(scope)], droneClass, during)).toBe(answer);
  });

  it('that were never recorded, or have ended, are no licence', () => {
    expect(holdsFor([], 'small', during)).toBe('no');
    expect(holdsFor([licence('large', '2026-03-01')], 'small', during)).toBe('no');
    expect(holdsFor([{ ...licence('large'), kind: 'tester_training' }], 'small', during)).toBe('no');
  });
});
