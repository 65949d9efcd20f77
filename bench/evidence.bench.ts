import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../scripts/scenario/api-client.js';
import { type Benchmark, printHead } from './bench.types.js';
import { measureImages } from './evidence/images.js';
import { measureLogGrowth } from './evidence/log-growth.js';
import { measurePolygonSearch } from './evidence/polygon-search.js';
import { type IntakeStage, measureUploads } from './evidence/uploads.js';
import { BenchDatabase } from './support/bench-database.js';
import { Service } from './support/service.js';

/** Groups of figures by the names that `--only` chooses from; each says beside its code what its figures are. */
const GROUPS: Readonly<Record<string, Benchmark>> = {
  uploads: (options) => onStage((stage) => measureUploads(stage, options)),
  images: (options) => onStage((stage) => measureImages(stage, options)),
  log: measureLogGrowth,
  search: ({ quick, full }) => measurePolygonSearch({ items: full ? 1_000_000 : 100_000, rounds: quick ? 2 : 6 }),
};

export const benchmark: Benchmark = async (options) => {
  const figures: Record<string, number> = {};
  printHead();
  for (const [name, measure] of Object.entries(GROUPS))
    if (options.only.length === 0 || options.only.includes(name)) Object.assign(figures, await measure(options));
  return figures;
};

/** A service of its own in the production configuration, with somebody logged in. */
async function onStage<T>(measure: (stage: IntakeStage) => Promise<T>): Promise<T> {
  const database = await BenchDatabase.start(async () => {});
  try {
    const service = await Service.start(database.dataDir, { DATABASE_URL: await database.copy('bench_evidence') });
    try {
      const { username, password } = database.logInOf('field_officer');
      const folder = join(database.dataDir, 'bench');
      mkdirSync(folder);
      return await measure({
        client: await ApiClient.logIn(service.url, username, password),
        pid: service.pid,
        folder,
      });
    } finally {
      await service.stop();
    }
  } finally {
    await database.stop();
  }
}
