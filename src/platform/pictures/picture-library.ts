import type { Sharp, SharpOptions } from 'sharp';
import { HEAD_BYTES, recogniseMediaType } from '../files/index.js';

type Library = typeof import('sharp').default;

/** Formats a foreign picture may be decoded from. SVG is not among them: it draws text and reads other files. */
const FOREIGN_TYPES = new Set([
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
  'image/heic',
  'image/avif',
  'image/gif',
]);
const FOREIGN_LOADERS = ['Jpeg', 'Png', 'Tiff', 'Webp', 'Heif', 'Nsgif'].map((format) => `VipsForeignLoad${format}`);
/** SVG from memory alone, and `openPicture` lets none of it in: what is left are drawings of our own. */
const OWN_DRAWING_LOADER = 'VipsForeignLoadSvgBuffer';

export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

let loading: Promise<Library> | undefined;

/**
 * A picture that somebody else made, by the path of its file or by its bytes.
 * @throws Error when bytes are none of the open formats; a file is refused when it is decoded
 */
export async function openPicture(source: string | Buffer, options: SharpOptions = {}): Promise<Sharp> {
  if (typeof source !== 'string' && !FOREIGN_TYPES.has(recogniseMediaType(source.subarray(0, HEAD_BYTES))))
    throw new Error('Input buffer contains unsupported image format');
  return (await pictureLibrary())(source, options);
}

/** A picture of decoded pixels, row by row, a byte a channel. */
export async function pictureOf({ data, ...raw }: Pixels): Promise<Sharp> {
  return (await pictureLibrary())(data, { raw });
}

/** A drawing that this service wrote itself, as PNG; a size in points becomes pixels by the resolution. */
export async function drawingAsPng(svg: string, dotsPerInch: number): Promise<Buffer> {
  const sharp = await pictureLibrary();
  return sharp(Buffer.from(svg), { density: dotsPerInch }).png({ palette: true }).toBuffer();
}

/**
 * Loaded with the first picture: it takes some 30 MB that a service at rest need not hold. The list of loaders holds for
 * the whole process.
 */
async function pictureLibrary(): Promise<Library> {
  return (loading ??= load());
}

async function load(): Promise<Library> {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [...FOREIGN_LOADERS, OWN_DRAWING_LOADER] });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
