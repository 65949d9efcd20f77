import type { BarcodeSymbology } from '../../equipment.codes.js';
import { asLabelCode } from '../blank-labels/label-code.rules.js';

/** Whether a value can be what that symbology prints: told before a mistyped code is claimed. */
export function fitsSymbology(symbology: BarcodeSymbology, value: string): boolean {
  if (symbology === 'ean13') return /^\d{13}$/.test(value) && eanCheckDigit(value) === Number(value[12]);
  if (symbology === 'code39') return /^[A-Z0-9 .$/+%-]+$/.test(value);
  return symbology === 'code128' ? /^[\x20-\x7e]+$/.test(value) : true;
}

/** GS1 General Specifications, 7.9: weights 1 and 3 from the left for the first twelve digits. */
function eanCheckDigit(value: string): number {
  const sum = Array.from(value.slice(0, 12)).reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return (10 - (sum % 10)) % 10;
}

/**
 * The code in what was scanned: the QR code of our own label holds an address that ends in /d/ and the code. The code of
 * a label printed ahead is known however it was typed.
 */
export function codeInScan(scanned: string): string {
  const code = bareCode(scanned.trim());
  return asLabelCode(code) ?? code;
}

function bareCode(value: string): string {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return value;
  const inAddress = /\/d\/([^/]+)\/?$/.exec(new URL(value).pathname)?.[1];
  return inAddress === undefined ? value : (decoded(inAddress) ?? value);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
