export interface BenchmarkOptions {
  readonly quick: boolean;
  readonly full: boolean;
  /** Groups of figures to measure; all of them when none is named. */
  readonly only: readonly string[];
}

/** Sets up what it needs, prints a readable table, and gives the figures of the contract by key. */
export type Benchmark = (options: BenchmarkOptions) => Promise<Readonly<Record<string, number>>>;

export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median: median ?? Number.NaN, minimum: sorted[0] ?? Number.NaN, maximum: sorted.at(-1) ?? Number.NaN };
}

/** One line of the table: name, median, minimum, maximum, unit. */
export function printRow(name: string, { median, minimum, maximum }: Spread, unit: string): void {
  const cells = [median, minimum, maximum].map((value) => value.toFixed(1).padStart(12)).join('');
  process.stdout.write(`${name.padEnd(28)}${cells}  ${unit}\n`);
}

export function printHead(): void {
  process.stdout.write(
    `${''.padEnd(28)}${['median', 'minimum', 'maximum'].map((word) => word.padStart(12)).join('')}\n`,
  );
}
