import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type BenchmarkOptions, printRow, spread } from '../bench.types.js';
import { BareIntake } from './bare-intake.js';
import { bringIn, untilRendered } from './bring-in.js';
import type { IntakeStage } from './uploads.js';

const [WIDTH, HEIGHT] = [4_000, 3_000];
const SENDERS = 4;

/** `imagesOverBare`: pictures/s of the whole intake, all renditions made, over bare digests and the same renditions. */
export async function measureImages({ client, folder }: IntakeStage, { quick }: BenchmarkOptions) {
  const [rounds, many] = quick ? [2, 24] : [5, 48];
  const bare = new BareIntake();
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const paths = await picturesOf(folder, round, many);
      const pictures = await Promise.all(paths.map((path) => readFile(path)));
      const startedAt = performance.now();
      const ids = await sendAll(pictures, (picture) => bringIn(client, picture, 'photo'));
      for (const id of ids) await untilRendered(client, id);
      const ours = many / ((performance.now() - startedAt) / 1_000);
      const reference = many / (await bare.render(paths));
      if (round < 0) continue;
      perSecond.ours.push(ours);
      perSecond.bare.push(reference);
    }
  } finally {
    await bare.stop();
  }
  printRow('pictures, whole intake', spread(perSecond.ours), 'images/s');
  printRow('bare digests, renditions', spread(perSecond.bare), 'images/s');
  const ratio = spread(perSecond.ours).median / spread(perSecond.bare).median;
  return { imagesOverBare: Math.round(ratio * 100) / 100 };
}

/** Pictures of 12 megapixels that nobody has sent before, with detail as a camera’s. */
async function picturesOf(folder: string, round: number, many: number): Promise<string[]> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 };
  const base = await sharp({ create: { width: 1_000, height: 750, channels: 3, background: '#445544', noise } })
    .resize(WIDTH, HEIGHT)
    .raw()
    .toBuffer();
  const paths: string[] = [];
  for (let index = 0; index < many; index += 1) {
    base.writeUInt32LE(Math.floor(Math.random() * 0xffff_ffff), index * 12);
    base.fill(index + round + 1, index * 30_000, index * 30_000 + 3_000);
    const path = join(folder, `picture-${round}-${index}.jpg`);
    await sharp(base, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(path);
    paths.push(path);
  }
  return paths;
}

async function sendAll(pictures: readonly Buffer[], send: (picture: Buffer) => Promise<string>): Promise<string[]> {
  const waiting = pictures.values();
  const ids: string[] = [];
  const sender = async (): Promise<void> => {
    for (const picture of waiting) ids.push(await send(picture));
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return ids;
}
