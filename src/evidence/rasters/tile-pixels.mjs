// From a picture’s pixels to those of a tile. Where the corners of a mesh of the tile lie in the picture is given; between
// them it is straight. A pixel of the tile is the mean of as many places in it as pixels of the picture lie there.
export const TILE_EDGE = 256;
const MOST_PLACES_ACROSS = 64;

/** What of the source the tile needs; undefined where they do not meet. */
export function windowOf({ corners }, { width, height, across, down }) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < corners.length; at += 2) {
    const [x, y] = [corners[at] / across, corners[at + 1] / down];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  // One more on each side: a value lies in the middle of its pixel.
  const window = [
    Math.max(0, Math.floor(left) - 1),
    Math.max(0, Math.floor(top) - 1),
    Math.min(width, Math.ceil(right) + 1),
    Math.min(height, Math.ceil(bottom) + 1),
  ];
  return window[0] < window[2] && window[1] < window[3] ? window : undefined;
}

export function resampled(places, source, read) {
  const tile = Buffer.alloc(TILE_EDGE * TILE_EDGE * 4);
  const ratio = places.pixelsPerPixel / source.across;
  const count = Math.min(MOST_PLACES_ACROSS, Math.max(1, Math.ceil(ratio - 0.01)));
  const ends = { right: source.width * source.across, bottom: source.height * source.down };
  const reach = places.pixelsPerPixel * 2;
  const sum = new Float64Array(4);
  for (let row = 0; row < TILE_EDGE; row += 1) {
    for (let column = 0; column < TILE_EDGE; column += 1) {
      const [x, y] = placeAt(places, column + 0.5, row + 0.5);
      if (!(x > -reach && y > -reach && x < ends.right + reach && y < ends.bottom + reach)) continue;
      sum.fill(0);
      for (let nth = 0; nth < count * count; nth += 1) {
        const [dx, dy] = [((nth % count) + 0.5) / count, (Math.floor(nth / count) + 0.5) / count];
        addAt(sum, placeAt(places, column + dx, row + dy), source, read);
      }
      put(tile, (row * TILE_EDGE + column) * 4, sum, count * count);
    }
  }
  return tile;
}

/** In pixels of the whole picture. */
function placeAt({ corners, step, across }, x, y) {
  const [column, row] = [Math.min(across - 2, Math.floor(x / step)), Math.min(across - 2, Math.floor(y / step))];
  const [u, v] = [x / step - column, y / step - row];
  const at = (row * across + column) * 2;
  const below = at + across * 2;
  const between = (axis) =>
    (corners[at + axis] * (1 - u) + corners[at + 2 + axis] * u) * (1 - v) +
    (corners[below + axis] * (1 - u) + corners[below + 2 + axis] * u) * v;
  return [between(0), between(1)];
}

/** Adds what lies around a place, by how near it is and how much it covers. Beyond the picture is nothing. */
function addAt(sum, [wholeX, wholeY], { across, down, width, height }, { window, pixels }) {
  const [x, y] = [wholeX / across, wholeY / down];
  if (!(x >= 0 && y >= 0 && x <= width && y <= height)) return;
  const [left, top, right, bottom] = window;
  const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [u, v] = [x - 0.5 - column, y - 0.5 - row];
  for (let nth = 0; nth < 4; nth += 1) {
    const [dx, dy] = [nth % 2, nth >> 1];
    const weight = (dx === 1 ? u : 1 - u) * (dy === 1 ? v : 1 - v);
    const atX = Math.min(right - 1, Math.max(left, column + dx));
    const atY = Math.min(bottom - 1, Math.max(top, row + dy));
    const from = ((atY - top) * (right - left) + atX - left) * 4;
    const cover = weight * pixels[from + 3];
    sum[0] += cover * pixels[from];
    sum[1] += cover * pixels[from + 1];
    sum[2] += cover * pixels[from + 2];
    sum[3] += cover;
  }
}

function put(tile, at, sum, places) {
  if (sum[3] === 0) return;
  for (let band = 0; band < 3; band += 1) tile[at + band] = Math.round(sum[band] / sum[3]);
  tile[at + 3] = Math.round(sum[3] / places);
}
