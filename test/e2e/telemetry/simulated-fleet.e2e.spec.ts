import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Fleet } from '../../../scripts/simulator/fleet/fleet.js';
import { devicesOn, rosterOf } from '../../../scripts/simulator/fleet/roster.js';
import { ApiClient } from '../../../scripts/scenario/api-client.js';
import { TestApp } from '../../support/app.js';
import { rowsOf } from './telemetry-kit.js';

describe('a simulated fleet', () => {
  let app: TestApp;
  let manager: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    const { url, token, user } = await app.as({ role: 'equipment_manager' });
    manager = new ApiClient(url, token, user);
  });
  afterAll(() => app.stop());

  it('is as large as was asked for, or as large as the pool', async () => {
    expect(devicesOn(await rosterOf(manager, 9))).toBe(9);
    const all = await rosterOf(manager, 100_000);
    expect(devicesOn(all)).toBeGreaterThan(300);
    expect(new Set(all.map(({ deviceId }) => deviceId)).size).toBe(all.length);
  });

  it('speaks as the devices of the pool do: everything is acknowledged, kept and understood', async () => {
    const lines = await rosterOf(manager, 12);
    const options = { mqttUrl: app.mqttUrl, seed: 3, rate: 2, firstTakeOffWithinSeconds: 1 };
    const fleet = new Fleet(options);
    await fleet.connect(manager, lines);
    const running = fleet.run();
    await pause(6_000);
    const { airborne } = fleet.counted;
    const total = await fleet.stop();
    await running;

    const crews = lines.filter(({ crew }) => crew).length;
    expect(total).toMatchObject({ acknowledged: total.sent, refused: 0, leftOut: 0, connectionsLost: 0 });
    expect(crews).toBeGreaterThanOrEqual(5);
    expect(airborne).toBe(crews);
    const [kept] = await rowsOf<{ frames: number; devices: number }>(
      app,
      `SELECT count(*)::int AS frames, count(DISTINCT device_id)::int AS devices FROM telemetry_sample`,
    );
    expect(kept?.devices).toBe(12);
    expect(total.frames).toBeGreaterThan(12 * 10);
    expect(kept?.frames).toBe(total.frames);
    expect(await rowsOf(app, `SELECT code FROM quarantine`)).toEqual([]);
    const unplanned = await rowsOf(app, `SELECT id FROM flight WHERE origin = 'unplanned'`);
    expect(unplanned).toHaveLength(crews);
  });
});
