import { PlatformErrors } from '../errors/index.js';

/** One page of a list, as every list of the API answers. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws CURSOR_INVALID unless the cursor holds exactly `length` strings or numbers */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => typeof part === 'string' || typeof part === 'number')
    ) {
      return key;
    }
  } catch {
    // falls through to the refusal
  }
  throw PlatformErrors.CURSOR_INVALID();
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id in a cursor of a list sorted by id; undefined without cursor. @throws CURSOR_INVALID */
export function idInCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== 'string' || !ID.test(id)) throw PlatformErrors.CURSOR_INVALID();
  return id;
}

/** The whole number in a cursor of a list sorted by number; undefined without cursor. @throws CURSOR_INVALID */
export function numberInCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const number = Number(decodeCursor(cursor, 1)[0]);
  if (!Number.isSafeInteger(number)) throw PlatformErrors.CURSOR_INVALID();
  return number;
}

/** Cuts `rows` (read with `limit + 1`) into a page; `key` gives the sort key of the last row shown. */
export function keysetPage<Row, View>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number)[],
  view: (row: Row) => View,
): Page<View> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null };
}
