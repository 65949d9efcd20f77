import type { BenchDatabase } from '../support/bench-database.js';
import { spread } from '../bench.types.js';
import type { BenchDevice } from './fleet/bench-fleet.js';

export type Figures = Readonly<Record<string, number>>;

/** What every group of figures finds: a seeded server, a fleet registered in what its databases are copied from. */
export interface Stage {
  readonly database: BenchDatabase;
  readonly fleet: readonly BenchDevice[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly full: boolean;
}

/** Median of the ratios of the rounds: what disturbs one round disturbs both of its sides. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return rounded(spread(ours.map((value, round) => value / (theirs[round] ?? Number.NaN))).median);
}

export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
