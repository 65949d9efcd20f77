import { decodeCursor, Id, PlatformErrors } from '../platform/index.js';

/** The id of the last row already shown. @throws CURSOR_INVALID, also for a cursor that holds no id */
export function idInCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Id.safeParse(decodeCursor(cursor, 1)[0]);
  if (!id.success) throw PlatformErrors.CURSOR_INVALID();
  return id.data;
}
