import { join } from 'node:path';
import { printHead, printRow, spread } from '../bench.types.js';
import { tellOf } from '../support/probe-file.js';
import { medianRatio, percentile } from '../telemetry/stage.js';
import { BareRoom, type Emissions } from './bare-room.js';
import { type Arrivals, Crowd } from './crowd.js';
import { consolesOf, type Figures, logInOf, type Stage, withService, writersAmong } from './stage.js';
import { eventOnWire } from './wire.js';

const CONSOLES = 200;
const WRITERS = 10;
const PER_SECOND = 20;

/**
 * `commitToClientP99OverBare`: p99 over all events and consoles of the time from the commit, as the service learns of it, to the
 * arrival, 20 events a second to 200 consoles, over that from the emission of a bare socket.io server under the same load.
 */
export async function measureLatency(stage: Stage): Promise<Figures> {
  const seconds = stage.quick ? 4 : 10;
  const [sessionId = ''] = stage.sessionIds;
  const file = join(stage.database.dataDir, 'bench-commits.json');
  const env = {
    SKYDOCKET_BENCH_COMMITS: file,
    NODE_OPTIONS: `--import=${new URL('commit-probe.js', import.meta.url).href}`,
  };
  const [ours, theirs, room] = [new Crowd(), new Crowd(), new BareRoom()];
  const kept = [0.5, 0.99].map((share) => ({ share, ours: [] as number[], bare: [] as number[] }));
  try {
    await withService(stage, { copy: 'bench_latency', env }, async (service, people) => {
      const writers = writersAmong(people).slice(0, WRITERS);
      await ours.openWriters(writers.map((person) => ({ ...logInOf(person), sessionId })));
      await ours.openConsoles({ logIns: consolesOf(people, CONSOLES), sessionId });
      await ours.burst(1);
      const { url } = await room.listen(await eventOnWire(writers[0], sessionId));
      const anybody = { url, token: '' };
      await theirs.openWriters(writers.map(() => ({ ...anybody, sessionId })));
      await theirs.openConsoles({ logIns: Array.from({ length: CONSOLES }, () => anybody), sessionId });
      for (let round = -1; round < stage.rounds; round += 1) {
        const arrived = await ours.pace(PER_SECOND, seconds);
        const committed = await tellOf<Emissions>(service.pid, file);
        const bare = await theirs.pace(PER_SECOND, seconds);
        const emitted = await room.emissions();
        if (round < 0) continue;
        for (const { share, ...sides } of kept) {
          sides.ours.push(percentile(delays(committed, arrived), share));
          sides.bare.push(percentile(delays(emitted, bare), share));
        }
      }
    });
  } finally {
    for (const helper of [ours, theirs, room]) await helper.stop();
  }
  printHead();
  for (const { share, ...sides } of kept) {
    printRow(`commit to client, p${share * 100}`, spread(sides.ours), 'ms');
    printRow(`bare socket.io, p${share * 100}`, spread(sides.bare), 'ms');
  }
  const [, p99 = { ours: [], bare: [] }] = kept;
  return { commitToClientP99OverBare: medianRatio(p99.ours, p99.bare) };
}

function delays(begun: Emissions, arrived: Arrivals): number[] {
  const from = new Map(begun);
  return arrived.map(([seq, at]) => at - (from.get(seq) ?? Number.NaN));
}
