/** From what suits a flight to what speaks against it; what is not known warns more than what is close. */
export const VERDICTS = ['go', 'caution', 'unknown', 'no_go'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const FEASIBILITY_ITEMS = [
  'sorties',
  'distance',
  'link',
  'speed',
  'height',
  'wind',
  'gust',
  'rain',
  'temperature',
  'visibility',
] as const;
export type FeasibilityItem = (typeof FEASIBILITY_ITEMS)[number];

export const FEASIBILITY_UNITS = ['sorties', 'm', 'm/s', '°C', 'level'] as const;
export type FeasibilityUnit = (typeof FEASIBILITY_UNITS)[number];

export const FEASIBILITY_REASONS = [
  'within_limit',
  'near_limit',
  'beyond_limit',
  'limit_unknown',
  'value_unknown',
  'partly_covered',
  'take_off_unknown',
  'ground_unknown',
  'assumed',
  'batteries_unknown',
  'batteries_short',
  'no_rain',
  'rain',
] as const;
export type FeasibilityReason = (typeof FEASIBILITY_REASONS)[number];

/** What was compared with what, and what came of it. `limit` is already cut by the reserve where one applies. */
export interface Finding {
  readonly item: FeasibilityItem;
  readonly verdict: Verdict;
  readonly reason: FeasibilityReason;
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: FeasibilityUnit;
}

export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

/** From this share of a limit on it is close. */
export const NEAR_SHARE = 0.7;

/** A value against the most that is allowed. */
export function against(
  value: number | null,
  limit: number | null,
  nearShare = NEAR_SHARE,
): Pick<Finding, 'verdict' | 'reason'> {
  if (value === null) return { verdict: 'unknown', reason: 'value_unknown' };
  if (limit === null) return { verdict: 'unknown', reason: 'limit_unknown' };
  if (value > limit) return { verdict: 'no_go', reason: 'beyond_limit' };
  if (value > limit * nearShare) return { verdict: 'caution', reason: 'near_limit' };
  return { verdict: 'go', reason: 'within_limit' };
}
