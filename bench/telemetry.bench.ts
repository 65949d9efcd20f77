import type { Benchmark } from './bench.types.js';
import { BenchDatabase } from './support/bench-database.js';
import { registerFleet } from './telemetry/fleet/bench-fleet.js';
import { measureGrowth } from './telemetry/growth.js';
import { measureIngest } from './telemetry/ingest.js';
import { measureLive } from './telemetry/live.js';
import { measureMemory } from './telemetry/memory.js';
import { measureNodeRed } from './telemetry/node-red.js';
import type { Figures, Stage } from './telemetry/stage.js';

/** More than any group needs: 11,000 known devices. */
const FLEET = 11_000;

const GROUPS: Readonly<Record<string, (stage: Stage) => Promise<Figures>>> = {
  ingest: measureIngest,
  'node-red': measureNodeRed,
  live: measureLive,
  memory: measureMemory,
  growth: measureGrowth,
};

/** The figures of docs/benchmarks.md, telemetry. `--only ingest,live` runs these groups alone. */
export const benchmark: Benchmark = async ({ quick, full, only }) => {
  const database = await BenchDatabase.start(async () => undefined);
  try {
    const fleet = await registerFleet(database.firstUrl, FLEET);
    const stage: Stage = { database, fleet, rounds: quick ? 3 : 5, quick, full };
    const figures: Record<string, number> = {};
    for (const [name, measure] of Object.entries(GROUPS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      process.stdout.write(`\n${name}\n`);
      const { lost, ...others } = await measure(stage);
      if (lost !== undefined) figures['lost'] = (figures['lost'] ?? 0) + lost;
      Object.assign(figures, others);
    }
    return figures;
  } finally {
    await database.stop();
  }
};
