import { readSpreadsheet, type SheetRow } from '../../../platform/index.js';
import { RegisterErrors, RegisterRowErrors } from './register.errors.js';
import {
  columnsOf,
  type EntryDraft,
  type EntryFault,
  entryKey,
  NEEDED_COLUMNS,
  readEntry,
  REGISTER_COLUMNS,
  type RegisterColumn,
} from './register-file.rules.js';

const MOST_ROWS = 5_000;

export interface EntryRow {
  readonly row: number;
  readonly draft: EntryDraft;
}

export interface EntryFile {
  readonly entries: readonly EntryRow[];
  readonly faults: readonly EntryFault[];
  readonly rows: number;
}

/** @throws SPREADSHEET_…, REGISTER_FILE_…, REGISTER_COLUMN_TWICE, REGISTER_COLUMNS_MISSING */
export async function readEntryFile(path: string): Promise<EntryFile> {
  const entries: EntryRow[] = [];
  const faults: EntryFault[] = [];
  const seen = new Map<string, number>();
  let columns: ReadonlyMap<RegisterColumn, number> | undefined;
  let rows = 0;
  for await (const row of readSpreadsheet(path)) {
    if (!columns) {
      columns = requiredColumns(row);
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) throw RegisterErrors.REGISTER_FILE_TOO_LONG({ most: MOST_ROWS });
    const read = readEntry(row, columns);
    if ('faults' in read) {
      faults.push(...read.faults);
      continue;
    }
    const key = entryKey(read.draft);
    const otherRow = seen.get(key);
    if (otherRow !== undefined)
      faults.push({ row: row.number, column: null, error: RegisterRowErrors.REGISTER_ROW_TWICE({ otherRow }) });
    seen.set(key, row.number);
    entries.push({ row: row.number, draft: read.draft });
  }
  if (rows === 0) throw RegisterErrors.REGISTER_FILE_EMPTY();
  return { entries, faults, rows };
}

function requiredColumns({ cells }: SheetRow): ReadonlyMap<RegisterColumn, number> {
  const { columns, twice } = columnsOf(cells);
  if (twice !== undefined)
    throw RegisterErrors.REGISTER_COLUMN_TWICE({ column: twice, columnZh: REGISTER_COLUMNS[twice] });
  const missing = NEEDED_COLUMNS.filter((name) => !columns.has(name));
  if (missing.length > 0)
    throw RegisterErrors.REGISTER_COLUMNS_MISSING({
      columns: missing.join(', '),
      columnsZh: missing.map((name) => REGISTER_COLUMNS[name]).join('、'),
    });
  return columns;
}
