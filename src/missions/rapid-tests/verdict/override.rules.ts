import type { RapidTestVerdict } from '../run.codes.js';

export type OverrideRefusal = 'RAPID_TEST_OVERRIDE_SAME' | 'RAPID_TEST_OVERRIDE_INVALID';

/** Why an opinion cannot stand beside a verdict; null when it can. What a flag makes unreliable nobody decides by opinion. */
export function overrideRefusal(verdict: RapidTestVerdict, opinion: RapidTestVerdict): OverrideRefusal | null {
  if (opinion === verdict) return 'RAPID_TEST_OVERRIDE_SAME';
  const decides = opinion === 'below' || opinion === 'exceeds';
  return verdict === 'invalid' && decides ? 'RAPID_TEST_OVERRIDE_INVALID' : null;
}
