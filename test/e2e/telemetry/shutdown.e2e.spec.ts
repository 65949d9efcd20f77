import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { TestApp } from '../../support/app.js';
import { connectDevice, credentialOf, crewOf, until } from './telemetry-kit.js';

it('a service that ends in the middle of a flood has stored everything it acknowledged', async () => {
  const service = await TestApp.start();
  const { controller } = await crewOf(service, '沧州');
  const client = await connectDevice(service, await credentialOf(service, controller.id));
  client.options.reconnectPeriod = 0;
  const at = Date.now() - 5_000;
  const acknowledged: number[] = [];
  const topic = `skydocket/v1/${controller.assetCode}/telemetry`;
  const publishing = Array.from({ length: 600 }, async (_, index) => {
    const body = { at: new Date(at + index).toISOString(), lon: 116.8, lat: 38.3 };
    await client.publishAsync(topic, JSON.stringify(body), { qos: 1 });
    acknowledged.push(index);
  });
  await until(
    () => acknowledged.length,
    (count) => count >= 50,
  );
  await service.nest.close();
  client.end(true);
  await Promise.race([Promise.allSettled(publishing), pause(1_000)]);
  const database = new Client({ connectionString: service.database.url });
  await database.connect();
  const sql = `SELECT at FROM telemetry_sample WHERE device_id = $1`;
  const { rows } = await database.query<{ at: Date }>(sql, [controller.id]);
  await database.end();
  await service.database.drop();
  rmSync(service.dataDir, { recursive: true, force: true });
  const stored = new Set(rows.map((row) => row.at.getTime() - at));
  expect(acknowledged.filter((index) => !stored.has(index))).toEqual([]);
});
