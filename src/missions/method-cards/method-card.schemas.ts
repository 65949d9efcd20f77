import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import type { MethodCard } from './method-card.entity.js';
import { CARD_READS, CONTROL_KINDS, type MethodCardFacts, PHOTO_SUBJECTS, PRINCIPLES } from './method-card.rules.js';

const LONGEST_SECONDS = 86_400;
const CardCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,49}$/)
  .describe('Code of the card, the same for all its versions');

const StepInput = z.strictObject({
  zh: text(500),
  en: text(500),
  countdownSeconds: z.int().min(1).max(LONGEST_SECONDS).optional().describe('The next step waits so long'),
  starts: z.literal(true).optional().describe('The reading window is counted from here'),
  photo: z.enum(PHOTO_SUBJECTS).optional(),
});

const ControlInput = z
  .strictObject({
    kind: z.enum(CONTROL_KINDS),
    required: z.boolean(),
    least: z.number().optional(),
    most: z.number().optional().describe('For standard and spike: found of what was there, in percent'),
  })
  .refine(({ least, most }) => least === undefined || most === undefined || least <= most, {
    error: 'least lies above most',
  });

const WindowInput = z
  .strictObject({ fromSeconds: z.int().min(0), toSeconds: z.int().max(LONGEST_SECONDS) })
  .refine(({ fromSeconds, toSeconds }) => fromSeconds < toSeconds, { error: 'must end after it begins' });

export const MethodCardInput = z
  .strictObject({
    code: CardCode,
    nameZh: text(100),
    nameEn: text(100),
    kitCode: text(50).optional(),
    deviceKindCode: text(50).optional(),
    items: z.array(text(60)).min(1).max(60),
    methodCode: text(60).optional().describe('Number of the method, such as that of a national or industry standard'),
    principle: z.enum(PRINCIPLES),
    reads: z.enum(CARD_READS).default('value'),
    unit: text(30).optional(),
    detectionLimit: z.number().min(0).optional().describe('Of a card with an outcome: from where it turns positive'),
    rangeLow: z.number().optional(),
    rangeHigh: z.number().optional(),
    mostDeviationPercent: z.number().positive().max(1000).optional().describe('Between parallel readings'),
    readWindow: WindowInput.optional(),
    steps: z.array(StepInput).min(1).max(40),
    controls: z.array(ControlInput).max(CONTROL_KINDS.length).default([]),
    photos: z
      .array(z.enum(PHOTO_SUBJECTS))
      .max(PHOTO_SUBJECTS.length)
      .default([])
      .describe('Without them a run is invalid'),
    interferences: z.array(text(100)).max(60).default([]).describe('What the method is known to call positive wrongly'),
    source: text(300).describe('Where it is written'),
    version: z.int().min(0).optional().describe('The version one has seen: refused when it has changed since'),
  })
  .refine(({ kitCode, deviceKindCode }) => kitCode !== undefined || deviceKindCode !== undefined, {
    error: 'names neither kit nor instrument',
    path: ['kitCode'],
  })
  .refine(
    ({ unit, detectionLimit, rangeLow, rangeHigh }) =>
      unit !== undefined || (detectionLimit ?? rangeLow ?? rangeHigh) === undefined,
    { error: 'goes with detection limit and range', path: ['unit'] },
  )
  .refine(({ rangeLow, rangeHigh }) => rangeLow === undefined || rangeHigh === undefined || rangeLow < rangeHigh, {
    error: 'must lie below rangeHigh',
    path: ['rangeLow'],
  })
  .meta({ id: 'MethodCardInput' });

const StepView = z.object({
  zh: z.string(),
  en: z.string(),
  countdownSeconds: z.int().optional(),
  starts: z.literal(true).optional(),
  photo: z.enum(PHOTO_SUBJECTS).optional(),
});

const ControlRuleView = z.object({
  kind: z.enum(CONTROL_KINDS),
  required: z.boolean(),
  least: z.number().optional(),
  most: z.number().optional(),
});

const CardFacts = z.object({
  id: Id,
  code: z.string(),
  version: z.int(),
  nameZh: z.string(),
  nameEn: z.string(),
  kitCode: z.string().nullable(),
  deviceKindCode: z.string().nullable(),
  items: z.array(z.string()),
  methodCode: z.string().nullable(),
  principle: z.enum(PRINCIPLES),
  reads: z.enum(CARD_READS),
  unit: z.string().nullable(),
  detectionLimit: z.number().nullable(),
  rangeLow: z.number().nullable(),
  rangeHigh: z.number().nullable(),
  mostDeviationPercent: z.number().nullable(),
  readWindow: z.object({ fromSeconds: z.int(), toSeconds: z.int() }).nullable(),
  controls: z.array(ControlRuleView),
  photos: z.array(z.enum(PHOTO_SUBJECTS)),
  interferences: z.array(z.string()),
  source: z.string(),
});

export const MethodCardView = CardFacts.extend({
  steps: z.array(StepView),
  recordedAt: InstantView,
  supersededAt: InstantView.nullable().describe('Null for the version that counts'),
}).meta({ id: 'MethodCard' });

/** The copy that a run keeps. */
export const AppliedCardView = CardFacts.meta({ id: 'AppliedMethodCard' });

export const MethodCardPage = pageOf(MethodCardView).meta({ id: 'MethodCardPage' });

export const MethodCardQuery = PageQuery.extend({
  kit: text(50).optional(),
  deviceKind: text(50).optional(),
  history: z.stringbool().default(false).describe('Also the versions that are superseded'),
});

export function toCardFacts(card: MethodCard): MethodCardFacts {
  const {
    steps: _steps,
    recordedBy: _recordedBy,
    recordedAt: _recordedAt,
    supersededAt: _supersededAt,
    ...same
  } = card;
  const { readFromSeconds, readToSeconds, ...facts } = same;
  const readWindow =
    readFromSeconds === null || readToSeconds === null
      ? null
      : { fromSeconds: readFromSeconds, toSeconds: readToSeconds };
  return { ...facts, readWindow };
}

export function toAppliedCardView(facts: MethodCardFacts): z.input<typeof AppliedCardView> {
  const { items, controls, photos, interferences } = facts;
  return {
    ...facts,
    items: [...items],
    controls: [...controls],
    photos: [...photos],
    interferences: [...interferences],
  };
}

export function toMethodCardView(card: MethodCard): z.input<typeof MethodCardView> {
  return {
    ...toAppliedCardView(toCardFacts(card)),
    steps: [...card.steps],
    recordedAt: card.recordedAt.toISOString(),
    supersededAt: card.supersededAt?.toISOString() ?? null,
  };
}
