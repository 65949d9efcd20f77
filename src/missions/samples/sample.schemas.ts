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
import { AppliedHoldingTimeView, MEDIA, PRESERVATIONS, PreservationsInput } from '../../reference/index.js';
import { BboxInput, featuresOf, FormatInput, PointView } from '../airspace/space.schemas.js';
import { readNumber } from '../reading.schemas.js';
import {
  AMOUNT_UNITS,
  HAND_OVER_PURPOSES,
  HOLDING_STATES,
  SAMPLE_PARTS,
  SAMPLE_WARNINGS,
  SECOND_ROLES,
} from './sample.rules.js';

const MOST_PORTIONS = 20;
const MOST_PHOTOS = 20;

const SealNumber = text(60).describe('Serves once, however it is spelt');
const Celsius = readNumber(z.number().min(-100).max(200));

/** Somebody with an account, or somebody outside the service by name. */
const PersonInput = z.union([
  z.strictObject({ userId: Id }),
  z.strictObject({ name: text(100), organisation: text(200).optional() }),
]);

const PortionInput = z
  .strictObject({
    part: z.enum(SAMPLE_PARTS),
    container: text(100).describe('Such as brown glass, 500 mL'),
    sealNumber: SealNumber,
    amount: z
      .strictObject({ value: readNumber(z.number().positive().max(1e6)), unit: z.enum(AMOUNT_UNITS) })
      .optional(),
  })
  .describe('One container under its own seal');

export const SampleEntry = z
  .strictObject({
    caseId: Id.optional(),
    takenAt: Instant,
    position: PositionInput,
    accuracyMetres: z.number().min(0).max(100_000).optional(),
    place: text(300).describe('Water body and section, field and crop'),
    medium: z.enum(MEDIA),
    matrix: text(100).optional().describe('What exactly it is, such as the vegetable'),
    preservation: PreservationsInput,
    second: PersonInput.describe('Two people take a sample'),
    secondRole: z.enum(SECOND_ROLES),
    portions: z.array(PortionInput).min(1).max(MOST_PORTIONS),
    wantedItems: z.array(text(60)).max(60).default([]).describe('What it shall be tested for'),
    weather: text(200).optional(),
    temperatureCelsius: Celsius.optional(),
    note: text(1000).optional(),
    photoIds: z
      .array(Id)
      .max(MOST_PHOTOS)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'names a photo twice' })
      .default([])
      .describe('Of POST /api/v1/equipment-files'),
    drone: z
      .strictObject({
        flightId: Id,
        payloadId: Id.describe('The sampler that the aircraft carried'),
        depthMetres: readNumber(z.number().min(0).max(1000)),
        bottle: text(60).describe('Which bottle of the sampler'),
      })
      .optional()
      .describe('Of a sample that an aircraft took, all of it'),
  })
  .meta({ id: 'SampleEntry' });

export const HandOverEntry = z
  .strictObject({
    purpose: z.enum(HAND_OVER_PURPOSES).exclude(['taken']),
    to: PersonInput.describe('Who has it from now on'),
    at: Instant.optional().describe('Now unless said'),
    after: z.int().min(1).optional().describe('The entry seen last: refused when the portion has gone on since'),
    sealIntact: z.boolean().optional().describe('As the receiver saw it; absent: nobody looked'),
    breakSeal: z.strictObject({ reason: text(300) }).optional(),
    newSealNumber: SealNumber.optional(),
    temperatureCelsius: Celsius.optional(),
    note: text(500).optional(),
  })
  .meta({ id: 'SampleHandOverEntry' });

export const SampleQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  caseId: Id.optional(),
  medium: z.enum(MEDIA).optional(),
  seal: text(60).optional().describe('The number on a seal, whole or broken'),
  from: Instant.optional(),
  to: Instant.optional(),
  f: FormatInput,
});

const SealView = z.object({
  number: z.string(),
  appliedAt: InstantView,
  appliedBy: z.string(),
  brokenAt: InstantView.nullable(),
  brokenBy: z.string().nullable(),
  brokenReason: z.string().nullable(),
});

const HandOverView = z.object({
  ordinal: z.int(),
  purpose: z.enum(HAND_OVER_PURPOSES),
  toUserId: Id.nullable(),
  toName: z.string(),
  toOrganisation: z.string().nullable(),
  at: InstantView,
  sealIntact: z.boolean().nullable(),
  temperatureCelsius: z.number().nullable(),
  note: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: InstantView,
});

export const PortionView = z
  .object({
    id: Id,
    ordinal: z.int(),
    part: z.enum(SAMPLE_PARTS),
    container: z.string(),
    amount: z.object({ value: z.number(), unit: z.enum(AMOUNT_UNITS) }).nullable(),
    sealNumber: z.string().nullable().describe('Of the whole seal'),
    seals: z.array(SealView).describe('All it ever had, oldest first'),
    holder: HandOverView.describe('The last of the chain'),
    chain: z.array(HandOverView).describe('From hand to hand, oldest first'),
  })
  .meta({ id: 'SamplePortion' });

const SampleProperties = z.object({
  id: Id,
  number: z.string(),
  unitId: Id,
  caseId: Id.nullable(),
  takenBy: Id,
  takenByName: z.string(),
  secondId: Id.nullable(),
  secondName: z.string(),
  secondRole: z.enum(SECOND_ROLES),
  takenAt: InstantView,
  recordedAt: InstantView,
  accuracyMetres: z.number().nullable(),
  place: z.string(),
  medium: z.enum(MEDIA),
  matrix: z.string().nullable(),
  preservation: z.array(z.enum(PRESERVATIONS)),
  weather: z.string().nullable(),
  temperatureCelsius: z.number().nullable(),
  wantedItems: z.array(z.string()),
  note: z.string().nullable(),
  drone: z
    .object({
      flightId: Id,
      payloadId: Id,
      depthMetres: z.number(),
      bottle: z.string(),
      outsideFlight: z.boolean().describe('Taken at a time that the flight’s plan does not cover'),
    })
    .nullable(),
});

export const SampleView = SampleProperties.extend({ position: PositionView }).meta({ id: 'Sample' });

export const SampleDetail = SampleView.extend({
  portions: z.array(PortionView),
  photoIds: z.array(Id),
  warnings: z.array(z.enum(SAMPLE_WARNINGS)).describe('What a later dispute would ask for'),
  holding: z
    .array(
      z.object({
        item: z.string(),
        state: z.enum(HOLDING_STATES).describe('unknown: nobody entered how long it keeps'),
        hours: z.number().nullable(),
        dueAt: InstantView.nullable(),
        time: AppliedHoldingTimeView.nullable().describe('The version of the row that says so'),
      }),
    )
    .describe('How long it may still be tested, by item and preservation'),
}).meta({ id: 'SampleDetail' });

export const SamplePage = pageOf(SampleView).meta({ id: 'SamplePage' });
export const SampleFeatures = featuresOf(PointView, SampleProperties).meta({ id: 'SampleFeatures' });
export const SampleList = z.union([SamplePage, SampleFeatures]);
