import { describe, expect, it } from '@jest/globals';
import { findLimit, type LimitAnswer, SHIPPED_LIMITS } from '../../../reference/index.js';
import type { ControlRule, MethodCardFacts } from '../../method-cards/method-card.rules.js';
import { rapidMethodOf } from './rapid-method.data.js';
import { BARE_RECORD, judgeRun, type Reading, type RunCircumstances, type RunRecord } from './rapid-test.rules.js';

const at = new Date('2026-05-10T02:30:00Z');
const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
const rows = SHIPPED_LIMITS.map((row, index) => ({ ...row, id: String(index), version: 1 }));
const cod: LimitAnswer = findLimit(rows, { standard: 'GB 3838-2002', item: 'cod', class: 'III', on: '2026-05-10' });
const oxygen: LimitAnswer = findLimit(rows, {
  standard: 'GB 3838-2002',
  item: 'dissolved_oxygen',
  class: 'III',
  on: '2026-05-10',
});
const residue = (value: number): LimitAnswer => ({
  is: 'found',
  row: { ...rows[0]!, item: '农残', kind: 'residue', class: null, operator: 'at_most', value, unit: 'mg/kg' },
});

const bare: MethodCardFacts = {
  id: 'card',
  code: 'cod',
  version: 1,
  nameZh: '化学需氧量',
  nameEn: 'COD',
  kitCode: 'cod-vials',
  deviceKindCode: 'water-photometer',
  items: ['COD'],
  methodCode: null,
  principle: 'colorimetry',
  reads: 'value',
  unit: 'mg/L',
  detectionLimit: 5,
  rangeLow: 15,
  rangeHigh: 150,
  mostDeviationPercent: 10,
  readWindow: null,
  controls: [],
  photos: [],
  interferences: [],
  source: 'test',
};
const asking = (...controls: ControlRule[]): MethodCardFacts => ({ ...bare, controls });
const blank = asking({ kind: 'blank', required: true, most: 3 });
const optionalBlank = asking({ kind: 'blank', required: false, most: 3 });
const standard = asking({ kind: 'standard', required: true, least: 90, most: 110 });
const spike = asking({ kind: 'spike', required: true, least: 80, most: 120 });
const positive = asking({ kind: 'positive', required: true });
const parallel = asking({ kind: 'parallel', required: true });
const timed: MethodCardFacts = { ...bare, readWindow: { fromSeconds: 300, toSeconds: 600 } };
const pictured: MethodCardFacts = { ...bare, photos: ['display'] };
const strip: MethodCardFacts = {
  ...bare,
  items: ['农残'],
  deviceKindCode: 'food-analyser',
  kitCode: 'pesticide-card',
  reads: 'outcome',
  unit: 'mg/kg',
  detectionLimit: 0.05,
  rangeLow: null,
  rangeHigh: null,
  interferences: ['韭菜', '茭白'],
};

const reading: Reading = { at, item: 'COD', value: 40, unit: 'mg/L' };
const lot = { lotId: 'lot', lotNumber: 'A1', kitCode: 'cod-vials', expiresOn: '2026-12-01' };
const sound: RunCircumstances = {
  inCustody: true,
  calibration: 'valid',
  method: rapidMethodOf('water-photometer'),
  card: bare,
  lots: [lot],
  limit: cod,
};
const onStrip: RunCircumstances = {
  ...sound,
  method: rapidMethodOf('food-analyser'),
  card: strip,
  lots: [{ ...lot, kitCode: 'pesticide-card' }],
  limit: residue(0.05),
};

type Case = readonly [
  name: string,
  reading: Partial<Reading>,
  record: Partial<RunRecord>,
  known: Partial<RunCircumstances>,
  told: string,
];

