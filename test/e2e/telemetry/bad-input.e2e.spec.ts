import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { controllerOsdMessage } from '../../../scripts/simulator/dji-messages.js';
import { BROKER, type EmbeddedBroker } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { selfSigned } from '../../support/certificates.js';
import { happened, subscriptionCodes } from '../../support/devices.js';
import { pointNow } from './pilot-kit.js';
import { connectedAs, type Crew, crewOf, endClients, framesOf, quarantineOf, send } from './telemetry-kit.js';

/** The first byte and the length it announces. */
const CONNECT_OF_200_KB = Buffer.from([0x10, 0x80, 0x80, 0x0c]);

interface Held {
  readonly topic: string;
  readonly code: string;
  readonly times: number;
  readonly receivedAt: string;
  readonly lastReceivedAt: string;
}

describe('bad input on a device’s line', () => {
  let app: TestApp;
  let folder: string;
  let files: { certFile: string; keyFile: string };
  let crew: Crew;
  let client: MqttClient;
  let own: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-bad-input-'));
    files = selfSigned(folder);
    app = await TestApp.start({
      env: {
        SKYDOCKET_MQTT_TLS_PORT: '0',
        SKYDOCKET_MQTT_TLS_CERT_FILE: files.certFile,
        SKYDOCKET_MQTT_TLS_KEY_FILE: files.keyFile,
      },
    });
    crew = await crewOf(app);
    own = `skydocket/v1/${crew.controller.assetCode}/telemetry`;
  });
  afterEach(endClients);
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const metric = async (pattern: RegExp): Promise<number> => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    return Number(pattern.exec(text)?.[1] ?? 0);
  };
  const goesOn = async (): Promise<void> => {
    const good = controllerOsdMessage(crew, new Date(), pointNow());
    await send(client, good.topic, good.payload);
    expect((await framesOf(app, crew.controller.id)).some(({ raw }) => raw.equals(good.payload))).toBe(true);
  };
  const at = (): string => new Date().toISOString();

  it.each<[string, () => string, string]>([
    ['no JSON', () => `not json ${Math.random()}`, 'NOT_JSON'],
    ['NaN', () => `{"at":"${at()}","lon":NaN,"lat":37.9}`, 'NOT_JSON'],
    ['a list', () => `[${Math.random()}]`, 'BAD_SHAPE'],
    ['words for numbers', () => `{"at":"${at()}","lon":{},"lat":[]}`, 'BAD_SHAPE'],
    ['latitude 213', () => `{"at":"${at()}","lon":116.5,"lat":213}`, 'POSITION_OUT_OF_RANGE'],
    ['a clock of 1970', () => `{"at":"1970-01-01T00:00:01Z","lon":116.5,"lat":37.${Date.now()}}`, 'CLOCK_OUT_OF_RANGE'],
    ['a clock of 2100', () => `{"at":"2100-01-01T00:00:01Z","lon":116.5,"lat":37.${Date.now()}}`, 'CLOCK_OUT_OF_RANGE'],
  ])('%s is kept with its reason and counted, and the line goes on', async (_, payload, code) => {
    client = await connectedAs(app, crew.controller.id, 5);
    const counter = new RegExp(`skydocket_intake_quarantined_total\\{code="${code}"\\} (\\d+)`);
    const before = await metric(counter);
    await send(client, own, payload());
    expect((await quarantineOf(app, own)).at(-1)?.code).toBe(code);
    expect(await metric(counter)).toBe(before + 1);
    await goesOn();
  });

  it('10 MB end the line of who sends them, counted, and nobody else’s', async () => {
    const counter = /skydocket_broker_refusals_total\{reason="packet_too_large"\} (\d+)/;
    client = await connectedAs(app, crew.aircraft.id, 4);
    const before = await metric(counter);
    const rude = client;
    const closed = happened(rude, 'close');
    rude.publish(own, Buffer.alloc(10 * 1024 * 1024), { qos: 0 });
    await closed;
    expect(await metric(counter)).toBeGreaterThan(before);
    client = await connectedAs(app, crew.controller.id, 4);
    await goesOn();
  });

  it('a subscriber to everything is refused and counted, and the line goes on', async () => {
    client = await connectedAs(app, crew.controller.id, 5);
    const counter = /skydocket_broker_refusals_total\{reason="subscription"\} (\d+)/;
    const before = await metric(counter);
    expect(await subscriptionCodes(client, '#')).toEqual([0x87]);
    expect(await metric(counter)).toBe(before + 1);
    await goesOn();
  });

  it('a topic of 64 levels is kept with its reason and counted, and the line goes on', async () => {
    const counter = /skydocket_intake_quarantined_total\{code="UNKNOWN_TOPIC"\} (\d+)/;
    client = await connectedAs(app, crew.controller.id, 5);
    const before = await metric(counter);
    const topic = Array.from({ length: 64 }, () => 'x').join('/');
    expect(await subscriptionCodes(client, topic)).toEqual([0x87]);
    await send(client, topic, 'x');
    expect((await quarantineOf(app, topic)).map(({ code }) => code)).toEqual(['UNKNOWN_TOPIC']);
    expect(await metric(counter)).toBe(before + 1);
    await goesOn();
  });

  it('a topic beyond all measure ends the line of who sends on it, counted', async () => {
    const counter = /skydocket_broker_refusals_total\{reason="topic_not_allowed"\} (\d+)/;
    client = await connectedAs(app, crew.controller.id, 5);
    const before = await metric(counter);
    const closed = happened(client, 'close');
    const topic = Array.from({ length: 200 }, () => 'x').join('/');
    client.publish(topic, 'x', { qos: 0 });
    await closed;
    expect(await metric(counter)).toBe(before + 1);
    expect(await quarantineOf(app, topic)).toEqual([]);
    client = await connectedAs(app, crew.controller.id, 5);
    await goesOn();
  });

  describe('before anybody is let in', () => {
    const refusals = (reason: string): Promise<number> =>
      metric(new RegExp(`skydocket_broker_refusals_total\\{reason="${reason}"\\} (\\d+)`));
    const sockets: Socket[] = [];
    const opened = async (socket: Socket, event: string): Promise<Socket> => {
      socket.on('error', () => undefined);
      sockets.push(socket);
      await once(socket, event);
      return socket;
    };
    const plain = (): Promise<Socket> =>
      opened(connectTcp({ host: '127.0.0.1', port: Number(new URL(app.mqttUrl).port) }), 'connect');
    const secure = (): Promise<Socket> => {
      const port = Number(new URL(app.get<EmbeddedBroker>(BROKER).tlsAddress ?? '').port);
      return opened(connectTls({ host: '127.0.0.1', port, ca: readFileSync(files.certFile) }), 'secureConnect');
    };
    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    it('more than 4 KB end the connection, plain and TLS, counted', async () => {
      client = await connectedAs(app, crew.controller.id, 4);
      const before = await refusals('too_much_before_connect');
      for (const socket of [await plain(), await secure()]) {
        const closed = once(socket, 'close');
        socket.write(CONNECT_OF_200_KB);
        socket.write(Buffer.alloc(5 * 1024));
        await closed;
      }
      expect(await refusals('too_much_before_connect')).toBe(before + 2);
      await goesOn();
    });

    it('a byte at a time ends the connection when its time is over, plain and TLS, counted', async () => {
      client = await connectedAs(app, crew.controller.id, 4);
      const before = await refusals('no_connect_in_time');
      const slow = [await plain(), await secure()];
      const closed = slow.map((socket) => once(socket, 'close'));
      for (const socket of slow) socket.write(CONNECT_OF_200_KB);
      const dripping = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('x')), 250);
      await Promise.all(closed);
      clearInterval(dripping);
      expect(await refusals('no_connect_in_time')).toBe(before + 2);
      await goesOn();
    });
  });

  it('the same refused message again and again is one row that counts, shown to who reads quarantine', async () => {
    client = await connectedAs(app, crew.controller.id, 5);
    const payload = `again and again ${Math.random()}`;
    await send(client, own, payload);
    await Promise.all(Array.from({ length: 24 }, () => send(client, own, payload)));
    const held = (await quarantineOf(app, own)).filter(({ raw }) => raw.toString() === payload);
    expect(held).toHaveLength(1);
    const reader = await app.as({ role: 'system_admin' });
    const listed = await reader.get<{ items: readonly Held[] }>('/quarantine?code=NOT_JSON');
    const row = listed.body.items.find(({ times }) => times === 25);
    expect(row).toMatchObject({ topic: own, code: 'NOT_JSON' });
    expect(Date.parse(row?.lastReceivedAt ?? '')).toBeGreaterThan(Date.parse(row?.receivedAt ?? ''));
  });
});
