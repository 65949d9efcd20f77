import { ApiClient } from '../../scripts/scenario/api-client.js';
import { boxPolygon } from '../../src/geo/index.js';
import { printHead, printRow, spread } from '../bench.types.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import type { BenchDevice } from './fleet/bench-fleet.js';
import { fillHistory, LAST_HOUR, REPORTING } from './growth/history.js';
import { clockOf, lostOf, printSide, ratesOf } from './ingest.js';
import { EmbeddedSide, type Measured } from './intake-sides.js';
import { type Figures, medianRatio, type Stage } from './stage.js';

const TENFOLD = { usual: 1_000_000, full: 10_000_000 } as const;
const ASKED = { quick: 30, usual: 100 } as const;
const MESSAGES = { quick: 10_000, usual: 30_000 } as const;
const TRACK_MS = 120_000;
const WINDOW_MS = 60_000;
/** Around the place of a device, so that it and some others are in it. */
const AROUND_DEGREES = 0.04;

type Query = 'latest' | 'track' | 'window';
const QUERIES = ['latest', 'track', 'window'] as const;

interface Filled {
  readonly side: EmbeddedSide;
  readonly client: KeepAliveClient;
  readonly inserted: Measured[];
  /** Median of each round. */
  readonly asked: Record<Query, number[]>;
}

/** The same work beside ten times the history: 1 million frames beside 100,000, or 10 million beside 1 million. */
export async function measureGrowth(stage: Stage): Promise<Figures> {
  const most = stage.full ? TENFOLD.full : TENFOLD.usual;
  const sides: Filled[] = [];
  try {
    for (const rows of [most / 10, most]) sides.push(await filled(stage, rows));
    for (let round = -1; round < stage.rounds; round += 1) for (const side of sides) await oneRound(stage, side, round);
  } finally {
    for (const { side, client } of sides) {
      client.close();
      await side.stop();
    }
  }
  const [small, large] = sides;
  if (!small || !large) throw new Error('there are two histories');
  print(small, `${most / 10} rows`);
  print(large, `${most} rows`);
  const growth = (query: Query) => medianRatio(large.asked[query], small.asked[query]);
  return {
    lost: lostOf([...small.inserted, ...large.inserted]),
    insertAt10MRows: medianRatio(ratesOf(large.inserted), ratesOf(small.inserted)),
    latestGrowth: growth('latest'),
    trackGrowth: growth('track'),
    windowGrowth: growth('window'),
  };
}

async function filled({ database, fleet }: Stage, rows: number): Promise<Filled> {
  const startedAt = performance.now();
  const fill = (url: string) => fillHistory(url, fleet, rows);
  // The lines are those of devices without a history.
  const side = await EmbeddedSide.start(database, `bench_history_${rows}`, fleet.slice(REPORTING), fill);
  const { username, password } = database.logInOf('commander');
  const { url, token } = await ApiClient.logIn(side.service.url, username, password);
  process.stdout.write(`${rows} frames filled in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
  const asked = { latest: [], track: [], window: [] };
  return { side, client: new KeepAliveClient(url, token, 1), inserted: [], asked };
}

async function oneRound({ fleet, quick }: Stage, { side, client, inserted, asked }: Filled, round: number) {
  for (const query of QUERIES) {
    const times: number[] = [];
    for (let turn = 0; turn < (quick ? ASKED.quick : ASKED.usual); turn += 1)
      times.push(await ask(client, query, fleet[turn % REPORTING], turn));
    if (round >= 0) asked[query].push(spread(times).median);
  }
  const measured = await side.measure(quick ? MESSAGES.quick : MESSAGES.usual, clockOf(round));
  if (round >= 0) inserted.push(measured);
}

async function ask(client: KeepAliveClient, query: Query, device: BenchDevice | undefined, turn: number) {
  if (!device) throw new Error('there is a device');
  const from = LAST_HOUR.from + 600_000 + turn * 20_000;
  const sent = await send(client, query, device, from);
  if (sent.status !== 200) throw new Error(`${query}: ${sent.status} ${sent.body}`);
  const found = query === 'track' ? /"samples":\[\{/ : /"items":\[\{/;
  if (!found.test(sent.body)) throw new Error(`${query} found nothing: ${sent.body.slice(0, 200)}`);
  return sent.ms;
}

function send(client: KeepAliveClient, query: Query, { id, lon, lat }: BenchDevice, from: number) {
  if (query === 'latest') return client.send('GET', '/positions?limit=50');
  const at = (ms: number) => new Date(ms).toISOString();
  if (query === 'track') return client.send('GET', `/devices/${id}/track?from=${at(from)}&to=${at(from + TRACK_MS)}`);
  const polygon = boxPolygon({
    minLon: lon - AROUND_DEGREES,
    minLat: lat - AROUND_DEGREES,
    maxLon: lon + AROUND_DEGREES,
    maxLat: lat + AROUND_DEGREES,
  });
  return client.send('POST', '/positions/inside', { polygon, during: { from: at(from), to: at(from + WINDOW_MS) } });
}

function print({ inserted, asked }: Filled, rows: string): void {
  process.stdout.write(`beside ${rows}\n`);
  printHead();
  printSide('embedded, committed', inserted);
  printRow('latest positions', spread(asked.latest), 'ms');
  printRow('track of 120 s', spread(asked.track), 'ms');
  printRow('inside a polygon for 60 s', spread(asked.window), 'ms');
}
