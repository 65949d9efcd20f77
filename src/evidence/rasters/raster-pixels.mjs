// Pixels of a GeoTIFF for looking at: which of its pictures show the same at less detail, and the colours of a window.
import { MOST_BLOCK_BYTES } from './raster-codecs.mjs';

const MOST_LEVELS = 16;
/** NewSubfileType. [TIFF 6.0, section 8] */
const REDUCED = 1;
const MASK = 4;
const PALETTE = 3;
const YCBCR = 6;
/** Colours the library turns into red, green and blue: a palette, four inks, video, CIE L*a*b*. */
const TURNED = new Set([PALETTE, 5, YCBCR, 8]);
const WHITE_IS_ZERO = 0;
const RGB = 2;
const JPEG = 7;
/** Associated or not, an extra sample that says how much covers the ground. [TIFF 6.0, section 18] */
const ALPHA = new Set([1, 2]);

/** The picture and its smaller copies, with what of a pixel’s samples is shown. The first is the whole one. */
export async function levelsOf(file) {
  const first = await levelOf(file, 0);
  const levels = [first];
  const masks = [];
  for (let index = 1; index < MOST_LEVELS; index += 1) {
    const level = await levelOf(file, index).catch(() => undefined);
    if (!level) break;
    if (level.subfile & MASK) masks.push(level);
    else if (level.subfile & REDUCED && isCopyOf(level, first)) levels.push(level);
  }
  for (const level of levels)
    level.mask = masks.find(({ width, height }) => width === level.width && height === level.height)?.image;
  return levels;
}

async function levelOf(file, index) {
  const image = await file.getImage(index);
  const tag = async (name) => (image.fileDirectory.hasTag(name) ? image.fileDirectory.loadValue(name) : undefined);
  const [width, height, samples] = [image.getWidth(), image.getHeight(), image.getSamplesPerPixel()];
  const ofBlock = image.getTileWidth() * image.getTileHeight() * image.getBytesPerPixel();
  if (!(width > 0 && height > 0) || ofBlock > MOST_BLOCK_BYTES) throw new Error('its blocks are too large');
  const photometric = Number((await tag('PhotometricInterpretation')) ?? 1);
  const extra = [...((await tag('ExtraSamples')) ?? [])];
  const alphaAt = extra.findIndex((kind) => ALPHA.has(kind));
  const bits = image.getBitsPerSample();
  return {
    image,
    width,
    height,
    subfile: Number((await tag('NewSubfileType')) ?? 0),
    photometric,
    isUnreadableVideo: photometric === YCBCR && Number(await tag('Compression')) !== JPEG,
    alpha: alphaAt < 0 ? null : samples - extra.length + alphaAt,
    colours: photometric === RGB || samples - (alphaAt < 0 ? 0 : 1) >= 3 ? [0, 1, 2] : [0],
    isBytes: bits === 8 && image.getSampleFormat() === 1,
    most: image.getSampleFormat() === 3 ? 1 : 2 ** bits - 1,
  };
}

function isCopyOf({ width, height }, whole) {
  const [across, down] = [whole.width / width, whole.height / height];
  return across > 1 && Math.abs(across / down - 1) < 0.1;
}

/**
 * The values of a window as they are shown, a list of them for each colour, and how much of each pixel is there (0 to 255).
 * Unscaled: what is no byte needs `stretched` yet.
 */
export async function valuesIn(level, window, nodata) {
  const { image, photometric, colours, alpha, mask } = level;
  if (level.isUnreadableVideo) throw new Error('colours that are not read here');
  const isTurned = TURNED.has(photometric);
  const samples = alpha === null || isTurned ? colours : [...colours, alpha];
  const read = isTurned ? await image.readRGB({ window }) : await image.readRasters({ window, samples });
  const bands = [...read].slice(0, isTurned ? 3 : colours.length);
  const count = (window[2] - window[0]) * (window[3] - window[1]);
  const there = new Uint8Array(count).fill(255);
  const covers = alpha === null || isTurned ? undefined : read[colours.length];
  const [masked] = mask ? await mask.readRasters({ window, samples: [0] }) : [undefined];
  for (let at = 0; at < count; at += 1) {
    if (covers) there[at] = Math.round((255 * covers[at]) / level.most);
    if (masked && masked[at] === 0) there[at] = 0;
    if (bands.every((band) => isNoValue(band[at], nodata))) there[at] = 0;
  }
  return { bands, there };
}

function isNoValue(value, nodata) {
  return !Number.isFinite(value) || (nodata !== null && Math.fround(value) === Math.fround(nodata));
}

/** Red, green, blue and cover, a byte each. */
export function coloured({ bands, there }, { stretch, isInverted }) {
  const pixels = Buffer.alloc(there.length * 4);
  for (let band = 0; band < 3; band += 1) {
    const values = bands[bands.length === 1 ? 0 : band];
    const [low, high] = stretch?.[bands.length === 1 ? 0 : band] ?? [0, 255];
    const factor = high > low ? 255 / (high - low) : 0;
    for (let at = 0; at < there.length; at += 1) {
      const scaled = Math.min(255, Math.max(0, Math.round((values[at] - low) * factor)));
      pixels[at * 4 + band] = isInverted ? 255 - scaled : scaled;
    }
  }
  for (let at = 0; at < there.length; at += 1) pixels[at * 4 + 3] = there[at];
  return pixels;
}

export function isInverted({ photometric }) {
  return photometric === WHITE_IS_ZERO;
}

/** Whether values are scaled to bytes before they are shown. */
export function needsStretch({ photometric, isBytes }) {
  return !isBytes && !TURNED.has(photometric);
}
