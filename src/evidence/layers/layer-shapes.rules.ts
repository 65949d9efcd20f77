import {
  type Areal,
  boundingBox,
  type BoundingBox,
  checkPolygon,
  type Crs,
  crsByCode,
  crsByText,
} from '../../geo/index.js';
import { type DeclaredCrs, type RawFeature, textFault } from '../../platform/index.js';

/** One area of a layer, ready to be judged by. */
export interface LayerShape {
  readonly number: number;
  readonly name: string | null;
  readonly geometry: Areal;
  readonly bounds: BoundingBox;
}

export interface ShapeFault {
  readonly number: number;
  readonly reason: string;
}

export interface LayerShapes {
  readonly shapes: readonly LayerShape[];
  readonly faults: readonly ShapeFault[];
}

/** A zone of a county may be drawn with many more points than a plan. */
export const MOST_POINTS_A_POLYGON = 50_000;
const LONGEST_NAME = 300;
/** What columns with names are called here, the surest first. */
const NAME_COLUMNS = ['name', '名称', 'mc', 'xmmc', 'bhqmc', 'zymc', 'title'];
/** Eight decimals of a degree are about a millimetre. */
const DECIMALS = 1e8;

/** Undefined where it cannot be taken over; a file that says nothing about it says nothing about where its areas are. */
export function crsOf({ epsg, wkt }: DeclaredCrs): Crs | undefined {
  if (epsg !== undefined) return crsByCode(epsg);
  return wkt === undefined ? undefined : crsByText(wkt);
}

/** Judges one feature after the other, with a pause between any two. */
export function* shapesOf(
  features: readonly RawFeature[],
  crs: Crs,
  nameColumn: string | undefined,
): Generator<void, LayerShapes> {
  const shapes: LayerShape[] = [];
  const faults: ShapeFault[] = [];
  for (const { number, geometry, properties } of features) {
    const found = arealOf(geometry, crs);
    if (typeof found === 'string') faults.push({ number, reason: found });
    else shapes.push({ number, name: nameIn(properties, nameColumn), geometry: found, bounds: boundingBox(found) });
    yield;
  }
  return { shapes, faults };
}

/** The area in WGS-84, or why it is none. */
function arealOf(geometry: unknown, crs: Crs): Areal | string {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type === 'Polygon') return polygonOf(coordinates, crs);
  if (type !== 'MultiPolygon' || !Array.isArray(coordinates) || coordinates.length === 0) return 'NOT_AN_AREA';
  const parts = (coordinates as unknown[]).map((part) => polygonOf(part, crs));
  const fault = parts.find((part) => typeof part === 'string');
  if (fault !== undefined) return fault;
  return { type, coordinates: parts.flatMap((part) => (typeof part === 'string' ? [] : [part.coordinates])) };
}

function polygonOf(rings: unknown, crs: Crs) {
  const checked = checkPolygon({ type: 'Polygon', coordinates: inWgs84(rings, crs) }, MOST_POINTS_A_POLYGON);
  return checked.ok ? checked.polygon : checked.code;
}

/** What is no list of rings of points passes through, for the check to refuse. */
function inWgs84(rings: unknown, crs: Crs): unknown {
  if (!Array.isArray(rings)) return rings;
  return (rings as unknown[]).map((ring) =>
    Array.isArray(ring) ? (ring as unknown[]).map((point) => moved(point, crs)) : ring,
  );
}

function moved(point: unknown, crs: Crs): unknown {
  const [x, y] = Array.isArray(point) ? (point as unknown[]) : [];
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return point;
  if (crs.isGeographic) return [x, y];
  return crs.toWgs84([x, y]).map((value) => Math.round(value * DECIMALS) / DECIMALS);
}

function nameIn(properties: Readonly<Record<string, unknown>>, column: string | undefined): string | null {
  const wanted = column === undefined ? NAME_COLUMNS : [column.toLowerCase()];
  const byName = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of wanted) {
    const value = byName.get(name);
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value).trim().slice(0, LONGEST_NAME);
    if (text !== '' && textFault(text) === null) return text;
  }
  return null;
}
