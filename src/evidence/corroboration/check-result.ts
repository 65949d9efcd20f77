import type { Check, CheckResult, Independence, Numbers, Reference, Verdict } from './corroboration.types.js';
import { type Reason, inWords } from './corroboration.words.js';

/** What a check found, before it is put into words. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly independence: Independence;
  readonly numbers?: Numbers;
  readonly thresholds?: Numbers;
  readonly references?: readonly Reference[];
  /** Names for the text alone. */
  readonly names?: Readonly<Record<string, string>>;
}

export function checkResult(check: Check, finding: Finding): CheckResult {
  const { verdict, reason, independence, numbers = {}, thresholds = {}, references = [], names = {} } = finding;
  const words = inWords(reason, { ...names, ...thresholds, ...numbers });
  return { check, verdict, reason, independence, numbers, thresholds, references, words };
}

/** A finding that nothing can be said, and why. */
export function unknown(reason: Reason, more: Partial<Finding> = {}): Finding {
  return { verdict: 'unknown', reason, independence: 'same_party', ...more };
}
