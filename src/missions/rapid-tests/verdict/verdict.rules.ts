import { boundsOf, type LimitAnswer, type LimitRow, sameUnit, satisfies } from '../../../reference/index.js';
import { type MethodCardFacts, sameItem } from '../../method-cards/method-card.rules.js';
import { timesExactly } from './decimal.rules.js';
import type { InconclusiveReason, Outcome, RapidTestVerdict } from '../run.codes.js';

/** What was measured, after dilution. */
export interface Measured {
  readonly item: string;
  /** What the display said; absent of a strip. */
  readonly value?: number | undefined;
  readonly unit?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** By how much the sample was diluted before it was measured. */
  readonly dilution: number;
  /** What exactly was tested, such as the vegetable. */
  readonly matrix?: string | undefined;
}

export interface Decided {
  readonly verdict: RapidTestVerdict;
  readonly reason?: InconclusiveReason;
}

const undecided = (reason: InconclusiveReason): Decided => ({ verdict: 'inconclusive', reason });

/** Holds a run without a flag against what the standard says. */
export function holdAgainst(
  measured: Measured,
  answer: LimitAnswer | undefined,
  card: MethodCardFacts | undefined,
): Decided {
  if (answer === undefined || answer.is === 'none') return undecided('no_limit');
  if (answer.is === 'unstated') return undecided('limit_unstated');
  if (answer.is === 'ambiguous') return undecided('limit_ambiguous');
  if (!sameItem(measured.item, answer.row.item)) return undecided('item_differs_from_limit');
  if (measured.value === undefined) return holdOutcome(measured, answer.row, card);
  // No conversion: a reading in another unit than its limit waits for a person to enter it in that unit.
  if (!sameUnit(measured.unit ?? '', answer.row.unit)) return undecided('unit_differs_from_limit');
  return holdValue(measured, measured.value, answer.row, card);
}

function holdValue(measured: Measured, value: number, limit: LimitRow, card: MethodCardFacts | undefined): Decided {
  const shown = shownBy(measured, value, card);
  if (shown.is === 'nothing') return undecided(shown.reason);
  if (shown.is === 'below_detection') return holdBelowDetection(shown.within[1], limit);
  if (shown.is === 'below_quantification') return holdBelowQuantification(shown.within, limit);
  return verdictOf(satisfies(shown.result, limit));
}

/** What a number on a display says after dilution: that value, only between what it lies, or nothing. */
export type Shown =
  | { readonly is: 'value'; readonly result: number }
  | {
      readonly is: 'below_detection' | 'below_quantification';
      readonly result: number;
      readonly within: readonly [number, number];
    }
  | { readonly is: 'nothing'; readonly reason: 'unit_differs_from_card' | 'below_zero' };

export function shownBy(
  { unit, dilution }: Pick<Measured, 'unit' | 'dilution'>,
  value: number,
  card: Pick<MethodCardFacts, 'unit' | 'detectionLimit' | 'rangeLow'> | undefined,
): Shown {
  const isBounded = card?.unit !== undefined && card.unit !== null;
  if (isBounded && !sameUnit(unit ?? '', card.unit)) return { is: 'nothing', reason: 'unit_differs_from_card' };
  const { detectionLimit = null, rangeLow = null } = card ?? {};
  // Nothing that a standard limits is less than nothing: beyond what cannot be told from nothing the instrument drifts.
  if (value < -(detectionLimit ?? 0)) return { is: 'nothing', reason: 'below_zero' };
  const [result, detected] = [timesExactly(value, dilution), timesExactly(detectionLimit ?? 0, dilution)];
  if (detectionLimit !== null && value < detectionLimit)
    return { is: 'below_detection', result, within: [0, detected] };
  if (rangeLow !== null && value < rangeLow)
    return { is: 'below_quantification', result, within: [detected, timesExactly(rangeLow, dilution)] };
  return { is: 'value', result };
}

/** The value satisfies the limit only where everything it may be does. */
function holdBelowQuantification(ends: readonly [number, number], limit: LimitRow): Decided {
  return ends.every((end) => satisfies(end, limit)) ? verdictOf(true) : undecided('below_quantification');
}

/** The value lies somewhere from nothing to the detection limit: decided only where all of that says the same. */
function holdBelowDetection(detectionLimit: number, limit: LimitRow): Decided {
  const [lowest] = boundsOf(limit.value);
  const [none, most] = [satisfies(0, limit), satisfies(detectionLimit, limit)];
  if (none && most) return verdictOf(true);
  const allTooLow = limit.operator !== 'at_most' && !none && detectionLimit < lowest;
  return allTooLow ? verdictOf(false) : undecided('detection_limit_too_high');
}

/**
 * A strip says on which side of its turning point the value lies: of a diluted sample, of as many times that point. Where
 * it is not the limit, only one of its two outcomes says anything about the limit.
 */
function holdOutcome(
  { outcome, matrix, dilution }: Measured,
  limit: LimitRow,
  card: MethodCardFacts | undefined,
): Decided {
  const detected = card?.detectionLimit ?? null;
  if (detected === null || limit.operator !== 'at_most') return undecided('turning_point_differs');
  const turning = timesExactly(detected, dilution);
  if (!sameUnit(card?.unit ?? '', limit.unit)) return undecided('unit_differs_from_limit');
  const [, highest] = boundsOf(limit.value);
  if (outcome === 'negative') return turning <= highest ? verdictOf(true) : undecided('turning_point_differs');
  const disturbs = matrix !== undefined && card?.interferences.some((one) => matrix.includes(one));
  if (disturbs) return undecided('known_interference');
  return turning >= highest ? verdictOf(false) : undecided('turning_point_differs');
}

function verdictOf(isSatisfied: boolean): Decided {
  return { verdict: isSatisfied ? 'below' : 'exceeds' };
}

/** By how many times a value exceeds an upper bound (超标倍数): 0.5 is half as much again; null where it does not. */
export function exceedFactor(result: number, limit: LimitRow): number | null {
  const [, highest] = boundsOf(limit.value);
  if (limit.operator === 'at_least' || highest <= 0 || result <= highest) return null;
  return Math.round((result / highest - 1) * 1000) / 1000;
}
