import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  type LimitAnswer,
  type LimitRow,
  LIMIT_OPERATORS,
  sameUnit,
  SHIPPED_LIMITS,
} from '../../../reference/index.js';
import { CONTROL_KINDS, type MethodCardFacts } from '../../method-cards/method-card.rules.js';
import { HOLDING_STATES } from '../../samples/sample.rules.js';
import { rapidMethodOf } from './rapid-method.data.js';
import {
  judgeRun,
  type Reading,
  type RunCircumstances,
  type RunJudgement,
  type RunRecord,
} from './rapid-test.rules.js';
import { OUTCOMES } from '../run.codes.js';

const RUNS = 1_500;
const at = new Date('2026-05-10T02:30:00Z');
const [plainRow] = SHIPPED_LIMITS;
if (!plainRow) throw new Error('rows are shipped');

const unit = fc.constantFrom('mg/L', 'µg/L', 'μg/L', 'ug/L', 'mg/l', 'ｍｇ/Ｌ', 'MG/L', 'mg/kg', 'ng/L', 'g/L');
/** Decimals as displays show them, also beside each other. */
const decimal = fc
  .tuple(fc.integer({ min: -50, max: 99_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));
const positive = decimal.map((value) => Math.abs(value));
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const orAbsent = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

const limitRow: fc.Arbitrary<LimitRow> = fc
  .record({ operator: fc.constantFrom(...LIMIT_OPERATORS), low: positive, more: positive, unit })
  .map(({ operator, low, more, unit: inUnit }) => ({
    ...plainRow,
    id: 'row',
    version: 1,
    item: 'ammonia_nitrogen',
    operator,
    value: operator === 'between' ? ([low, low + more] as const) : low,
    unit: inUnit,
  }));
const answer: fc.Arbitrary<LimitAnswer | undefined> = fc.oneof(
  { weight: 6, arbitrary: limitRow.map((row) => ({ is: 'found' as const, row })) },
  fc.constantFrom<LimitAnswer | undefined>(
    undefined,
    { is: 'none' },
    { is: 'ambiguous' },
    // A water body without a target class.
    { is: 'unstated', missing: ['class'] },
  ),
);
const control = fc.record({
  kind: fc.constantFrom(...CONTROL_KINDS),
  required: fc.boolean(),
  least: orAbsent(positive),
  most: orAbsent(positive),
});
const card: fc.Arbitrary<MethodCardFacts> = fc
  .record({
    reads: fc.constantFrom('value' as const, 'outcome' as const),
    unit: orNull(unit),
    detectionLimit: orNull(positive),
    rangeLow: orNull(positive),
    rangeHigh: orNull(positive),
    mostDeviationPercent: orNull(fc.constantFrom(5, 20)),
    readWindow: orNull(fc.constant({ fromSeconds: 600, toSeconds: 1200 })),
    controls: fc.uniqueArray(control, { selector: ({ kind }) => kind, maxLength: 3 }),
    photos: fc.subarray(['display', 'strip'] as const),
    interferences: fc.subarray(['韭菜']),
  })
  .map((some) => ({
    ...some,
    id: 'card',
    code: 'c',
    version: 1,
    nameZh: '卡',
    nameEn: 'card',
    kitCode: 'ammonia-reagent',
    deviceKindCode: 'water-photometer',
    items: ['NH3-N'],
    methodCode: null,
    principle: 'colorimetry' as const,
    source: 'test',
  }));
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const lot = { lotId: 'lot', lotNumber: '1', kitCode: 'ammonia-reagent', expiresOn: '2026-12-01' };
const known: fc.Arbitrary<RunCircumstances> = fc.record({
  inCustody: mostly(true, false),
  calibration: mostly<RunCircumstances['calibration']>('valid', 'lapsed', 'unknown'),
  method: mostly(rapidMethodOf('water-photometer'), undefined, rapidMethodOf('handheld-xrf')),
  card: orAbsent(card),
  lots: mostly([lot], [], [{ ...lot, expiresOn: '2026-05-09' }]),
  limit: answer,
  holding: orAbsent(mostly(...HOLDING_STATES)),
});
const reading: fc.Arbitrary<Reading> = fc.record({
  at: fc.constant(at),
  item: mostly('NH3-N', '氨氮', 'Pb'),
  value: fc.option(decimal, { nil: undefined, freq: 6 }),
  unit: fc.option(unit, { nil: undefined, freq: 8 }),
  lot: mostly<string | undefined>(undefined, '1', '2'),
  readings: mostly<number[]>([], [1, 1.01], [1, 3], [5, -5], [0, 0]),
});
const record: fc.Arbitrary<RunRecord> = fc.record({
  outcome: orAbsent(fc.constantFrom(...OUTCOMES)),
  dilution: fc.constantFrom(1, 2, 3, 5, 7, 10, 12.5, 100),
  startedAt: orAbsent(fc.constantFrom(...[5, 15, 25].map((minutes) => new Date(at.getTime() - minutes * 60_000)))),
  controls: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom(...CONTROL_KINDS),
      value: orAbsent(positive),
      nominal: orAbsent(positive),
      passed: orAbsent(fc.boolean()),
    }),
    { selector: ({ kind }) => kind, maxLength: 3 },
  ),
  photographed: fc.subarray(['display', 'strip'] as const),
  matrix: orAbsent(fc.constantFrom('韭菜', '白菜')),
});

