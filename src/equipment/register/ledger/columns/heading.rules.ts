import type { Cell } from '../../../../platform/index.js';
import { ATTRIBUTE_PREFIX, IGNORED, LEDGER_FIELDS, type LedgerField } from './ledger.fields.js';
import type { AttributeField } from './ledger-sheet.rules.js';

export type MappedBy = 'given' | 'remembered' | 'known';

export interface MappedColumn {
  readonly heading: string;
  /** Counted from 0. */
  readonly at: number;
  /** Null: nobody knows what stands there, and it is passed over. */
  readonly field: string | null;
  readonly by: MappedBy | null;
  /** Fields of kinds that have this heading; which one a row means is told by its kind. */
  readonly keys: readonly string[];
}

export interface HeadingNames {
  readonly register: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** Headings are compared without regard to case, width, blanks and the marks that forms put beside them. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:_-]/g, '');
}

/** What every heading that is known here means. */
export function headingNames(attributes: readonly AttributeField[]): HeadingNames {
  const register = new Map<string, string>();
  for (const { field, zh, en, also = [] } of LEDGER_FIELDS as readonly LedgerField[])
    for (const name of [zh, en, field, ...also]) register.set(plainHeading(name), field);
  const keys = new Map<string, string[]>();
  for (const { key, zh, en } of attributes)
    for (const name of new Set(
      [zh, en, key, `${zh} (${key})`, `${en} (${key})`, ATTRIBUTE_PREFIX + key].map(plainHeading),
    )) {
      const known = keys.get(name) ?? [];
      if (!known.includes(key)) keys.set(name, [...known, key]);
    }
  return { register, attributes: keys };
}

/** The fields that somebody may name in a mapping. */
export function isLedgerField(field: string, names: HeadingNames): boolean {
  if (field === IGNORED || LEDGER_FIELDS.some((known) => known.field === field)) return true;
  return field.startsWith(ATTRIBUTE_PREFIX) && names.attributes.get(plainHeading(field)) !== undefined;
}

type Mapping = ReadonlyMap<string, string>;

export interface Mappings {
  /** By plain heading. */
  readonly given: Mapping;
  readonly remembered: Mapping;
}

/** What each column holds: as it was said now, else as it was said before, else as the heading is known; the first of two alike. */
export function mapColumns(headings: readonly Cell[], mappings: Mappings, names: HeadingNames): MappedColumn[] {
  const taken = new Set<string>();
  const said = new Set(headings.flatMap(({ text }) => mappings.given.get(plainHeading(text)) ?? []));
  const columns = headings.map(({ text }, at): MappedColumn => {
    const column = mapped({ heading: text.trim(), at }, mappings, names);
    const isSpare =
      column.field !== null && column.by !== 'given' && (taken.has(column.field) || said.has(column.field));
    if (column.field !== null) taken.add(column.field);
    return isSpare ? { ...column, field: null, by: null, keys: [] } : column;
  });
  return withKind(columns);
}

function mapped(
  place: { readonly heading: string; readonly at: number },
  { given, remembered }: Mappings,
  names: HeadingNames,
): MappedColumn {
  const plain = plainHeading(place.heading);
  const saidNow = given.get(plain);
  const said = saidNow ?? remembered.get(plain);
  if (said !== undefined) {
    const keys = said.startsWith(ATTRIBUTE_PREFIX) ? [said.slice(ATTRIBUTE_PREFIX.length)] : [];
    return { ...place, field: said, by: saidNow === undefined ? 'remembered' : 'given', keys };
  }
  const field = names.register.get(plain);
  if (field !== undefined) return { ...place, field, by: 'known', keys: [] };
  const keys = names.attributes.get(plain);
  if (!keys) return { ...place, field: null, by: null, keys: [] };
  return { ...place, field: `${ATTRIBUTE_PREFIX}${keys[0]}`, by: 'known', keys };
}

/** Where no column has the code of the kind, its name will do. */
function withKind(columns: readonly MappedColumn[]): MappedColumn[] {
  if (columns.some(({ field }) => field === 'kindCode')) return [...columns];
  return columns.map((column) => (column.field === 'kindName' ? { ...column, field: 'kindCode' } : column));
}

/** A field that two columns were named for. */
export function mappedTwice(columns: readonly MappedColumn[]): { field: string; headings: string[] } | undefined {
  for (const { field } of columns) {
    if (field === null || field === IGNORED) continue;
    const same = columns.filter((column) => column.field === field);
    if (same.length > 1) return { field, headings: same.map(({ heading }) => heading) };
  }
  return undefined;
}

export function recognised(columns: readonly MappedColumn[]): number {
  return columns.filter(({ field }) => field !== null && field !== IGNORED).length;
}
