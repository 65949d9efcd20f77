import { type AppError, type Cell, type SheetRow } from '../../platform/index.js';
import { itemKey } from '../measured-item.data.js';
import { LimitRowErrors } from '../reference.errors.js';
import { LAND_USES, type LimitConditions, WATER_BODIES } from './limit-conditions.rules.js';
import { LIMIT_CONFIRMATIONS, LIMIT_KINDS, LIMIT_OPERATORS, type LimitDraft, type LimitValue } from './limit.rules.js';

/** The columns of a file, with the other heading that each is known by. */
export const LIMIT_COLUMNS = {
  standard: '标准',
  edition: '版本',
  clause: '条款',
  item: '项目',
  kind: '类型',
  class: '类别',
  waterBody: '水体',
  landUses: '土地利用',
  phAbove: 'pH大于',
  phUpTo: 'pH至',
  builtFrom: '建设始于',
  builtBefore: '建设早于',
  industries: '行业',
  matrices: '食品或基质',
  operator: '比较',
  low: '下限',
  high: '上限',
  unit: '单位',
  validFrom: '生效',
  validTo: '失效',
  source: '来源',
  confirmedBy: '核对',
  confirmer: '核对人',
} as const;
export type LimitColumn = keyof typeof LIMIT_COLUMNS;

const NEEDED: readonly LimitColumn[] = ['standard', 'edition', 'clause', 'item', 'kind', 'operator', 'unit', 'source'];
export const NEEDED_COLUMNS: readonly LimitColumn[] = [...NEEDED, 'confirmedBy'];
const LONGEST: Partial<Record<LimitColumn, number>> = {
  standard: 60,
  edition: 30,
  clause: 120,
  class: 60,
  unit: 30,
  source: 300,
  confirmer: 120,
  industries: 300,
  matrices: 2000,
  item: 60,
};

export interface RowFault {
  readonly row: number;
  readonly column: LimitColumn | null;
  readonly error: AppError;
}

export type ReadRow = { readonly draft: LimitDraft } | { readonly faults: readonly RowFault[] };

/** Which column of the file holds what; a heading that is not known is passed over. */
export function limitColumns(headings: readonly Cell[]): ReadonlyMap<LimitColumn, number> {
  const names = Object.entries(LIMIT_COLUMNS) as [LimitColumn, string][];
  const places = headings.flatMap(({ text }, at) => {
    const heading = text.normalize('NFKC').trim().toLowerCase();
    const found = names.find(([code, zh]) => code.toLowerCase() === heading || zh.toLowerCase() === heading);
    return found ? [[found[0], at] as const] : [];
  });
  // The first counts; a second one is found by `headedTwice`.
  return new Map(places.toReversed());
}

/** A heading that stands there twice. */
export function headedTwice(headings: readonly Cell[]): string | undefined {
  const known = headings.map((cell) => [...limitColumns([cell]).keys()][0]);
  return known.find((name, at) => name !== undefined && known.indexOf(name) !== at);
}

/** What a row says, or everything that is wrong with it. */
export function readLimitRow(row: SheetRow, columns: ReadonlyMap<LimitColumn, number>): ReadRow {
  const reading = new RowReading(row, columns);
  const draft = draftOf(reading);
  return reading.faults.length === 0 ? { draft } : { faults: reading.faults };
}

function draftOf(row: RowReading): LimitDraft {
  const operator = row.choice('operator', LIMIT_OPERATORS) ?? 'at_most';
  const [validFrom, validTo] = [row.day('validFrom'), row.day('validTo')];
  row.ordered('validTo', validFrom, validTo);
  const confirmedBy = row.choice('confirmedBy', LIMIT_CONFIRMATIONS) ?? 'single_source';
  const confirmer = row.text('confirmer');
  if ((confirmedBy === 'two_copies') !== (confirmer !== undefined))
    row.fault('confirmer', LimitRowErrors.LIMIT_CONFIRMER_WRONG());
  return {
    standard: row.needed('standard'),
    edition: row.needed('edition'),
    clause: row.needed('clause'),
    item: itemKey(row.needed('item')),
    kind: row.choice('kind', LIMIT_KINDS) ?? 'quality',
    class: row.text('class') ?? null,
    conditions: conditionsOf(row),
    operator,
    value: valueOf(row, operator),
    unit: row.needed('unit'),
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
    source: row.needed('source'),
    confirmedBy,
    confirmer: confirmer ?? null,
  };
}

