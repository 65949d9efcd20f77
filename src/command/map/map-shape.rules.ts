import type { LineString, Polygon } from 'geojson';
import {
  checkPolygon,
  ELLIPSOID,
  geodesicArea,
  geodesicDestination,
  geodesicLength,
  geodesicPerimeter,
  pointOn,
  type Position,
} from '../../geo/index.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import type { MapKind } from './map.codes.js';

interface Bearing {
  readonly degreesTrue: number;
  readonly lengthMetres: number;
}

/** What somebody drew, as far as its kind asks for it. */
export interface DrawnShape {
  readonly kind?: MapKind;
  readonly geometry: MapGeometry;
  readonly radiiMetres?: readonly number[];
  readonly bearing?: Bearing;
  readonly label?: string;
}

export interface ShapeFault {
  readonly field: 'kind' | 'radiiMetres' | 'bearing' | 'label' | 'geometry';
  readonly message: string;
}

/** A length or an area, and the model of the earth it holds on. */
export interface Measured {
  readonly lengthMetres?: number;
  readonly areaSquareMetres?: number;
  readonly perimeterMetres?: number;
  readonly model: string;
}

const GEOMETRIES: Readonly<Record<MapKind, readonly MapGeometry['type'][]>> = {
  point: ['Point'],
  line: ['LineString'],
  polygon: ['Polygon'],
  label: ['Point'],
  range_ring: ['Point'],
  bearing: ['Point'],
  measurement: ['LineString', 'Polygon'],
};

const PLAIN: Readonly<Record<MapGeometry['type'], MapKind>> = {
  Point: 'point',
  LineString: 'line',
  Polygon: 'polygon',
};

const MODEL = `geodesics on ${ELLIPSOID}, heights not regarded`;

/** The kind that was said, or what the geometry is. */
export function kindOf({ kind, geometry }: Pick<DrawnShape, 'kind' | 'geometry'>): MapKind {
  return kind ?? PLAIN[geometry.type];
}

/** Why the parts do not make a shape of its kind; undefined where they do. */
export function shapeFault(shape: DrawnShape): ShapeFault | undefined {
  const kind = kindOf(shape);
  if (!GEOMETRIES[kind].includes(shape.geometry.type))
    return { field: 'kind', message: `a ${kind} is no ${shape.geometry.type}` };
  if ((kind === 'range_ring') !== (shape.radiiMetres !== undefined))
    return { field: 'radiiMetres', message: 'a range_ring has radii, and nothing else has' };
  if ((kind === 'bearing') !== (shape.bearing !== undefined))
    return { field: 'bearing', message: 'a bearing has a direction and a length, and nothing else has' };
  if (kind === 'label' && shape.label === undefined) return { field: 'label', message: 'a label has words' };
  if (kind === 'measurement' && shape.geometry.type === 'Polygon') {
    const checked = checkPolygon(shape.geometry);
    if (!checked.ok) return { field: 'geometry', message: `cannot be measured: ${checked.code}` };
  }
  return undefined;
}

/** What a measurement measures; undefined for every other kind. */
export function measured(shape: DrawnShape): Measured | undefined {
  if (kindOf(shape) !== 'measurement') return undefined;
  const geometry = shape.geometry as LineString | Polygon;
  if (geometry.type === 'LineString') return { lengthMetres: rounded(geodesicLength(geometry)), model: MODEL };
  return {
    areaSquareMetres: rounded(geodesicArea(geometry)),
    perimeterMetres: rounded(geodesicPerimeter(geometry)),
    model: MODEL,
  };
}

/** Where a bearing ends. */
export function endOf(shape: Pick<DrawnShape, 'geometry' | 'bearing'>): Position | undefined {
  if (!shape.bearing) return undefined;
  const { lon, lat } = geodesicDestination(placeOf(shape), shape.bearing.degreesTrue, shape.bearing.lengthMetres);
  return { lon: degrees(lon), lat: degrees(lat) };
}

/** The place that stands for the shape: a point itself, half way along a line, inside a polygon. */
export function placeOf({ geometry }: Pick<DrawnShape, 'geometry'>): Position {
  const { lon, lat } = pointOn(geometry);
  return { lon: degrees(lon), lat: degrees(lat) };
}

/** How many positions it is drawn with. */
export function positionsOf({ type, coordinates }: MapGeometry): number {
  if (type === 'Point') return 1;
  return type === 'LineString' ? coordinates.length : coordinates.reduce((sum, ring) => sum + ring.length, 0);
}

/** Millimetres say more than anybody can draw. */
function rounded(metres: number): number {
  return Math.round(metres * 1_000) / 1_000;
}

/** Seven decimals of a degree are about a centimetre. */
function degrees(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}
