import type { DeviceKind } from '../../pool/device-kind.entity.js';
import type { DeviceNames } from '../../registry/register.repository.js';
import { attributeValue, type CellAnswer, fieldValue } from './cell-value.rules.js';
import { ATTRIBUTE_PREFIX, CLEARED, LEDGER_FIELDS, type LedgerField } from '../columns/ledger.fields.js';
import { RowErrors } from '../ledger.errors.js';
import { type AttributeField, attributeFieldsOf } from '../columns/ledger-sheet.rules.js';
import type { LedgerRow, PlacedText, RowFault } from './ledger-row.rules.js';
import { faultAt } from './row-faults.rules.js';

export type RowValues = Readonly<Record<string, unknown>>;
/** Names a row gives, null where it gives none. */
export type RowNames = { readonly [Name in keyof DeviceNames]: string | null };

interface Read {
  readonly values: RowValues;
  readonly faults: readonly RowFault[];
}

const FIELDS = new Map((LEDGER_FIELDS as readonly LedgerField[]).map((field) => [field.field, field]));
/** What is looked up, and what is only ever written. */
const APART = new Set(['kind', 'unit', 'fixed']);

/** What a row says of the register's own fields; a blank cell says nothing. */
export function registerValues(row: LedgerRow): Read {
  const { values, faults } = read(row, ({ text, column }) => {
    const field = FIELDS.get(column.field ?? '');
    return field && !APART.has(field.form) ? { name: field.field, answer: fieldValue(field, text) } : undefined;
  });
  const { homeLon: lon, homeLat: lat, ...others } = values;
  if (lon === undefined && lat === undefined)
    return { values: others, faults: [...faults, ...massFaults(row, others)] };
  if (lon !== undefined && lat !== undefined)
    return { values: { ...others, home: { lon, lat } }, faults: [...faults, ...massFaults(row, others)] };
  const missing = lon === undefined ? 'homeLon' : 'homeLat';
  return { values: others, faults: [...faults, faultAt(row, missing, RowErrors.CELL_REQUIRED({ field: missing }))] };
}

/** What a row takes away of the register's own fields, as it is written then. */
export function registerClearings(row: LedgerRow, values: RowValues): Read {
  const cleared: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const { column, isStated } of row.clearings) {
    const field = column.field ?? '';
    if (field.startsWith(ATTRIBUTE_PREFIX)) continue;
    if (Object.hasOwn(CLEARED, field)) cleared[field] = CLEARED[field];
    else if (field === 'homeLon' || field === 'homeLat') {
      if (values['home'] === undefined) cleared['home'] = null;
    } else if (isStated && FIELDS.get(field)?.form !== 'fixed')
      faults.push({ row: row.number, column, error: RowErrors.CELL_NOT_CLEARABLE({ field }) });
  }
  return { values: cleared, faults };
}

/** The fields of its kind that a row takes away. */
export function attributeClearings(row: LedgerRow, kind: DeviceKind): ReadonlySet<string> {
  const known = new Set(fieldsOf(kind).map(({ key }) => key));
  return new Set(row.clearings.flatMap(({ column: { keys } }) => keys.find((key) => known.has(key)) ?? []));
}

/** What a row says of the fields of its kind. */
export function attributeValues(row: LedgerRow, kind: DeviceKind): Read {
  const fields = new Map(fieldsOf(kind).map((field) => [field.key, field]));
  return read(row, ({ text, column }) => {
    if (!column.field?.startsWith(ATTRIBUTE_PREFIX)) return undefined;
    const name = column.keys.find((key) => fields.has(key)) ?? column.field.slice(ATTRIBUTE_PREFIX.length);
    const field = fields.get(name);
    // The rules of the kind say that it has no such field.
    return { name, answer: field ? attributeValue(field, text) : { ok: true, value: text } };
  });
}

export function namesOf(values: RowValues): RowNames {
  const name = (field: string): string | null => {
    const value = values[field];
    return typeof value === 'string' ? value : null;
  };
  return {
    assetCode: name('assetCode'),
    serial: name('serial'),
    productIdCode: name('productIdCode'),
    uomRegistration: name('uomRegistration'),
  };
}

function read(
  row: LedgerRow,
  reader: (placed: PlacedText) => { readonly name: string; readonly answer: CellAnswer } | undefined,
): Read {
  const values: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const placed of row.texts) {
    const found = reader(placed);
    if (!found) continue;
    if (found.answer.ok) values[found.name] = found.answer.value;
    else faults.push({ row: row.number, column: placed.column, error: found.answer.fault });
  }
  return { values, faults };
}

function massFaults(row: LedgerRow, { emptyMassGrams, maxTakeoffMassGrams }: RowValues): RowFault[] {
  if (typeof emptyMassGrams !== 'number' || typeof maxTakeoffMassGrams !== 'number') return [];
  if (maxTakeoffMassGrams >= emptyMassGrams) return [];
  return [faultAt(row, 'maxTakeoffMassGrams', RowErrors.CELL_OUT_OF_RANGE({ value: maxTakeoffMassGrams }))];
}

const remembered = new WeakMap<DeviceKind, AttributeField[]>();

function fieldsOf(kind: DeviceKind): AttributeField[] {
  const known = remembered.get(kind);
  if (known) return known;
  const fields = attributeFieldsOf(kind.attributeSchema);
  remembered.set(kind, fields);
  return fields;
}
