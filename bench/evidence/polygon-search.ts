import type { Polygon } from 'geojson';
import pg from 'pg';
import { ApiClient } from '../../scripts/scenario/api-client.js';
import { printHead, printRow, spread } from '../bench.types.js';
import { BenchDatabase } from '../support/bench-database.js';
import { Helper } from '../support/helper.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { Service } from '../support/service.js';
import type { BareSearchSettings } from './bare-search.js';
import { itemsSql } from './items.sql.js';
import { polygons } from './polygons.js';

const PAGE = 50;

/**
 * `polygonSearchOverSql`: p95 of the search by a polygon over HTTP, pages of 50, over that of a bare handler
 * with the same statement and JSON. Both are asked in turn, by the same kind of client over one line each.
 */
export async function measurePolygonSearch({ items, rounds }: { items: number; rounds: number }) {
  const database = await BenchDatabase.start(() => Promise.resolve());
  try {
    await database.query('bench', itemsSql(items));
    const service = await Service.start(database.dataDir, {
      DATABASE_URL: database.firstUrl,
      SKYDOCKET_MODE: 'demonstration',
    });
    const bare = Helper.start<BareSearchSettings>(new URL('bare-search.js', import.meta.url));
    try {
      return await measured(database, { service, bare, rounds, items });
    } finally {
      await bare.stop();
      await service.stop();
    }
  } finally {
    await database.stop();
  }
}

interface Sides {
  readonly service: Service;
  readonly bare: Helper<BareSearchSettings>;
  readonly rounds: number;
  readonly items: number;
}

async function measured(database: BenchDatabase, { service, bare, rounds, items }: Sides) {
  const { username, password } = database.logInOf('case_handler');
  const client = await ApiClient.logIn(service.url, username, password);
  const unitIds = await unitsOf(database.firstUrl);
  const scope = { everything: false, unitIds, caseIds: [], sessionIds: [], userId: client.user.id };
  const port = await bare.ask<number>({ url: database.firstUrl, scope });
  const ours = new KeepAliveClient(service.url, client.token, 1);
  const theirs = new KeepAliveClient(`http://127.0.0.1:${port}`, client.token, 1);
  const [took, tookBare] = [[] as number[], [] as number[]];
  const areas = polygons(48);
  for (let round = -1; round < rounds; round += 1) {
    for (const area of areas) {
      const one = await timed(ours, area);
      const other = await timed(theirs, area);
      if (one.count !== other.count) throw new Error(`found ${one.count} and ${other.count} in one polygon`);
      if (round < 0) continue;
      took.push(one.ms);
      tookBare.push(other.ms);
    }
  }
  ours.close();
  theirs.close();
  printHead();
  printRow(`polygon among ${items}`, spread(took), 'ms');
  printRow('bare, same SQL', spread(tookBare), 'ms');
  const [mine, bareP95] = [percentile95(took), percentile95(tookBare)];
  process.stdout.write(`p95: ${mine.toFixed(2)} ms over ${bareP95.toFixed(2)} ms\n`);
  return { polygonSearchOverSql: mine / bareP95 };
}

async function unitsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ id: string }>('SELECT id FROM unit')).rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

/** The same client on both sides, over a line that stays open: what is left is what the sides do. */
async function timed(client: KeepAliveClient, area: Polygon): Promise<{ ms: number; count: number }> {
  const { status, body, ms } = await client.send('POST', '/evidence/search', { area, limit: PAGE });
  if (status !== 200) throw new Error(`${status} ${body}`);
  return { ms, count: (JSON.parse(body) as { items: unknown[] }).items.length };
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
