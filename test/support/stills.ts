import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

/** A JPEG unlike every other; of noise, so that its size grows with its sides. */
export async function aJpeg(width = 32, height = 24): Promise<Buffer> {
  const pixels = randomBytes(width * height * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

/** One colour all over: wide, and small all the same. */
export async function aPlainJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7fa050' } })
    .jpeg()
    .toBuffer();
}
