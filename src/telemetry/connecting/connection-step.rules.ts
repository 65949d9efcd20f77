import { fillIn } from '../../platform/index.js';
import { ADDRESS_WORDS } from './address.words.js';
import { CERTIFICATE_WORDS } from './certificate.words.js';
import type { Words } from './gateway.words.js';
import { SERVICE_WORDS } from './service.words.js';
import { SETTING_WORDS } from './setting.words.js';
import type { StepState, StepWords } from './step.words.js';

/** In the order in which a controller takes them. */
export const STEPS = [
  'settings',
  'broker_address',
  'broker_name',
  'broker_tcp',
  'broker_mqtt',
  'public_address',
  'public_name',
  'public_tcp',
  'public_tls',
  'pilot_page',
  'pilot_socket',
  'upload',
  'topology',
  'clock',
] as const;
export type Step = (typeof STEPS)[number];

export const STEP_WORDS = { ...SETTING_WORDS, ...ADDRESS_WORDS, ...CERTIFICATE_WORDS, ...SERVICE_WORDS } as const;
export type StepCode = keyof typeof STEP_WORDS;
export const STEP_CODES = Object.keys(STEP_WORDS) as [StepCode, ...StepCode[]];

export type Facts = Readonly<Record<string, unknown>>;

/** What came of a step. */
export interface Outcome {
  readonly code: StepCode;
  readonly facts?: Facts;
}

/** A step as it is shown and kept. */
export interface StepReport {
  readonly step: Step;
  readonly state: StepState;
  readonly code: StepCode;
  readonly explanation: Words;
  readonly advice: Words | null;
  readonly facts: Facts;
}

export function reportOf(step: Step, { code, facts = {} }: Outcome): StepReport {
  const { state, explanation, advice }: StepWords = STEP_WORDS[code];
  return { step, state, code, explanation: filled(explanation, facts), advice: advice && filled(advice, facts), facts };
}

/** What did not succeed, and keeps what follows from being tried. */
export function isStopped({ code }: Outcome): boolean {
  const { state }: StepWords = STEP_WORDS[code];
  return state === 'failed' || state === 'skipped' || code === 'STEP_BROKE';
}

/** Fit to be the state of the whole: the worst of its steps. */
export function verdictOf(reports: readonly StepReport[]): Exclude<StepState, 'skipped'> {
  if (reports.some(({ state }) => state === 'failed')) return 'failed';
  return reports.some(({ state }) => state !== 'ok' && state !== 'skipped') ? 'unknown' : 'ok';
}

function filled({ zh, en }: Words, facts: Facts): Words {
  return { zh: fillIn(zh, facts), en: fillIn(en, facts) };
}
