import { readSpreadsheet } from '../../platform/index.js';
import { LimitRowErrors, ReferenceErrors } from '../reference.errors.js';
import { columnsIn, headedTwice, readRow, type RowColumns, type RowFilePlan } from './row-file.rules.js';
import type { RowFault } from './row-reading.js';

/** GB 2763 alone has some ten thousand. */
const MOST_ROWS = 20_000;

export interface FileOfRows<Draft> {
  readonly drafts: readonly Draft[];
  /** The row of each draft. */
  readonly numbers: readonly number[];
  readonly faults: readonly RowFault[];
  readonly rows: number;
}

/** @throws SPREADSHEET_…, LIMIT_FILE_…, LIMIT_COLUMN_TWICE, LIMIT_COLUMNS_MISSING */
export async function readRowFile<Draft, Column extends string>(
  path: string,
  plan: RowFilePlan<Draft, Column>,
): Promise<FileOfRows<Draft>> {
  const drafts: Draft[] = [];
  const numbers: number[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  let columns: RowColumns<Column> | undefined;
  let rows = 0;
  for await (const row of readSpreadsheet(path)) {
    if (!columns) {
      columns = requiredColumns(row.cells, plan);
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) throw ReferenceErrors.LIMIT_FILE_TOO_LONG({ most: MOST_ROWS });
    const read = readRow(row, columns, plan);
    if ('faults' in read) {
      faults.push(...read.faults);
      continue;
    }
    const key = plan.key(read.draft);
    const otherRow = seen.get(key);
    if (otherRow !== undefined)
      faults.push({ row: row.number, column: null, error: LimitRowErrors.LIMIT_ROW_TWICE({ otherRow }) });
    seen.set(key, row.number);
    drafts.push(read.draft);
    numbers.push(row.number);
  }
  if (rows === 0) throw ReferenceErrors.LIMIT_FILE_EMPTY();
  return { drafts, numbers, faults, rows };
}

function requiredColumns<Draft, Column extends string>(
  cells: Parameters<typeof columnsIn>[1],
  { headings, needed }: RowFilePlan<Draft, Column>,
): RowColumns<Column> {
  const twice = headedTwice(headings, cells);
  if (twice !== undefined) throw ReferenceErrors.LIMIT_COLUMN_TWICE({ column: twice, columnZh: headings[twice] });
  const columns = columnsIn(headings, cells);
  const missing = needed.filter((name) => !columns.has(name));
  if (missing.length > 0)
    throw ReferenceErrors.LIMIT_COLUMNS_MISSING({
      columns: missing.join(', '),
      columnsZh: missing.map((name) => headings[name]).join('、'),
    });
  return columns;
}
