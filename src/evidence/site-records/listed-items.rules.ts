import type { ListedItem } from './site-record.types.js';

/** An item on the list of the case. */
export interface ItemAtHand {
  readonly id: string;
  readonly sha256: string;
  readonly sm3: string;
  readonly sizeBytes: number;
  readonly fileName: string;
}

export const LISTED_STATES = ['here', 'not_here', 'mismatch'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

export const MISMATCHES = ['sm3', 'size', 'other_bytes_under_this_name'] as const;
export type Mismatch = (typeof MISMATCHES)[number];

export interface Match {
  readonly state: ListedState;
  readonly evidenceIds: readonly string[];
  readonly mismatches: readonly Mismatch[];
}

/**
 * What has arrived of what a record lists. The digest decides; a file of the same name with other bytes, where the
 * listed bytes are not there, is named because it may be the one that was meant, altered.
 */
export function matchOf(listed: ListedItem, atHand: readonly ItemAtHand[]): Match {
  const same = atHand.filter(({ sha256 }) => sha256 === listed.sha256);
  const [first] = same;
  if (first) {
    const mismatches: Mismatch[] = [];
    if (listed.sm3 !== null && listed.sm3 !== first.sm3) mismatches.push('sm3');
    if (listed.sizeBytes !== null && listed.sizeBytes !== first.sizeBytes) mismatches.push('size');
    const state = mismatches.length > 0 ? 'mismatch' : 'here';
    return { state, evidenceIds: same.map(({ id }) => id), mismatches };
  }
  const named = atHand.filter(({ fileName }) => fileName === listed.fileName);
  if (named.length === 0) return { state: 'not_here', evidenceIds: [], mismatches: [] };
  return { state: 'mismatch', evidenceIds: named.map(({ id }) => id), mismatches: ['other_bytes_under_this_name'] };
}
