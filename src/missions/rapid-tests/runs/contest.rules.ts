import type { Medium } from '../../../reference/index.js';
import type { Authority } from '../run.codes.js';

/** The period in which whoever was tested may contest a rapid result, and after which law. */
interface ContestArticle {
  readonly law: string;
  readonly article: string;
  readonly hours: number;
}

/**
 * A rapid result about edible farm produce may be contested within four hours, where the authority named by the law had
 * the test made: Food Safety Law art. 88, Farm Produce Quality and Safety Law (2022) art. 51.
 */
const ARTICLES: Partial<Record<Authority, ContestArticle>> = {
  market_supervision: { law: '中华人民共和国食品安全法', article: '88', hours: 4 },
  agriculture: { law: '中华人民共和国农产品质量安全法', article: '51', hours: 4 },
};

export const CONTEST_RULES = 'contest-1';
export const CONTEST_REASONS = ['medium', 'authority', 'not_told', 'running', 'over'] as const;
export type ContestReason = (typeof CONTEST_REASONS)[number];

export interface Contest {
  readonly rules: typeof CONTEST_RULES;
  /** Whether an article gives the right at all; then `law` and `article` say which. */
  readonly applies: boolean;
  readonly reason: ContestReason;
  readonly law: string | null;
  readonly article: string | null;
  /** Whether the text of the article was before whoever wrote the rule; it was known from its number and effect. */
  readonly textRead: false;
  readonly inputs: { readonly medium: Medium | null; readonly authority: Authority };
  /** From when whoever was tested knew of the result. */
  readonly toldAt: Date | null;
  readonly dueAt: Date | null;
}

const HOUR_MS = 3_600_000;

export interface ContestFacts {
  readonly medium: Medium | null;
  readonly authority: Authority;
  readonly toldAt: Date | null;
}

export function contestOf({ medium, authority, toldAt }: ContestFacts, now: Date): Contest {
  const article = ARTICLES[authority];
  const none = { rules: CONTEST_RULES, textRead: false, inputs: { medium, authority }, toldAt } as const;
  const silent = { ...none, applies: false, law: null, article: null, dueAt: null } as const;
  if (medium !== 'farm_produce') return { ...silent, reason: 'medium' };
  if (article === undefined) return { ...silent, reason: 'authority' };
  const dueAt = toldAt && new Date(toldAt.getTime() + article.hours * HOUR_MS);
  const reason = dueAt === null ? 'not_told' : now < dueAt ? 'running' : 'over';
  return { ...none, applies: true, law: article.law, article: article.article, dueAt, reason };
}
