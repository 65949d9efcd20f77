import { itemKey } from '../measured-item.data.js';
import { LimitRowErrors } from '../reference.errors.js';
import type { RowFilePlan } from '../row-import/row-file.rules.js';
import type { RowReading } from '../row-import/row-reading.js';
import { LAND_USES, type LimitConditions, WATER_BODIES } from './limit-conditions.rules.js';
import {
  LIMIT_CONFIRMATIONS,
  LIMIT_KINDS,
  LIMIT_OPERATORS,
  type LimitDraft,
  limitKey,
  type LimitValue,
} from './limit.rules.js';

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

const NEEDED: readonly LimitColumn[] = [
  'standard',
  'edition',
  'clause',
  'item',
  'kind',
  'operator',
  'unit',
  'source',
  'confirmedBy',
];
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

type Row = RowReading<LimitColumn>;

/** Limits as they stand in a file. */
export const LIMIT_FILE: RowFilePlan<LimitDraft, LimitColumn> = {
  headings: LIMIT_COLUMNS,
  needed: NEEDED,
  longest: LONGEST,
  draft: draftOf,
  key: limitKey,
};

function draftOf(row: Row): LimitDraft {
  const operator = row.choice('operator', LIMIT_OPERATORS) ?? 'at_most';
  const [validFrom, validTo] = [row.day('validFrom'), row.day('validTo')];
  row.ordered('validTo', validFrom, validTo);
  const confirmation = confirmationOf(row);
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
    ...confirmation,
  };
}

/** How far a row was confirmed, and by whom where two copies were compared. */
export function confirmationOf(
  row: Pick<RowReading<'confirmedBy' | 'confirmer'>, 'choice' | 'text' | 'fault'>,
): Pick<LimitDraft, 'confirmedBy'> & { readonly confirmer: string | null } {
  const confirmedBy = row.choice('confirmedBy', LIMIT_CONFIRMATIONS) ?? 'single_source';
  const confirmer = row.text('confirmer') ?? null;
  if ((confirmedBy === 'two_copies') !== (confirmer !== null))
    row.fault('confirmer', LimitRowErrors.LIMIT_CONFIRMER_WRONG());
  return { confirmedBy, confirmer };
}

function conditionsOf(row: Row): LimitConditions {
  const waterBody = row.text('waterBody') === undefined ? undefined : row.choice('waterBody', WATER_BODIES);
  const landUses = row.choices('landUses', LAND_USES);
  const [phAbove, phUpTo] = [phOf(row, 'phAbove'), phOf(row, 'phUpTo')];
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

function phOf(row: Row, column: 'phAbove' | 'phUpTo'): number | undefined {
  const ph = row.number(column);
  if (ph !== undefined && (ph < 0 || ph > 14)) row.fault(column, LimitRowErrors.LIMIT_PH_WRONG({ value: ph }));
  return ph;
}

function valueOf(row: Row, operator: LimitDraft['operator']): LimitValue {
  const count = row.faults.length;
  const [low, high] = [row.number('low'), row.number('high')];
  if (row.faults.length > count) return 0;
  if (operator === 'at_most' && low === undefined && high !== undefined) return high;
  if (operator === 'at_least' && low !== undefined && high === undefined) return low;
  if (operator === 'between' && low !== undefined && high !== undefined && low <= high) return [low, high];
  row.fault('high', LimitRowErrors.LIMIT_BOUNDS_WRONG());
  return 0;
}
