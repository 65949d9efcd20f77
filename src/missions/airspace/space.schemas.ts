import { z } from 'zod';
import { parseBbox } from '../../geo/index.js';

const Coordinates = z.array(z.number()).min(2).max(3);
const Rings = z.array(z.array(Coordinates));

/** GeoJSON Polygon as it comes in; whether one can plan with it is for the rules to say. */
export const PolygonInput = z
  .strictObject({ type: z.literal('Polygon'), coordinates: Rings })
  .meta({ id: 'PolygonInput', description: 'GeoJSON Polygon, WGS-84' });

export const MultiPolygonInput = z
  .strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1) })
  .meta({ id: 'MultiPolygonInput', description: 'GeoJSON MultiPolygon, WGS-84' });

export const PolygonView = z
  .object({ type: z.literal('Polygon'), coordinates: Rings })
  .meta({ id: 'Polygon', description: 'GeoJSON Polygon, WGS-84' });

export const MultiPolygonView = z
  .object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings) })
  .meta({ id: 'MultiPolygon', description: 'GeoJSON MultiPolygon, WGS-84' });

/** `bbox=minLon,minLat,maxLon,maxLat`; becomes a box. The fault is named by its code. */
export const BboxInput = z
  .string()
  .max(200)
  .transform((text, context) => {
    const parsed = parseBbox(text);
    if (parsed.ok) return parsed.bbox;
    context.addIssue({ code: 'custom', message: parsed.code });
    return z.NEVER;
  })
  .describe('minLon,minLat,maxLon,maxLat in degrees WGS-84');

/** `f=geojson` asks a spatial list for a FeatureCollection instead of a page. */
export const FormatInput = z.enum(['json', 'geojson']).default('json');

export const PointView = z
  .object({ type: z.literal('Point'), coordinates: z.array(z.number()).length(2) })
  .meta({ id: 'Point', description: 'GeoJSON Point, WGS-84' });

/** A GeoJSON feature collection of one page; `nextCursor` is a foreign member (RFC 7946 §6.1). */
export function featuresOf<G extends z.ZodType, P extends z.ZodType>(geometry: G, properties: P) {
  const feature = z.object({ type: z.literal('Feature'), id: z.string(), geometry, properties });
  return z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(feature),
    nextCursor: z.string().nullable(),
  });
}
