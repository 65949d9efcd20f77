import type { LimitConfirmation } from '../limits/limit.rules.js';
import type { RowChange } from '../row-import/row-import.schemas.js';
import type { Medium } from '../sampled.codes.js';

/** From when a sample was taken; less than half a minute is a slip of the pen. */
export const LEAST_HOURS = 0.01;
export const LONGEST_HOURS = 87_600;

/** What one version of a row says. */
export interface HoldingTimeDraft {
  readonly medium: Medium;
  readonly item: string;
  /** As `preservationKey` names it. */
  readonly preservation: string;
  readonly hours: number;
  readonly source: string;
  readonly confirmedBy: LimitConfirmation;
  readonly confirmer: string | null;
}

export type HoldingTimePlace = Pick<HoldingTimeDraft, 'medium' | 'item' | 'preservation'>;

/** The version of a row that was applied to a sample, as it is kept beside what was judged by it. */
export interface AppliedHoldingTime extends Pick<HoldingTimeDraft, 'hours' | 'source' | 'confirmedBy'> {
  readonly id: string;
  readonly version: number;
}

export function holdingTimeKey({ medium, item, preservation }: HoldingTimePlace): string {
  return [medium, item, preservation].join('|');
}

export function changeBy(draft: HoldingTimeDraft, current: HoldingTimeDraft | undefined): RowChange {
  if (current === undefined) return 'create';
  const isSame = (['hours', 'source', 'confirmedBy', 'confirmer'] as const).every((key) => draft[key] === current[key]);
  return isSame ? 'unchanged' : 'replace';
}
