import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { destination, type Position } from '../../../src/geo/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, send, until } from './telemetry-kit.js';

interface Item {
  readonly deviceId: string;
  readonly flight: { readonly state: string; readonly alerts: readonly string[] } | null;
}

const STANDBY = 0;
const WAYLINE = 5;
const PLACE: Position = { lon: 116.4, lat: 37.7 };
const PROVINCE = { bbox: [113, 36, 120, 43], zoom: 7 };
const HOUR_MS = 3_600_000;

describe('flights on the live map', () => {
  let app: TestApp;
  let crew: Crew;
  let line: MqttClient;
  let pilot: ApiClient;
  let commander: ApiClient;
  let stranger: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    stranger = await app.as({ role: 'commander', unit: '献县' });
    line = await lineOf(app, crew);
  });
  afterAll(async () => {
    for (const person of [pilot, commander, stranger]) person.close();
    await endClients();
    await app.stop();
  });

  async function say(mode: number, elevation: number, at = PLACE): Promise<void> {
    const now = Date.now();
    const data = { mode_code: mode, latitude: at.lat, longitude: at.lon, height: 80, elevation };
    const payload = { tid: `t${now}`, bid: 'b', gateway: crew.gatewaySerial, timestamp: now, data };
    await send(line, `thing/product/${crew.aircraftSerial}/osd`, payload);
  }
  const fly = (at?: Position) => say(WAYLINE, 40, at);
  const stand = () => say(STANDBY, 0);

  async function watch(client: ApiClient): Promise<Item[]> {
    const socket = await client.socket('/live');
    const seen: Item[] = [];
    socket.on('frame', ({ items }: { items: Item[] }) =>
      seen.push(...items.filter(({ deviceId }) => deviceId === crew.aircraft.id)),
    );
    expect(await socket.timeout(5_000).emitWithAck('view', PROVINCE)).toEqual({ ok: true });
    return seen;
  }
  const shown = (seen: readonly Item[], flight: Item['flight']) =>
    until(
      () => JSON.stringify(seen.at(-1)?.flight ?? null),
      (last) => last === JSON.stringify(flight),
      8_000,
    );

  it('tell who sees the aircraft that nobody planned its flight, without waiting for another frame', async () => {
    await stand();
    const [seen, unseen] = [await watch(commander), await watch(stranger)];
    await shown(seen, null);
    await fly();
    await shown(seen, { state: 'airborne', alerts: ['unplanned'] });
    const listed = await commander.get<{ items: Item[] }>('/positions');
    expect(listed.body.items.find(({ deviceId }) => deviceId === crew.aircraft.id)?.flight).toEqual({
      state: 'airborne',
      alerts: ['unplanned'],
    });
    await stand();
    await shown(seen, null);
    expect(unseen).toEqual([]);
  });

  it('tell that it took off without clearance, strays, stays away, and came down', async () => {
    const during = {
      from: new Date(Date.now() + 300).toISOString(),
      to: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    expect((await pilot.post('/bookings', { during, purpose: '巡查', deviceIds: [crew.aircraft.id] })).status).toBe(
      201,
    );
    await pause(400);
    const volume = { circle: { centre: PLACE, radiusMetres: 200 }, lowerMetres: 0, upperMetres: 100 };
    const plan = { deviceId: crew.aircraft.id, pilotId: pilot.user.id, purpose: '巡查', during, volumes: [volume] };
    const filed = await pilot.post<{ id: string }>('/flights', plan);
    expect(filed.status).toBe(201);
    expect((await commander.post(`/flights/${filed.body.id}/approve`, {})).status).toBe(200);

    const seen = await watch(commander);
    await fly();
    await shown(seen, { state: 'airborne', alerts: ['uncleared'] });
    await fly(destination(PLACE, 45, 300));
    await shown(seen, { state: 'nonconforming', alerts: ['outside_volume', 'uncleared'] });
    await stand();
    await shown(seen, null);
  });
});
