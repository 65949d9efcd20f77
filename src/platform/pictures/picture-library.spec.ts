import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawingAsPng, openPicture, pictureOf } from './picture-library.js';

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="72" height="36"><rect width="72" height="36" fill="#fff"/></svg>';
const PIXELS = { data: Buffer.alloc(4 * 3 * 3, 90), width: 4, height: 3, channels: 3 } as const;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describe('pictures', () => {
  it.each(['jpeg', 'png', 'tiff', 'webp', 'gif', 'avif'] as const)('of others may be %s', async (format) => {
    const bytes = await (await pictureOf(PIXELS)).toFormat(format).toBuffer();
    const path = join(folder, `picture.${format}`);
    await writeFile(path, bytes);
    for (const source of [bytes, path]) {
      const { info } = await (await openPicture(source)).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([4, 3]);
    }
  });

  it('of others are never SVG, under whatever name, before and after a drawing of our own', async () => {
    const path = join(folder, 'photo.png');
    await writeFile(path, DRAWING);
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(openPicture(Buffer.from(DRAWING))).rejects.toThrow('unsupported image format');
      await expect((await openPicture(path)).raw().toBuffer()).rejects.toThrow('unsupported image format');
      await drawingAsPng(DRAWING, 72);
    }
  });

  it('of our own drawings have the resolution of the printer', async () => {
    const { info } = await (
      await openPicture(await drawingAsPng(DRAWING, 144))
    )
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([144, 72]);
  });
});
