import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { findLimit, type LimitAnswer, SHIPPED_LIMITS } from '../../../reference/index.js';
import { rapidMethodOf } from './rapid-method.data.js';
import { judgeRun, SCREENING_NOTICE, type Reading, type RunCircumstances, type TakenLot } from './rapid-test.rules.js';
import { RAPID_TEST_FLAGS } from '../run.codes.js';

const at = new Date('2026-05-10T02:30:00Z');
const rows = SHIPPED_LIMITS.map((row, index) => ({ ...row, id: String(index), version: 1 }));
const ofClassThree = (item: string): LimitAnswer =>
  findLimit(rows, { standard: 'GB 3838-2002', item, class: 'III', on: '2026-05-10' });
const ammonia = ofClassThree('ammonia_nitrogen');
const oxygen = ofClassThree('dissolved_oxygen');
const acidity = ofClassThree('ph');

const reading: Reading = { at, item: 'NH3-N', value: 0.6, unit: 'mg/L', lot: '240510-07' };
const freshLot: TakenLot = {
  lotId: 'lot-1',
  lotNumber: '240510-07',
  kitCode: 'ammonia-reagent',
  expiresOn: '2026-12-01',
};
const sound: RunCircumstances = {
  inCustody: true,
  calibration: 'valid',
  method: rapidMethodOf('water-photometer'),
  lots: [freshLot],
  limit: ammonia,
};
const electrodes: RunCircumstances = { ...sound, method: rapidMethodOf('water-multi-parameter'), lots: [] };
const dissolved: Reading = { at, item: 'DO', value: 5, unit: 'mg/L' };

