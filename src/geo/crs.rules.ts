import proj4 from 'proj4';

export type XY = readonly [x: number, y: number];

/** A system of coordinates that can be taken over to WGS-84 without a shift of datum. */
export interface Crs {
  readonly name: string;
  /** Degrees, or metres on a plane. */
  readonly isGeographic: boolean;
  toWgs84(xy: XY): [lon: number, lat: number];
  fromWgs84(lonLat: XY): [x: number, y: number];
}

/**
 * CGCS2000 (EPSG:4490) is taken as WGS-84: the two differ by centimetres, far below the accuracy of what is measured with
 * them. Beijing 1954 and Xi'an 1980 lie up to hundreds of metres away, by parameters that are not public: refused.
 */
const GEOGRAPHIC = new Set([4326, 4490, 4979, 4480]);
const DATUMS = /^(D_)?(WGS_?_?(19)?84|CGCS_?2000|China_2000|China_Geodetic_Coordinate_System_2000)$/i;

/** By its number in EPSG; undefined where it is none of those that can be taken over. */
export function crsByCode(epsg: number): Crs | undefined {
  if (GEOGRAPHIC.has(epsg)) return geographic(`EPSG:${epsg}`);
  const definition = planeDefinition(epsg);
  return definition === undefined ? undefined : projected(`EPSG:${epsg}`, definition);
}

/** By a text (WKT 1), as .prj files have it. */
export function crsByText(wkt: string): Crs | undefined {
  const text = wkt.trim();
  const code = /AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]\s*$/i.exec(text)?.[1];
  const known = code === undefined ? undefined : crsByCode(Number(code));
  if (known) return known;
  const datum = /DATUM\s*\[\s*"([^"]{1,80})"/i.exec(text)?.[1];
  const name = /^(PROJCS|GEOGCS)\s*\[\s*"([^"]{1,120})"/i.exec(text);
  if (datum === undefined || name === null || !DATUMS.test(datum.replaceAll(' ', '_'))) return undefined;
  const [, kind = '', title = ''] = name;
  if (kind.toUpperCase() === 'PROJCS') return projected(title, text);
  const isPlain = /PRIMEM\s*\[\s*"Greenwich"/i.test(text) && /UNIT\s*\[\s*"degree"/i.test(text);
  return isPlain ? geographic(title) : undefined;
}

function geographic(name: string): Crs {
  return { name, isGeographic: true, toWgs84: ([lon, lat]) => [lon, lat], fromWgs84: ([lon, lat]) => [lon, lat] };
}

function projected(name: string, definition: string): Crs | undefined {
  try {
    const plane = proj4(definition, '+proj=longlat +datum=WGS84 +no_defs');
    return {
      name,
      isGeographic: false,
      toWgs84: ([x, y]) => plane.forward([x, y]) as [number, number],
      fromWgs84: ([lon, lat]) => plane.inverse([lon, lat]) as [number, number],
    };
  } catch {
    return undefined;
  }
}

/** UTM, web Mercator, and the Gauss-Krüger zones of CGCS2000 in three and six degrees, with and without the zone's number. */
function planeDefinition(epsg: number): string | undefined {
  const nth = (first: number, last: number): number | undefined =>
    epsg >= first && epsg <= last ? epsg - first : undefined;
  if (epsg === 3857)
    return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null';
  const north = nth(32_601, 32_660);
  if (north !== undefined) return `+proj=utm +zone=${north + 1} +datum=WGS84 +units=m`;
  const south = nth(32_701, 32_760);
  if (south !== undefined) return `+proj=utm +zone=${south + 1} +south +datum=WGS84 +units=m`;
  const sixZone = nth(4491, 4501);
  if (sixZone !== undefined) return gaussKrueger(75 + 6 * sixZone, sixZone + 13);
  const six = nth(4502, 4512);
  if (six !== undefined) return gaussKrueger(75 + 6 * six, 0);
  const threeZone = nth(4513, 4533);
  if (threeZone !== undefined) return gaussKrueger(75 + 3 * threeZone, threeZone + 25);
  const three = nth(4534, 4554);
  return three === undefined ? undefined : gaussKrueger(75 + 3 * three, 0);
}

function gaussKrueger(meridian: number, zone: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${zone * 1_000_000 + 500_000} +y_0=0 +ellps=GRS80 +units=m`;
}
