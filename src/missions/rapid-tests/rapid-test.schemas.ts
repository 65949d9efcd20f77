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
import {
  AppliedHoldingTimeView,
  LIMIT_QUESTIONS,
  LimitRowView,
  LimitTargetInput,
  MEDIA,
} from '../../reference/index.js';
import { BboxInput, featuresOf, FormatInput, PointView } from '../airspace/space.schemas.js';
import { CONTROL_KINDS, PHOTO_SUBJECTS } from '../method-cards/method-card.rules.js';
import { AppliedCardView } from '../method-cards/method-card.schemas.js';
import { ReadingUnit, readNumber, WITHOUT_UNIT } from '../reading.schemas.js';
import { HOLDING_STATES } from '../samples/sample.rules.js';
import { ConfirmationView } from './confirmations/confirmation.schemas.js';
import { COMPLETED_FIELDS } from './runs/completion.rules.js';
import { CONTEST_REASONS } from './runs/contest.rules.js';
import {
  AUTHORITIES,
  CONTROL_STATES,
  INCONCLUSIVE_REASONS,
  OUTCOMES,
  RAPID_TEST_FLAGS,
  RAPID_TEST_ORIGINS,
  RAPID_TEST_VERDICTS,
} from './run.codes.js';
import { TRAINING_STATES } from './runs/run.details.js';

const MOST_PHOTOS = 10;
const MOST_DILUTION = 1_000_000;
/** Beyond this a slip of the finger, and no measurement. */
const Measure = readNumber(z.number().min(-1e12).max(1e12));

/** What is known of the place that was sampled; the limit is found from it, and nothing unstated is guessed. */
export const RapidTestTarget = LimitTargetInput.extend({
  source: text(300).describe('Who says so, such as who set the class of this water body, and where it is written'),
});

const ControlInput = z
  .strictObject({
    kind: z.enum(CONTROL_KINDS),
    value: Measure.optional(),
    nominal: readNumber(z.number().min(1e-12).max(1e12))
      .optional()
      .describe('What was there: of a standard, or added to a spiked sample'),
    passed: z.boolean().optional().describe('As the operator saw it, where there is no number'),
  })
  .refine(({ value, passed }) => value !== undefined || passed !== undefined, {
    error: 'says neither value nor passed',
  });

/** How a reading came about, as a person tells it. */
const AccountFields = {
  cardId: Id.optional().describe('The method card that was followed; unless said, the only one that serves'),
  sampleId: Id.optional(),
  medium: z.enum(MEDIA).optional().describe('Where no sample says it'),
  matrix: text(100).optional().describe('What exactly was tested, such as the vegetable'),
  startedAt: Instant.optional().describe('When the reagent met the sample'),
  dilution: readNumber(z.number().min(1).max(MOST_DILUTION)).default(1),
  controls: z
    .array(ControlInput)
    .max(CONTROL_KINDS.length)
    .refine((done) => new Set(done.map(({ kind }) => kind)).size === done.length, { error: 'names a kind twice' })
    .default([]),
  temperatureCelsius: readNumber(z.number().min(-100).max(200)).optional(),
  rawReading: text(300).optional().describe('Word for word, as the display or strip showed it'),
  photos: z
    .array(z.strictObject({ fileId: Id, subject: z.enum(PHOTO_SUBJECTS) }))
    .max(MOST_PHOTOS)
    .refine((photos) => new Set(photos.map(({ fileId }) => fileId)).size === photos.length, {
      error: 'names a photo twice',
    })
    .default([])
    .describe('Of POST /api/v1/equipment-files'),
  authority: z.enum(AUTHORITIES).default('procuratorate').describe('For whom the test is made'),
  note: text(1000).optional(),
  target: RapidTestTarget.optional(),
};

/** A reading typed in from an instrument's display or seen on a strip. Without `target` no limit is applied. */
export const RapidTestEntry = z
  .strictObject({
    deviceId: Id,
    at: Instant.describe('When the display was read'),
    item: text(60),
    value: Measure.optional().describe('As the display said, before dilution; absent of a strip'),
    outcome: z.enum(OUTCOMES).optional().describe('Of a strip'),
    unit: ReadingUnit.optional(),
    lot: text(60).optional().describe('Number of the reagent lot'),
    readings: z.array(Measure).max(100).default([]).describe('Parallel readings behind the value'),
    position: PositionInput.optional(),
    caseId: Id.optional().describe('The case of the booking unless said otherwise'),
    ...AccountFields,
  })
  .refine(({ value, outcome }) => value !== undefined || outcome !== undefined, {
    error: 'says neither value nor outcome',
    path: ['value'],
  })
  .refine(({ value, unit }) => value === undefined || unit !== undefined, WITHOUT_UNIT)
  .meta({ id: 'RapidTestEntry' });

/** What a person adds to a reading that an instrument sent. */
export const RapidTestCompletion = z
  .strictObject({
    ...AccountFields,
    unit: ReadingUnit.optional().describe('Where the instrument sent none, as its display shows it'),
    lot: text(60).optional().describe('Where the instrument named none'),
  })
  .meta({ id: 'RapidTestCompletion' });

export const RapidTestOverride = z
  .strictObject({ opinion: z.enum(RAPID_TEST_VERDICTS), reason: text(1000) })
  .meta({ id: 'RapidTestOverride' });

export const RapidTestTelling = z
  .strictObject({ toldTo: text(200), toldAt: Instant.optional().describe('Now unless said') })
  .meta({ id: 'RapidTestTelling' });

