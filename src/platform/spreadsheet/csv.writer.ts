import type { Readable } from 'node:stream';
import { guarded } from './cell.rules.js';
import { gatheredStream } from './gathered.js';
import type { CellValue, SheetPlan } from './sheet.js';

/** By the mark the spreadsheet programs of the offices know that it is UTF-8. */
const MARK = '\uFEFF';

/** The table as CSV: UTF-8 with a mark, line breaks as RFC 4180 wants them, no cell that starts a formula. */
export function writeCsv(plan: SheetPlan): Readable {
  return gatheredStream(linesOf(plan));
}

async function* linesOf({ banner, columns, rows }: SheetPlan): AsyncGenerator<string> {
  yield MARK;
  if (banner !== undefined) yield csvLine([banner]);
  yield csvLine(columns.map(({ heading }) => heading));
  for await (const row of rows) yield csvLine(row);
}

export function csvLine(row: readonly CellValue[]): string {
  return `${row.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CellValue): string {
  if (value === null) return '';
  // A number starts no formula, whatever its sign.
  const text = typeof value === 'number' ? String(value) : guarded(value);
  // Other separators too: a program of another country cuts there.
  return /[",;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