/** The sign of a × b − c, in whole numbers. */
function compare(a: number, b: number, c: number): number {
  const scale = 12;
  const whole = (value: number) => BigInt(Math.round(value * 10 ** 6)) * 10n ** BigInt(scale - 6);
  const difference = whole(a) * whole(b) - whole(c) * 10n ** BigInt(scale);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

describe('judgeRun, whatever comes', () => {
  const judged = fc.tuple(reading, known, record).map(([one, circumstances, account]) => ({
    one,
    circumstances,
    account,
    run: judgeRun(one, circumstances, account),
  }));
  const always = (
    holds: (run: RunJudgement, all: { one: Reading; circumstances: RunCircumstances; account: RunRecord }) => boolean,
  ) => {
    const property = fc.property(judged, ({ run, ...all }) => holds(run, all));
    expect(() => fc.assert(property, { numRuns: RUNS })).not.toThrow();
  };
  const isDecided = ({ verdict }: RunJudgement) => verdict === 'below' || verdict === 'exceeds';
  const boundsOfRow = ({ value }: LimitRow): readonly [number, number] =>
    typeof value === 'number' ? [value, value] : value;

  it('meets every verdict, so that what follows says something', () => {
    const seen = new Set(fc.sample(judged, { numRuns: RUNS, seed: 7 }).map(({ run }) => run.verdict));
    expect([...seen].sort()).toEqual(['below', 'exceeds', 'inconclusive', 'invalid']);
  });

  it('is invalid exactly where a flag stands, and then exceeds nothing', () => {
    always(
      ({ verdict, flags, exceedFactor }) =>
        (verdict === 'invalid') === flags.length > 0 && (flags.length === 0 || exceedFactor === null),
    );
  });

  it('decides nothing without one row that holds', () => {
    always((run, { circumstances: { limit } }) => limit?.is === 'found' || !isDecided(run));
  });

  it('decides nothing in another unit than the limit’s: mg/L and µg/L are never taken for each other', () => {
    always((run, { one, circumstances: { limit, card: used } }) => {
      const inUnit = one.value === undefined ? used?.unit : one.unit;
      return !isDecided(run) || (limit?.is === 'found' && sameUnit(inUnit ?? '', limit.row.unit));
    });
  });

  it('says of a value what the numbers on paper say', () => {
    always((run, { one: { value }, circumstances: { limit, card: used }, account: { dilution } }) => {
      if (limit?.is !== 'found' || value === undefined || !isDecided(run)) return true;
      if (value < (used?.detectionLimit ?? 0)) return true;
      const [low, high] = boundsOfRow(limit.row);
      const tooLow = limit.row.operator !== 'at_most' && compare(value, dilution, low) < 0;
      const tooHigh = limit.row.operator !== 'at_least' && compare(value, dilution, high) > 0;
      return run.verdict === (tooLow || tooHigh ? 'exceeds' : 'below');
    });
  });

  it('three times 0.1 does not exceed 0.3, and a step of the display more does', () => {
    const row: LimitRow = { ...plainRow, id: 'row', version: 1, operator: 'at_most', value: 0.3, unit: 'mg/L' };
    const sound: RunCircumstances = {
      inCustody: true,
      calibration: 'valid',
      method: rapidMethodOf('water-photometer'),
      lots: [lot],
      limit: { is: 'found', row: { ...row, item: 'ammonia_nitrogen' } },
    };
    const diluted = (value: number) =>
      judgeRun({ at, item: 'NH3-N', value, unit: 'mg/L' }, sound, { dilution: 3, controls: [], photographed: [] });
    expect(diluted(0.1)).toMatchObject({ verdict: 'below', result: 0.3, exceedFactor: null });
    expect(diluted(0.101)).toMatchObject({ verdict: 'exceeds', result: 0.303, exceedFactor: 0.01 });
  });

  it('below the detection limit holds whatever the value may be between nothing and that limit', () => {
    always((run, { one: { value }, circumstances: { limit, card: used }, account: { dilution } }) => {
      const detection = used?.detectionLimit ?? null;
      if (limit?.is !== 'found' || value === undefined || detection === null || value >= detection) return true;
      if (!isDecided(run)) return true;
      const [low, high] = boundsOfRow(limit.row);
      const { operator } = limit.row;
      if (run.verdict === 'exceeds') return operator !== 'at_most' && compare(detection, dilution, low) < 0;
      const fitsAbove = operator === 'at_least' || compare(detection, dilution, high) <= 0;
      return fitsAbove && (operator === 'at_most' || low === 0);
    });
  });

  it('holds below the range of quantification only where the end of that range holds too', () => {
    always((run, { one: { value }, circumstances: { limit, card: used }, account: { dilution } }) => {
      const { rangeLow = null, detectionLimit = null } = used ?? {};
      if (limit?.is !== 'found' || value === undefined || rangeLow === null || run.verdict !== 'below') return true;
      if (value < (detectionLimit ?? 0) || value >= rangeLow) return true;
      return limit.row.operator === 'at_least' || compare(rangeLow, dilution, boundsOfRow(limit.row)[1]) <= 0;
    });
  });

  it('takes a negative strip for no more than its turning point, diluted, says', () => {
    always((run, { one: { value }, circumstances: { limit, card: used }, account: { dilution } }) => {
      if (limit?.is !== 'found' || value !== undefined || run.verdict !== 'below') return true;
      return compare(used?.detectionLimit ?? Infinity, dilution, boundsOfRow(limit.row)[1]) <= 0;
    });
  });

  it('never exceeds below the range of quantification, and is invalid above what the method measures', () => {
    always((run, { one: { value, unit: inUnit }, circumstances: { card: used } }) => {
      if (used === undefined || value === undefined) return true;
      const { rangeLow, rangeHigh, detectionLimit, unit: ofCard } = used;
      const isVague = rangeLow !== null && value < rangeLow && value >= (detectionLimit ?? 0);
      const isBeyond = rangeHigh !== null && value > rangeHigh && ofCard !== null && sameUnit(ofCard, inUnit ?? '');
      return !(isVague && run.verdict === 'exceeds') && (!isBeyond || run.flags.includes('out_of_range'));
    });
  });

  it('takes an absent required control for a fault and an absent optional one for a statement', () => {
    always((run, { circumstances: { card: used } }) => {
      const isAbsent = run.controls.some(({ required, state }) => required && state === 'not_done');
      const asksNone = used?.controls.every(({ required }) => !required) ?? true;
      const isFlagged = run.flags.includes('control_missing');
      return (!isAbsent || isFlagged) && !(asksNone && isFlagged);
    });
  });
});
