/**
 * Whether two spellings are one unit. Full-width letters, the two signs for micro, spaces, and l for L are the same to a
 * reader; other case is not: m and M are nine powers of ten apart. Nothing is converted.
 */
export function sameUnit(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(unit: string): string {
  return unit
    .normalize('NFKC')
    .replaceAll(/\s/gu, '')
    .replaceAll(/l(?![a-z])/g, 'L');
}
