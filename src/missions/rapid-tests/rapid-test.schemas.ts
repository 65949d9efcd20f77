import { z } from 'zod';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  PositionInput,
  PositionView,
  text,
} from '../../platform/index.js';
import { LimitRowView, LimitTargetInput, toLimitRowView } from '../../reference/index.js';
import { BboxInput, featuresOf, FormatInput, PointView } from '../airspace/space.schemas.js';
import type { RapidTest } from './rapid-test.entity.js';
import { INCONCLUSIVE_REASONS, RAPID_TEST_FLAGS, RAPID_TEST_ORIGINS, RAPID_TEST_VERDICTS } from './rapid-test.rules.js';

/** What is known of the place that was sampled; the limit is found from it, and nothing unstated is guessed. */
export const RapidTestTarget = LimitTargetInput.extend({
  source: text(300).describe('Who says so, such as who set the class of this water body, and where it is written'),
});

/** A reading typed in from an instrument's display. Without `target` no limit is applied. */
export const RapidTestEntry = z
  .strictObject({
    deviceId: Id,
    at: Instant.describe('When the display was read'),
    item: text(60),
    value: z.number(),
    unit: text(30),
    lot: text(60).optional().describe('Number of the reagent lot'),
    readings: z.array(z.number()).max(100).default([]).describe('Parallel readings behind the value'),
    position: PositionInput.optional(),
    caseId: Id.optional().describe('The case of the booking unless said otherwise'),
    target: RapidTestTarget.optional(),
  })
  .meta({ id: 'RapidTestEntry' });

export const RapidTestQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  caseId: Id.optional(),
  deviceId: Id.optional(),
  verdict: z.enum(RAPID_TEST_VERDICTS).optional(),
  from: Instant.optional().describe('Only readings at or after this instant'),
  to: Instant.optional().describe('Only readings before this instant'),
  f: FormatInput,
});

const RapidTestProperties = z.object({
  id: Id,
  deviceId: Id,
  unitId: Id,
  operatorId: Id.nullable(),
  custodyId: Id.nullable(),
  caseId: Id.nullable(),
  origin: z.enum(RAPID_TEST_ORIGINS),
  item: z.string(),
  value: z.number(),
  unit: z.string().nullable(),
  readings: z.array(z.number()),
  lot: z.string().nullable().describe('As the reading named it'),
  lotId: Id.nullable(),
  at: InstantView,
  receivedAt: InstantView,
  flags: z.array(z.enum(RAPID_TEST_FLAGS)),
  verdict: z.enum(RAPID_TEST_VERDICTS),
  reason: z.enum(INCONCLUSIVE_REASONS).nullable(),
  limit: LimitRowView.nullable(),
  limitSource: z.string().nullable(),
  notice: z.object({ zh: z.string(), en: z.string() }),
});

export const RapidTestView = RapidTestProperties.extend({ position: PositionView.nullable() }).meta({
  id: 'RapidTest',
});

export const RapidTestPage = pageOf(RapidTestView).meta({ id: 'RapidTestPage' });

export const RapidTestFeatures = featuresOf(PointView.nullable(), RapidTestProperties).meta({
  id: 'RapidTestFeatures',
});

export const RapidTestList = z.union([RapidTestPage, RapidTestFeatures]);

export function toRapidTestView(run: RapidTest): z.input<typeof RapidTestView> {
  return { ...toProperties(run), position: run.position };
}

export function toRapidTestFeature(run: RapidTest): z.input<typeof RapidTestFeatures>['features'][number] {
  const { id, position } = run;
  const geometry = position && { type: 'Point' as const, coordinates: [position.lon, position.lat] };
  return { type: 'Feature', id, geometry, properties: toProperties(run) };
}

function toProperties(run: RapidTest): z.input<typeof RapidTestProperties> {
  const { position: _position, deliveryKey: _deliveryKey, limitRow, lotNumber, at, receivedAt, ...same } = run;
  return {
    ...same,
    readings: [...run.readings],
    flags: [...run.flags],
    lot: lotNumber,
    at: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
    limit: limitRow && toLimitRowView(limitRow),
  };
}
