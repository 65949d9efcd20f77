import { describe, expect, it } from '@jest/globals';
import { checkDrawing } from './drawing.rules.js';

/** One transparent pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pngUrl = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;
const pixel = () => Buffer.from(PIXEL, 'base64');
const withWidth = (pixels: number) => {
  const bytes = pixel();
  bytes.writeUInt32BE(pixels, 16);
  return pngUrl(bytes);
};

describe('a drawn signature', () => {
  it('is a whole PNG or a vector path', () => {
    expect(checkDrawing(`data:image/png;base64,${PIXEL}`)).toEqual({ ok: true, form: 'png' });
    expect(checkDrawing('M0 0L9 9')).toEqual({ ok: true, form: 'path' });
    expect(checkDrawing('m 1.5,2e1 c 0 0 -1-1 3 4 z')).toEqual({ ok: true, form: 'path' });
  });

  it.each([
    ['words', 'Zhang Wei', 'NOT_A_DRAWING'],
    ['markup', 'M0 0"/><script>', 'NOT_A_DRAWING'],
    ['another kind of picture', 'data:image/svg+xml;base64,AAAA', 'NOT_A_DRAWING'],
    ['a PNG by name only', 'data:image/png;base64,AAAA', 'NOT_A_WHOLE_PNG'],
    ['a PNG that is cut off', pngUrl(pixel().subarray(0, 50)), 'NOT_A_WHOLE_PNG'],
    ['a PNG with something behind its end', pngUrl(Buffer.concat([pixel(), Buffer.from('x')])), 'NOT_A_WHOLE_PNG'],
    [
      'a PNG without picture data',
      pngUrl(Buffer.concat([pixel().subarray(0, 33), pixel().subarray(-12)])),
      'NOT_A_WHOLE_PNG',
    ],
    ['a wall of pixels', withWidth(5_000), 'TOO_MANY_PIXELS'],
    ['no width', withWidth(0), 'NOTHING_DRAWN'],
    ['a path that only moves', 'M0 0 M5 5 z', 'NOTHING_DRAWN'],
  ] as const)('is not %s', (_words, drawing, fault) => {
    expect(checkDrawing(drawing)).toEqual({ ok: false, fault });
  });
});