export const RapidTestQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  caseId: Id.optional(),
  deviceId: Id.optional(),
  sampleId: Id.optional(),
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
  bookingId: Id.nullable(),
  caseId: Id.nullable(),
  sampleId: Id.nullable(),
  cardId: Id.nullable(),
  origin: z.enum(RAPID_TEST_ORIGINS),
  item: z.string(),
  value: z.number().nullable().describe('As the display said; null of a strip'),
  outcome: z.enum(OUTCOMES).nullable(),
  unit: z.string().nullable(),
  readings: z.array(z.number()),
  dilution: z.number(),
  result: z.number().nullable().describe('The value after dilution'),
  belowDetection: z.boolean(),
  exceedFactor: z.number().nullable().describe('By how many times the result exceeds its upper bound'),
  lot: z.string().nullable().describe('As the reading named it'),
  lotId: Id.nullable(),
  medium: z.enum(MEDIA).nullable(),
  matrix: z.string().nullable(),
  at: InstantView,
  startedAt: InstantView.nullable(),
  receivedAt: InstantView,
  temperatureCelsius: z.number().nullable(),
  rawReading: z.string().nullable(),
  note: z.string().nullable(),
  authority: z.enum(AUTHORITIES),
  toldAt: InstantView.nullable(),
  toldTo: z.string().nullable(),
  flags: z.array(z.enum(RAPID_TEST_FLAGS)),
  verdict: z.enum(RAPID_TEST_VERDICTS),
  reason: z.enum(INCONCLUSIVE_REASONS).nullable(),
  limit: LimitRowView.nullable(),
  limitSource: z.string().nullable(),
  completedBy: Id.nullable(),
  completedAt: InstantView.nullable(),
  notice: z.object({ zh: z.string(), en: z.string() }),
});

export const RapidTestView = RapidTestProperties.extend({ position: PositionView.nullable() }).meta({
  id: 'RapidTest',
});

const ControlView = z.object({
  kind: z.enum(CONTROL_KINDS),
  required: z.boolean(),
  state: z.enum(CONTROL_STATES),
  value: z.number().nullable(),
  nominal: z.number().nullable(),
  percent: z.number().nullable(),
});

export const ContestView = z
  .object({
    rules: z.string(),
    applies: z.boolean(),
    reason: z.enum(CONTEST_REASONS),
    law: z.string().nullable(),
    article: z.string().nullable(),
    textRead: z.boolean().describe('Whether the text of the article was before whoever wrote the rule'),
    inputs: z.object({ medium: z.enum(MEDIA).nullable(), authority: z.enum(AUTHORITIES) }),
    toldAt: InstantView.nullable(),
    dueAt: InstantView.nullable(),
  })
  .meta({ id: 'RapidTestContest' });

export const RapidTestDetail = RapidTestView.extend({
  rules: z.string().describe('Version of the rules that judged'),
  card: AppliedCardView.nullable().describe('A copy of the card that was followed'),
  controls: z.array(ControlView).describe('An optional control that is absent is not_done'),
  deviationPercent: z.number().nullable().describe('Between parallel readings'),
  calibration: z
    .object({
      state: z.enum(['valid', 'lapsed', 'unknown']),
      certificate: z.string().nullable(),
      dueOn: z.string().nullable(),
    })
    .nullable(),
  kit: z.object({ lotId: Id, kitCode: z.string(), lotNumber: z.string(), usableUntil: z.string() }).nullable(),
  training: z.enum(TRAINING_STATES),
  booking: z
    .object({ id: Id, testerBooked: z.boolean(), lotReserved: z.boolean() })
    .nullable()
    .describe('What instrument, lot and operator came from'),
  holding: z
    .object({
      state: z.enum(HOLDING_STATES).describe('unknown: nobody entered how long such a sample keeps'),
      hours: z.number().nullable(),
      dueAt: InstantView.nullable(),
      time: AppliedHoldingTimeView.nullable()
        .optional()
        .describe('The version of the row that said so; absent of runs judged before it was kept'),
    })
    .nullable(),
  missing: z.array(z.enum(LIMIT_QUESTIONS)).describe('What must be stated before the standard answers'),
  photos: z.array(z.object({ fileId: Id, subject: z.enum(PHOTO_SUBJECTS) })),
  received: z
    .object({
      at: InstantView,
      item: z.string(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      lot: z.string().nullable(),
      readings: z.array(z.number()),
      position: PositionView.nullable(),
    })
    .nullable()
    .describe('What the instrument sent, as it came; null where a person entered the run'),
  completedFields: z
    .array(z.enum(COMPLETED_FIELDS))
    .nullable()
    .describe('What a person added to it; null where nobody did, or before it was noted'),
  contest: ContestView,
  overrides: z
    .array(
      z.object({
        opinion: z.enum(RAPID_TEST_VERDICTS),
        reason: z.string(),
        givenBy: Id,
        givenByName: z.string(),
        givenAt: InstantView,
      }),
    )
    .describe('What people think of the run, beside its verdict and never instead of it'),
  confirmations: z.array(ConfirmationView),
}).meta({ id: 'RapidTestDetail' });

export const RapidTestPage = pageOf(RapidTestView).meta({ id: 'RapidTestPage' });

export const RapidTestFeatures = featuresOf(PointView.nullable(), RapidTestProperties).meta({
  id: 'RapidTestFeatures',
});

export const RapidTestList = z.union([RapidTestPage, RapidTestFeatures]);

export const ResultQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });
