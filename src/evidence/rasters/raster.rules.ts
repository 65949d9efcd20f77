import { type Crs, crsByCode, type XY } from '../../geo/index.js';

/** What the directory of a GeoTIFF says. */
export interface RasterTags {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly bands: number;
  readonly pixelScale: readonly number[] | null;
  readonly tiepoint: readonly number[] | null;
  readonly transformation: readonly number[] | null;
  readonly geoKeys: Readonly<Record<string, string | number>>;
  readonly dateTime: string | null;
}

export const RASTER_REFUSALS = ['NOT_GEOREFERENCED', 'CRS_UNKNOWN', 'OUTSIDE_OF_THE_EARTH'] as const;
export type RasterRefusal = (typeof RASTER_REFUSALS)[number];

export interface RasterPlace {
  /** Where the outline of the picture lies, WGS-84, a closed ring that turns left. [RFC 7946 §3.1.6] */
  readonly geometry: { readonly type: 'Polygon'; readonly coordinates: [number, number][][] };
  readonly method: 'geotiff';
  /** minLon, minLat, maxLon, maxLat */
  readonly bounds: [number, number, number, number];
  readonly crs: string;
  /** Length of a pixel’s side on the ground, in the middle of the picture. */
  readonly gsdMetres: number;
}

export interface RasterReading {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly bands: number;
  /** As the file spells it; it says no zone. */
  readonly dateTime: string | null;
  readonly place: RasterPlace | null;
  /** Why there is no place. */
  readonly refusal: RasterRefusal | null;
}

/** How a picture lies in the coordinates of its file. */
export interface RasterGrid {
  readonly epsg: number;
  readonly crs: Crs;
  /** x = a·column + b·row + c, y = d·column + e·row + f; the outer corner of the first pixel is at 0, 0. */
  readonly affine: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
}

type ToGround = (pixel: XY) => XY;

/** Straight lines of a projection bend on the ellipsoid: each side of the outline is cut into so many. */
const PIECES = 8;
const METRES_PER_DEGREE = 111_320;
/** GTRasterTypeGeoKey: the tie point is the middle of its pixel, not its corner. [OGC 19-008r4, 7.4] */
const PIXEL_IS_POINT = 2;
const GEOGRAPHIC = 2;
const USER_DEFINED = 32_767;

/** Where the picture lies on the ground, or why that cannot be said. */
export function rasterIn(tags: RasterTags): RasterReading {
  const { widthPixels, heightPixels, bands, dateTime } = tags;
  const outcome = placeOf(tags);
  const found = typeof outcome === 'string' ? { place: null, refusal: outcome } : { place: outcome, refusal: null };
  return { widthPixels, heightPixels, bands, dateTime, ...found };
}

/** Where the pixels lie in the file’s own coordinates, or why that cannot be said. */
export function gridOf({ geoKeys, ...tags }: RasterTags): RasterGrid | RasterRefusal {
  const affine = affineOf({ geoKeys, ...tags });
  if (!affine) return 'NOT_GEOREFERENCED';
  const epsg = codeOf(geoKeys);
  const crs = epsg === undefined ? undefined : crsByCode(epsg);
  return epsg === undefined || !crs ? 'CRS_UNKNOWN' : { epsg, crs, affine };
}

function placeOf(tags: RasterTags): RasterPlace | RasterRefusal {
  const grid = gridOf(tags);
  if (typeof grid === 'string') return grid;
  const [a, b, c, d, e, f] = grid.affine;
  const ground: ToGround = ([x, y]) => grid.crs.toWgs84([a * x + b * y + c, d * x + e * y + f]);
  const ring = outlineOf(tags.widthPixels, tags.heightPixels).map(ground);
  if (!ring.every(isOnEarth)) return 'OUTSIDE_OF_THE_EARTH';
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  return {
    geometry: { type: 'Polygon', coordinates: [turnedLeft(ring).map(([lon, lat]): [number, number] => [lon, lat])] },
    method: 'geotiff',
    bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    crs: `EPSG:${grid.epsg}`,
    gsdMetres: pixelSideOf(ground, tags),
  };
}

function affineOf({ transformation, tiepoint, pixelScale, geoKeys }: RasterTags): RasterGrid['affine'] | undefined {
  const half = geoKeys['GTRasterTypeGeoKey'] === PIXEL_IS_POINT ? 0.5 : 0;
  if (transformation && transformation.length >= 16 && transformation.every(Number.isFinite)) {
    const [a = 0, b = 0, , c = 0, d = 0, e = 0, , f = 0] = transformation;
    return [a, b, c - half * (a + b), d, e, f - half * (d + e)];
  }
  const [column = NaN, row = NaN, , east = NaN, north = NaN] = tiepoint ?? [];
  const [perColumn = NaN, perRow = NaN] = pixelScale ?? [];
  if (![column, row, east, north, perColumn, perRow].every(Number.isFinite) || perColumn <= 0 || perRow <= 0)
    return undefined;
  return [perColumn, 0, east - (half + column) * perColumn, 0, -perRow, north + (half + row) * perRow];
}

/** Code of the EPSG register. */
function codeOf(keys: RasterTags['geoKeys']): number | undefined {
  const { ProjectedCSTypeGeoKey: projected, GeographicTypeGeoKey: geographic, GTModelTypeGeoKey: model } = keys;
  const code = model === GEOGRAPHIC || projected === undefined ? geographic : projected;
  return typeof code === 'number' && code > 0 && code < USER_DEFINED ? code : undefined;
}

function outlineOf(width: number, height: number): XY[] {
  const corners: readonly XY[] = [
    [0, 0],
    [0, height],
    [width, height],
    [width, 0],
    [0, 0],
  ];
  const sides = corners.slice(1).map((to, index) => ({ from: corners[index] ?? to, to }));
  const points = sides.flatMap(({ from, to }) =>
    Array.from({ length: PIECES }, (_, piece): XY => {
      const part = piece / PIECES;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }),
  );
  return [...points, [0, 0]];
}

function turnedLeft(ring: readonly XY[]): readonly XY[] {
  const area = ring.slice(1).reduce((sum, [x, y], index) => {
    const [fromX, fromY] = ring[index] ?? [0, 0];
    return sum + (fromX * y - x * fromY);
  }, 0);
  return area < 0 ? ring.toReversed() : ring;
}

function pixelSideOf(ground: ToGround, { widthPixels, heightPixels }: RasterTags): number {
  const [x, y] = [widthPixels / 2, heightPixels / 2];
  const [[lon, lat], [nextLon, nextLat], [lowLon, lowLat]] = [ground([x, y]), ground([x + 1, y]), ground([x, y + 1])];
  const metres = (east: number, north: number): number =>
    Math.hypot(east * Math.cos((lat * Math.PI) / 180), north) * METRES_PER_DEGREE;
  return (metres(nextLon - lon, nextLat - lat) + metres(lowLon - lon, lowLat - lat)) / 2;
}

function isOnEarth([lon, lat]: XY): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
