// A copy of a large picture at little detail, made once: without it every look from afar would read all its pixels.
import { open } from 'node:fs/promises';
import { coloured, isInverted, needsStretch, valuesIn } from './raster-pixels.mjs';

export const OVERVIEW_EDGE = 2_048;
const MOST_PIXELS = 150_000_000;
const PIXELS_AT_ONCE = 4_000_000;
/** Shares of the values that end up black and white: a few glaring pixels would leave the rest dark. */
const [DARKEST, BRIGHTEST] = [0.02, 0.98];

/** The smallest of the copies that shows as much as an overview, or the picture itself. */
export function baseOf(levels) {
  const enough = levels.filter(({ width, height }) => Math.max(width, height) >= OVERVIEW_EDGE);
  return (enough.length > 0 ? enough : levels).reduce((small, level) => (level.width < small.width ? level : small));
}

/** By what the values are scaled, and an overview of `base` where it has more pixels than one. */
export async function overviewOf(base, nodata, path) {
  if (base.width * base.height > MOST_PIXELS) throw new Error('too many pixels, and no smaller copy in the file');
  const cell = Math.ceil(Math.max(base.width, base.height) / OVERVIEW_EDGE);
  if (cell === 1 && !needsStretch(base)) return { stretch: null, overview: null };
  const reduced = await reduce(base, nodata, cell);
  const stretch = needsStretch(base) ? reduced.bands.map((band) => stretchOf(band, reduced.there)) : null;
  if (cell === 1) return { stretch, overview: null };
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(coloured(reduced, { stretch, isInverted: isInverted(base) }));
  } finally {
    await file.close();
  }
  return { stretch, overview: { cell, width: reduced.width, height: reduced.height } };
}

/** The mean of each square of `cell` pixels. */
async function reduce(base, nodata, cell) {
  const [width, height] = [Math.ceil(base.width / cell), Math.ceil(base.height / cell)];
  const sums = Array.from({ length: base.colours.length }, () => new Float64Array(width * height));
  const covers = new Float64Array(width * height);
  const seen = new Uint32Array(width * height);
  const ofBlocks = base.image.getTileHeight();
  const rows = Math.max(1, Math.ceil(PIXELS_AT_ONCE / base.width / ofBlocks)) * ofBlocks;
  let bands = 1;
  for (let top = 0; top < base.height; top += rows) {
    const bottom = Math.min(base.height, top + rows);
    const read = await valuesIn(base, [0, top, base.width, bottom], nodata);
    bands = read.bands.length;
    while (sums.length < bands) sums.push(new Float64Array(width * height));
    for (let at = 0; at < read.there.length; at += 1) {
      const row = top + Math.floor(at / base.width);
      const to = Math.floor(row / cell) * width + Math.floor((at % base.width) / cell);
      const cover = read.there[at];
      seen[to] += 1;
      covers[to] += cover;
      if (cover > 0) for (let band = 0; band < bands; band += 1) sums[band][to] += cover * read.bands[band][at];
    }
  }
  const mean = (sum) => Float32Array.from(sum, (value, at) => (covers[at] > 0 ? value / covers[at] : 0));
  const there = Uint8Array.from(covers, (cover, at) => Math.round(cover / seen[at]));
  return { width, height, bands: sums.slice(0, bands).map(mean), there };
}

function stretchOf(band, there) {
  const values = band.filter((_, at) => there[at] > 0).sort();
  if (values.length === 0) return [0, 1];
  const at = (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  return [at(DARKEST), at(BRIGHTEST)];
}
