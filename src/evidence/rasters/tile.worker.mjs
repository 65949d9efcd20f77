// Makes tiles of GeoTIFFs that came from outside, in a thread of its own that is ended when it takes too long. Plain JavaScript,
// so that the same file is loaded from the sources and from the build.
import { open } from 'node:fs/promises';
import { answerTasks } from '../threads/answers.mjs';
import { openRaster } from './raster-file.mjs';
import { baseOf, overviewOf } from './raster-overview.mjs';
import { coloured, isInverted, levelsOf, valuesIn } from './raster-pixels.mjs';
import { readTags } from './raster-tags.mjs';
import { resampled, TILE_EDGE, windowOf } from './tile-pixels.mjs';

const MOST_WINDOW_PIXELS = 40_000_000;

/** The file of the tile before: neighbours are asked for together. */
let kept;

answerTasks(async (task) => {
  try {
    return task.task === 'prepare' ? await prepare(task) : await tile(task);
  } catch (error) {
    await forget();
    throw error;
  }
});

async function prepare({ path, overviewPath }) {
  const file = await openRaster(path);
  try {
    const levels = await levelsOf(file);
    const tags = await readTags(file);
    const made = await overviewOf(baseOf(levels), levels[0].image.getGDALNoData(), overviewPath);
    const bands = levels[0].colours.map((band) => band + 1);
    return { tags, bands, base: levels.indexOf(baseOf(levels)), ...made };
  } finally {
    await file.close();
  }
}

/** Red, green, blue and cover of each pixel; null where the tile shows nothing of the picture. */
async function tile({ path, overviewPath, prepared, mesh }) {
  const { levels, nodata } = await opened(path);
  const [whole] = levels;
  const places = { ...mesh, across: TILE_EDGE / mesh.step + 1 };
  const sources = [
    ...levels.map((level) => ofLevel(whole, level, nodata, prepared)),
    ...ofOverview(levels, prepared, overviewPath),
  ];
  const fitting = sources.filter(({ across }) => across <= Math.max(1, places.pixelsPerPixel));
  const source = fitting.reduce((coarse, one) => (one.across > coarse.across ? one : coarse));
  const window = windowOf(places, source);
  if (!window) return null;
  if ((window[2] - window[0]) * (window[3] - window[1]) > MOST_WINDOW_PIXELS)
    throw new Error('too many pixels in a tile');
  return resampled(places, source, { window, pixels: await source.read(window) });
}

async function opened(path) {
  if (kept?.path === path) return kept;
  await forget();
  const file = await openRaster(path);
  kept = { path, file };
  kept.levels = await levelsOf(file);
  kept.nodata = kept.levels[0].image.getGDALNoData();
  return kept;
}

async function forget() {
  const before = kept;
  kept = undefined;
  await before?.file.close();
}

/** `across` and `down`: how many pixels of the whole picture lie in one of this. */
function ofLevel(whole, level, nodata, { stretch }) {
  const { width, height } = level;
  const read = async (window) =>
    coloured(await valuesIn(level, window, nodata), { stretch, isInverted: isInverted(level) });
  return { width, height, across: whole.width / width, down: whole.height / height, read };
}

function ofOverview(levels, { overview, base }, path) {
  if (overview === null) return [];
  const [whole, from] = [levels[0], levels[base]];
  const { cell, width, height } = overview;
  const [across, down] = [(cell * whole.width) / from.width, (cell * whole.height) / from.height];
  return [{ width, height, across, down, read: (window) => readPlain(path, width, window) }];
}

async function readPlain(path, width, [left, top, right, bottom]) {
  const file = await open(path, 'r');
  try {
    const pixels = Buffer.alloc((right - left) * (bottom - top) * 4);
    const ofRow = (right - left) * 4;
    for (let row = top; row < bottom; row += 1)
      await file.read(pixels, (row - top) * ofRow, ofRow, (row * width + left) * 4);
    return pixels;
  } finally {
    await file.close();
  }
}
