import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { PresenceRepository } from '../../../src/telemetry/presence/presence.repository.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectDevice, type Crew, credentialOf, crewOf, endClients, rowsOf, send, until } from './telemetry-kit.js';

interface PresenceBody {
  readonly online: boolean | null;
  readonly reason: string | null;
  readonly known: string;
  readonly items: { online: boolean; reason: string; at: string; recordedAt: string }[];
}

describe('who is there', () => {
  let app: TestApp;
  let crew: Crew;
  let commander: ApiClient;
  let secret: { username: string; password: string };
  let line: MqttClient;

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    commander = await app.as({ role: 'commander', unit: '东光县' });
    secret = await credentialOf(app, crew.controller.id);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  const presence = async (id: string) => (await commander.get<PresenceBody>(`/devices/${id}/presence`)).body;
  const isThere = (id: string, online: boolean, ms: number) =>
    until(
      () => presence(id),
      (found) => found.online === online,
      ms,
    );

  it('is unknown of what was never heard', async () => {
    expect(await presence(crew.controller.id)).toMatchObject({
      online: null,
      reason: null,
      known: 'by_lines_and_frames',
      items: [],
    });
  });

  it('is told of a device with a line, and of an aircraft whose frames come', async () => {
    const before = Date.now();
    line = await connectDevice(app, secret);
    expect(await isThere(crew.controller.id, true, 6_000)).toMatchObject({ reason: 'line' });
    const topo = updateTopoMessage(crew, new Date());
    await send(line, topo.topic, topo.payload);
    const timestamp = Date.now();
    const data = { mode_code: 0, latitude: 37.6, longitude: 116.2, height: 20, elevation: 0 };
    const frame = { tid: 't', bid: 'b', gateway: crew.gatewaySerial, timestamp, data };
    await send(line, `thing/product/${crew.aircraftSerial}/osd`, frame);
    const { items } = await isThere(crew.aircraft.id, true, 6_000);
    expect(items).toMatchObject([{ online: true, reason: 'frames' }]);
    expect(Date.parse(items[0]?.at ?? '')).toBeGreaterThanOrEqual(before);
    const told = await rowsOf(
      app,
      `SELECT 1 FROM outbox WHERE type = 'telemetry.presence_changed' AND aggregate = $1`,
      [`device:${crew.aircraft.id}`],
    );
    expect(told).toHaveLength(1);
  });

  it('does not change where a line is opened again at once, and is over once it stays closed', async () => {
    await line.endAsync(true);
    await pause(4_000);
    line = await connectDevice(app, secret);
    await pause(21_000);
    expect((await presence(crew.controller.id)).items).toHaveLength(1);
    const closedAt = Date.now();
    await line.endAsync(true);
    const { items, reason } = await isThere(crew.controller.id, false, 30_000);
    expect(reason).toBe('line_closed');
    expect(items.map(({ online }) => online)).toEqual([false, true]);
    expect(Math.abs(Date.parse(items[0]?.at ?? '') - closedAt)).toBeLessThan(2_000);
    expect(Date.parse(items[0]?.recordedAt ?? '') - closedAt).toBeGreaterThan(19_000);
  }, 90_000);

  it('is not told by the lines of an instance that is dead, and by two instances once', async () => {
    const [other] = await rowsOf<{ id: string }>(
      app,
      `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE k.category = 'uav' AND d.id <> $1 AND NOT EXISTS (SELECT 1 FROM device_latest l WHERE l.device_id = d.id) LIMIT 1`,
      [crew.aircraft.id],
    );
    const deviceId = other?.id ?? '';
    const repository = app.get(PresenceRepository);
    const work = app.get(UnitOfWork);
    const at = new Date();
    await work.run(SYSTEM, (tx) => repository.noteLines(tx, newId(), [{ deviceId, isOpen: true, at }]));
    const watched = await work.read((tx) => repository.watched(tx, new Date()));
    expect(watched.map((one) => one.deviceId)).not.toContain(deviceId);
    const found = { online: true, reason: 'frames', at } as const;
    const changed = await Promise.all(
      Array.from({ length: 8 }, () => work.run(SYSTEM, (tx) => repository.change(tx, deviceId, found, 0, at))),
    );
    expect(changed.filter(Boolean)).toHaveLength(1);
  });

  it('is the business of its unit and those above', async () => {
    const stranger = await app.as({ role: 'pilot', unit: '献县' });
    expect((await stranger.get(`/devices/${crew.aircraft.id}/presence`)).status).toBe(403);
    expect((await commander.get(`/devices/${newId()}/presence`)).status).toBe(404);
  });
});