describe('judgeRun', () => {
  it('is below at the limit itself and exceeds past it', () => {
    expect(judgeRun({ ...reading, value: 1 }, sound)).toMatchObject({
      flags: [],
      verdict: 'below',
      lotId: 'lot-1',
      notice: SCREENING_NOTICE,
    });
    expect(judgeRun({ ...reading, value: 1.01 }, sound).verdict).toBe('exceeds');
  });

  it('reads a lower bound the other way round', () => {
    expect(judgeRun(dissolved, { ...electrodes, limit: oxygen }).verdict).toBe('below');
    expect(judgeRun({ ...dissolved, value: 3.1 }, { ...electrodes, limit: oxygen }).verdict).toBe('exceeds');
  });

  it('knows both ends of a range', () => {
    const acid = { ...electrodes, limit: acidity };
    const pH: Reading = { at, item: 'pH', value: 7.2, unit: 'pH' };
    expect(judgeRun(pH, acid).verdict).toBe('below');
    expect(judgeRun({ ...pH, value: 9.4 }, acid).verdict).toBe('exceeds');
    expect(judgeRun({ ...pH, value: 5.1 }, acid).verdict).toBe('exceeds');
  });

  it.each([
    ['no_custody', reading, { ...sound, inCustody: false }],
    ['calibration_unknown', reading, { ...sound, calibration: 'unknown' }],
    ['calibration_lapsed', reading, { ...sound, calibration: 'lapsed' }],
    ['lot_unknown', reading, { ...sound, lots: [] }],
    ['lot_unknown', { ...reading, lot: 'another' }, sound],
    ['lot_unknown', reading, { ...sound, lots: [{ ...freshLot, kitCode: 'cod-vials' }] }],
    ['lot_unknown', { ...reading, lot: undefined }, { ...sound, lots: [] }],
    ['lot_unknown', { ...reading, lot: undefined }, { ...sound, lots: [freshLot, { ...freshLot, lotNumber: 'b' }] }],
    ['lot_unknown', { ...dissolved, lot: 'B2405' }, electrodes],
    ['lot_expired', reading, { ...sound, lots: [{ ...freshLot, expiresOn: '2026-05-09' }] }],
    ['lot_expired', { ...reading, lot: undefined }, { ...sound, lots: [{ ...freshLot, expiresOn: '2026-05-09' }] }],
    ['unit_missing', { ...reading, unit: undefined }, sound],
    ['unit_missing', { ...reading, unit: '  ' }, sound],
    ['item_unknown', { ...reading, item: 'Pb' }, sound],
    ['item_unknown', reading, { ...sound, method: undefined }],
  ] as const)('flags %s and calls the run invalid', (flag, run, circumstances) => {
    const judged = judgeRun({ ...run, value: 50 }, circumstances);
    expect(judged.flags).toEqual([flag]);
    expect(judged.verdict).toBe('invalid');
  });

  it('asks for no lot where the method consumes none', () => {
    expect(judgeRun(dissolved, electrodes).flags).toEqual([]);
  });

  it('takes the only lot of the kit that left with the instrument where the reading names none', () => {
    const others = [{ ...freshLot, lotId: 'lot-2', lotNumber: 'c', kitCode: 'cod-vials' }, freshLot];
    const judged = judgeRun({ ...reading, lot: undefined }, { ...sound, lots: others });
    expect(judged).toMatchObject({ flags: [], lotId: 'lot-1' });
  });

  it('lets a lot serve to the end of its last day in China', () => {
    const lastDay = { ...sound, lots: [{ ...freshLot, expiresOn: '2026-05-10' }] };
    expect(judgeRun({ ...reading, at: new Date('2026-05-10T15:59:59Z') }, lastDay).flags).toEqual([]);
    expect(judgeRun({ ...reading, at: new Date('2026-05-10T16:00:00Z') }, lastDay).flags).toEqual(['lot_expired']);
  });

  it('collects every flag', () => {
    const nothing: RunCircumstances = {
      inCustody: false,
      calibration: 'unknown',
      method: undefined,
      lots: [],
      limit: undefined,
    };
    expect(judgeRun({ at, item: 'Pb', value: 1, lot: 'x' }, nothing).flags).toEqual([
      'no_custody',
      'calibration_unknown',
      'lot_unknown',
      'unit_missing',
      'item_unknown',
    ]);
  });

  it('is inconclusive without a limit, and against a limit of another unit or item', () => {
    expect(judgeRun(reading, { ...sound, limit: undefined })).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no_limit',
    });
    expect(judgeRun({ ...reading, unit: 'μg/L' }, sound)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'unit_differs_from_limit',
    });
    expect(judgeRun(reading, { ...sound, limit: oxygen })).toMatchObject({
      verdict: 'inconclusive',
      reason: 'item_differs_from_limit',
    });
    expect(judgeRun(reading, { ...sound, limit: { is: 'none' } }).reason).toBe('no_limit');
    expect(judgeRun(reading, { ...sound, limit: { is: 'ambiguous' } }).reason).toBe('limit_ambiguous');
    expect(judgeRun(reading, { ...sound, limit: { is: 'unstated', missing: ['class'] } }).reason).toBe(
      'limit_unstated',
    );
  });

  it('carries the screening notice always, and never says exceeds of a flagged run or without a limit', () => {
    const circumstances = fc.record({
      inCustody: fc.boolean(),
      calibration: fc.constantFrom('valid' as const, 'lapsed' as const, 'unknown' as const),
      method: fc.constantFrom(sound.method, electrodes.method, undefined),
      lots: fc.constantFrom(sound.lots, [], [{ ...freshLot, expiresOn: '2026-01-01' }]),
      limit: fc.constantFrom(ammonia, undefined),
    });
    const run = fc.record({
      at: fc.constant(at),
      item: fc.constantFrom('NH3-N', 'pH', 'Pb'),
      value: fc.double({ min: 0, max: 100, noNaN: true }),
      unit: fc.constantFrom('mg/L', undefined),
      lot: fc.constantFrom('240510-07', undefined),
    });
    fc.assert(
      fc.property(run, circumstances, (one, known) => {
        const judged = judgeRun(one, known);
        const decided = judged.verdict === 'exceeds' || judged.verdict === 'below';
        expect(judged.notice).toBe(SCREENING_NOTICE);
        expect(judged.flags.length > 0).toBe(judged.verdict === 'invalid');
        expect(decided && known.limit === undefined).toBe(false);
        expect(judged.flags.every((flag) => RAPID_TEST_FLAGS.includes(flag))).toBe(true);
      }),
    );
  });
});
