import type { Benchmark } from './bench.types.js';
import { measureCatchUp } from './command/catch-up.js';
import { measureCommits } from './command/commits.js';
import { measureConsoleMemory } from './command/console-memory.js';
import { measureFanOut } from './command/fan-out.js';
import { measureLatency } from './command/latency.js';
import { type Figures, onStage, type Stage } from './command/stage.js';

/** Groups of figures by the names that `--only` chooses from; each says beside its code what its figures are. */
const GROUPS: Readonly<Record<string, (stage: Stage) => Promise<Figures>>> = {
  commits: measureCommits,
  'fan-out': measureFanOut,
  latency: measureLatency,
  'catch-up': measureCatchUp,
  memory: measureConsoleMemory,
};

/** The figures of docs/benchmarks.md, command sessions. */
export const benchmark: Benchmark = ({ quick, only }) =>
  onStage(quick, async (stage) => {
    const figures: Record<string, number> = {};
    for (const [name, measure] of Object.entries(GROUPS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      process.stdout.write(`\n${name}\n`);
      Object.assign(figures, await measure(stage));
    }
    return figures;
  });
