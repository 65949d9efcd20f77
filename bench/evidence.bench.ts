import type { Benchmark, BenchmarkOptions } from './bench.types.js';
import { measureLogGrowth } from './evidence/log-growth.js';

const GROUPS: Readonly<Record<string, (options: BenchmarkOptions) => Promise<Readonly<Record<string, number>>>>> = {
  log: measureLogGrowth,
};

/** The figures of docs/benchmarks.md, evidence. `--only log` runs that group alone. */
export const benchmark: Benchmark = async (options) => {
  const figures: Record<string, number> = {};
  for (const [name, measure] of Object.entries(GROUPS)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    process.stdout.write(`\n${name}\n`);
    Object.assign(figures, await measure(options));
  }
  return figures;
};
