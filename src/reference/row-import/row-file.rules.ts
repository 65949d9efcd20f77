import type { Cell, SheetRow } from '../../platform/index.js';
import { type RowFault, RowReading } from './row-reading.js';

/** What rows of a file say, and how. */
export interface RowFilePlan<Draft, Column extends string> {
  /** The columns of the file, with the other heading that each is known by. */
  readonly headings: Readonly<Record<Column, string>>;
  readonly needed: readonly Column[];
  /** How many characters of a column are kept. */
  readonly longest: Readonly<Partial<Record<Column, number>>>;
  readonly draft: (row: RowReading<Column>) => Draft;
  /** What two rows of one file may not share. */
  readonly key: (draft: Draft) => string;
}

export type RowColumns<Column extends string> = ReadonlyMap<Column, number>;

export type ReadRow<Draft, Column extends string> =
  { readonly draft: Draft } | { readonly faults: readonly RowFault<Column>[] };

/** Which column of the file holds what; a heading that is not known is passed over. */
export function columnsIn<Column extends string>(
  headings: Readonly<Record<Column, string>>,
  cells: readonly Cell[],
): RowColumns<Column> {
  const names = Object.entries(headings) as [Column, string][];
  const places = cells.flatMap(({ text }, at) => {
    const heading = text.normalize('NFKC').trim().toLowerCase();
    const found = names.find(([code, zh]) => code.toLowerCase() === heading || zh.toLowerCase() === heading);
    return found ? [[found[0], at] as const] : [];
  });
  // The first counts; a second one is found by `headedTwice`.
  return new Map(places.toReversed());
}

/** A heading that stands there twice. */
export function headedTwice<Column extends string>(
  headings: Readonly<Record<Column, string>>,
  cells: readonly Cell[],
): Column | undefined {
  const known = cells.map((cell) => [...columnsIn(headings, [cell]).keys()][0]);
  return known.find((name, at) => name !== undefined && known.indexOf(name) !== at);
}

/** What a row says, or everything that is wrong with it. */
export function readRow<Draft, Column extends string>(
  row: SheetRow,
  columns: RowColumns<Column>,
  plan: RowFilePlan<Draft, Column>,
): ReadRow<Draft, Column> {
  const reading = new RowReading(row, columns, plan.longest);
  const draft = plan.draft(reading);
  return reading.faults.length === 0 ? { draft } : { faults: reading.faults };
}
