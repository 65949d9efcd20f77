import type { DeviceNames } from '../../registry/register.repository.js';
import type { RowNames } from './row-values.rules.js';

/** The names that rows of one file have brought so far, each with its row. */
export class NamesInFile {
  private readonly rows = new Map<string, number>();

  /** Another row with the same name, or about the same device; otherwise the names are this row's. */
  note(row: number, names: RowNames, barcodes: readonly string[], device: { readonly id: string } | undefined) {
    // An asset code and a serial are scanned alike, so neither may be the other of a second device.
    const keys: readonly (readonly [space: string, field: keyof DeviceNames])[] = [
      ['code', 'assetCode'],
      ['code', 'serial'],
      ['product', 'productIdCode'],
      ['uom', 'uomRegistration'],
    ];
    for (const [space, field] of keys) {
      const value = names[field];
      const otherRow = value === null ? undefined : this.take(`${space}:${value.toLowerCase()}`, row);
      if (otherRow !== undefined) return { field, value, otherRow };
    }
    for (const value of barcodes) {
      const otherRow = this.take(`code:${value.toLowerCase()}`, row);
      if (otherRow !== undefined) return { field: 'barcodes', value, otherRow };
    }
    const otherRow = device && this.take(`device:${device.id}`, row);
    const field = names.assetCode === null ? 'serial' : 'assetCode';
    return otherRow === undefined ? undefined : { field, value: names[field], otherRow };
  }

  private take(key: string, row: number): number | undefined {
    const other = this.rows.get(key);
    if (other === undefined) this.rows.set(key, row);
    return other === row ? undefined : other;
  }
}