/** COD of class III: at most 20 mg/L. The card: detects 5, measures 15 to 150. */
const VALUES: readonly Case[] = [
  ['above the limit', {}, {}, {}, 'exceeds'],
  ['at the limit', { value: 20 }, {}, {}, 'below'],
  ['a hair above it', { value: 20.01 }, {}, {}, 'exceeds'],
  ['below detection, far from the limit', { value: 3 }, {}, {}, 'below'],
  [
    'below detection, diluted so far that it could exceed',
    { value: 3 },
    { dilution: 5 },
    {},
    'inconclusive detection_limit_too_high',
  ],
  ['below detection, diluted to the limit itself', { value: 3 }, { dilution: 4 }, {}, 'below'],
  ['diluted to above the limit', { value: 30 }, { dilution: 2 }, {}, 'exceeds'],
  [
    'detected, not measurable, diluted to above the limit',
    { value: 10 },
    { dilution: 3 },
    {},
    'inconclusive below_quantification',
  ],
  ['detected, not measurable, well below the limit', { value: 10 }, {}, {}, 'below'],
  [
    'detected, not measurable, below a limit that lies under what can be measured',
    { value: 10 },
    {},
    { limit: { is: 'found', row: { ...rows[0]!, item: 'cod', operator: 'at_most', value: 12, unit: 'mg/L' } } },
    'inconclusive below_quantification',
  ],
  ['past the range', { value: 151 }, {}, {}, 'invalid out_of_range'],
  ['at the end of the range', { value: 150 }, {}, {}, 'exceeds'],
  ['in the unit of the limit, full width', { unit: 'ｍｇ/Ｌ' }, {}, {}, 'exceeds'],
  ['in another unit than the limit', { unit: 'μg/L' }, {}, {}, 'inconclusive unit_differs_from_limit'],
  ['on a card in another unit', {}, {}, { card: { ...bare, unit: 'g/L' } }, 'inconclusive unit_differs_from_card'],
  ['without a unit', { unit: undefined }, {}, {}, 'invalid unit_missing'],
  ['without a value', { value: undefined }, {}, {}, 'invalid value_missing'],
  ['no limit', {}, {}, { limit: undefined }, 'inconclusive no_limit'],
  ['no target class stated', {}, {}, { limit: { is: 'unstated', missing: ['class'] } }, 'inconclusive limit_unstated'],
  ['two rows hold', {}, {}, { limit: { is: 'ambiguous' } }, 'inconclusive limit_ambiguous'],
  ['a limit of another item', {}, {}, { limit: oxygen }, 'inconclusive item_differs_from_limit'],
  [
    'an item the instrument does not measure',
    { item: 'Pb', lot: undefined },
    {},
    { card: undefined },
    'invalid item_unknown',
  ],
  [
    'on a card of another item',
    {},
    {},
    { card: { ...bare, items: ['NH3-N'], kitCode: 'cod-vials' } },
    'invalid item_unknown',
  ],
  [
    'on a card of another instrument',
    {},
    {},
    { card: { ...bare, deviceKindCode: 'food-analyser' } },
    'invalid item_unknown',
  ],
  ['on a card of its item under another name', {}, {}, { card: { ...bare, items: ['化学需氧量'] } }, 'exceeds'],
  [
    'no oxygen that could be detected',
    { item: 'DO', value: 0.1, lot: undefined },
    {},
    { limit: oxygen, card: { ...bare, kitCode: null, items: ['DO'], detectionLimit: 0.2, rangeLow: null } },
    'exceeds',
  ],
];

const VALIDITY: readonly Case[] = [
  ['nobody had signed for it', {}, {}, { inCustody: false }, 'invalid no_custody'],
  ['its certificate lapsed', {}, {}, { calibration: 'lapsed' }, 'invalid calibration_lapsed'],
  ['it has no certificate', {}, {}, { calibration: 'unknown' }, 'invalid calibration_unknown'],
  ['no kit left with it', {}, {}, { lots: [] }, 'invalid lot_unknown'],
  ['another kit left with it', {}, {}, { lots: [{ ...lot, kitCode: 'x' }] }, 'invalid lot_unknown'],
  [
    'two lots left with it and none is named',
    {},
    {},
    { lots: [lot, { ...lot, lotNumber: 'B' }] },
    'invalid lot_unknown',
  ],
  ['the kit had expired', {}, {}, { lots: [{ ...lot, expiresOn: '2026-05-09' }] }, 'invalid lot_expired'],
  ['the last day of the kit', {}, {}, { lots: [{ ...lot, expiresOn: '2026-05-10' }] }, 'exceeds'],
  ['the sample was too old', {}, {}, { holding: 'over' }, 'invalid holding_time_exceeded'],
  ['nobody knows how long the sample keeps', {}, {}, { holding: 'unknown' }, 'exceeds'],
];

const done = (kind: ControlRule['kind'], change: Record<string, unknown>): Partial<RunRecord> => ({
  controls: [{ kind, ...change }],
});

const CONTROLS: readonly Case[] = [
  ['an optional blank not done', {}, {}, { card: optionalBlank }, 'exceeds'],
  ['an optional blank too high', {}, done('blank', { value: 3.1 }), { card: optionalBlank }, 'invalid blank_too_high'],
  ['a required blank not done', {}, {}, { card: blank }, 'invalid control_missing'],
  ['a required blank at its bound', {}, done('blank', { value: 3 }), { card: blank }, 'exceeds'],
  ['a required blank too high', {}, done('blank', { value: 3.1 }), { card: blank }, 'invalid blank_too_high'],
  [
    'a required blank without its value',
    {},
    done('blank', { passed: true }),
    { card: blank },
    'invalid control_missing',
  ],
  ['a standard found', {}, done('standard', { value: 47, nominal: 50 }), { card: standard }, 'exceeds'],
  ['a standard missed', {}, done('standard', { value: 40, nominal: 50 }), { card: standard }, 'invalid control_failed'],
  [
    'a standard of unknown strength',
    {},
    done('standard', { value: 47 }),
    { card: standard },
    'invalid control_missing',
  ],
  ['a spike recovered', {}, done('spike', { value: 9, nominal: 10 }), { card: spike }, 'exceeds'],
  ['a spike lost', {}, done('spike', { value: 7.9, nominal: 10 }), { card: spike }, 'invalid control_failed'],
  ['a positive control seen', {}, done('positive', { passed: true }), { card: positive }, 'exceeds'],
  [
    'a positive control not seen',
    {},
    done('positive', { passed: false }),
    { card: positive },
    'invalid control_failed',
  ],
  ['a control nobody asked for that failed', {}, done('negative', { passed: false }), {}, 'invalid control_failed'],
  ['a parallel reading asked for and not done', { readings: [40] }, {}, { card: parallel }, 'invalid control_missing'],
  ['parallel readings close by', { readings: [39, 41] }, {}, { card: parallel }, 'exceeds'],
  ['parallel readings far apart', { readings: [30, 50] }, {}, {}, 'invalid parallel_spread'],
];

