import { describe, expect, it } from '@jest/globals';
import type { SheetRow } from '../../../platform/index.js';
import { columnsOf, type EntryFault, readEntry, REGISTER_COLUMNS } from './register-file.rules.js';
import { planOf } from './register-plan.rules.js';
import { entryChange } from './register.rules.js';

const row = (number: number, ...texts: string[]): SheetRow => ({ number, cells: texts.map((text) => ({ text })) });
const { columns } = columnsOf(row(1, ...Object.keys(REGISTER_COLUMNS)).cells);
const read = (...texts: string[]) => readEntry(row(2, ...texts), columns);
const draftOf = (...texts: string[]) => {
  const entry = read(...texts);
  if ('faults' in entry) throw new Error(JSON.stringify(entry.faults));
  return entry.draft;
};
const codesOf = (...texts: string[]) => {
  const entry = read(...texts);
  const faults: readonly EntryFault[] = 'faults' in entry ? entry.faults : [];
  return faults.map(({ column, error }) => `${column} ${error.code.replace('REGISTER_CELL_', '')}`);
};

describe('the headings', () => {
  it('are known by code and by word, whatever their order and width', () => {
    const found = columnsOf(row(1, '备注', '名称', 'ＫＩＮＤ', '专业领域').cells);
    expect([...found.columns]).toEqual([
      ['name', 1],
      ['kind', 2],
      ['fields', 3],
    ]);
  });

  it('may not stand there twice', () => {
    expect(columnsOf(row(1, 'name', 'kind', '名称').cells).twice).toBe('name');
  });
});

describe('a row', () => {
  it('names an expert or an institution, in words or codes', () => {
    expect(draftOf('专家', ' 王工 ', '省环科院', '土壤；水;水', '高级工程师', '+86 (0311) 123-456', '否')).toEqual({
      kind: 'expert',
      name: '王工',
      institution: '省环科院',
      fields: ['water', 'soil'],
      title: '高级工程师',
      contact: '+86 (0311) 123-456',
      active: false,
    });
    expect(draftOf('institution', '省环科院', '', '')).toMatchObject({ fields: [], active: true, institution: null });
  });

  it.each([
    ['no kind', ['', '王工', '', 'water'], ['kind REQUIRED']],
    ['an unknown kind', ['person', '王工', '', 'water'], ['kind NOT_CHOICE']],
    ['no name', ['expert', ' ', '', 'water'], ['name REQUIRED']],
    ['an expert in nothing', ['expert', '王工', '', ' ; '], ['fields REQUIRED']],
    ['a field that is on no list', ['expert', '王工', '', 'water;magic'], ['fields NOT_CHOICE']],
    ['a long name', ['expert', '王'.repeat(101), '', 'water'], ['name TOO_LONG']],
    ['a bell in the name', ['expert', '王\u0007', '', 'water'], ['name CHARACTER']],
    ['a formula as a name', ['expert', '@SUM(A1)', '', 'water'], ['name FORMULA']],
    ['a formula as a telephone number', ['expert', '王工', '', 'water', '', '+1+cmd|A1'], ['contact FORMULA']],
    ['a title of an institution', ['institution', '院', '', '', '主任'], ['title STRANGE']],
    ['neither yes nor no', ['expert', '王工', '', 'water', '', '', 'maybe'], ['active NOT_CHOICE']],
    ['two things wrong', ['expert', '', '', 'magic'], ['name REQUIRED', 'fields NOT_CHOICE']],
  ])('with %s is refused, with all its faults', (_, cells, codes) => {
    expect(codesOf(...cells)).toEqual(codes);
  });

  it('with a computed cell is refused', () => {
    const cells = [{ text: 'expert' }, { text: '=1+1', fault: 'formula' as const }, { text: '' }, { text: 'water' }];
    expect(readEntry({ number: 2, cells }, columns)).toMatchObject({ faults: [{ row: 2, column: 'name' }] });
  });
});

describe('what a file does', () => {
  const UNIT = 'unit';
  const rows = [
    { row: 2, draft: draftOf('expert', '王工', '省环科院', 'water') },
    { row: 3, draft: draftOf('institution', '省环科院', '', 'water') },
    { row: 4, draft: draftOf('expert', '李工', '别处', 'soil') },
    { row: 5, draft: draftOf('expert', '赵工', '', 'legal') },
  ];
  let next = 0;
  const own = { unitId: UNIT, idFor: () => `id${(next += 1)}` };
  const planned = () => {
    next = 0;
    return planOf(rows, { institutions: [], experts: [] }, own);
  };

  it('enters institutions before their experts and says which one nobody knows', () => {
    const plan = planned();
    expect(plan.entries.map(({ row: number, change }) => [number, change])).toEqual([
      [2, 'create'],
      [3, 'create'],
      [5, 'create'],
    ]);
    expect(plan.experts.map(({ name, institutionId }) => [name, institutionId])).toEqual([
      ['王工', 'id1'],
      ['赵工', null],
    ]);
    expect(plan.faults.map(({ row: number, error }) => [number, error.code])).toEqual([
      [4, 'REGISTER_INSTITUTION_MISSING'],
    ]);
  });

  it('changes nothing the second time', () => {
    const { institutions, experts } = planned();
    const again = planOf(rows, { institutions, experts }, own);
    expect(again.entries.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect([again.institutions, again.experts]).toEqual([[], []]);
  });

  it('takes the own institution before another unit’s of the same name, which it never changes', () => {
    const theirs = { id: 'theirs', unitId: 'other', name: '省环科院', fields: [], contact: null, active: true };
    const plan = planOf(rows.slice(0, 1), { institutions: [theirs], experts: [] }, own);
    expect(plan.experts).toMatchObject([{ institutionId: 'theirs' }]);
    const both = planOf(rows.slice(0, 2), { institutions: [theirs], experts: [] }, own);
    expect(both.institutions).toMatchObject([{ unitId: UNIT }]);
    expect(both.experts[0]?.institutionId).toBe(both.institutions[0]?.id);
  });

  it('is a change when anything that is said differs', () => {
    const said = { fields: ['water', 'air'], contact: null, active: true, title: null } as const;
    expect(entryChange(said, { ...said, fields: ['air', 'water'] })).toBe('unchanged');
    expect(entryChange(said, { ...said, title: '研究员' })).toBe('replace');
    expect(entryChange(undefined, said)).toBe('create');
  });
});
