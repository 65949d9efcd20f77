import { describe, expect, it } from '@jest/globals';
import { calibrationState } from './calibration.rules.js';

describe('calibrationState', () => {
  it.each([
    ['valid', '2026-12-01T15:59:59Z'],
    ['lapsed', '2026-12-01T16:00:00Z'],
  ] as const)('is %s at %s when the last day in China is 2026-12-01', (state, at) => {
    expect(calibrationState({ result: 'pass', dueOn: '2026-12-01' }, new Date(at))).toBe(state);
  });

  it('is lapsed after a failed check and unknown without any', () => {
    const at = new Date('2026-11-23T00:00:00Z');
    expect(calibrationState({ result: 'fail', dueOn: '2027-12-01' }, at)).toBe('lapsed');
    expect(calibrationState(undefined, at)).toBe('unknown');
  });
});
