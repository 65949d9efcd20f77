import { addDays, chinaDateOf, chinaInstant, type Period } from '../../platform/index.js';
import type { TaskNature } from './flight-facts.js';

const MINUTE_MS = 60_000;

/** When what is due, and by which article of Order 761; null: no fixed time. */
export interface Deadlines {
  /** The application reaches air traffic management before this instant; at the instant itself it is late. */
  readonly applyBefore: Date | null;
  readonly applyArticle: string;
  /** The answer is due by then; none by then is no approval. */
  readonly answerBy: Date | null;
  readonly answerArticle: string;
  /** The readiness report before an approved take-off; null where the application itself may come later than it. */
  readonly reportReadinessBy: Date | null;
  readonly reportReadinessArticle: string;
}

/** The deadlines of a flight that must be applied for. Days and hours are China's, wherever the service runs. */
export function deadlinesOf({ from }: Period, nature: TaskNature): Deadlines {
  if (nature !== 'ordinary') return urgentDeadlines(from, nature);
  const dayBefore = addDays(chinaDateOf(from), -1);
  return {
    applyBefore: chinaInstant(dayBefore, '12:00'),
    applyArticle: '26(1)',
    answerBy: chinaInstant(dayBefore, '21:00'),
    answerArticle: '26(1)',
    reportReadinessBy: new Date(from.getTime() - 60 * MINUTE_MS),
    reportReadinessArticle: '30',
  };
}

function urgentDeadlines(from: Date, nature: TaskNature): Deadlines {
  const anyTime = nature === 'special_emergency';
  return {
    applyBefore: anyTime ? null : new Date(from.getTime() - 30 * MINUTE_MS),
    applyArticle: '29',
    answerBy: anyTime ? null : new Date(from.getTime() - 10 * MINUTE_MS),
    answerArticle: '29',
    reportReadinessBy: null,
    reportReadinessArticle: '29',
  };
}

/** Until when a flight that endangered safety is reported (art. 40). */
export function incidentReportBy(landedAt: Date): Date {
  return new Date(landedAt.getTime() + 24 * 60 * MINUTE_MS);
}
