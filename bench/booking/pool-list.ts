import type { ApiClient } from '../../scripts/scenario/api-client.js';
import { printHead, printRow, spread } from '../bench.types.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';

const FILTERS: Readonly<Record<string, string>> = {
  'no filter': '',
  kind: 'kind=mavic-3t',
  category: 'category=water',
  'state and category': 'category=uav&state=in_service',
  'unit and below': 'unit=UNIT&below=true',
  'words in a code': 'q=UAV-0123',
  'words in a kind': 'q=%E7%83%AD%E6%88%90%E5%83%8F',
  'words in a unit': 'q=%E4%B8%9C%E5%85%89',
  'on the map': 'bbox=116.2,37.6,117.1,38.4',
  'kind, free': 'kind=mavic-3t&freeFrom=FROM&freeTo=TO',
  'all kinds, free': 'freeFrom=FROM&freeTo=TO',
};

export interface PoolAt {
  readonly devices: number;
  readonly client: ApiClient;
}

/** p95 in ms of the list over all filters, for each pool; requests to the pools take turns. */
export async function measurePoolList(pools: readonly PoolAt[], rounds: number): Promise<number[]> {
  const lanes = pools.map(({ client }) => ({
    http: new KeepAliveClient(client.url, client.token, 1),
    unitId: client.user.unit.id,
  }));
  const timings = Object.keys(FILTERS).map(() => pools.map((): number[] => []));
  for (let round = -1; round < rounds; round += 1) {
    for (const [nth, query] of Object.values(FILTERS).entries()) {
      for (const [at, { http, unitId }] of lanes.entries()) {
        const ms = await timed(http, filled(query, unitId));
        if (round >= 0) timings[nth]?.[at]?.push(ms);
      }
    }
  }
  for (const { http } of lanes) http.close();
  printHead();
  for (const [nth, name] of Object.keys(FILTERS).entries()) {
    for (const [at, { devices }] of pools.entries())
      printRow(`${name}, ${devices}`, spread(timings[nth]?.[at] ?? []), 'ms');
  }
  return pools.map((_, at) => percentile95(timings.flatMap((ofFilter) => ofFilter[at] ?? [])));
}

async function timed(http: KeepAliveClient, query: string): Promise<number> {
  const { status, body, ms } = await http.send('GET', `/devices?limit=50&${query}`);
  if (status !== 200) throw new Error(`GET /devices?${query}: ${status} ${body}`);
  return ms;
}

function filled(query: string, unitId: string): string {
  const from = new Date(Date.now() + 86_400_000);
  const to = new Date(from.getTime() + 3_600_000);
  return query.replace('UNIT', unitId).replace('FROM', from.toISOString()).replace('TO', to.toISOString());
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** Copies devices of the pool, with their certificates, until there are `count`: codes run on, units and kinds stay. */
export function enlargeSql(count: number): string {
  return `
    CREATE TEMPORARY TABLE copied AS
    SELECT d.id AS of_id, gen_random_uuid() AS id, regexp_replace(d.asset_code, '[0-9]+$', '') ||
      lpad((10000 + row_number() OVER (PARTITION BY regexp_replace(d.asset_code, '[0-9]+$', '') ORDER BY n, d.id))::text, 6, '0') AS code
    FROM device d, generate_series(1, ${count}) AS n WHERE d.part_of_id IS NULL AND n <= 1 + ${count} / 426
    ORDER BY n, d.id LIMIT ${count} - (SELECT count(*) FROM device WHERE part_of_id IS NULL);
    INSERT INTO device SELECT (jsonb_populate_record(d, jsonb_build_object(
      'id', c.id, 'asset_code', c.code, 'serial', d.serial || '-' || right(c.code, 6),
      'product_id_code', NULL, 'uom_registration', NULL))).*
    FROM copied c JOIN device d ON d.id = c.of_id;
    INSERT INTO calibration SELECT (jsonb_populate_record(r, jsonb_build_object(
      'id', gen_random_uuid(), 'device_id', c.id))).*
    FROM copied c JOIN calibration r ON r.device_id = c.of_id;
    ANALYZE`;
}
