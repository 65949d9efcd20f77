import type { ControlKind, ControlRule } from '../../method-cards/method-card.rules.js';
import type { ControlState } from '../run.codes.js';

/** A control as it was done. `nominal` is what was there: of a standard, or added to a spiked sample. */
export interface ControlReading {
  readonly kind: ControlKind;
  readonly value?: number | undefined;
  readonly nominal?: number | undefined;
  /** As the operator saw it, where there is no number. */
  readonly passed?: boolean | undefined;
}

export interface ControlResult {
  readonly kind: ControlKind;
  readonly required: boolean;
  readonly state: ControlState;
  readonly value: number | null;
  readonly nominal: number | null;
  /** Found of what was there, for standard and spike. */
  readonly percent: number | null;
}

/** How far parallel readings lie apart, in percent of their mean; null with fewer than two, or unlike ones around nothing. */
export function deviationPercent(readings: readonly number[]): number | null {
  if (readings.length < 2) return null;
  const mean = readings.reduce((sum, one) => sum + one, 0) / readings.length;
  if (mean === 0) return readings.every((one) => one === 0) ? 0 : null;
  return rounded(((Math.max(...readings) - Math.min(...readings)) / Math.abs(mean)) * 100);
}

/** Every control the card asks for and every one that was done beyond it. */
export function judgeControls(
  rules: readonly ControlRule[],
  done: readonly ControlReading[],
  deviation: number | null,
): ControlResult[] {
  const asked = rules.map((rule) => resultOf(rule, doneAs(rule.kind, done, deviation)));
  const beyond = done.filter(({ kind }) => !rules.some((rule) => rule.kind === kind));
  return [...asked, ...beyond.map((reading) => resultOf({ kind: reading.kind, required: false }, reading))];
}

/** Parallel readings stand with the reading itself: done when they are there; how far apart they may lie is the card's to say. */
function doneAs(
  kind: ControlKind,
  done: readonly ControlReading[],
  deviation: number | null,
): ControlReading | undefined {
  if (kind === 'parallel' && deviation !== null) return { kind, value: deviation, passed: true };
  return done.find((reading) => reading.kind === kind);
}

function resultOf({ kind, required, least, most }: ControlRule, reading: ControlReading | undefined): ControlResult {
  const { value, nominal, passed } = reading ?? {};
  const percent = percentOf(kind, value, nominal);
  const judged = kind === 'standard' || kind === 'spike' ? percent : (value ?? null);
  const state = reading === undefined ? 'not_done' : stateOf(judged, { least, most }, passed);
  return { kind, required, state, value: value ?? null, nominal: nominal ?? null, percent };
}

function stateOf(
  judged: number | null,
  { least, most }: Pick<ControlRule, 'least' | 'most'>,
  passed: boolean | undefined,
): ControlState {
  if (passed === false) return 'failed';
  const hasBounds = least !== undefined || most !== undefined;
  if (!hasBounds) return passed === undefined ? 'unjudged' : 'passed';
  if (judged === null) return 'unjudged';
  const isWithin = (least === undefined || judged >= least) && (most === undefined || judged <= most);
  return isWithin ? 'passed' : 'failed';
}

function percentOf(kind: ControlKind, value: number | undefined, nominal: number | undefined): number | null {
  if (kind !== 'standard' && kind !== 'spike') return null;
  return value === undefined || nominal === undefined || nominal === 0 ? null : rounded((value / nominal) * 100);
}

function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
