import type { DeviceRecord } from '../../registry/register.repository.js';
import { RowErrors } from '../ledger.errors.js';
import type { LedgerRow, RowFault } from './ledger-row.rules.js';
import { faultAt } from './row-faults.rules.js';
import { namesOf, registerClearings, registerValues, type RowNames, type RowValues } from './row-values.rules.js';

const MOST_BARCODES = 20;
const LONGEST_BARCODE = 200;

/** What a row says, before it is known which device it is about. */
export interface RowReading {
  readonly row: LedgerRow;
  /** Barcodes stand apart: they are no column of a device. */
  readonly values: RowValues;
  readonly cleared: RowValues;
  readonly names: RowNames;
  /** Every barcode that the device shall wear; undefined where the row says nothing of them. */
  readonly barcodes: readonly string[] | undefined;
  readonly faults: readonly RowFault[];
}

export function readingOf(row: LedgerRow): RowReading {
  const read = registerValues(row);
  const clearings = registerClearings(row, read.values);
  const { barcodes: told, ...values } = read.values as RowValues & { readonly barcodes?: readonly string[] };
  const { barcodes: none, ...cleared } = clearings.values;
  return {
    row,
    values,
    cleared,
    names: namesOf(values),
    barcodes: told ?? (none === undefined ? undefined : []),
    faults: [...row.faults, ...read.faults, ...clearings.faults, ...barcodeFaults(row, told ?? [])],
  };
}

/** The names that a device has once its row is taken over. */
export function namesAfter({ names, cleared }: Pick<RowReading, 'names' | 'cleared'>, before: DeviceRecord): RowNames {
  const after = (field: keyof RowNames): string | null =>
    names[field] ?? (Object.hasOwn(cleared, field) ? null : before[field]);
  return {
    assetCode: after('assetCode'),
    serial: after('serial'),
    productIdCode: after('productIdCode'),
    uomRegistration: after('uomRegistration'),
  };
}

function barcodeFaults(row: LedgerRow, barcodes: readonly string[]): RowFault[] {
  if (barcodes.length > MOST_BARCODES)
    return [faultAt(row, 'barcodes', RowErrors.CELL_OUT_OF_RANGE({ value: barcodes.length }))];
  return barcodes.some((value) => value.length > LONGEST_BARCODE)
    ? [faultAt(row, 'barcodes', RowErrors.CELL_TOO_LONG({ most: LONGEST_BARCODE }))]
    : [];
}
