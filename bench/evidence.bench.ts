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
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../scripts/scenario/api-client.js';
import { type Benchmark, type BenchmarkOptions, printHead } from './bench.types.js';
import { measureImages } from './evidence/images.js';
import { type IntakeStage, measureUploads } from './evidence/uploads.js';
import { BenchDatabase } from './support/bench-database.js';
import { Service } from './support/service.js';

/** Groups of figures by name; each says beside its code what its figures are. */
const GROUPS: Readonly<
  Record<string, (stage: IntakeStage, options: BenchmarkOptions) => Promise<Readonly<Record<string, number>>>>
> = { uploads: measureUploads, images: measureImages };

  const database = await BenchDatabase.start(async () => {});
  const results: Record<string, number> = {};
  try {
    const service = await Service.start(database.dataDir, { DATABASE_URL: await database.copy('bench_evidence') });
    try {
      const { username, password } = database.logInOf('field_officer');
      const folder = join(database.dataDir, 'bench');
      mkdirSync(folder);
      const stage = { client: await ApiClient.logIn(service.url, username, password), pid: service.pid, folder };
      printHead();
      for (const [name, measure] of Object.entries(GROUPS))
        if (options.only.length === 0 || options.only.includes(name))
          Object.assign(results, await measure(stage, options));
    } finally {
      await service.stop();
    }
  } finally {
    await database.stop();
  return results;
};
