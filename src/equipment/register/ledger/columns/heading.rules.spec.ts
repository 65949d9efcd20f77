import { describe, expect, it } from '@jest/globals';
import { headingNames, isLedgerField, mapColumns, mappedTwice, plainHeading, recognised } from './heading.rules.js';
import { LEDGER_FIELDS, type LedgerField } from './ledger.fields.js';
import { type AttributeField, columnsFor } from './ledger-sheet.rules.js';

const attribute = (key: string, zh: string, en: string): AttributeField => ({
  key,
  type: 'string',
  isDate: false,
  zh,
  en,
});
const ATTRIBUTES = [
  attribute('range', '量程', 'Range'),
  attribute('span', '量程', 'Span'),
  attribute('model', '型号', 'Model'),
];
const NAMES = headingNames(ATTRIBUTES);
const NONE: ReadonlyMap<string, string> = new Map();

function map(headings: readonly string[], given = NONE, remembered = NONE) {
  return mapColumns(
    headings.map((text) => ({ text })),
    { given, remembered },
    NAMES,
  );
}
const fieldsOf = (headings: readonly string[], given = NONE, remembered = NONE) =>
  map(headings, given, remembered).map(({ field }) => field);

describe('headings', () => {
  it.each([
    ['资产编号', 'assetCode'],
    [' *资产 编号：', 'assetCode'],
    ['ASSET_CODE', 'assetCode'],
    ['S/N', 'serial'],
    ['单价(元)', 'priceCents'],
    ['单价（元）', 'priceCents'],
    ['量程', 'attributes.range'],
    ['型号 (model)', 'attributes.model'],
    ['span', 'attributes.span'],
    ['备注', null],
    ['', null],
  ])('%j means %s', (heading, field) => {
    expect(fieldsOf([heading])).toEqual([field]);
  });

  it('of the register are told apart in both languages', () => {
    const names = (LEDGER_FIELDS as readonly LedgerField[]).flatMap(({ zh, en, field, also = [] }) =>
      [...new Set([zh, en, field, ...also].map(plainHeading))].map((name) => [name, field] as const),
    );
    const meanings = new Map<string, string>();
    for (const [name, field] of names) {
      expect([name, meanings.get(name) ?? field]).toEqual([name, field]);
      meanings.set(name, field);
    }
  });

  it.each(['zh', 'en'] as const)('that are exported in %s are understood again', (language) => {
    const columns = columnsFor(ATTRIBUTES, language);
    const mapped = map(columns.map(({ heading }) => heading));
    expect(
      mapped.map(({ field, keys }, at) =>
        [field, ...keys.map((key) => `attributes.${key}`)].includes(columns[at]?.field ?? ''),
      ),
    ).toEqual(columns.map(() => true));
    expect(new Set(columns.map(({ heading }) => heading)).size).toBe(columns.length);
  });

  it('mean what is said now, else what was said before', () => {
    const given = new Map([['a', 'serial']]);
    const remembered = new Map([
      ['a', 'model'],
      ['资产编号', 'ignore'],
    ]);
    expect(map(['A', '资产编号'], given, remembered).map(({ field, by }) => [field, by])).toEqual([
      ['serial', 'given'],
      ['ignore', 'remembered'],
    ]);
  });

  it('that are alike: the first counts, unless the other was named', () => {
    expect(fieldsOf(['单价', '原值'])).toEqual(['priceCents', null]);
    const given = new Map([['原值', 'priceCents']]);
    expect(fieldsOf(['单价', '原值'], given)).toEqual([null, 'priceCents']);
    const both = new Map([...given, ['单价', 'priceCents']]);
    expect(mappedTwice(map(['单价', '原值'], both))).toEqual({ field: 'priceCents', headings: ['单价', '原值'] });
    expect(mappedTwice(map(['单价', '原值']))).toBeUndefined();
  });

  it('take the name of a kind where its code is missing', () => {
    expect(fieldsOf(['设备类型名称', '型号'])).toEqual(['kindCode', 'model']);
    expect(fieldsOf(['设备类型名称', '设备类型代码'])).toEqual(['kindName', 'kindCode']);
    expect(recognised(map(['备注', '型号']))).toBe(1);
  });

  it('may be given only fields that there are', () => {
    expect(['ignore', 'serial', 'attributes.range'].every((field) => isLedgerField(field, NAMES))).toBe(true);
    expect(['colour', 'range', 'attributes.colour', ''].some((field) => isLedgerField(field, NAMES))).toBe(false);
  });
});
