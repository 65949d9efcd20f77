/**
 * Canonical JSON after RFC 8785: members sorted by UTF-16 code units, ECMAScript numbers and strings, no white space;
 * members whose value is undefined are absent. Throws on what I-JSON cannot say (NaN, Infinity, lone surrogates, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return `{${canonicalMembers(value)}}`;
  throw new TypeError(`no canonical JSON for ${typeof value}`);
}

function canonicalMembers(value: object): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`)
    .join(',');
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
