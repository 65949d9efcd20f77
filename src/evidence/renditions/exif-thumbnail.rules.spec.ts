import { describe, expect, it } from '@jest/globals';
import { thumbnailIn } from './exif-thumbnail.rules.js';

const JPEG = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex');

interface Written {
  readonly little?: boolean;
  readonly orientation?: number;
  readonly start?: number;
  readonly length?: number;
  readonly second?: number;
}

/** Two directories: one entry of the orientation, two of the thumbnail behind them. */
function exif({ little = false, orientation = 1, start, length = JPEG.length, second = 26 }: Written = {}): Buffer {
  const tiff = Buffer.alloc(56);
  const short = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const long = (value: number, at: number) => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  tiff.write(little ? 'II*\0' : 'MM\0*', 'latin1');
  long(8, 4);
  [1, 0x0112, 3].forEach((value, nth) => short(value, 8 + nth * 2));
  long(1, 14);
  short(orientation, 18);
  long(second, 22);
  [2, 0x0201, 4].forEach((value, nth) => short(value, 26 + nth * 2));
  long(1, 32);
  long(start ?? tiff.length, 36);
  [0x0202, 4].forEach((value, nth) => short(value, 40 + nth * 2));
  long(1, 44);
  long(length, 48);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, JPEG]);
}

describe('the thumbnail of an EXIF block', () => {
  it.each([true, false])('is found, whichever end comes first (little: %s), with or without its prefix', (little) => {
    const found = { jpeg: JPEG, turnDegrees: 90 };
    expect(thumbnailIn(exif({ little, orientation: 6 }))).toEqual(found);
    expect(thumbnailIn(exif({ little, orientation: 6 }).subarray(6))).toEqual(found);
  });

  it.each([
    [3, 180],
    [8, 270],
    [1, 0],
    [0, 0],
    [9, 0],
  ])('is turned by orientation %s: %s degrees', (orientation, turnDegrees) => {
    expect(thumbnailIn(exif({ orientation }))?.turnDegrees).toBe(turnDegrees);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.from('Exif\0\0RIFF')],
    ['a block cut off in its first directory', exif().subarray(0, 20)],
    ['no second directory', exif({ second: 0 })],
    ['a second directory beyond the end', exif({ second: 60_000 })],
    ['a start beyond the end', exif({ start: 0xffffffff })],
    ['a length beyond the end', exif({ length: 1_000_000 })],
    ['a length of nothing', exif({ length: 0 })],
    ['bytes that are no JPEG', exif({ start: 0, length: 20 })],
  ])('is none in %s', (_, bytes) => expect(thumbnailIn(bytes)).toBeUndefined());

  it('is none in a block cut off anywhere before it', () => {
    const whole = exif();
    for (let length = 0; length < whole.length; length += 1)
      expect(thumbnailIn(whole.subarray(0, length))).toBeUndefined();
  });
});
