import { clashes, LAND_USES, type LimitConditions, missingFor } from './limit-conditions.rules.js';

/**
 * How a measured value is held against a limit: `at_most` and `at_least` include the bound, `between` includes both.
 */
export const LIMIT_OPERATORS = ['at_most', 'at_least', 'between'] as const;
export type LimitOperator = (typeof LIMIT_OPERATORS)[number];

/** How far the row itself can be trusted: seen alike in two independent copies of the standard, or in one only. */
export const LIMIT_CONFIRMATIONS = ['two_copies', 'single_source'] as const;
export type LimitConfirmation = (typeof LIMIT_CONFIRMATIONS)[number];

/** What the row says when it is not met: a class missed, a risk to look into, a risk to act on, a discharge too strong. */
export const LIMIT_KINDS = ['quality', 'screening', 'control', 'discharge', 'residue'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** Surface water classes of GB 3838-2002, best first. */
export const WATER_CLASSES = ['I', 'II', 'III', 'IV', 'V'] as const;
export type WaterClass = (typeof WATER_CLASSES)[number];

export type LimitValue = number | readonly [number, number];

/** One row of a standard as it is written, before it has an id. `class` is null where the standard has none. */
export interface LimitDraft {
  readonly standard: string;
  readonly edition: string;
  readonly clause: string;
  readonly item: string;
  readonly kind: LimitKind;
  readonly class: string | null;
  readonly conditions: LimitConditions;
  readonly operator: LimitOperator;
  /** The bound, or `[lowest, highest]` for `between`. */
  readonly value: LimitValue;
  readonly unit: string;
  /** First and first-not day in China, `YYYY-MM-DD`; null: not known, and taken as in force. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string;
  readonly confirmedBy: LimitConfirmation;
  /** Who compared the copies. */
  readonly confirmer: string | null;
}

/** A row as data: a judgement stores `id` and a copy, so that a later reader sees what was applied. */
export interface LimitRow extends LimitDraft {
  readonly id: string;
  /** Counts from 1 among the rows of the same place in the standard. */
  readonly version: number;
}

/** What a limit is asked for; what is not stated stays out, and is never guessed. */
export interface LimitQuestion {
  readonly standard: string;
  readonly item: string;
  /** Day in China, `YYYY-MM-DD`. */
  readonly on: string;
  readonly class?: string | undefined;
  readonly kind?: LimitKind | undefined;
  readonly waterBody?: string | undefined;
  readonly landUse?: string | undefined;
  readonly ph?: number | undefined;
  readonly builtOn?: string | undefined;
  readonly industry?: string | undefined;
  readonly matrix?: string | undefined;
}

export const LIMIT_QUESTIONS = [
  'class',
  'kind',
  'waterBody',
  'landUse',
  'ph',
  'builtOn',
  'industry',
  'matrix',
] as const;
export type LimitQuestionName = (typeof LIMIT_QUESTIONS)[number];

/** The row that applies, what must be stated first, no row, or more than one, which decides nothing either. */
export type LimitAnswer<Row extends LimitDraft = LimitRow> =
  | { readonly is: 'found'; readonly row: Row }
  | { readonly is: 'unstated'; readonly missing: readonly LimitQuestionName[] }
  | { readonly is: 'none' }
  | { readonly is: 'ambiguous' };

/** Which row applies. A condition that nobody stated is asked for: total phosphorus without river or lake gets no likely limit. */
export function findLimit<Row extends LimitDraft>(rows: readonly Row[], question: LimitQuestion): LimitAnswer<Row> {
  const candidates = rows.filter((row) => concerns(row, question) && !clashes(row, question));
  const kinds = new Set(candidates.map(({ kind }) => kind));
  const missing = new Set(candidates.flatMap((row) => missingFor(row, question)));
  if (kinds.size > 1) missing.add('kind');
  const [row, other] = candidates;
  if (row === undefined) return { is: 'none' };
  if (missing.size > 0) return { is: 'unstated', missing: LIMIT_QUESTIONS.filter((name) => missing.has(name)) };
  return other === undefined ? { is: 'found', row } : { is: 'ambiguous' };
}

function concerns(row: LimitDraft, { standard, item, on }: LimitQuestion): boolean {
  const begun = row.validFrom === null || row.validFrom <= on;
  const ended = row.validTo !== null && row.validTo <= on;
  return row.standard === standard && row.item === item && begun && !ended;
}

/** Whether a value in the row's own unit satisfies the row. */
export function satisfies(value: number, row: Pick<LimitDraft, 'operator' | 'value'>): boolean {
  const [lowest, highest] = boundsOf(row.value);
  if (row.operator === 'at_most') return value <= highest;
  if (row.operator === 'at_least') return value >= lowest;
  return value >= lowest && value <= highest;
}

export function boundsOf(value: LimitValue): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}

/**
 * The place of a row in its standard: rows with the same key are versions of each other. A row for every use of land has
 * the place of one that names none. A stroke or a plus within a name is escaped, so that no two places share a key.
 */
export function limitKey({ standard, edition, clause, item, kind, class: name, conditions }: LimitDraft): string {
  const { waterBody, landUses, phAbove, phUpTo, builtFrom, builtBefore, industries, matrices } = conditions;
  const stated = [
    waterBody,
    landUses?.length === LAND_USES.length ? undefined : joined(landUses),
    phAbove === undefined ? undefined : `pH>${phAbove}`,
    phUpTo === undefined ? undefined : `pH<=${phUpTo}`,
    builtFrom && `from ${builtFrom}`,
    builtBefore && `before ${builtBefore}`,
    joined(industries),
    joined(matrices),
  ];
  return [standard, edition, clause, item, kind, name, ...stated]
    .map((part) => (part ?? '').replaceAll(/[\\/]/g, '\\$&'))
    .join('/');
}

function joined(names: readonly string[] | undefined): string | undefined {
  return names
    ?.toSorted()
    .map((name) => name.replaceAll(/[\\+]/g, '\\$&'))
    .join('+');
}

/** Whether two versions say the same. */
export function sameLimit(a: LimitDraft, b: LimitDraft): boolean {
  const said = ({
    operator,
    value,
    unit,
    validFrom,
    validTo,
    source,
    confirmedBy,
    confirmer,
    conditions,
  }: LimitDraft) => {
    const landUses = conditions.landUses?.toSorted();
    return JSON.stringify([operator, value, unit, validFrom, validTo, source, confirmedBy, confirmer, landUses]);
  };
  return limitKey(a) === limitKey(b) && said(a) === said(b);
}
