import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { TestApp } from '../../support/app.js';
import { connectDevice, credentialOf, deviceOf, endClients, framesOf, MQTT_VERSIONS, rowsOf } from './telemetry-kit.js';

const MESSAGES = 1_500;

describe('nothing acknowledged is lost', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  /** Publishes frames of one device, a few dozen under way at a time; each resolves with its own acknowledgement. */
  async function publishAll(client: MqttClient, topic: string, bodies: readonly string[]): Promise<string[]> {
    const acknowledged: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let body = bodies[next]; body !== undefined; body = bodies[next]) {
        next += 1;
        await client.publishAsync(topic, body, { qos: 1 });
        acknowledged.push(body);
      }
    };
    await Promise.all(Array.from({ length: 40 }, worker));
    return acknowledged;
  }

  it.each(MQTT_VERSIONS)(
    'while the connections to the database are cut again and again, with protocol %i',
    async (version) => {
      const meter = await deviceOf(app, version === 4 ? 'water-photometer' : 'mavic-3t', '东光县');
      const client = await connectDevice(app, await credentialOf(app, meter.id), version);
      const startedAt = Date.now() - 600_000 - version * 10_000_000;
      const bodies = Array.from({ length: MESSAGES }, (_, index) =>
        JSON.stringify({ at: new Date(startedAt + index * 100).toISOString(), lon: 116.5 + index / 1e6, lat: 37.9 }),
      );
      let cuts = 0;
      const cut = async (): Promise<void> => {
        const ended = await rowsOf(
          app,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'skydocket-hot'`,
        );
        cuts += ended.length;
      };
      const sending = publishAll(client, `skydocket/v1/${meter.assetCode}/telemetry`, bodies);
      const cutting = setInterval(() => void cut(), 40);
      const acknowledged = await sending;
      clearInterval(cutting);
      expect(cuts).toBeGreaterThan(3);
      expect(acknowledged).toHaveLength(MESSAGES);
      const stored = (await framesOf(app, meter.id)).map(({ raw }) => raw.toString());
      expect(stored).toHaveLength(new Set(stored).size);
      expect(stored.filter((body) => bodies.includes(body))).toEqual(bodies);
    },
  );
});
