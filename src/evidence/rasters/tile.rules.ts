import type { XY } from '../../geo/index.js';
import type { RasterGrid, RasterPlace } from './raster.rules.js';

/** A square of the web’s map of the world: at zoom z it has 2^z of them along each side, numbered from the north-west. */
export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Where the corners of a mesh over a tile lie in a picture, in pixels, row by row; not a number where that is elsewhere. */
export interface TileMesh {
  readonly corners: Float64Array;
  /** Pixels of the tile between two corners. */
  readonly step: number;
  /** How many pixels of the picture lie along one of the tile’s. */
  readonly pixelsPerPixel: number;
}

export const TILE_EDGE = 256;
export const DEEPEST_ZOOM = 24;
/** Over so few pixels a projection is straight: measured, it bends by less than a hundredth of a pixel. */
const STEP = 8;
const EQUATOR_METRES = 2 * Math.PI * 6_378_137;
/** Further than this from its picture a projection gives any number. */
const FAR_DEGREES = 30;

export function isTile({ z, x, y }: TileAddress): boolean {
  return z <= DEEPEST_ZOOM && x < 2 ** z && y < 2 ** z;
}

/** The zoom at which a pixel of a tile is no larger than one of the picture. */
export function deepestUseful({ gsdMetres, bounds }: RasterPlace): number {
  const zoom = Math.ceil(Math.log2(metresOfPixel(0, middleLat(bounds)) / gsdMetres) - 0.01);
  return Math.min(DEEPEST_ZOOM, Math.max(0, zoom));
}

export function meets({ z, x, y }: TileAddress, [west, south, east, north]: RasterPlace['bounds']): boolean {
  const [left, top] = lonLatAt(x / 2 ** z, y / 2 ** z);
  const [right, bottom] = lonLatAt((x + 1) / 2 ** z, (y + 1) / 2 ** z);
  return left <= east && right >= west && bottom <= north && top >= south;
}

export function meshOf({ z, x, y }: TileAddress, { crs, affine }: RasterGrid, place: RasterPlace): TileMesh {
  const across = TILE_EDGE / STEP + 1;
  const corners = new Float64Array(across * across * 2).fill(NaN);
  const toPixel = inverse(affine);
  for (let nth = 0; nth < across * across; nth += 1) {
    const [column, row] = [nth % across, Math.floor(nth / across)];
    const lonLat = lonLatAt((x + column / (across - 1)) / 2 ** z, (y + row / (across - 1)) / 2 ** z);
    if (isFar(lonLat, place.bounds)) continue;
    corners.set(toPixel(crs.fromWgs84(lonLat)), nth * 2);
  }
  return { corners, step: STEP, pixelsPerPixel: metresOfPixel(z, middleLat(place.bounds)) / place.gsdMetres };
}

/** Of a place on the map of the world, whose sides are 1. [OGC 17-083r4, annex D: WebMercatorQuad] */
function lonLatAt(right: number, down: number): [lon: number, lat: number] {
  return [right * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180) / Math.PI];
}

function inverse([a, b, c, d, e, f]: RasterGrid['affine']): (xy: XY) => [number, number] {
  const determinant = a * e - b * d;
  return ([x, y]) => [(e * (x - c) - b * (y - f)) / determinant, (a * (y - f) - d * (x - c)) / determinant];
}

function isFar([lon, lat]: XY, [west, south, east, north]: RasterPlace['bounds']): boolean {
  return lon < west - FAR_DEGREES || lon > east + FAR_DEGREES || lat < south - FAR_DEGREES || lat > north + FAR_DEGREES;
}

function metresOfPixel(zoom: number, lat: number): number {
  return (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / TILE_EDGE / 2 ** zoom;
}

function middleLat([, south, , north]: RasterPlace['bounds']): number {
  return (south + north) / 2;
}
