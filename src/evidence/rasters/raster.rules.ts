import proj4 from 'proj4';

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

type Point = readonly [number, number];
type ToGround = (pixel: Point) => Point;

/** Straight lines of a projection bend on the ellipsoid: each side of the outline is cut into so many. */
const PIECES = 8;
const METRES_PER_DEGREE = 111_320;
/** GTRasterTypeGeoKey: the tie point is the middle of its pixel, not its corner. [OGC 19-008r4, 7.4] */
const PIXEL_IS_POINT = 2;
const GEOGRAPHIC = 2;
const USER_DEFINED = 32_767;

/** Kilometres and the geoid are no matter here: CGCS2000 and WGS-84 differ by less than a decimetre. */
const CGCS2000_GEOGRAPHIC = 4490;

/** Where the picture lies on the ground, or why that cannot be said. */
export function rasterIn(tags: RasterTags): RasterReading {
  const { widthPixels, heightPixels, bands, dateTime } = tags;
  const outcome = placeOf(tags);
  const found = typeof outcome === 'string' ? { place: null, refusal: outcome } : { place: outcome, refusal: null };
  return { widthPixels, heightPixels, bands, dateTime, ...found };
}

function placeOf(tags: RasterTags): RasterPlace | RasterRefusal {
  const toModel = affineOf(tags);
  if (!toModel) return 'NOT_GEOREFERENCED';
  const crs = crsOf(tags.geoKeys);
  const toDegrees = crs === undefined ? undefined : projectionOf(crs);
  if (crs === undefined || !toDegrees) return 'CRS_UNKNOWN';
  const ground: ToGround = (pixel) => toDegrees(toModel(pixel));
  const ring = outlineOf(tags.widthPixels, tags.heightPixels).map(ground);
  if (!ring.every(isOnEarth)) return 'OUTSIDE_OF_THE_EARTH';
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  return {
    geometry: { type: 'Polygon', coordinates: [turnedLeft(ring).map(([lon, lat]): [number, number] => [lon, lat])] },
    method: 'geotiff',
    bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    crs: `EPSG:${crs}`,
    gsdMetres: pixelSideOf(ground, tags),
  };
}

/** From pixels (column, row, corner of the first one at 0, 0) to the file’s own coordinates. */
function affineOf({ transformation, tiepoint, pixelScale, geoKeys }: RasterTags): ToGround | undefined {
  const half = geoKeys['GTRasterTypeGeoKey'] === PIXEL_IS_POINT ? 0.5 : 0;
  if (transformation && transformation.length >= 16 && transformation.every(Number.isFinite)) {
    const [a = 0, b = 0, , d = 0, e = 0, f = 0, , h = 0] = transformation;
    return ([x, y]) => [a * (x - half) + b * (y - half) + d, e * (x - half) + f * (y - half) + h];
  }
  const [column = NaN, row = NaN, , east = NaN, north = NaN] = tiepoint ?? [];
  const [perColumn = NaN, perRow = NaN] = pixelScale ?? [];
  if (![column, row, east, north, perColumn, perRow].every(Number.isFinite) || perColumn <= 0 || perRow <= 0)
    return undefined;
  return ([x, y]) => [east + (x - half - column) * perColumn, north - (y - half - row) * perRow];
}

/** Code of the EPSG register. */
function crsOf(keys: RasterTags['geoKeys']): number | undefined {
  const { ProjectedCSTypeGeoKey: projected, GeographicTypeGeoKey: geographic, GTModelTypeGeoKey: model } = keys;
  const code = model === GEOGRAPHIC || projected === undefined ? geographic : projected;
  return typeof code === 'number' && code > 0 && code < USER_DEFINED ? code : undefined;
}

/** To degrees from the systems that pictures of this country come in; undefined for others. */
function projectionOf(crs: number): ToGround | undefined {
  if (crs === 4326 || crs === CGCS2000_GEOGRAPHIC) return (point) => point;
  const definition = definitionOf(crs);
  if (definition === undefined) return undefined;
  const projection = proj4(definition, 'WGS84');
  return ([x, y]) => {
    const [lon = NaN, lat = NaN] = projection.forward([x, y]);
    return [lon, lat];
  };
}

function definitionOf(crs: number): string | undefined {
  if (crs === 3857) return 'EPSG:3857';
  const cgcs = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';
  const gauss = (meridian: number, falseEast: number): string =>
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEast} +y_0=0 ${cgcs}`;
  if (crs >= 32_601 && crs <= 32_660) return `+proj=utm +zone=${crs - 32_600} +datum=WGS84 +units=m +no_defs`;
  if (crs >= 32_701 && crs <= 32_760) return `+proj=utm +zone=${crs - 32_700} +south +datum=WGS84 +units=m +no_defs`;
  // CGCS2000, six degrees: with the zone before the easting (4491 …) and without (4502 …).
  if (crs >= 4491 && crs <= 4501) return gauss(75 + 6 * (crs - 4491), (13 + crs - 4491) * 1_000_000 + 500_000);
  if (crs >= 4502 && crs <= 4512) return gauss(75 + 6 * (crs - 4502), 500_000);
  // Three degrees, likewise.
  if (crs >= 4513 && crs <= 4533) return gauss(75 + 3 * (crs - 4513), (25 + crs - 4513) * 1_000_000 + 500_000);
  if (crs >= 4534 && crs <= 4554) return gauss(75 + 3 * (crs - 4534), 500_000);
  return undefined;
}

function outlineOf(width: number, height: number): Point[] {
  const corners: readonly Point[] = [
    [0, 0],
    [0, height],
    [width, height],
    [width, 0],
    [0, 0],
  ];
  const sides = corners.slice(1).map((to, index) => ({ from: corners[index] ?? to, to }));
  const points = sides.flatMap(({ from, to }) =>
    Array.from({ length: PIECES }, (_, piece): Point => {
      const part = piece / PIECES;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }),
  );
  return [...points, [0, 0]];
}

function turnedLeft(ring: readonly Point[]): readonly Point[] {
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

function isOnEarth([lon, lat]: Point): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
