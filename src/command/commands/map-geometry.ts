import { z } from 'zod';

/** A shape on the shared map is drawn by hand; more positions than this is a mistake or an attack. */
export const MAX_POSITIONS = 1_000;
const MAX_RINGS = 20;

const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);
const heightMetres = z.number().min(-1_000).max(20_000);

/** `{lon, lat}`, WGS-84 degrees. */
export const placeSchema = z.strictObject({ lon: longitude, lat: latitude });
export type Place = z.infer<typeof placeSchema>;

const positionSchema = z.union([z.tuple([longitude, latitude]), z.tuple([longitude, latitude, heightMetres])]);
type Position = z.infer<typeof positionSchema>;

const isClosed = (ring: readonly Position[]): boolean => {
  const [first, last] = [ring[0], ring.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
};

const ringSchema = z.array(positionSchema).min(4).max(MAX_POSITIONS).refine(isClosed, 'the ring is not closed');
const ringsSchema = z
  .array(ringSchema)
  .min(1)
  .max(MAX_RINGS)
  .refine((rings) => rings.reduce((sum, ring) => sum + ring.length, 0) <= MAX_POSITIONS, 'too many positions');

/** GeoJSON Polygon (RFC 7946 §3.1.6), at most 1,000 positions, rings closed. */
export const mapPolygonSchema = z.strictObject({ type: z.literal('Polygon'), coordinates: ringsSchema });
export type MapPolygon = z.infer<typeof mapPolygonSchema>;

/** GeoJSON Point, LineString or Polygon (RFC 7946 §3.1), at most 1,000 positions, rings closed. */
export const mapGeometrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Point'), coordinates: positionSchema }),
  z.strictObject({ type: z.literal('LineString'), coordinates: z.array(positionSchema).min(2).max(MAX_POSITIONS) }),
  mapPolygonSchema,
]);
export type MapGeometry = z.infer<typeof mapGeometrySchema>;
