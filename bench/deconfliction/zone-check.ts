import { feature, featureCollection } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import type { Polygon } from 'geojson';
import pg from 'pg';
import { type BoundingBox, boundingBox, boxesMeet, sharedSquareMetres } from '../../src/geo/index.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import type { PlanBody } from './plans.js';
import { ZoneJudge } from './zone-judge.js';
import { inProvince, outline, randomFrom } from './shapes.js';

const VERTICES = 1_000;

/**
 * Milliseconds of a check over HTTP with everything that a plan is asked, of the check against the zones alone, and of
 * the exact test of its candidates by turf and by ours.
 */
export interface ZoneCheckTimes {
  readonly check: number[];
  readonly http: number[];
  readonly exact: number[];
  readonly ours: number[];
  readonly candidates: number[];
}

/** Checks polygons of 1,000 vertices, 10 to 15 km wide; both sides must find the same zones. */
export async function checkZones(
  connect: () => KeepAliveClient,
  databaseUrl: string,
  plan: PlanBody,
  count: number,
): Promise<ZoneCheckTimes> {
  const zones = await loadZones(databaseUrl);
  const judge = await ZoneJudge.open(databaseUrl);
  const random = randomFrom(13);
  const times: ZoneCheckTimes = { check: [], http: [], exact: [], ours: [], candidates: [] };
  for (let round = -5; round < count; round += 1) {
    const geometry = outline(random, inProvince(random), 15_000, VERTICES, 0.3);
    const body = { ...plan, volumes: [{ geometry, lowerMetres: 0, upperMetres: 120 }] };
    // The exact test between two checks may outlast a connection that stays open.
    const http = connect();
    const sent = await http.send('POST', '/flights/check', body);
    http.close();
    if (sent.status !== 200) throw new Error(`POST /flights/check: ${sent.status} ${sent.body}`);
    const { reminders } = JSON.parse(sent.body) as { reminders: { authority: string }[] };
    const found = reminders.filter(({ authority }) => authority === 'benchmark').length;
    const during = { from: new Date(plan.during.from), to: new Date(plan.during.to) };
    const startedAt = performance.now();
    await judge.check({ during, volumes: [{ geometry, lowerMetres: 0, upperMetres: 120 }] });
    const checkMs = performance.now() - startedAt;
    const box = boundingBox(geometry);
    const near = zones.filter((zone) => boxesMeet(box, zone.box)).map((zone) => zone.geometry);
    const exact = timed(near, (zone) => intersect(featureCollection([feature(geometry), feature(zone)])) !== null);
    const ours = timed(near, (zone) => sharedSquareMetres(geometry, zone) > 0);
    if (exact.found !== found) throw new Error(`the service found ${found} zones, the exact test ${exact.found}`);
    if (round < 0) continue;
    times.check.push(checkMs);
    times.http.push(sent.ms);
    times.exact.push(exact.ms);
    times.ours.push(ours.ms);
    times.candidates.push(near.length);
  }
  await judge.close();
  return times;
}

function timed(zones: readonly Polygon[], meets: (zone: Polygon) => boolean): { ms: number; found: number } {
  const startedAt = performance.now();
  const found = zones.filter(meets).length;
  return { ms: performance.now() - startedAt, found };
}

async function loadZones(databaseUrl: string): Promise<{ geometry: Polygon; box: BoundingBox }[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ geometry: Polygon }>(
      `SELECT geometry FROM airspace_zone WHERE authority = 'benchmark'`,
    );
    return rows.map(({ geometry }) => ({ geometry, box: boundingBox(geometry) }));
  } finally {
    await client.end();
  }
}

export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
