import { Readable } from 'node:stream';
import type { SheetPlan } from '../../platform/index.js';
import { LIMIT_COLUMNS, type LimitColumn } from './limit-file.rules.js';
import { boundsOf, type LimitDraft } from './limit.rules.js';

const HEAD = Object.keys(LIMIT_COLUMNS) as LimitColumn[];
/** What the import parts a list by. */
const BETWEEN = '；';

/** Rows as the import reads them: what comes out and goes in again changes nothing. */
export function limitSheet(limits: readonly LimitDraft[]): SheetPlan {
  return {
    name: '标准限值',
    // Texts, so that no program rounds a limit or makes a date of a clause.
    columns: HEAD.map((column) => ({ heading: LIMIT_COLUMNS[column], kind: 'text' })),
    rows: Readable.from(limits.map(cellsOf)),
  };
}

function cellsOf(limit: LimitDraft): string[] {
  const { conditions, operator, value } = limit;
  const { landUses = [], industries = [], matrices = [] } = conditions;
  const [low, high] = boundsOf(value);
  const said: Readonly<Partial<Record<LimitColumn, string | number | null>>> = {
    ...limit,
    ...conditions,
    landUses: landUses.join(BETWEEN),
    industries: industries.join(BETWEEN),
    matrices: matrices.join(BETWEEN),
    low: operator === 'at_most' ? null : low,
    high: operator === 'at_least' ? null : high,
  };
  return HEAD.map((column) => String(said[column] ?? ''));
}
