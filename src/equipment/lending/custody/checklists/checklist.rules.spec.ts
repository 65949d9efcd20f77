import { describe, expect, it } from '@jest/globals';
import { DEVICE_CATEGORIES } from '../../../equipment.codes.js';
import { DEFAULT_CHECKLISTS } from './checklist.defaults.js';
import { blockingFailures, itemsAt, judgeAnswers, preparedItem } from './checklist.rules.js';
import type { AnswerValue, ChecklistAnswer, ChecklistItem, RegistryFacts } from './checklist.types.js';

const FACTS: RegistryFacts = {
  insuredUntil: '2026-12-31',
  registrationNumber: 'UAS0001',
  calibratedUntil: null,
  attributes: { batteryCount: 4 },
};
const GROUND = { facts: FACTS, usedUntil: '2026-12-01' };
const drone = { version: 0, mandatory: false, items: DEFAULT_CHECKLISTS.uav };
const leaving = itemsAt(drone, 'check_out');
const GOOD: Readonly<Record<string, AnswerValue>> = {
  batteries_counted: 4,
  batteries_charged: true,
  memory_card: 'TF-07',
  propellers: true,
  undamaged: true,
  registration_mark: true,
  zone_reminders: true,
};
const answersOf = (values: Readonly<Record<string, AnswerValue>>): ChecklistAnswer[] =>
  Object.entries(values).map(([code, answer]) => ({ code, answer }));
const judged = (over: Readonly<Record<string, AnswerValue>>, ground = GROUND) =>
  judgeAnswers(leaving, answersOf({ ...GOOD, ...over }), ground);
const resultsOf = (outcome: ReturnType<typeof judged>) => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.results;
};
const okOf = (outcome: ReturnType<typeof judged>, code: string) =>
  resultsOf(outcome).find((result) => result.code === code)?.ok;

describe('the checklists that ship', () => {
  it.each(DEVICE_CATEGORIES)('of %s ask in both languages, each item once, and choose among something', (category) => {
    const items = DEFAULT_CHECKLISTS[category];
    expect(items.length).toBeGreaterThan(2);
    expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    expect(items.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !/^[A-Z]/.test(en))).toEqual([]);
    expect(items.filter(({ answerType, choices }) => (answerType === 'choice') !== (choices !== undefined))).toEqual(
      [],
    );
  });

  it('ask a drone for batteries, card, mark and reminders, and its zone reminders only when it leaves', () => {
    expect(leaving.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.keys(GOOD)));
    expect(itemsAt(drone, 'hand_back').map(({ code }) => code)).not.toContain('zone_reminders');
  });
});

describe('answers', () => {
  it('are held against what the item or the registered device expects', () => {
    expect(resultsOf(judged({})).filter(({ ok }) => ok === false)).toEqual([]);
    expect(okOf(judged({ batteries_counted: 3 }), 'batteries_counted')).toBe(false);
    expect(okOf(judged({ batteries_counted: 5 }), 'batteries_counted')).toBe(true);
    expect(okOf(judged({ zone_reminders: false }), 'zone_reminders')).toBe(false);
    expect(okOf(judged({}), 'memory_card')).toBeNull();
  });

  it('are given by the registry where it knows: in date, out of date, or not on record', () => {
    expect(resultsOf(judged({})).find(({ code }) => code === 'registration')).toMatchObject({
      answer: 'UAS0001',
      ok: true,
    });
    expect(okOf(judged({}), 'insurance_until')).toBe(true);
    expect(okOf(judged({}, { ...GROUND, usedUntil: '2027-01-01' }), 'insurance_until')).toBe(false);
    const nothing = { ...FACTS, insuredUntil: null, registrationNumber: null };
    expect(okOf(judged({}, { ...GROUND, facts: nothing }), 'insurance_until')).toBeNull();
    expect(okOf(judged({}, { ...GROUND, facts: nothing }), 'registration')).toBeNull();
  });

  it.each([
    ['CHECKLIST_ITEM_UNKNOWN', { parachute: true }, ['parachute']],
    ['CHECKLIST_ITEM_OF_REGISTRY', { insurance_until: '2099-01-01' }, ['insurance_until']],
    ['CHECKLIST_ANSWER_INVALID', { batteries_counted: -1 }, ['batteries_counted']],
    ['CHECKLIST_ANSWER_INVALID', { batteries_counted: 1.5 }, ['batteries_counted']],
    ['CHECKLIST_ANSWER_INVALID', { propellers: 'yes' }, ['propellers']],
    ['CHECKLIST_ANSWER_INVALID', { memory_card: '  ' }, ['memory_card']],
  ] as const)('%s', (code, over, items) => {
    expect(judged(over)).toEqual({ ok: false, code, items });
  });

  it('must be complete, optional items apart', () => {
    const { memory_card: _left, ...rest } = GOOD;
    expect(judgeAnswers(leaving, answersOf(rest), GROUND)).toEqual({
      ok: false,
      code: 'CHECKLIST_INCOMPLETE',
      items: ['memory_card'],
    });
  });

  it('of a choice are one of its choices', () => {
    const seal: ChecklistItem = {
      code: 'seal',
      zh: '封签',
      en: 'Seal',
      answerType: 'choice',
      choices: ['whole', 'broken'],
      expects: 'whole',
      required: true,
      when: 'both',
      blocks: true,
    };
    const outcome = (answer: string) => judgeAnswers([seal], [{ code: 'seal', answer }], GROUND);
    expect(outcome('gone')).toMatchObject({ ok: false, code: 'CHECKLIST_ANSWER_INVALID' });
    expect(okOf(outcome('broken'), 'seal')).toBe(false);
  });
});

describe('failures that block', () => {
  it('are bad answers to blocking items; what is unknown blocks nothing', () => {
    const failures = (outcome: ReturnType<typeof judged>) =>
      blockingFailures(leaving, resultsOf(outcome)).map(({ item }) => item.code);
    expect(failures(judged({ propellers: false, batteries_charged: false }))).toEqual(['propellers']);
    expect(failures(judged({}, { ...GROUND, usedUntil: '2027-01-01' }))).toEqual(['insurance_until']);
    expect(failures(judged({}, { ...GROUND, facts: { ...FACTS, insuredUntil: null } }))).toEqual([]);
  });
});

describe('a prepared item', () => {
  it('shows what is expected before anybody answers', () => {
    const [counted] = leaving;
    expect(counted && preparedItem(counted, GROUND)).toEqual({
      code: 'batteries_counted',
      answer: null,
      ok: null,
      expected: 4,
      note: null,
    });
  });
});
