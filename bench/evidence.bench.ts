import type { Benchmark } from './bench.types.js';
import { measurePolygonSearch } from './evidence/polygon-search.js';

/** Figures of the evidence room, by groups that `--only` chooses from. */
const GROUPS: Readonly<Record<string, Benchmark>> = {
  search: ({ quick, full }) => measurePolygonSearch({ items: full ? 1_000_000 : 100_000, rounds: quick ? 2 : 6 }),
};

export const benchmark: Benchmark = async (options) => {
  const results: Record<string, number> = {};
  for (const [name, measure] of Object.entries(GROUPS))
    if (options.only.length === 0 || options.only.includes(name)) Object.assign(results, await measure(options));
  return results;
};