function conditionsOf(row: RowReading): LimitConditions {
  const waterBody = row.text('waterBody') === undefined ? undefined : row.choice('waterBody', WATER_BODIES);
  const landUses = row.choices('landUses', LAND_USES);
  const [phAbove, phUpTo] = [row.number('phAbove'), row.number('phUpTo')];
  row.ordered('phUpTo', phAbove, phUpTo);
  const [builtFrom, builtBefore] = [row.day('builtFrom'), row.day('builtBefore')];
  row.ordered('builtBefore', builtFrom, builtBefore);
  const industries = row.list('industries');
  const matrices = row.list('matrices');
  return {
    ...(waterBody && { waterBody }),
    ...(landUses.length > 0 && { landUses }),
    ...(phAbove !== undefined && { phAbove }),
    ...(phUpTo !== undefined && { phUpTo }),
    ...(builtFrom !== undefined && { builtFrom }),
    ...(builtBefore !== undefined && { builtBefore }),
    ...(industries.length > 0 && { industries }),
    ...(matrices.length > 0 && { matrices }),
  };
}

function valueOf(row: RowReading, operator: LimitDraft['operator']): LimitValue {
  const count = row.faults.length;
  const [low, high] = [row.number('low'), row.number('high')];
  if (row.faults.length > count) return 0;
  if (operator === 'at_most' && low === undefined && high !== undefined) return high;
  if (operator === 'at_least' && low !== undefined && high === undefined) return low;
  if (operator === 'between' && low !== undefined && high !== undefined && low <= high) return [low, high];
  row.fault('high', LimitRowErrors.LIMIT_BOUNDS_WRONG());
  return 0;
}

const LONGEST_NUMBER = 24;

/** One row while it is read; what is wrong is gathered, so that one look at the file finds everything. */
class RowReading {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly row: SheetRow,
    private readonly columns: ReadonlyMap<LimitColumn, number>,
  ) {}

  fault(column: LimitColumn | null, error: AppError): void {
    this.faults.push({ row: this.row.number, column, error });
  }

  text(column: LimitColumn): string | undefined {
    const cell = this.row.cells[this.columns.get(column) ?? -1];
    if (cell?.fault) this.fault(column, LimitRowErrors.LIMIT_CELL_UNREADABLE());
    const text = cell?.fault ? '' : (cell?.text.trim() ?? '');
    const most = LONGEST[column];
    if (most !== undefined && text.length > most) this.fault(column, LimitRowErrors.LIMIT_CELL_TOO_LONG({ most }));
    return text === '' ? undefined : text;
  }

  needed(column: LimitColumn): string {
    const before = this.faults.length;
    const text = this.text(column);
    if (text === undefined && this.faults.length === before)
      this.fault(column, LimitRowErrors.LIMIT_CELL_REQUIRED({ column }));
    return text ?? '';
  }

  choice<Choice extends string>(column: LimitColumn, choices: readonly Choice[]): Choice | undefined {
    const text = this.needed(column);
    const found = choices.find((one) => one === text);
    if (text !== '' && found === undefined) this.notChosen(column, text, choices);
    return found;
  }

  choices<Choice extends string>(column: LimitColumn, choices: readonly Choice[]): Choice[] {
    return this.list(column).flatMap((text) => {
      const found = choices.find((one) => one === text);
      if (found === undefined) this.notChosen(column, text, choices);
      return found ?? [];
    });
  }

  list(column: LimitColumn): string[] {
    return (this.text(column) ?? '').split(/[;；、]/).flatMap((part) => (part.trim() === '' ? [] : part.trim()));
  }

  /** With a decimal point; a comma could mean a thousand or a tenth, so it means nothing. */
  number(column: LimitColumn): number | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const number = /^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text) && text.length <= LONGEST_NUMBER ? Number(text) : NaN;
    if (Number.isNaN(number)) this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_NUMBER({ value: text.slice(0, 60) }));
    return number;
  }

  day(column: LimitColumn): string | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && isInCalendar(text);
    if (!isDay) this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_DATE({ value: text.slice(0, 60) }));
    return text;
  }

  ordered<T extends string | number>(column: LimitColumn, from: T | undefined, to: T | undefined): void {
    if (from !== undefined && to !== undefined && !(from < to))
      this.fault(column, LimitRowErrors.LIMIT_RANGE_WRONG({ from, to }));
  }

  private notChosen(column: LimitColumn, text: string, choices: readonly string[]): void {
    this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_CHOICE({ value: text.slice(0, 60), choices: choices.join(', ') }));
  }
}

function isInCalendar(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= '1900-01-01';
}
