import { type Cell, readSpreadsheet, type SheetRow } from '../../../../platform/index.js';
import { type MappedColumn, recognised } from '../columns/heading.rules.js';
import { LedgerErrors } from '../ledger.errors.js';
import { type LedgerRow, ledgerRow } from '../rows/ledger-row.rules.js';

export const MOST_ROWS = 10_000;
/** Titles, units of measure and the mark of a demonstration may stand above the headings. */
const LINES_ABOVE = 10;

export interface OpenLedger {
  readonly columns: readonly MappedColumn[];
  readonly rows: AsyncGenerator<LedgerRow>;
}

/**
 * Finds the headings of a file and reads what stands below them, row by row.
 * @throws SPREADSHEET_…, IMPORT_EMPTY, IMPORT_HEADINGS_UNKNOWN; while it is read IMPORT_TOO_MANY_ROWS
 */
export async function openLedger(
  path: string,
  understand: (headings: readonly Cell[]) => MappedColumn[],
  emptyCells: 'keep' | 'clear',
): Promise<OpenLedger> {
  const sheet = readSpreadsheet(path);
  try {
    const first = await take(sheet, LINES_ABOVE);
    if (first.length === 0) throw LedgerErrors.IMPORT_EMPTY();
    const counts = first.map(({ cells }) => recognised(understand(cells)));
    const most = Math.max(...counts);
    const at = counts.indexOf(most);
    const headings = first[at];
    if (!headings || most === 0)
      throw LedgerErrors.IMPORT_HEADINGS_UNKNOWN({ headings: first[0]?.cells.map(({ text }) => text) ?? [] });
    const columns = understand(headings.cells);
    return { columns, rows: below(first.slice(at + 1), sheet, (row) => ledgerRow(row, columns, emptyCells)) };
  } catch (error) {
    await sheet.return(undefined);
    throw error;
  }
}

async function take(sheet: AsyncGenerator<SheetRow>, most: number): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  while (rows.length < most) {
    const next = await sheet.next();
    if (next.done) break;
    rows.push(next.value);
  }
  return rows;
}

async function* below(
  taken: readonly SheetRow[],
  sheet: AsyncGenerator<SheetRow>,
  read: (row: SheetRow) => LedgerRow,
): AsyncGenerator<LedgerRow> {
  let count = 0;
  const counted = (row: SheetRow): LedgerRow => {
    count += 1;
    if (count > MOST_ROWS) throw LedgerErrors.IMPORT_TOO_MANY_ROWS({ most: MOST_ROWS });
    return read(row);
  };
  try {
    for (const row of taken) yield counted(row);
    for await (const row of sheet) yield counted(row);
  } finally {
    await sheet.return(undefined);
  }
  if (count === 0) throw LedgerErrors.IMPORT_EMPTY();
}

export async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
