import type { CellValue, ColumnKind } from '../../../../platform/index.js';
import type { DeviceRecord } from '../../registry/register.repository.js';
import {
  ATTRIBUTE_PREFIX,
  columnKindOf,
  LEDGER_FIELDS,
  type LedgerField,
  type LedgerLanguage,
  type RegisterField,
} from './ledger.fields.js';
import { FLAGS, wordFor } from './ledger.words.js';

/** A field of a kind, as its schema describes it. */
export interface AttributeField {
  readonly key: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  readonly isDate: boolean;
  readonly zh: string;
  readonly en: string;
}

interface SchemaField {
  readonly type: AttributeField['type'];
  readonly title?: string;
  readonly 'x-title-zh'?: string;
  readonly format?: string;
}

export function attributeFieldsOf(schema: Readonly<Record<string, unknown>>): AttributeField[] {
  const fields = (schema['properties'] ?? {}) as Readonly<Record<string, SchemaField>>;
  return Object.entries(fields).map(([key, { type, title = key, 'x-title-zh': zh = title, format }]) => ({
    key,
    type,
    isDate: format === 'date',
    zh,
    en: title,
  }));
}

export interface LedgerColumn {
  readonly field: string;
  readonly heading: string;
  readonly kind: ColumnKind;
}

/** The columns of the register, and one for each field that one of the kinds has. No heading comes twice. */
export function columnsFor(attributes: readonly AttributeField[], language: LedgerLanguage): LedgerColumn[] {
  const columns: LedgerColumn[] = LEDGER_FIELDS.map((field) => ({
    field: field.field,
    heading: field[language],
    kind: columnKindOf(field.form),
  }));
  const headings = new Set(columns.map(({ heading }) => heading));
  const fields = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  for (const { key, type, isDate, [language]: title } of fields.values()) {
    const heading = headings.has(title) ? `${title} (${key})` : title;
    headings.add(heading);
    const isNumber = type === 'number' || type === 'integer';
    const kind = isDate ? 'date' : isNumber ? 'number' : 'text';
    columns.push({ field: `${ATTRIBUTE_PREFIX}${key}`, heading, kind });
  }
  return columns;
}

/** One device with what its reader may know of it. */
export interface LedgerEntry {
  readonly record: DeviceRecord;
  readonly kindCode: string;
  readonly kindName: Readonly<Record<LedgerLanguage, string>>;
  readonly unitName: string;
  /** Claimed barcodes. */
  readonly barcodes: readonly string[];
  readonly isParty: boolean;
  readonly isOwner: boolean;
}

const FOR_OWNERS: ReadonlySet<string> = new Set<RegisterField>(['insurancePolicy', 'purchasedOn', 'priceCents']);
const CHOSEN = new Map(
  LEDGER_FIELDS.filter((field: LedgerField) => field.choices).map((field) => [field.field as string, field]),
);

export function cellOf(entry: LedgerEntry, field: string, language: LedgerLanguage): CellValue {
  if (field.startsWith(ATTRIBUTE_PREFIX)) return attributeCell(entry, field.slice(ATTRIBUTE_PREFIX.length), language);
  if (FOR_OWNERS.has(field) && !entry.isOwner) return null;
  const value = registerValue(entry, field as RegisterField, language);
  return CHOSEN.has(field) && typeof value === 'string' ? wordFor(field, value, language) : value;
}

function attributeCell({ record, isParty }: LedgerEntry, key: string, language: LedgerLanguage): CellValue {
  const value = isParty && Object.hasOwn(record.attributes, key) ? record.attributes[key] : null;
  if (typeof value === 'boolean') return FLAGS[value ? 'true' : 'false'][language];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Fields that are not in the record as they are shown. */
const SHOWN: Partial<Record<RegisterField, (entry: LedgerEntry, language: LedgerLanguage) => CellValue>> = {
  kindCode: ({ kindCode }) => kindCode,
  kindName: ({ kindName }, language) => kindName[language],
  unitId: ({ unitName }) => unitName,
  capabilities: ({ record }) => (record.capabilities.length === 0 ? null : record.capabilities.join(', ')),
  priceCents: ({ record }) => (record.priceCents === null ? null : record.priceCents / 100),
  barcodes: ({ barcodes }) => (barcodes.length === 0 ? null : barcodes.join('\n')),
  homeLon: ({ record }) => record.homePosition?.x ?? null,
  homeLat: ({ record }) => record.homePosition?.y ?? null,
};

function registerValue(entry: LedgerEntry, field: RegisterField, language: LedgerLanguage): CellValue {
  const show = SHOWN[field];
  if (show) return show(entry, language);
  const value: unknown = entry.record[field as keyof DeviceRecord];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
