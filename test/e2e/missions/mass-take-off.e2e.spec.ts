import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import { rowsOf, until } from '../telemetry/telemetry-kit.js';

describe('every aircraft of the pool takes off at the same moment', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('opens one unplanned flight for each, with its alarm', async () => {
    const aircraft = `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE k.category = 'uav'`;
    const startedAt = Date.now();
    const heard = await rowsOf<{ id: string }>(
      app,
      `INSERT INTO device_latest (device_id, heard_at, received_at, position_at, position_received_at, lon, lat,
         height_above_takeoff_metres, fix, place, mode_at, mode)
       SELECT a.id, now(), now(), now(), now(), 114 + 0.01 * (row_number() OVER () % 40), 37 + 0.01 * (row_number() OVER () / 40),
         30, 'gnss', 'unknown', now(), 'wayline' FROM (${aircraft}) a
       ON CONFLICT (device_id) DO NOTHING RETURNING device_id AS id`,
    );
    expect(heard.length).toBeGreaterThan(300);
    const opened = await until(
      () =>
        rowsOf<{ at: Date; alerts: number }>(
          app,
          `SELECT f.created_at AS at, (SELECT count(*)::int FROM flight_alert a WHERE a.flight_id = f.id) AS alerts
           FROM flight f WHERE f.state = 'airborne' AND f.origin = 'unplanned' ORDER BY f.created_at`,
        ),
      (rows) => rows.length === heard.length,
      60_000,
    );
    const after = opened.map(({ at }) => at.getTime() - startedAt);
    process.stdout.write(
      `${heard.length} take-offs at once: median ${after[Math.floor(after.length / 2)]} ms, last ${after.at(-1)} ms\n`,
    );
    expect(opened.every(({ alerts }) => alerts === 1)).toBe(true);
  }, 90_000);
});
