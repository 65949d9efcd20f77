import { printHead, printRow, spread } from '../bench.types.js';
import { BURST_MS, EmbeddedSide, type Measured, MosquittoSide, type Side, SubscriberSide } from './intake-sides.js';
import { copyFrames, readFrames } from './references/bare-copy.js';
import { Mosquitto } from './references/mosquitto.js';
import { type Figures, medianRatio, type Stage } from './stage.js';

const HOUR_MS = 3_600_000;
const MESSAGES = { quick: 15_000, usual: 40_000 } as const;

/** Messages acknowledged after their commit, over COPY of the same rows, and through Mosquitto over a program that counts. */
export async function measureIngest(stage: Stage): Promise<Figures> {
  const messages = stage.quick ? MESSAGES.quick : MESSAGES.usual;
  const embedded = await measureEmbedded(stage, messages);
  if (!Mosquitto.isInstalled()) {
    process.stdout.write('Mosquitto is not installed: its figures are left out.\n');
    return embedded;
  }
  const throughMosquitto = await measureMosquitto(stage, messages);
  return {
    lost: (embedded['lost'] ?? 0) + throughMosquitto.lost,
    embeddedOverCopy: embedded['embeddedOverCopy'] ?? Number.NaN,
    mosquittoOverSubscriber: throughMosquitto.ratio,
  };
}

/** Clocks of the devices for a round: each burst has its own minute, so that what it left can be counted. */
export function clockOf(round: number): number {
  return Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS + (round + 1) * BURST_MS;
}

async function measureEmbedded({ database, fleet, rounds }: Stage, messages: number): Promise<Figures> {
  const bare = await database.copy('bench_copy');
  const side = await EmbeddedSide.start(database, 'bench_embedded', fleet);
  const ours: Measured[] = [];
  const copied: number[] = [];
  try {
    for (let round = -1; round < rounds; round += 1) {
      const clockMs = clockOf(round);
      const measured = await side.measure(messages, clockMs);
      const frames = await readFrames(side.databaseUrl, clockMs, clockMs + BURST_MS);
      const perSecond = await copyFrames(bare, frames);
      if (round < 0) continue;
      ours.push(measured);
      copied.push(perSecond);
    }
  } finally {
    await side.stop();
  }
  printHead();
  printSide('embedded, committed', ours);
  printRow('COPY of the same rows', spread(copied), '1/s');
  return { lost: lostOf(ours), embeddedOverCopy: medianRatio(ratesOf(ours), copied) };
}

async function measureMosquitto({ database, fleet, rounds }: Stage, messages: number) {
  const sides: Side[] = [];
  const [ours, counted]: [Measured[], Measured[]] = [[], []];
  try {
    sides.push(await MosquittoSide.start(database, 'bench_mosquitto', fleet));
    sides.push(await SubscriberSide.start(fleet));
    for (let round = -1; round < rounds; round += 1)
      for (const [index, side] of sides.entries()) {
        const measured = await side.measure(messages, clockOf(round));
        if (round >= 0) (index === 0 ? ours : counted).push(measured);
      }
  } finally {
    for (const side of sides) await side.stop();
  }
  printSide('Mosquitto, committed', ours);
  printSide('Mosquitto, counted only', counted);
  return { lost: lostOf(ours), ratio: medianRatio(ratesOf(ours), ratesOf(counted)) };
}

export function ratesOf(measured: readonly Measured[]): number[] {
  return measured.map(({ perSecond }) => perSecond);
}

export function lostOf(measured: readonly Measured[]): number {
  return measured.reduce((sum, { lost }) => sum + lost, 0);
}

/** The loss stands beside every rate. */
export function printSide(name: string, measured: readonly Measured[]): void {
  const acknowledged = measured.reduce((sum, side) => sum + side.acknowledged, 0);
  const generator = Math.round(spread(measured.map(({ generatorShare }) => generatorShare)).median * 100);
  const beside = `lost ${lostOf(measured)} of ${acknowledged}, generator ${generator} % of a core`;
  printRow(name, spread(ratesOf(measured)), `1/s  (${beside})`);
}
