import { z } from 'zod';
import { Id, InstantView, pageOf, PageQuery, text } from '../../platform/index.js';
import {
  HEIGHT_REFERENCES,
  MEASUREMENT_KINDS,
  MEASUREMENT_METHODS,
  METHOD_WORDS,
  UNCERTAINTY_MODELS,
} from './measurement.codes.js';
import type { Measurement } from './measurement.entity.js';

const Coordinates = z.array(z.number()).min(2).max(3);
const Rings = z.array(z.array(Coordinates).max(2_000)).min(1).max(200);
const Polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: Rings });
const Outline = z.discriminatedUnion('type', [
  Polygon,
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1).max(200) }),
]);
const Line = z.strictObject({ type: z.literal('LineString'), coordinates: z.array(Coordinates).min(2).max(2_000) });
const Sigma = z.number().positive().max(1_000);
const Metres = z.number().min(-12_000).max(100_000);

const About = {
  caseId: Id.optional(),
  title: text(300).optional(),
  itemIds: z.array(Id).max(50).default([]).describe('Evidence it is measured on'),
};
const Height = z.strictObject({
  metres: Metres,
  reference: z.enum(HEIGHT_REFERENCES),
  sigmaMetres: Sigma.optional(),
  lon: z.number().min(-180).max(180).optional(),
  lat: z.number().min(-90).max(90).optional(),
});

export const MeasurementInput = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('area'),
      ...About,
      geometry: Outline,
      positionSigmaMetres: Sigma.optional().describe('One standard deviation of the points; absent: unknown'),
    }),
    z.strictObject({
      kind: z.literal('length'),
      ...About,
      geometry: Line,
      positionSigmaMetres: Sigma.optional(),
    }),
    z.strictObject({ kind: z.literal('height'), ...About, from: Height, to: Height }),
    z.strictObject({
      kind: z.literal('volume'),
      ...About,
      geometry: Outline,
      upperItemId: Id.describe('A surface: GeoTIFF of heights in metres, one band'),
      lowerItemId: Id.optional().describe('The surface before, on the same grid'),
      baseMetres: Metres.optional().describe('Or a level, over the same zero as the surface'),
      heightSigmaMetres: Sigma.optional(),
    }),
  ])
  .refine(
    (input) => input.kind !== 'volume' || (input.lowerItemId === undefined) !== (input.baseMetres === undefined),
    {
      error: 'needs a surface below or a level, not both',
      path: ['lowerItemId'],
    },
  )
  .meta({ id: 'MeasurementInput' });

export type MeasurementWish = z.output<typeof MeasurementInput>;

export const MeasurementView = z
  .object({
    id: Id,
    kind: z.enum(MEASUREMENT_KINDS),
    title: z.string().nullable(),
    unitId: Id,
    caseId: Id.nullable(),
    geometry: z.record(z.string(), z.unknown()).nullable().describe('GeoJSON, WGS-84'),
    method: z.object({ code: z.enum(MEASUREMENT_METHODS), zh: z.string(), en: z.string() }),
    items: z.array(z.object({ role: z.enum(['upper', 'lower', 'source']), itemId: Id, sha256: z.string() })),
    inputs: z.record(z.string(), z.unknown()),
    result: z.record(z.string(), z.number()).describe('By unit: metres, squareMetres, hectares, mu (亩), cubic metres'),
    uncertainty: z.object({
      model: z.enum(UNCERTAINTY_MODELS),
      sigmaMetres: z.number().nullable().describe('Of the input; null: unknown'),
      value: z.number().nullable().describe('Of the result in its own unit, one standard deviation; null: unknown'),
    }),
    measuredBy: z.object({ id: Id, name: z.string() }),
    measuredAt: InstantView,
  })
  .meta({ id: 'Measurement' });

export const MeasurementPage = pageOf(MeasurementView).meta({ id: 'MeasurementPage' });

export const MeasurementQuery = PageQuery.extend({
  caseId: Id.optional(),
  kind: z.enum(MEASUREMENT_KINDS).optional(),
});

export function toMeasurementView(measurement: Measurement): z.input<typeof MeasurementView> {
  const { id, kind, title, unitId, caseId, geometry, method, items, inputs, result, uncertainty } = measurement;
  return {
    id,
    kind,
    title,
    unitId,
    caseId,
    geometry: geometry && { ...geometry },
    method: { code: method, ...METHOD_WORDS[method] },
    items: [...items],
    inputs,
    result,
    uncertainty,
    measuredBy: { id: measurement.measuredBy, name: measurement.measurer.name },
    measuredAt: measurement.measuredAt.toISOString(),
  };
}
