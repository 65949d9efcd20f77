import type {
  AnswerValue,
  ChecklistAnswer,
  ChecklistItem,
  ChecklistMoment,
  ChecklistResult,
  ChecklistTemplate,
  RegistryFacts,
} from './checklist.types.js';

export const CHECKLIST_REFUSALS = [
  'CHECKLIST_ITEM_UNKNOWN',
  'CHECKLIST_ITEM_OF_REGISTRY',
  'CHECKLIST_ANSWER_INVALID',
  'CHECKLIST_INCOMPLETE',
] as const;
export type ChecklistRefusal = (typeof CHECKLIST_REFUSALS)[number];

export type ChecklistOutcome =
  | { readonly ok: true; readonly results: readonly ChecklistResult[] }
  | { readonly ok: false; readonly code: ChecklistRefusal; readonly items: readonly string[] };

/** What the answers are held against. */
export interface ChecklistGround {
  readonly facts: RegistryFacts;
  /** The last day the device will be used, a China date. */
  readonly usedUntil: string;
}

const MOST_COUNTED = 10_000;
const LONGEST_ANSWER = 500;

export function itemsAt(template: ChecklistTemplate, moment: ChecklistMoment): ChecklistItem[] {
  return template.items.filter(({ when }) => when === 'both' || when === moment);
}

/** Holds answers against the items of a moment; the registry's items are answered here. */
export function judgeAnswers(
  items: readonly ChecklistItem[],
  answers: readonly ChecklistAnswer[],
  ground: ChecklistGround,
): ChecklistOutcome {
  const given = new Map(answers.map((answer) => [answer.code, answer]));
  const known = new Map(items.map((item) => [item.code, item]));
  const refused = (code: ChecklistRefusal, codes: readonly string[]): ChecklistOutcome => ({
    ok: false,
    code,
    items: codes,
  });
  const codes = answers.map(({ code }) => code);
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) return refused('CHECKLIST_ITEM_UNKNOWN', unknown);
  const recorded = codes.filter((code) => known.get(code)?.source !== undefined);
  if (recorded.length > 0) return refused('CHECKLIST_ITEM_OF_REGISTRY', recorded);
  const invalid = items.filter((item) => !fits(item, given.get(item.code)?.answer)).map(({ code }) => code);
  if (invalid.length > 0) return refused('CHECKLIST_ANSWER_INVALID', invalid);
  const missing = missingItems(items, answers);
  if (missing.length > 0) return refused('CHECKLIST_INCOMPLETE', missing);
  const answered = items.filter(({ code, source }) => source !== undefined || given.has(code));
  return { ok: true, results: answered.map((item) => resultOf(item, given.get(item.code), ground)) };
}

/** Required items that nobody has answered. */
export function missingItems(items: readonly ChecklistItem[], answers: readonly ChecklistAnswer[]): string[] {
  const answered = new Set(answers.map(({ code }) => code));
  return items
    .filter(({ code, required, source }) => required && source === undefined && !answered.has(code))
    .map(({ code }) => code);
}

/** Bad answers to items that block. */
export function blockingFailures(
  items: readonly ChecklistItem[],
  results: readonly ChecklistResult[],
): { readonly item: ChecklistItem; readonly result: ChecklistResult }[] {
  const blocking = new Map(items.filter(({ blocks }) => blocks).map((item) => [item.code, item]));
  return results.flatMap((result) => {
    const item = blocking.get(result.code);
    return item && result.ok === false ? [{ item, result }] : [];
  });
}

/** What is asked of a person, with the good answer where there is one, and what the registry says already. */
export function preparedItem(item: ChecklistItem, ground: ChecklistGround): ChecklistResult {
  return resultOf(item, undefined, ground);
}

function fits({ answerType, choices = [] }: ChecklistItem, answer: AnswerValue | undefined): boolean {
  if (answer === undefined) return true;
  if (answerType === 'yes_no') return typeof answer === 'boolean';
  if (answerType === 'count') {
    return typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer <= MOST_COUNTED;
  }
  if (typeof answer !== 'string' || answer.length > LONGEST_ANSWER || answer.trim() === '') return false;
  return answerType === 'text' || choices.includes(answer);
}

function resultOf(item: ChecklistItem, given: ChecklistAnswer | undefined, ground: ChecklistGround): ChecklistResult {
  if (item.source !== undefined) return registryResult(item, ground);
  const expected = expectedOf(item, ground.facts.attributes);
  const answer = given?.answer ?? null;
  const ok = answer === null || expected === null ? null : isGood(answer, expected);
  return { code: item.code, answer, ok, expected, note: given?.note ?? null };
}

function expectedOf({ expects, expectsAttribute }: ChecklistItem, attributes: RegistryFacts['attributes']) {
  const registered = expectsAttribute === undefined ? undefined : attributes[expectsAttribute];
  const value = registered ?? expects;
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? value : null;
}

function isGood(answer: AnswerValue, expected: AnswerValue): boolean {
  if (typeof answer === 'number' && typeof expected === 'number') return answer >= expected;
  return answer === expected;
}

/** Not on record is unknown, never a pass and never a failure. */
function registryResult({ code, source }: ChecklistItem, { facts, usedUntil }: ChecklistGround): ChecklistResult {
  if (source === 'registration') {
    const answer = facts.registrationNumber;
    return { code, answer, ok: answer === null ? null : true, expected: null, note: null };
  }
  const until = source === 'insurance' ? facts.insuredUntil : facts.calibratedUntil;
  return { code, answer: until, ok: until === null ? null : until >= usedUntil, expected: usedUntil, note: null };
}
