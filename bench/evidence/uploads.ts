import { join } from 'node:path';
import type { ApiClient } from '../../scripts/scenario/api-client.js';
import { type BenchmarkOptions, printRow, spread } from '../bench.types.js';
import { MemoryWatch } from '../import/memory-watch.js';
import { BareIntake } from './bare-intake.js';
import { bringIn, randomFile } from './bring-in.js';

const AT_ONCE = 20;
const KILOBYTES_IN_MEGABYTE = 1_024;

/** A running service and where files of the benchmark may lie: on the disk of the service. */
export interface IntakeStage {
  readonly client: ApiClient;
  readonly pid: number;
  readonly folder: string;
}

/**
 * `uploadOverFsync`: rate of one upload over a bare program that writes, hashes (sha256 and sm3) and syncs the same bytes.
 * `uploadMemoryRiseMb`: by how much the service’s memory rises over its rest while twenty files come at once.
 */
export async function measureUploads(stage: IntakeStage, { quick, full }: BenchmarkOptions) {
  return {
    uploadOverFsync: await oneUpload(stage, quick ? 3 : 7, quick ? 64 : 256),
    uploadMemoryRiseMb: await manyUploads(stage, full ? 500 : 50),
  };
}

async function oneUpload({ client, folder }: IntakeStage, rounds: number, megabytes: number): Promise<number> {
  const bare = new BareIntake();
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  const source = join(folder, 'one.bin');
  try {
    for (let round = -1; round < rounds; round += 1) {
      await randomFile(source, megabytes);
      const startedAt = performance.now();
      await bringIn(client, source, 'other');
      const ours = megabytes / ((performance.now() - startedAt) / 1_000);
      const reference = megabytes / (await bare.write(source, join(folder, 'bare.bin')));
      if (round < 0) continue;
      perSecond.ours.push(ours);
      perSecond.bare.push(reference);
    }
  } finally {
    await bare.stop();
  }
  printRow('one upload', spread(perSecond.ours), 'MB/s');
  printRow('bare write, hash, sync', spread(perSecond.bare), 'MB/s');
  return rounded(spread(perSecond.ours).median / spread(perSecond.bare).median);
}

async function manyUploads({ client, pid, folder }: IntakeStage, megabytes: number): Promise<number> {
  const paths = Array.from({ length: AT_ONCE }, (_, index) => join(folder, `many-${index}.bin`));
  for (const path of paths) await randomFile(path, megabytes);
  const watch = await MemoryWatch.start(pid);
  await Promise.all(paths.map((path) => bringIn(client, path, 'other')));
  const { restKilobytes, peakKilobytes } = watch.stop();
  const riseMb = (peakKilobytes - restKilobytes) / KILOBYTES_IN_MEGABYTE;
  printRow('memory, twenty at once', spread([riseMb]), `MB over ${Math.round(restKilobytes / KILOBYTES_IN_MEGABYTE)}`);
  return rounded(riseMb);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
