import { chinaDateOf } from '../../platform/index.js';
import type { AirRule, LookedAt, RuleEffect } from './air-rule.js';
import { APPLICATION_RULES } from './application.rule-table.js';
import { type Deadlines, deadlinesOf } from './deadline.rules.js';
import { DUTY_RULES } from './duty.rule-table.js';
import type { FlightFacts } from './flight-facts.js';
import { RULE_TEXTS, type RuleSet, ruleSetOn, type RuleTextId } from './rule-texts.js';

export const APPLICATION_NEEDS = ['required', 'unknown', 'not_required'] as const;
export type ApplicationNeed = (typeof APPLICATION_NEEDS)[number];

export type RuleInput = string | number | readonly string[];

/** What one rule said, with everything needed to argue about it later. */
export interface RuleFinding {
  readonly code: string;
  readonly effect: RuleEffect;
  readonly text: RuleTextId;
  readonly textNumber: string;
  readonly article: string;
  /** Whether the article's wording was read. */
  readonly textRead: boolean;
  readonly zh: string;
  readonly en: string;
  /** The facts that decided, by name. */
  readonly inputs: Readonly<Record<string, RuleInput>>;
}

/** The whole answer of the rules of the air to one flight. */
export interface AirAssessment {
  readonly rulesVersion: string;
  readonly application: ApplicationNeed;
  /** Null unless an application is or may be needed. */
  readonly deadlines: Deadlines | null;
  /** The application can no longer be filed in time; null: its time is over, and whether one is needed is not known. */
  readonly tooLateToApply: boolean | null;
  readonly findings: readonly RuleFinding[];
}

/** @param now decides only whether a deadline has passed */
export function assess(facts: FlightFacts, now: Date): AirAssessment {
  const set = ruleSetOn(chinaDateOf(facts.during.from));
  const findings = [...APPLICATION_RULES, ...DUTY_RULES].flatMap((rule) => findingOf(rule, facts, set));
  const application = needOf(findings);
  const freed = application === 'not_required' ? [freedFinding(facts)] : [];
  const deadlines = application === 'not_required' ? null : deadlinesOf(facts.during, facts.nature);
  return {
    rulesVersion: set.version,
    application,
    deadlines,
    tooLateToApply: isTooLate(application, deadlines, now),
    findings: [...freed, ...findings],
  };
}

/** What stands in the way of taking off. */
export function blockingFindings({ findings }: AirAssessment): RuleFinding[] {
  return findings.filter(({ effect }) => effect === 'blocks');
}

function isTooLate(application: ApplicationNeed, deadlines: Deadlines | null, now: Date): boolean | null {
  if (!deadlines?.applyBefore || now < deadlines.applyBefore) return false;
  return application === 'required' ? true : null;
}

function needOf(findings: readonly RuleFinding[]): ApplicationNeed {
  const effects = new Set(findings.map(({ effect }) => effect));
  if (effects.has('application')) return 'required';
  return effects.has('application_unknown') ? 'unknown' : 'not_required';
}

function findingOf(rule: AirRule, facts: FlightFacts, set: RuleSet): RuleFinding[] {
  if (!set.texts.includes(rule.text)) return [];
  const effect = rule.judge(facts);
  return effect === undefined ? [] : [finding(rule, facts, effect)];
}

/** "Not needed" is an answer with an article of its own. */
function freedFinding(facts: FlightFacts): RuleFinding {
  const rule: Omit<AirRule, 'judge'> = {
    code: 'FREE_OF_APPLICATION',
    text: 'order_761',
    article: '31(1)(1)',
    zh: '微型、轻型、小型航空器在适飞空域内飞行，无需申请',
    en: 'Micro, light and small aircraft in suitable airspace need no application',
    looksAt: ['aircraftClass', 'upperMetres', 'controlledAreas', 'areasKnown', 'circumstances'],
  };
  return finding(rule, facts, 'informs');
}

function finding(
  { code, text, article, zh, en, looksAt }: Omit<AirRule, 'judge'>,
  facts: FlightFacts,
  effect: RuleEffect,
): RuleFinding {
  const { number, read } = RULE_TEXTS[text];
  const inputs = Object.fromEntries(looksAt.flatMap((name) => inputsOf(name, facts)));
  return { code, effect, text, textNumber: number, article, textRead: read, zh, en, inputs };
}

function inputsOf(name: LookedAt, { circumstances, ...facts }: FlightFacts): [string, RuleInput][] {
  return name === 'circumstances' ? Object.entries(circumstances) : [[name, facts[name]]];
}
