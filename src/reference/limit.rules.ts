/**
 * How a measured value is held against a limit: `at_most` and `at_least` include the bound, `between` includes both.
 */
export const LIMIT_OPERATORS = ['at_most', 'at_least', 'between'] as const;
export type LimitOperator = (typeof LIMIT_OPERATORS)[number];

/** How far the row itself can be trusted: seen alike in two independent copies of the standard, or in one only. */
export const LIMIT_CONFIRMATIONS = ['two_copies', 'single_source'] as const;
export type LimitConfirmation = (typeof LIMIT_CONFIRMATIONS)[number];

/** Surface water classes of GB 3838-2002, best first. */
export const WATER_CLASSES = ['I', 'II', 'III', 'IV', 'V'] as const;
export type WaterClass = (typeof WATER_CLASSES)[number];

/** The kinds of water body a row may be confined to (total phosphorus has a row for each, total nitrogen only lakes). */
export const WATER_BODIES = ['river', 'lake'] as const;
export type WaterBody = (typeof WATER_BODIES)[number];

/**
 * One row of a standard, as data: a judgement stores `id` and a copy, so that a later reader sees what was applied.
 * `value` is the bound, or `[lowest, highest]` for `between`; `waterBody` is absent where the row holds for every body.
 */
export interface LimitRow {
  readonly id: string;
  readonly standard: string;
  readonly edition: string;
  readonly clause: string;
  readonly item: string;
  readonly class: WaterClass;
  readonly waterBody?: WaterBody;
  readonly operator: LimitOperator;
  readonly value: number | readonly [number, number];
  readonly unit: string;
  readonly source: string;
  readonly confirmedBy: LimitConfirmation;
}

/** What a limit is asked for. Surface water needs its body as well as its class wherever the standard tells them apart. */
export interface LimitQuery {
  readonly standard: string;
  readonly item: string;
  readonly class: WaterClass;
  readonly waterBody?: WaterBody;
}

/**
 * The row that applies, or `undefined`. A row confined to one kind of water body answers only a question that names that
 * body: total phosphorus without saying river or lake gets no limit rather than a likely one.
 */
export function findLimit(rows: readonly LimitRow[], query: LimitQuery): LimitRow | undefined {
  return rows.find(
    (row) =>
      row.standard === query.standard &&
      row.item === query.item &&
      row.class === query.class &&
      (row.waterBody === undefined || row.waterBody === query.waterBody),
  );
}

/** Whether a value in the row's own unit satisfies the row. */
export function satisfies(value: number, row: Pick<LimitRow, 'operator' | 'value'>): boolean {
  const [lowest, highest] = typeof row.value === 'number' ? [row.value, row.value] : row.value;
  if (row.operator === 'at_most') return value <= highest;
  if (row.operator === 'at_least') return value >= lowest;
  return value >= lowest && value <= highest;
}
