import type { Words } from './gateway.words.js';

export const STEP_STATES = ['ok', 'failed', 'unknown', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What a code says of a step. `{names}` are filled with its facts. */
export interface StepWords {
  readonly state: StepState;
  readonly explanation: Words;
  readonly advice: Words | null;
}

const words =
  (state: StepState) =>
  (zh: string, en: string, adviceZh?: string, adviceEn?: string): StepWords => ({
    state,
    explanation: { zh, en },
    advice: adviceZh === undefined || adviceEn === undefined ? null : { zh: adviceZh, en: adviceEn },
  });
export const ok = words('ok');
export const failed = words('failed');
export const unknown = words('unknown');
export const skipped = words('skipped');
