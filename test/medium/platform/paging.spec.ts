import { describe, expect, it } from '@jest/globals';
import {
  decodeCursor,
  encodeCursor,
  idInCursor,
  keysetPage,
  newId,
  numberInCursor,
} from '../../../src/platform/index.js';

const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ at: `2026-01-0${index + 1}`, index }));

describe('paging', () => {
  const page = (count: number, limit: number) =>
    keysetPage(
      rows(count),
      limit,
      ({ at, index }) => [at, index],
      ({ index }) => index,
    );

  it('gives a cursor to the last row shown only when there are more', () => {
    expect(page(3, 3)).toEqual({ items: [0, 1, 2], nextCursor: null });
    expect(page(0, 3)).toEqual({ items: [], nextCursor: null });
    const { items, nextCursor } = page(4, 3);
    expect(items).toEqual([0, 1, 2]);
    expect(decodeCursor(nextCursor ?? '', 2)).toEqual(['2026-01-03', 2]);
  });

  it.each([
    ['nothing', ''],
    ['no base64 of JSON', 'rubbish!'],
    ['JSON cut short', encodeCursor(['a', 1]).slice(0, -3)],
    ['too few parts', encodeCursor(['a'])],
    ['too many parts', encodeCursor(['a', 1, 2])],
    ['an object', Buffer.from('{"length":2}').toString('base64url')],
    ['nested parts', Buffer.from('[["a"],1]').toString('base64url')],
    ['null parts', Buffer.from('[null,1]').toString('base64url')],
  ])('refuses a cursor that holds %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  it('takes only an id, or only a whole number, where a list is sorted by that', () => {
    const id = newId();
    expect([idInCursor(encodeCursor([id])), idInCursor(undefined)]).toEqual([id, undefined]);
    expect([numberInCursor(encodeCursor([7])), numberInCursor(undefined)]).toEqual([7, undefined]);
    for (const part of ['x', 7, `${id}x`, "'; DROP TABLE app_user"])
      expect(() => idInCursor(encodeCursor([part]))).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
    for (const part of ['x', 1.5, 2 ** 60])
      expect(() => numberInCursor(encodeCursor([part]))).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
