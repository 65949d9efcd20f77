import { z } from 'zod';
import { PlaceView } from '../../identity/index.js';
import { Id, InstantView } from '../../platform/index.js';
import { mapGeometrySchema, placeSchema } from '../commands/map-geometry.js';
import { SCOPE_KINDS } from '../events/visibility.rules.js';
import { LINE_STYLES, MAP_KINDS } from './map.codes.js';

export const MapQuery = z.strictObject({
  at: z.coerce
    .number()
    .pipe(z.int().min(1).max(Number.MAX_SAFE_INTEGER))
    .optional()
    .describe('The map as it was after the event of this number'),
});

const Measured = z.object({
  lengthMetres: z.number().optional(),
  areaSquareMetres: z.number().optional(),
  perimeterMetres: z.number().optional(),
  model: z.string().describe('The model of the earth that the figures hold on'),
});

const Properties = z.object({
  kind: z.enum(MAP_KINDS),
  version: z.int().optional().describe('Counts the words on the shape; absent where the record did not count yet'),
  seq: z.int().describe('The event of the last word on it'),
  label: z.string().optional(),
  colour: z.string().optional(),
  style: z
    .object({
      line: z.enum(LINE_STYLES).optional(),
      widthPixels: z.int().optional(),
      fillOpacity: z.number().optional(),
    })
    .optional(),
  radiiMetres: z.array(z.number()).optional(),
  bearing: z.object({ degreesTrue: z.number(), lengthMetres: z.number() }).optional(),
  end: placeSchema.optional().describe('Where a bearing ends'),
  measured: Measured.optional(),
  scope: z.looseObject({ kind: z.enum(SCOPE_KINDS) }).describe('Who sees it'),
  userName: z.string().optional().describe('Whoever had the last word on it'),
  updatedAt: InstantView,
  expiresAt: InstantView.optional(),
  at: placeSchema.describe('The place that stands for the shape'),
  place: PlaceView,
});

export const SessionMap = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({ type: z.literal('Feature'), id: Id, geometry: mapGeometrySchema, properties: Properties }),
    ),
  })
  .meta({ id: 'SessionMap' });
