/** A cell whose value nobody can take over: a formula that was never computed, or one that ended in an error. */
export const CELL_FAULTS = ['formula', 'error'] as const;
export type CellFault = (typeof CELL_FAULTS)[number];

export interface Cell {
  /** As a person would read it: numbers in full, dates as `2026-03-01`, flags as TRUE and FALSE. */
  readonly text: string;
  readonly fault?: CellFault;
}

/** A row with something in it. */
export interface SheetRow {
  /** As a spreadsheet numbers it, from 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export type CellValue = string | number | null;

export const COLUMN_KINDS = ['text', 'number', 'date'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** A table on its way out. */
export interface SheetPlan {
  readonly name: string;
  /** A line above the headings. */
  readonly banner?: string;
  /** Values of a `date` column are `YYYY-MM-DD`. */
  readonly columns: readonly { readonly heading: string; readonly kind: ColumnKind }[];
  readonly rows: AsyncIterable<readonly CellValue[]>;
}

/** What a file may hold at most; also the limits of the spreadsheet programs themselves for a cell. */
export const MOST_COLUMNS = 256;
export const MOST_ROWS = 1_048_576;
export const LONGEST_CELL = 32_767;
