import { endOfChinaDate } from '../../../platform/index.js';
import { type LimitAnswer, sameUnit } from '../../../reference/index.js';
import {
  type ControlKind,
  type MethodCardFacts,
  type PhotoSubject,
  sameItem,
  sameText,
} from '../../method-cards/method-card.rules.js';
import type { HoldingState } from '../../samples/sample.rules.js';
import { type ControlReading, type ControlResult, deviationPercent, judgeControls } from './control.rules.js';
import { timesExactly } from './decimal.rules.js';
import type { MeasuredItem, RapidMethod } from './rapid-method.data.js';
import type { InconclusiveReason, Outcome, RapidTestFlag, RapidTestVerdict } from '../run.codes.js';
import { exceedFactor, holdAgainst } from './verdict.rules.js';

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
  /** Absent where a strip shows only an outcome. */
  readonly value?: number | undefined;
  readonly unit?: string | undefined;
  readonly lot?: string | undefined;
  readonly readings?: readonly number[] | undefined;
  readonly position?: { readonly lon: number; readonly lat: number } | undefined;
}

/** What a person adds to a reading: how it came about. */
export interface RunRecord {
  readonly outcome?: Outcome | undefined;
  readonly dilution: number;
  /** When the reagent met the sample. */
  readonly startedAt?: Date | undefined;
  readonly controls: readonly ControlReading[];
  readonly photographed: readonly PhotoSubject[];
  /** What exactly was tested, such as the vegetable. */
  readonly matrix?: string | undefined;
}

export const BARE_RECORD: RunRecord = { dilution: 1, controls: [], photographed: [] };

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
  /** How the kit or instrument is used; `undefined` where no card serves. */
  readonly card?: MethodCardFacts | undefined;
  readonly lots: readonly TakenLot[];
  /** What the standard says of the place that was sampled; `undefined` when nobody stated a target and its source. */
  readonly limit: LimitAnswer | undefined;
  /** Whether the sample was still good; `undefined` where none was named. */
  readonly holding?: HoldingState | undefined;
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
  /** The value after dilution. */
  readonly result: number | null;
  readonly belowDetection: boolean;
  readonly exceedFactor: number | null;
  readonly controls: readonly ControlResult[];
  readonly deviationPercent: number | null;
  readonly notice: typeof SCREENING_NOTICE;
}

/** Judges one reading. A flagged run is never `exceeds`, and without a limit row nothing is `below` or `exceeds`. */
export function judgeRun(reading: Reading, known: RunCircumstances, record: RunRecord = BARE_RECORD): RunJudgement {
  const { card } = known;
  const measured = known.method?.items.find(({ item }) => sameItem(item, reading.item));
  const lot = usedLot(reading, card?.kitCode ?? measured?.kitCode, known.lots);
  const deviation = deviationPercent(reading.readings ?? []);
  const controls = judgeControls(card?.controls ?? [], record.controls, deviation);
  const flags = [
    ...standingFlags(known),
    ...lotFlags(reading, lot, card?.kitCode ?? measured?.kitCode),
    ...valueFlags(reading, record, known, measured),
    ...controlFlags(controls, spreadOf(reading.readings ?? [], deviation), card),
    ...cardFlags(reading, record, card),
    ...(known.holding === 'over' ? (['holding_time_exceeded'] as const) : []),
  ];
  const whole = { ...reading, ...record };
  const decided = flags.length > 0 ? { verdict: 'invalid' as const } : holdAgainst(whole, known.limit, card);
  const result = reading.value === undefined ? null : timesExactly(reading.value, record.dilution);
  const { detectionLimit = null } = card ?? {};
  return {
    flags,
    ...decided,
    ...(lot === undefined ? {} : { lotId: lot.lotId }),
    result,
    belowDetection: reading.value !== undefined && detectionLimit !== null && reading.value < detectionLimit,
    exceedFactor: decided.verdict === 'exceeds' ? factorOf(result, known.limit) : null,
    controls,
    deviationPercent: deviation,
    notice: SCREENING_NOTICE,
  };
}

function factorOf(result: number | null, limit: LimitAnswer | undefined): number | null {
  return result === null || limit?.is !== 'found' ? null : exceedFactor(result, limit.row);
}