const HANDLING: readonly Case[] = [
  ['read in its window', {}, { startedAt: minutesAgo(7) }, { card: timed }, 'exceeds'],
  ['read at the beginning of it', {}, { startedAt: minutesAgo(5) }, { card: timed }, 'exceeds'],
  ['read at the end of it', {}, { startedAt: minutesAgo(10) }, { card: timed }, 'exceeds'],
  ['read early', {}, { startedAt: minutesAgo(4) }, { card: timed }, 'invalid read_early'],
  ['read late', {}, { startedAt: minutesAgo(11) }, { card: timed }, 'invalid read_late'],
  ['nobody knows when it began', {}, {}, { card: timed }, 'invalid start_unknown'],
  ['without the photo that is asked for', {}, {}, { card: pictured }, 'invalid photo_missing'],
  ['with it', {}, { photographed: ['display'] }, { card: pictured }, 'exceeds'],
];

/** The strip turns positive at 0.05 mg/kg. */
const STRIPS: readonly Case[] = [
  ['positive at the limit', {}, { outcome: 'positive' }, {}, 'exceeds'],
  ['negative at the limit', {}, { outcome: 'negative' }, {}, 'below'],
  ['negative, turning below the limit', {}, { outcome: 'negative' }, { limit: residue(0.1) }, 'below'],
  [
    'positive, turning below the limit',
    {},
    { outcome: 'positive' },
    { limit: residue(0.1) },
    'inconclusive turning_point_differs',
  ],
  ['positive, turning above the limit', {}, { outcome: 'positive' }, { limit: residue(0.01) }, 'exceeds'],
  [
    'negative, turning above the limit',
    {},
    { outcome: 'negative' },
    { limit: residue(0.01) },
    'inconclusive turning_point_differs',
  ],
  [
    'negative, diluted so that it turns above the limit',
    {},
    { outcome: 'negative', dilution: 2 },
    {},
    'inconclusive turning_point_differs',
  ],
  ['positive, diluted so that it turns above the limit', {}, { outcome: 'positive', dilution: 2 }, {}, 'exceeds'],
  [
    'negative, diluted so that it turns at the limit',
    {},
    { outcome: 'negative', dilution: 2 },
    { limit: residue(0.1) },
    'below',
  ],
  ['unclear', {}, { outcome: 'unclear' }, {}, 'invalid outcome_unclear'],
  ['nothing seen', {}, {}, {}, 'invalid value_missing'],
  ['positive on chives', {}, { outcome: 'positive', matrix: '韭菜（叶）' }, {}, 'inconclusive known_interference'],
  ['negative on chives', {}, { outcome: 'negative', matrix: '韭菜' }, {}, 'below'],
  ['without a card', {}, { outcome: 'positive' }, { card: undefined }, 'inconclusive turning_point_differs'],
  ['without a limit', {}, { outcome: 'positive' }, { limit: { is: 'none' } }, 'inconclusive no_limit'],
];

function told(base: Reading, known: RunCircumstances, record: Partial<RunRecord>): string {
  const judged = judgeRun(base, known, { ...BARE_RECORD, ...record });
  return [judged.verdict, ...judged.flags, judged.reason].filter(Boolean).join(' ');
}

describe('the verdict', () => {
  it.each([...VALUES, ...VALIDITY, ...CONTROLS, ...HANDLING])('%s', (_, run, record, known, expected) => {
    expect(told({ ...reading, ...run }, { ...sound, ...known }, record)).toBe(expected);
  });

  it.each(STRIPS)('of a strip: %s', (_, run, record, known, expected) => {
    expect(told({ at, item: '农残', ...run }, { ...onStrip, ...known }, record)).toBe(expected);
  });

  it('tells an optional control that was not done from one that passed', () => {
    const [absent] = judgeRun(reading, { ...sound, card: optionalBlank }).controls;
    expect(absent).toMatchObject({ kind: 'blank', required: false, state: 'not_done' });
    const record = { ...BARE_RECORD, ...done('blank', { value: 1 }) };
    expect(judgeRun(reading, { ...sound, card: optionalBlank }, record).controls[0]?.state).toBe('passed');
  });

  it('gives the value after dilution, and by how much it exceeds', () => {
    const judged = judgeRun(reading, sound, { ...BARE_RECORD, dilution: 2 });
    expect(judged).toMatchObject({ result: 80, exceedFactor: 3, belowDetection: false });
    expect(judgeRun({ ...reading, value: 3 }, sound)).toMatchObject({ belowDetection: true, exceedFactor: null });
  });
});
