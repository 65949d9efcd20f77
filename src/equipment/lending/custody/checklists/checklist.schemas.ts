import { z } from 'zod';
import { Id, InstantView, text } from '../../../../platform/index.js';
import type { CustodyChecklist } from './checklist.entity.js';
import {
  ANSWER_TYPES,
  type ChecklistItem,
  type ChecklistResult,
  ITEM_MOMENTS,
  REGISTRY_SOURCES,
} from './checklist.types.js';

const MOST_ITEMS = 60;

const ItemCode = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);
const AnswerValue = z.union([z.boolean(), z.number(), text(500)]);

const unique = (codes: readonly string[]): boolean => new Set(codes).size === codes.length;

const ItemInput = z
  .strictObject({
    code: ItemCode,
    zh: text(100),
    en: text(100),
    answerType: z.enum(ANSWER_TYPES),
    required: z.boolean(),
    when: z.enum(ITEM_MOMENTS),
    expects: AnswerValue.optional().describe('The good answer; a count is good from this number up'),
    expectsAttribute: z.string().min(1).max(60).optional().describe('The good answer is this attribute of the device'),
    choices: z.array(text(60)).min(2).max(20).refine(unique, { error: 'names a choice twice' }).optional(),
    blocks: z.boolean().describe('A bad answer keeps the device in, or puts it into quarantine as it comes back'),
    source: z.enum(REGISTRY_SOURCES).optional().describe('Answered by the registry, not by a person'),
  })
  .refine(({ answerType, choices }) => (answerType === 'choice') === (choices !== undefined), {
    error: 'a choice has choices, and nothing else has',
    path: ['choices'],
  })
  .refine(({ answerType, expects, choices = [] }) => expects === undefined || suits(answerType, expects, choices), {
    error: 'is no answer to this item',
    path: ['expects'],
  });

function suits(answerType: string, expects: unknown, choices: readonly string[]): boolean {
  if (answerType === 'yes_no') return typeof expects === 'boolean';
  if (answerType === 'count') return Number.isInteger(expects);
  return typeof expects === 'string' && (answerType === 'text' || choices.includes(expects));
}

export const ChecklistChange = z
  .strictObject({
    basedOn: z.int().min(0).describe('The version this one replaces; 0 where there was none'),
    mandatory: z.boolean(),
    items: z
      .array(ItemInput)
      .min(1)
      .max(MOST_ITEMS)
      .refine((items) => unique(items.map(({ code }) => code)), { error: 'names a code twice' }),
  })
  .meta({ id: 'ChecklistChange' });

/** What a person says; the registry's items are not theirs to answer. */
export const ChecklistAnswers = z
  .array(z.strictObject({ code: ItemCode, answer: AnswerValue, note: text(500).optional() }))
  .max(MOST_ITEMS)
  .refine((answers) => unique(answers.map(({ code }) => code)), { error: 'answers an item twice' });

const ItemView = z
  .object({
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    answerType: z.enum(ANSWER_TYPES),
    required: z.boolean(),
    when: z.enum(ITEM_MOMENTS),
    expects: z.union([z.boolean(), z.number(), z.string()]).nullable(),
    expectsAttribute: z.string().nullable(),
    choices: z.array(z.string()),
    blocks: z.boolean(),
    source: z.enum(REGISTRY_SOURCES).nullable(),
  })
  .meta({ id: 'ChecklistItem' });

export const ChecklistView = z
  .object({
    kindCode: z.string(),
    version: z.int().describe('0: what ships with the service'),
    mandatory: z.boolean().describe('Whether a device may change hands without its required items being answered'),
    items: z.array(ItemView),
    createdAt: InstantView.nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'Checklist' });

const Answered = {
  answer: z.union([z.boolean(), z.number(), z.string()]).nullable(),
  ok: z.boolean().nullable().describe('Null where there is nothing to hold the answer against'),
  expected: z.union([z.boolean(), z.number(), z.string()]).nullable(),
};

export const PreparedChecklist = z
  .object({
    version: z.int(),
    mandatory: z.boolean(),
    items: z.array(ItemView.extend(Answered)).describe('The registry’s items are answered already'),
  })
  .meta({ id: 'PreparedChecklist' });

export const PreparedQuery = z.strictObject({ moment: z.enum(['check_out', 'hand_back']) });

export const AnsweredChecklistView = z
  .object({
    moment: z.enum(['check_out', 'hand_back']),
    templateVersion: z.int(),
    answeredBy: z.object({ id: Id, name: z.string() }),
    answeredAt: InstantView,
    items: z.array(ItemView.extend({ ...Answered, note: z.string().nullable() })).describe('As they were asked then'),
  })
  .meta({ id: 'AnsweredChecklist' });

export function toItemView(item: ChecklistItem): z.input<typeof ItemView> {
  const { code, zh, en, answerType, required, when, blocks } = item;
  const { expects = null, expectsAttribute = null, choices = [], source = null } = item;
  const said = { code, zh, en, answerType, required, when, blocks };
  return { ...said, expects, expectsAttribute, choices: [...choices], source };
}

export function toPreparedItem(item: ChecklistItem, { answer, ok, expected }: ChecklistResult) {
  return { ...toItemView(item), answer, ok, expected };
}

export function toAnsweredView(row: CustodyChecklist): z.input<typeof AnsweredChecklistView> {
  const results = new Map(row.results.map((result) => [result.code, result]));
  return {
    moment: row.moment,
    templateVersion: row.templateVersion,
    answeredBy: { id: row.answeredBy, name: row.answeredByName },
    answeredAt: row.answeredAt.toISOString(),
    items: row.items.map((item) => {
      const result = results.get(item.code);
      const { answer = null, ok = null, expected = null, note = null } = result ?? {};
      return { ...toItemView(item), answer, ok, expected, note };
    }),
  };
}
