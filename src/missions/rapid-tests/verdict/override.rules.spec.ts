import { describe, expect, it } from '@jest/globals';
import { overrideRefusal } from './override.rules.js';
import { RAPID_TEST_VERDICTS } from '../run.codes.js';

describe('an opinion beside a verdict', () => {
  it('is another one', () => {
    for (const verdict of RAPID_TEST_VERDICTS)
      expect(overrideRefusal(verdict, verdict)).toBe('RAPID_TEST_OVERRIDE_SAME');
  });

  it('decides nothing about a run that cannot be relied on', () => {
    expect(overrideRefusal('invalid', 'exceeds')).toBe('RAPID_TEST_OVERRIDE_INVALID');
    expect(overrideRefusal('invalid', 'below')).toBe('RAPID_TEST_OVERRIDE_INVALID');
    expect(overrideRefusal('invalid', 'inconclusive')).toBeNull();
  });

  it('may be any other about a run that stands', () => {
    expect(overrideRefusal('exceeds', 'invalid')).toBeNull();
    expect(overrideRefusal('inconclusive', 'exceeds')).toBeNull();
    expect(overrideRefusal('below', 'exceeds')).toBeNull();
  });
});
