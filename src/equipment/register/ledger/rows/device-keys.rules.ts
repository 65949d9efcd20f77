import type { RowNames } from './row-values.rules.js';

/** The names of a device as they are held against each other; an asset code and a serial are scanned alike. */
export function keysOf({
  assetCode,
  serial,
  productIdCode,
  uomRegistration,
}: RowNames): ReadonlyMap<string, keyof RowNames> {
  const keys = new Map<string, keyof RowNames>();
  if (uomRegistration !== null) keys.set(`uom:${uomRegistration.toLowerCase()}`, 'uomRegistration');
  if (productIdCode !== null) keys.set(`product:${productIdCode.toLowerCase()}`, 'productIdCode');
  if (serial !== null) keys.set(codeKey(serial), 'serial');
  if (assetCode !== null) keys.set(codeKey(assetCode), 'assetCode');
  return keys;
}

export function codeKey(code: string): string {
  return `code:${code.toLowerCase()}`;
}