function standingFlags({ inCustody, calibration }: RunCircumstances): RapidTestFlag[] {
  const flags: RapidTestFlag[] = inCustody ? [] : ['no_custody'];
  if (calibration !== 'valid') flags.push(`calibration_${calibration}`);
  return flags;
}

function lotFlags(
  { lot: named, at }: Reading,
  lot: TakenLot | undefined,
  kitCode: string | undefined,
): RapidTestFlag[] {
  if (lot === undefined) return named !== undefined || kitCode !== undefined ? ['lot_unknown'] : [];
  return at >= endOfChinaDate(lot.expiresOn) ? ['lot_expired'] : [];
}

function valueFlags(
  { item, value, unit }: Reading,
  { outcome }: RunRecord,
  { card, method }: RunCircumstances,
  measured: MeasuredItem | undefined,
): RapidTestFlag[] {
  const flags: RapidTestFlag[] = [];
  if (value !== undefined && (unit === undefined || unit.trim() === '')) flags.push('unit_missing');
  const isMeasured = card === undefined ? measured !== undefined : isFor(card, item, method);
  if (!isMeasured) flags.push('item_unknown');
  const isNeeded = card?.reads === 'outcome' ? outcome === undefined : value === undefined && card?.reads === 'value';
  if (isNeeded || (value === undefined && outcome === undefined)) flags.push('value_missing');
  if (outcome === 'unclear') flags.push('outcome_unclear');
  const inUnit = card?.unit !== undefined && card.unit !== null && sameUnit(unit ?? '', card.unit);
  const { rangeHigh = null } = card ?? {};
  if (value !== undefined && inUnit && rangeHigh !== null && value > rangeHigh) flags.push('out_of_range');
  return flags;
}

/** A card that somebody chose may be of another item or instrument. */
function isFor({ items, deviceKindCode }: MethodCardFacts, item: string, method: RapidMethod | undefined): boolean {
  const onKind = deviceKindCode === null || method === undefined || deviceKindCode === method.kindCode;
  return onKind && items.some((one) => sameItem(one, item));
}

/** Of unlike readings around nothing no percentage can be given: they lie apart without end. */
function spreadOf(readings: readonly number[], deviation: number | null): number {
  return readings.length < 2 ? 0 : (deviation ?? Infinity);
}

function controlFlags(
  controls: readonly ControlResult[],
  spread: number,
  card: MethodCardFacts | undefined,
): RapidTestFlag[] {
  const flags: RapidTestFlag[] = [];
  const isOpen = ({ required, state }: ControlResult) => required && (state === 'not_done' || state === 'unjudged');
  const failed = (kinds: (kind: ControlKind) => boolean) =>
    controls.some(({ kind, state }) => state === 'failed' && kinds(kind));
  const { mostDeviationPercent = null } = card ?? {};
  const isWide = mostDeviationPercent !== null && spread > mostDeviationPercent;
  if (controls.some(isOpen)) flags.push('control_missing');
  if (failed((kind) => kind !== 'blank' && kind !== 'parallel')) flags.push('control_failed');
  if (failed((kind) => kind === 'blank')) flags.push('blank_too_high');
  if (isWide || failed((kind) => kind === 'parallel')) flags.push('parallel_spread');
  return flags;
}

function cardFlags(
  { at }: Reading,
  { startedAt, photographed }: RunRecord,
  card: MethodCardFacts | undefined,
): RapidTestFlag[] {
  if (card === undefined) return [];
  const flags: RapidTestFlag[] = [];
  const { readWindow, photos } = card;
  if (readWindow && startedAt === undefined) flags.push('start_unknown');
  if (readWindow && startedAt !== undefined) {
    const seconds = (at.getTime() - startedAt.getTime()) / 1000;
    if (seconds < readWindow.fromSeconds) flags.push('read_early');
    if (seconds > readWindow.toSeconds) flags.push('read_late');
  }
  if (photos.some((subject) => !photographed.includes(subject))) flags.push('photo_missing');
  return flags;
}

function usedLot(reading: Reading, kitCode: string | undefined, lots: readonly TakenLot[]): TakenLot | undefined {
  const fitting = lots.filter((lot) => kitCode === undefined || lot.kitCode === kitCode);
  const { lot: named } = reading;
  if (named !== undefined) return fitting.find((lot) => sameText(lot.lotNumber, named));
  return kitCode !== undefined && fitting.length === 1 ? fitting[0] : undefined;
}
