import { z } from 'zod';
import { Day, Instant, InstantView, pageOf, PageQuery, SPREADSHEET_FORMS, text } from '../../platform/index.js';
import { LAND_USES, WATER_BODIES } from './limit-conditions.rules.js';
import { LIMIT_ORIGINS, type LimitRecord } from './limit.entity.js';
import { toLimitRow } from './limit-record.rules.js';
import { LIMIT_CONFIRMATIONS, LIMIT_KINDS, LIMIT_OPERATORS, LIMIT_QUESTIONS, type LimitRow } from './limit.rules.js';
import { UNGRADED_REASONS, WATER_GRADES, type WaterAssessment } from './water-class.rules.js';

/** One row of a standard, wherever it is shown or kept. */
export const LimitRowView = z
  .object({
    id: z.string(),
    version: z.int().optional(),
    standard: z.string(),
    edition: z.string(),
    clause: z.string(),
    item: z.string(),
    kind: z.enum(LIMIT_KINDS).optional(),
    class: z.string().nullable(),
    conditions: z
      .object({
        waterBody: z.enum(WATER_BODIES).optional(),
        landUses: z.array(z.enum(LAND_USES)).optional(),
        phAbove: z.number().optional(),
        phUpTo: z.number().optional(),
        builtFrom: z.string().optional(),
        builtBefore: z.string().optional(),
        industries: z.array(z.string()).optional(),
        matrices: z.array(z.string()).optional(),
      })
      .optional(),
    operator: z.enum(LIMIT_OPERATORS),
    value: z.union([z.number(), z.array(z.number()).length(2)]),
    unit: z.string(),
    validFrom: z.string().nullable().optional(),
    validTo: z.string().nullable().optional(),
    source: z.string(),
    confirmedBy: z.enum(LIMIT_CONFIRMATIONS).describe('single_source must be shown as such'),
    confirmer: z.string().nullable().optional().describe('Who compared the copies'),
  })
  .meta({ id: 'LimitRow' });

export function toLimitRowView({ value, conditions, ...row }: LimitRow): z.input<typeof LimitRowView> {
  // Conditions are absent in copies kept before rows had them.
  const { landUses, industries, matrices, ...stated } = (conditions as LimitRow['conditions'] | undefined) ?? {};
  return {
    ...row,
    value: typeof value === 'number' ? value : [...value],
    conditions: {
      ...stated,
      ...(landUses && { landUses: [...landUses] }),
      ...(industries && { industries: [...industries] }),
      ...(matrices && { matrices: [...matrices] }),
    },
  };
}

export const LimitView = LimitRowView.extend({
  origin: z.enum(LIMIT_ORIGINS),
  recordedAt: InstantView,
  supersededAt: InstantView.nullable().describe('Null for the version that counts'),
}).meta({ id: 'Limit' });

export const LimitPage = pageOf(LimitView).meta({ id: 'LimitPage' });

export function toLimitView(record: LimitRecord): z.input<typeof LimitView> {
  const { origin, recordedAt, supersededAt } = record;
  return {
    ...toLimitRowView(toLimitRow(record)),
    origin,
    recordedAt: recordedAt.toISOString(),
    supersededAt: supersededAt?.toISOString() ?? null,
  };
}

export const LimitListQuery = PageQuery.extend({
  standard: text(60).optional(),
  item: text(60).optional().describe('As an instrument or a person spells it'),
  kind: z.enum(LIMIT_KINDS).optional(),
  class: text(60).optional(),
  history: z.stringbool().default(false).describe('Also the versions that are superseded'),
});

export const LimitFileQuery = z.strictObject({
  f: z.enum(SPREADSHEET_FORMS).default('csv'),
  standard: text(60).optional(),
  kind: z.enum(LIMIT_KINDS).optional(),
});

/** What is known of the place, thing or unit that a limit is wanted for. Nothing unstated is guessed. */
export const LimitTargetInput = z.strictObject({
  standard: text(60).default('GB 3838-2002'),
  class: text(60).optional().describe('Water class, grade or land class'),
  kind: z.enum(LIMIT_KINDS).optional(),
  waterBody: z.enum(WATER_BODIES).optional(),
  landUse: z.enum(LAND_USES).optional(),
  ph: z.number().min(0).max(14).optional().describe('Of the soil'),
  builtOn: Day.optional().describe('When the discharging unit was built'),
  industry: text(60).optional().describe('other: a unit without an industry standard of its own'),
  matrix: text(100).optional().describe('What exactly, such as the food'),
});

export const ApplicableQuery = LimitTargetInput.omit({ ph: true }).extend({
  ph: z.coerce.number().min(0).max(14).optional(),
  item: text(60),
  at: Instant.optional().describe('Now unless said'),
});

export const ApplicableView = z
  .object({
    answer: z.enum(['found', 'unstated', 'none', 'ambiguous']),
    limit: LimitRowView.nullable(),
    missing: z.array(z.enum(LIMIT_QUESTIONS)).describe('What must be stated first'),
  })
  .meta({ id: 'ApplicableLimit' });

export const WaterClassInput = z
  .strictObject({
    waterBody: z.enum(WATER_BODIES).optional(),
    at: Instant.optional(),
    values: z
      .array(z.strictObject({ item: text(60), value: z.number(), unit: text(30) }))
      .min(1)
      .max(60),
  })
  .meta({ id: 'WaterClassQuestion' });

const Graded = z.object({ item: z.string(), value: z.number(), unit: z.string() });

export const WaterClassView = z
  .object({
    class: z.enum(WATER_GRADES).nullable().describe('Of the worst item; null when none could be graded'),
    complete: z.boolean().describe('Every value was graded'),
    decisive: z.array(z.string()),
    graded: z.array(Graded.extend({ class: z.enum(WATER_GRADES), limit: LimitRowView })),
    ungraded: z.array(Graded.extend({ reason: z.enum(UNGRADED_REASONS), missing: z.array(z.enum(LIMIT_QUESTIONS)) })),
  })
  .meta({ id: 'WaterClass' });

export function toWaterClassView(found: WaterAssessment): z.input<typeof WaterClassView> {
  return {
    class: found.grade,
    complete: found.ungraded.length === 0,
    decisive: [...found.decisive],
    graded: found.graded.map(({ grade, limit, ...one }) => ({ ...one, class: grade, limit: toLimitRowView(limit) })),
    ungraded: found.ungraded.map((one) => ({ ...one, missing: [...one.missing] })),
  };
}
