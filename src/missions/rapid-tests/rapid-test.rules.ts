import { type LimitAnswer, type LimitRow, measuredItemCode, satisfies } from '../../reference/index.js';
import type { MeasuredItem, RapidMethod } from './rapid-method.data.js';

/** Why a run cannot be relied on. Any one of them makes the verdict `invalid`. */
export const RAPID_TEST_FLAGS = [
  'no_custody',
  'calibration_lapsed',
  'calibration_unknown',
  'lot_unknown',
  'lot_expired',
  'unit_missing',
  'item_unknown',
] as const;
export type RapidTestFlag = (typeof RAPID_TEST_FLAGS)[number];

/** `below` satisfies the limit, `exceeds` does not (for dissolved oxygen: too little); the other two decide nothing. */
export const RAPID_TEST_VERDICTS = ['invalid', 'below', 'exceeds', 'inconclusive'] as const;
export type RapidTestVerdict = (typeof RAPID_TEST_VERDICTS)[number];

/** How a run came in: sent by the instrument itself, or read from its display and typed in. */
export const RAPID_TEST_ORIGINS = ['instrument', 'manual'] as const;
export type RapidTestOrigin = (typeof RAPID_TEST_ORIGINS)[number];

/** Why a run without a flag is still `inconclusive`. */
export const INCONCLUSIVE_REASONS = [
  'no_limit',
  'limit_unstated',
  'limit_ambiguous',
  'unit_differs_from_limit',
  'item_differs_from_limit',
] as const;
export type InconclusiveReason = (typeof INCONCLUSIVE_REASONS)[number];

/**
 * Goes with every run, whatever its verdict. A rapid method may point to a failure; the finding rests on a test by an
 * accredited laboratory (Food Safety Law arts. 87 and 112; Farm Produce Quality and Safety Law arts. 50 and 51).
 */
export const SCREENING_NOTICE = {
  zh: '快速检测结果仅为初筛线索，不能单独作为认定事实的依据；需要认定的，应当送有资质的检验检测机构复检确认。',
  en: 'A rapid test is screening. It is never proof by itself: a finding needs confirmation by an accredited laboratory.',
} as const;

/** What an instrument reported, or a person read from its display. `value` is in `unit`; `at` is the instrument's time. */
export interface Reading {
  readonly at: Date;
  readonly item: string;
  readonly value: number;
  readonly unit?: string | undefined;
  readonly lot?: string | undefined;
  readonly readings?: readonly number[] | undefined;
  readonly position?: { readonly lon: number; readonly lat: number } | undefined;
}

/** A lot of a kit that was signed out together with the instrument. `expiresOn` is its last usable day in China. */
export interface TakenLot {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly kitCode: string;
  readonly expiresOn: string;
}

/** What is known about the instrument, its holder and its reagents at the time of the reading. */
export interface RunCircumstances {
  /** Whether somebody had signed for the instrument at that time. */
  readonly inCustody: boolean;
  readonly calibration: 'valid' | 'lapsed' | 'unknown';
  /** What the instrument's kind measures; `undefined` when nobody said. */
  readonly method: RapidMethod | undefined;
  readonly lots: readonly TakenLot[];
  /** What the standard says of the place that was sampled; `undefined` when nobody stated a target and its source. */
  readonly limit: LimitAnswer | undefined;
}

/**
 * The judged run: `reason` only with `inconclusive`. `lotId` is the lot named by the reading or, where it names none, the
 * only lot of the needed kit that left with the instrument.
 */
export interface RunJudgement {
  readonly flags: readonly RapidTestFlag[];
  readonly verdict: RapidTestVerdict;
  readonly reason?: InconclusiveReason;
  readonly lotId?: string;
  readonly notice: typeof SCREENING_NOTICE;
}

/** Judges one reading. A flagged run is never `exceeds`, and without a limit row nothing is `below` or `exceeds`. */
export function judgeRun(reading: Reading, known: RunCircumstances): RunJudgement {
  const measured = known.method?.items.find(({ item }) => sameItem(item, reading.item));
  const lot = usedLot(reading, measured, known.lots);
  const flags: RapidTestFlag[] = [];
  if (!known.inCustody) flags.push('no_custody');
  if (known.calibration !== 'valid') flags.push(`calibration_${known.calibration}`);
  if (lot === undefined && (reading.lot !== undefined || measured?.kitCode !== undefined)) flags.push('lot_unknown');
  if (lot !== undefined && reading.at >= endOfDayInChina(lot.expiresOn)) flags.push('lot_expired');
  if (reading.unit === undefined || reading.unit.trim() === '') flags.push('unit_missing');
  if (measured === undefined) flags.push('item_unknown');
  const decided = flags.length > 0 ? { verdict: 'invalid' as const } : holdAgainst(reading, known.limit);
  return { flags, ...decided, ...(lot === undefined ? {} : { lotId: lot.lotId }), notice: SCREENING_NOTICE };
}

function usedLot(
  reading: Reading,
  measured: MeasuredItem | undefined,
  lots: readonly TakenLot[],
): TakenLot | undefined {
  const fitting = lots.filter((lot) => measured?.kitCode === undefined || lot.kitCode === measured.kitCode);
  if (reading.lot !== undefined) return fitting.find((lot) => sameText(lot.lotNumber, reading.lot ?? ''));
  return measured?.kitCode !== undefined && fitting.length === 1 ? fitting[0] : undefined;
}

/** The instant at which a day of China's calendar (no daylight saving) is over. */
function endOfDayInChina(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000);
}

interface Decided {
  readonly verdict: RapidTestVerdict;
  readonly reason?: InconclusiveReason;
}

function holdAgainst(reading: Reading, answer: LimitAnswer | undefined): Decided {
  if (answer === undefined || answer.is === 'none') return { verdict: 'inconclusive', reason: 'no_limit' };
  if (answer.is === 'unstated') return { verdict: 'inconclusive', reason: 'limit_unstated' };
  if (answer.is === 'ambiguous') return { verdict: 'inconclusive', reason: 'limit_ambiguous' };
  return compare(reading, answer.row);
}

function compare(reading: Reading, limit: LimitRow): Decided {
  if (!sameItem(reading.item, limit.item)) return { verdict: 'inconclusive', reason: 'item_differs_from_limit' };
  // No conversion: a reading in another unit than its limit waits for a person to enter it in that unit.
  if (!sameText(reading.unit ?? '', limit.unit)) return { verdict: 'inconclusive', reason: 'unit_differs_from_limit' };
  return { verdict: satisfies(reading.value, limit) ? 'below' : 'exceeds' };
}

/** Items are the same when they have the same code in the item list, or the same spelling where the list knows neither. */
function sameItem(a: string, b: string): boolean {
  const code = measuredItemCode(a);
  return code === undefined ? sameText(a, b) : code === measuredItemCode(b);
}

function sameText(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
