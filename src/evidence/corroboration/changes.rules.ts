import type { Check, Corroboration, Verdict } from './corroboration.types.js';

export interface VerdictChange {
  readonly check: Check;
  /** Null where there was no such check before. */
  readonly from: Verdict | null;
  readonly to: Verdict;
}

/** What a later run found otherwise, check by check. */
export function changesBetween(before: Corroboration, after: Corroboration): VerdictChange[] {
  const earlier = new Map(before.checks.map(({ check, verdict }) => [check, verdict]));
  return after.checks.flatMap(({ check, verdict: to }) => {
    const from = earlier.get(check) ?? null;
    return from === to || (from === null && to === 'unknown') ? [] : [{ check, from, to }];
  });
}
