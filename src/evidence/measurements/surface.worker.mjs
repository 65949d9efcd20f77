// Reads surfaces (GeoTIFF) that came from outside, in a thread of its own that the reader ends when it takes too long. Plain
// JavaScript, so that the same file is loaded from the sources and from the build.
import { openRaster } from '../rasters/raster-file.mjs';
import { answerTasks } from '../threads/answers.mjs';

const ROWS_AT_ONCE = 128;
const DEGREE = 9102;
const METRE = 9001;

answerTasks((asked) => (asked.task === 'describe' ? describe(asked.path) : sum(asked)));

async function describe(path) {
  const file = await openRaster(path);
  try {
    return gridOf(await file.getImage());
  } finally {
    await file.close();
  }
}

function gridOf(image) {
  const keys = image.getGeoKeys() ?? {};
  const transform = image.fileDirectory.hasTag?.('ModelTransformation') ?? false;
  const [originX, originY] = image.getOrigin();
  const [stepX, stepY] = image.getResolution();
  // A value may stand for a point instead of a cell; then the first cell begins half a cell before it.
  const shift = keys.GTRasterTypeGeoKey === 2 ? 0.5 : 0;
  const isPlane = keys.GTModelTypeGeoKey === 1;
  return {
    epsg: (isPlane ? keys.ProjectedCSTypeGeoKey : keys.GeographicTypeGeoKey) ?? null,
    isTurned: transform,
    isInMetres: (keys.VerticalUnitsGeoKey ?? METRE) === METRE && isInUsualUnits(keys, isPlane),
    originX: originX - shift * stepX,
    originY: originY - shift * stepY,
    stepX,
    stepY,
    width: image.getWidth(),
    height: image.getHeight(),
    bands: image.getSamplesPerPixel(),
  };
}

function isInUsualUnits(keys, isPlane) {
  return isPlane ? (keys.ProjLinearUnitsGeoKey ?? METRE) === METRE : (keys.GeogAngularUnitsGeoKey ?? DEGREE) === DEGREE;
}

/** The differences over the cells whose centre lies inside the rings, which are in cells of the upper grid. */
async function sum({ upperPath, lowerPath, rings, window, lowerOffset, base }) {
  const upper = await opened(upperPath);
  const lower = lowerPath === null ? null : await opened(lowerPath);
  const [left, top, right, bottom] = window;
  const sums = { cells: 0, nodataCells: 0, above: 0, below: 0 };
  try {
    for (let from = top; from < bottom; from += ROWS_AT_ONCE) {
      const to = Math.min(bottom, from + ROWS_AT_ONCE);
      const high = await values(upper, [left, from, right, to], [0, 0]);
      const low = lower && (await values(lower, [left, from, right, to], lowerOffset));
      for (let row = from; row < to; row += 1) addRow(sums, row, { rings, left, right, from, high, low, base });
    }
    return sums;
  } finally {
    await upper.file.close();
    await lower?.file.close();
  }
}

function addRow(sums, row, { rings, left, right, from, high, low, base }) {
  const crossings = crossingsAt(rings, row + 0.5);
  for (let nth = 0; nth + 1 < crossings.length; nth += 2) {
    const first = Math.max(left, Math.ceil(crossings[nth] - 0.5));
    const last = Math.min(right, Math.ceil(crossings[nth + 1] - 0.5));
    for (let column = first; column < last; column += 1) {
      const at = (row - from) * (right - left) + (column - left);
      const difference = high[at] - (low === null ? base : low[at]);
      sums.cells += 1;
      if (!Number.isFinite(difference)) sums.nodataCells += 1;
      else if (difference > 0) sums.above += difference;
      else sums.below -= difference;
    }
  }
}

/** Where a line through the centres of a row meets the rings, from the left. */
function crossingsAt(rings, y) {
  const found = [];
  for (const ring of rings) {
    for (let nth = 1; nth < ring.length; nth += 1) {
      const [ax, ay] = ring[nth - 1];
      const [bx, by] = ring[nth];
      if (ay > y !== by > y) found.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  return found.sort((a, b) => a - b);
}

async function opened(path) {
  const file = await openRaster(path);
  const image = await file.getImage();
  return { file, image, nodata: image.getGDALNoData() };
}

/** The window in cells of the upper grid; what lies beyond the picture is no value. */
async function values({ image, nodata }, [left, top, right, bottom], [dx, dy]) {
  const [x0, y0, x1, y1] = [left + dx, top + dy, right + dx, bottom + dy];
  const wide = right - left;
  const found = new Float64Array(wide * (bottom - top)).fill(NaN);
  const [w0, h0] = [Math.max(0, x0), Math.max(0, y0)];
  const [w1, h1] = [Math.min(image.getWidth(), x1), Math.min(image.getHeight(), y1)];
  if (w0 >= w1 || h0 >= h1) return found;
  const [read] = await image.readRasters({ window: [w0, h0, w1, h1], samples: [0] });
  for (let y = h0; y < h1; y += 1) {
    for (let x = w0; x < w1; x += 1) {
      const value = read[(y - h0) * (w1 - w0) + (x - w0)];
      if (nodata === null || Math.fround(nodata) !== Math.fround(value)) found[(y - y0) * wide + (x - x0)] = value;
    }
  }
  return found;
}
