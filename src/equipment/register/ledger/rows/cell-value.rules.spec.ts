import { describe, expect, it } from '@jest/globals';
import { attributeValue, dayOf, fieldValue } from './cell-value.rules.js';
import { LEDGER_FIELDS } from '../columns/ledger.fields.js';

function read(name: string, text: string): unknown {
  const field = LEDGER_FIELDS.find(({ field }) => field === name);
  if (!field) throw new Error(`no field ${name}`);
  const answer = fieldValue(field, text);
  return answer.ok ? answer.value : answer.fault.code;
}

describe('what a cell says', () => {
  it.each([
    ['2026-03-01', '2026-03-01'],
    ['2026/3/1', '2026-03-01'],
    ['2026.3.1', '2026-03-01'],
    ['2026年3月1日', '2026-03-01'],
    ['２０２６年３月１日', '2026-03-01'],
    ['20260301', '2026-03-01'],
    ['46082', '2026-03-01'],
    ['2026-03-01 08:30:00', '2026-03-01'],
    ['2026-03-01T00:00:00Z', '2026-03-01'],
    ['2024/2/29', '2024-02-29'],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['1/3/2026', undefined],
    ['26-3-1', undefined],
    ['去年', undefined],
    ['460821', undefined],
    ['', undefined],
  ])('%j is the day %s', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  it.each([
    ['priceCents', '￥82,600.00', 8_260_000],
    ['priceCents', '82600元', 8_260_000],
    ['priceCents', '0.29', 29],
    ['priceCents', '0.285', 'CELL_OUT_OF_RANGE'],
    ['priceCents', '八万', 'CELL_NOT_NUMBER'],
    ['emptyMassGrams', '6,470', 6_470],
    ['emptyMassGrams', '6.5', 'CELL_NOT_WHOLE'],
    ['emptyMassGrams', '6,47', 'CELL_NOT_NUMBER'],
    ['emptyMassGrams', '0x10', 'CELL_NOT_NUMBER'],
    ['emptyMassGrams', '1e999', 'CELL_NOT_NUMBER'],
    ['homeLon', '116.5', 116.5],
    ['loanScope', '全市', 'same_city'],
    ['loanScope', 'Whole province', 'whole_province'],
    ['loanScope', 'own_unit', 'own_unit'],
    ['loanScope', '全国', 'CELL_NOT_CHOICE'],
    ['capabilities', 'thermal、zoom; rtk', ['thermal', 'zoom', 'rtk']],
    ['purchasedOn', '昨天', 'CELL_NOT_DATE'],
    ['model', '=1+1', '=1+1'],
  ])('%s %j is %j', (field, text, value) => {
    expect(read(field, text)).toEqual(value);
  });

  it.each([
    ['boolean', '是', true],
    ['boolean', 'FALSE', false],
    ['boolean', '也许', 'CELL_NOT_CHOICE'],
    ['integer', '4', 4],
    ['number', '-0.5', -0.5],
    ['string', '640×512', '640×512'],
  ] as const)('a field of a kind, %s %j, is %j', (type, text, value) => {
    const answer = attributeValue({ key: 'k', type, isDate: false, zh: '字段', en: 'field' }, text);
    expect(answer.ok ? answer.value : answer.fault.code).toBe(value);
  });
});
