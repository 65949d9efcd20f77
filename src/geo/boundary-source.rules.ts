import { booleanClockwise } from '@turf/boolean-clockwise';
import { pointOnFeature } from '@turf/point-on-feature';
import type { Polygon } from 'geojson';
import { feature as decode } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import { z } from 'zod';
import type { BoundaryFeature, BoundaryLevel } from './boundary.types.js';
import { BOUNDARY_LEVELS } from './boundary.types.js';
import type { Areal, Position } from './geo.types.js';

export const BOUNDARY_FAULTS = [
  'BOUNDARY_NOT_A_COLLECTION',
  'BOUNDARY_NOT_WGS84',
  'BOUNDARY_BAD_PROPERTIES',
  'BOUNDARY_BAD_GEOMETRY',
  'BOUNDARY_REPEATED_ADCODE',
] as const;
export type BoundaryFault = (typeof BOUNDARY_FAULTS)[number];

/** `index` counts the features from 0; absent when the file as a whole is at fault. */
export type BoundaryReading =
  | { readonly ok: true; readonly features: readonly BoundaryFeature[] }
  | { readonly ok: false; readonly code: BoundaryFault; readonly index?: number };

const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
const position = z.tuple([lon, lat]).rest(z.number());
const ring = z
  .array(position)
  .min(4)
  .refine((points) => {
    const [first, last] = [points[0], points.at(-1)];
    return first?.[0] === last?.[0] && first?.[1] === last?.[1];
  });
const rings = z.array(ring).min(1);

const adcodeSchema = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[1-9]\d{5}$/));

const propertiesSchema = z.object({
  adcode: adcodeSchema,
  name: z.string().trim().min(1),
  level: z.enum(BOUNDARY_LEVELS).optional(),
  parent: adcodeSchema.optional(),
  label: z.tuple([lon, lat]).optional(),
});

const geometrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) }),
]);

const collectionSchema = z.object({
  type: z.literal('FeatureCollection'),
  crs: z.object({ properties: z.object({ name: z.string() }) }).optional(),
  features: z.array(z.object({ properties: z.unknown(), geometry: z.unknown() })).min(1),
});

/** WGS-84 and the national CGCS2000, which differ by centimetres, in the ways older GeoJSON files name them. */
const KNOWN_CRS = /CRS84$|EPSG:+(4326|4490)$/i;

/** Whether the name that a `crs` member gives means degrees of these. */
export function isKnownCrs(name: string): boolean {
  return KNOWN_CRS.test(name);
}

/**
 * Reads an operator's layer: a FeatureCollection of polygons in WGS-84 whose properties are `{adcode, name, level?,
 * parent?, label?: [lon, lat]}`. What is absent is derived: level and parent from the adcode, the label from the shape.
 * Rings come out in the direction of RFC 7946 §3.1.6.
 */
export function featuresFromGeoJson(input: unknown): BoundaryReading {
  const collection = collectionSchema.safeParse(input);
  if (!collection.success) return { ok: false, code: 'BOUNDARY_NOT_A_COLLECTION' };
  const { crs, features } = collection.data;
  if (crs && !isKnownCrs(crs.properties.name)) return { ok: false, code: 'BOUNDARY_NOT_WGS84' };
  return readAll(features);
}

/** Reads all objects of a TopoJSON topology as one layer; the features as for `featuresFromGeoJson`. */
export function featuresFromTopology(topology: Topology): BoundaryReading {
  const features = Object.values(topology.objects).flatMap((object) => {
    const decoded = decode(topology, object);
    return decoded.type === 'FeatureCollection' ? decoded.features : [decoded];
  });
  return features.length === 0 ? { ok: false, code: 'BOUNDARY_NOT_A_COLLECTION' } : readAll(features);
}

function readAll(features: readonly { properties?: unknown; geometry?: unknown }[]): BoundaryReading {
  const read = new Map<string, BoundaryFeature>();
  for (const [index, source] of features.entries()) {
    const properties = propertiesSchema.safeParse(source.properties);
    if (!properties.success) return { ok: false, code: 'BOUNDARY_BAD_PROPERTIES', index };
    const geometry = geometrySchema.safeParse(source.geometry);
    if (!geometry.success) return { ok: false, code: 'BOUNDARY_BAD_GEOMETRY', index };
    const { adcode, name, level = levelOf(adcode), parent = parentOf(adcode, level), label } = properties.data;
    if (read.has(adcode)) return { ok: false, code: 'BOUNDARY_REPEATED_ADCODE', index };
    const shape = rightHanded(geometry.data);
    read.set(adcode, { adcode, name, level, parent, label: labelOf(shape, label), geometry: shape });
  }
  return { ok: true, features: [...read.values()] };
}

/** GB/T 2260: two digits each for province, city and county. */
function levelOf(adcode: string): BoundaryLevel {
  if (adcode.endsWith('0000')) return 'province';
  return adcode.endsWith('00') ? 'city' : 'county';
}

function parentOf(adcode: string, level: BoundaryLevel): string | undefined {
  if (level === 'province') return undefined;
  return level === 'city' ? `${adcode.slice(0, 2)}0000` : `${adcode.slice(0, 4)}00`;
}

function rightHanded(geometry: Areal): Areal {
  const turned = (rings: Polygon['coordinates']) =>
    rings.map((points, i) => (booleanClockwise(points) === (i === 0) ? points.toReversed() : points));
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: turned(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(turned) };
}

function labelOf(geometry: Areal, given: readonly [number, number] | undefined): Position {
  const [x = NaN, y = NaN] = given ?? pointOnFeature(geometry).geometry.coordinates;
  return { lon: x, lat: y };
}
