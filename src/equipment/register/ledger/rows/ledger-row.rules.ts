import { type AppError, columnLetters, type SheetRow } from '../../../../platform/index.js';
import { isClearMark, shown } from './cell-value.rules.js';
import type { MappedColumn } from '../columns/heading.rules.js';
import { IGNORED } from '../columns/ledger.fields.js';
import { RowErrors } from '../ledger.errors.js';

/** A cell with something in it, and where it stands. */
export interface PlacedText {
  readonly text: string;
  readonly column: MappedColumn;
}

/** What is wrong with a row; without a column it is the row as a whole. */
export interface RowFault {
  readonly row: number;
  readonly column?: MappedColumn;
  readonly error: AppError;
}

/** A cell that takes a value away. */
export interface Clearing {
  readonly column: MappedColumn;
  /** By the mark; otherwise by being empty, in a file whose empty cells count. */
  readonly isStated: boolean;
}

/** A row of the file as it was understood. */
export interface LedgerRow {
  readonly number: number;
  readonly texts: readonly PlacedText[];
  readonly clearings: readonly Clearing[];
  readonly faults: readonly RowFault[];
}

/** Takes out of a row what stands in columns that mean something. */
export function ledgerRow(
  { number, cells }: SheetRow,
  columns: readonly MappedColumn[],
  emptyCells: 'keep' | 'clear',
): LedgerRow {
  const texts: PlacedText[] = [];
  const clearings: Clearing[] = [];
  const faults: RowFault[] = [];
  for (const column of columns) {
    const cell = cells[column.at];
    if (column.field === null || column.field === IGNORED) continue;
    const text = cell?.text.trim() ?? '';
    if (cell?.fault) {
      const error =
        cell.fault === 'formula' ? RowErrors.CELL_FORMULA() : RowErrors.CELL_ERROR_VALUE({ value: shown(text) });
      faults.push({ row: number, column, error });
    } else if (isClearMark(text)) clearings.push({ column, isStated: true });
    else if (text !== '') texts.push({ text, column });
    else if (emptyCells === 'clear') clearings.push({ column, isStated: false });
  }
  return { number, texts, clearings, faults };
}

export function textIn(row: LedgerRow, field: string): PlacedText | undefined {
  return row.texts.find(({ column }) => column.field === field);
}

/** `B7`. */
export function cellName(row: number, at: number): string {
  return `${columnLetters(at + 1)}${row}`;
}
