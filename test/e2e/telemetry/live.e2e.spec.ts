import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { Socket } from 'socket.io-client';
import { aircraftOsdMessage, controllerOsdMessage, flightPath } from '../../../scripts/simulator/dji-messages.js';
import { Grants } from '../../../src/identity/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, send, until } from './telemetry-kit.js';

interface Item {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly at: string;
  readonly lon: number;
  readonly lat: number;
  readonly place: string;
  readonly stale: boolean;
}

interface Frame {
  readonly at: string;
  readonly items: readonly Item[];
  readonly gone?: readonly string[];
}

const PROVINCE = { bbox: [113, 36, 120, 43], zoom: 7 };

class Watcher {
  readonly frames: Frame[] = [];

  private constructor(
    readonly socket: Socket,
    readonly answer: { ok: boolean; error?: { code: string } },
  ) {}

  static async open(client: ApiClient, view: object): Promise<Watcher> {
    const socket = await client.socket('/live');
    const frames: Frame[] = [];
    socket.on('frame', (frame: Frame) => frames.push(frame));
    const watcher = new Watcher(socket, (await socket.timeout(5_000).emitWithAck('view', view)) as { ok: boolean });
    watcher.frames.push(...frames);
    socket.off('frame');
    socket.on('frame', (frame: Frame) => watcher.frames.push(frame));
    return watcher;
  }

  of(deviceId: string): Item[] {
    return this.frames.flatMap(({ items }) => items.filter((item) => item.deviceId === deviceId));
  }

  goneIds(): string[] {
    return this.frames.flatMap(({ gone = [] }) => gone);
  }
}

describe('the live map', () => {
  let app: TestApp;
  let crew: Crew;
  let line: MqttClient;
  let path: ReturnType<typeof flightPath>;
  let sent = 0;
  const people: ApiClient[] = [];

  async function as(role: string, unit?: string): Promise<ApiClient> {
    const client = await app.as({ role, ...(unit && { unit }) });
    people.push(client);
    return client;
  }

  /** One more frame of the flight, measured now. */
  async function fly(over: object = {}): Promise<{ at: Date; lon: number; lat: number }> {
    const point = path[(sent += 1)];
    if (!point) throw new Error('the flight is over');
    const now = { ...point, at: new Date(), ...over };
    const { topic, payload } = aircraftOsdMessage(crew, now);
    await send(line, topic, payload);
    return now;
  }

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    line = await lineOf(app, crew, 5);
    const field = [
      { lon: 116.53, lat: 37.88 },
      { lon: 116.56, lat: 37.88 },
      { lon: 116.56, lat: 37.9 },
    ];
    path = flightPath(3, field, { startAt: new Date() }).filter(({ phase }) => phase === 'survey');
  });
  afterEach(() => {
    for (const person of people.splice(0)) person.close();
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  it('reaches the county, its city and the province, and not another county or city', async () => {
    const seeing = await Promise.all(
      [as('field_officer', '东光县'), as('commander', '沧州'), as('commander')].map(async (person) =>
        Watcher.open(await person, PROVINCE),
      ),
    );
    const blind = await Promise.all(
      [as('field_officer', '献县'), as('commander', '邯郸')].map(async (person) =>
        Watcher.open(await person, PROVINCE),
      ),
    );
    await fly();
    const { lon, lat, at } = await fly();
    for (const watcher of seeing) {
      const items = await until(
        () => watcher.of(crew.aircraft.id),
        (all) => all.some((item) => item.at === at.toISOString()),
      );
      expect(items.at(-1)).toMatchObject({
        assetCode: crew.aircraft.assetCode,
        lon,
        lat,
        stale: false,
        place: '130923',
      });
    }
    await pause(1_200);
    expect(blind.map((watcher) => watcher.of(crew.aircraft.id))).toEqual([[], []]);
  });

  it('shows a new viewer what is known at once, and only inside its view', async () => {
    const { at } = await fly();
    const county = await as('pilot', '东光县');
    const here = await Watcher.open(county, { bbox: '116.5,37.8,116.6,37.95', zoom: 12 });
    await until(
      () => here.of(crew.aircraft.id),
      (all) => all.some((item) => item.at === at.toISOString()),
      700,
    );
    const elsewhere = await Watcher.open(county, { bbox: [114, 38, 115, 39], zoom: 12 });
    await fly();
    await pause(1_200);
    expect(elsewhere.frames).toEqual([]);
  });

  it('says that a device left the view, once, and nothing of one that never was in it', async () => {
    const county = await as('pilot', '东光县');
    await fly();
    const here = await Watcher.open(county, { bbox: '116.5,37.8,116.6,37.95', zoom: 12 });
    const following = { bbox: '116.5,37.8,116.6,37.95', zoom: 12, follow: [crew.aircraft.id] };
    const follower = await Watcher.open(county, following);
    const elsewhere = await Watcher.open(county, { bbox: [114, 38, 115, 39], zoom: 12 });
    await until(
      () => here.of(crew.aircraft.id).length,
      (count) => count > 0,
    );
    await fly({ lon: 116.7 });
    await until(
      () => here.goneIds(),
      (ids) => ids.length > 0,
    );
    await fly({ lon: 116.71 });
    await pause(700);
    expect(here.goneIds()).toEqual([crew.aircraft.id]);
    expect(here.of(crew.aircraft.id).every(({ lon }) => lon < 116.6)).toBe(true);
    expect([follower.goneIds(), elsewhere.goneIds()]).toEqual([[], []]);
    expect(follower.of(crew.aircraft.id).at(-1)?.lon).toBe(116.71);
    const { at } = await fly();
    await until(
      () => here.of(crew.aircraft.id),
      (all) => all.some((item) => item.at === at.toISOString()),
    );
    await fly({ lon: 116.7 });
    await until(
      () => here.goneIds(),
      (ids) => ids.length === 2,
    );
  });

  it('gathers many frames into one each half second, and follows one device faster', async () => {
    const province = await as('commander');
    const [slow, fast] = [
      await Watcher.open(province, PROVINCE),
      await Watcher.open(province, { ...PROVINCE, follow: [crew.aircraft.id] }),
    ];
    const [before, followedBefore] = [slow.frames.length, fast.frames.length];
    const startedAt = Date.now();
    let last: { at: Date } | undefined;
    while (Date.now() - startedAt < 2_000) {
      last = await fly();
      await pause(20);
    }
    for (const watcher of [slow, fast])
      await until(
        () => watcher.of(crew.aircraft.id),
        (all) => all.some((item) => item.at === last?.at.toISOString()),
      );
    const seconds = (Date.now() - startedAt) / 1000;
    expect(slow.frames.length - before).toBeLessThanOrEqual(Math.ceil(seconds * 2) + 1);
    expect(fast.frames.length - followedBefore).toBeGreaterThan(slow.frames.length - before);
    expect(fast.frames.length - followedBefore).toBeLessThanOrEqual(Math.ceil(seconds * 12) + 2);
  });

  it('says what is refused', async () => {
    const county = await as('pilot', '东光县');
    const socket = await county.socket('/live');
    const ask = (view: unknown) =>
      socket.timeout(5_000).emitWithAck('view', view) as Promise<{ ok: boolean; error: { code: string } }>;
    expect(await ask({ bbox: [1, 2, 3], zoom: 1 })).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    expect(await ask({ bbox: [120, 37, 119, 38], zoom: 1 })).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await ask({ ...PROVINCE, follow: Array.from({ length: 21 }, () => crypto.randomUUID()) })).toMatchObject({
      ok: false,
    });
    expect(await ask({ ...PROVINCE, follow: [crypto.randomUUID()] })).toEqual({ ok: true });
    const admin = await as('system_admin');
    const closed = await admin.socket('/live');
    expect(await closed.timeout(5_000).emitWithAck('view', PROVINCE)).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    });
  });

  it('never shows where the controller, and so its pilot, is', async () => {
    const county = await as('commander', '东光县');
    const watcher = await Watcher.open(county, { ...PROVINCE, follow: [crew.controller.id] });
    const stand = controllerOsdMessage(crew, new Date(), { lon: 116.53, lat: 37.88, altitudeEllipsoidMetres: 12 });
    await send(line, stand.topic, stand.payload);
    await fly();
    await pause(1_200);
    expect(watcher.of(crew.controller.id)).toEqual([]);
    const listed = await county.get<{ items: Item[] }>('/positions');
    expect(listed.body.items.map(({ deviceId }) => deviceId)).toContain(crew.aircraft.id);
    expect(listed.body.items.map(({ deviceId }) => deviceId)).not.toContain(crew.controller.id);
    expect((await county.get(`/devices/${crew.controller.id}/track`)).status).toBe(404);
  });

  describe('while the aircraft is lent for a case', () => {
    let handler: ApiClient;
    let caseId: string;
    let outAt: Date;

    beforeAll(async () => {
      handler = await app.as({ role: 'case_handler', unit: '邯郸' });
      const filed = await handler.post<{ id: string }>('/cases', {
        number: `邯检公益 ${Date.now()}`,
        title: '滏阳河排污',
        domain: 'environment',
      });
      caseId = filed.body.id;
      const during = {
        from: new Date(Date.now() + 1_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
      };
      const booked = await handler.post<{ id: string }>('/bookings', {
        during,
        purpose: '取证',
        caseId,
        deviceIds: [crew.aircraft.id],
      });
      const taken = await handler.post('/check-outs', {
        assetCode: crew.aircraft.assetCode,
        bookingId: booked.body.id,
      });
      if (taken.status !== 201) throw new Error(JSON.stringify([filed.body, booked.body, taken.body]));
      outAt = new Date();
      await pause(100);
    });

    it('is seen by the holder’s unit and those above, no longer by its owner', async () => {
      const owner = await Watcher.open(await as('commander', '东光县'), PROVINCE);
      const holder = await Watcher.open(await as('commander', '邯郸'), PROVINCE);
      const { at } = await fly();
      await until(
        () => holder.of(crew.aircraft.id),
        (all) => all.some((item) => item.at === at.toISOString()),
      );
      await pause(800);
      expect(owner.of(crew.aircraft.id)).toEqual([]);
    });

    it('is seen by a member of the case from elsewhere as soon as it is one, and taken back within 5 s', async () => {
      const member = await as('field_officer', '献县');
      const watcher = await Watcher.open(member, PROVINCE);
      await fly();
      await pause(700);
      expect(watcher.of(crew.aircraft.id)).toEqual([]);
      const grants = app.get(Grants);
      const membership = { userId: member.user.id, scopeKind: 'case', scopeId: caseId, capability: 'read' } as const;
      await app.get(UnitOfWork).run(SYSTEM, (tx) => grants.grant(tx, membership));
      await until(
        () => watcher.of(crew.aircraft.id),
        (all) => all.length > 0,
      );
      await app.get(UnitOfWork).run(SYSTEM, (tx) => grants.revoke(tx, membership));
      await until(
        () => watcher.frames,
        (frames) => frames.some(({ gone }) => gone?.includes(crew.aircraft.id)),
        5_000,
      );
      const seen = watcher.of(crew.aircraft.id).length;
      await fly();
      await pause(1_200);
      expect(watcher.of(crew.aircraft.id)).toHaveLength(seen);
    });

    it('has a past in two hands: each sees its own part', async () => {
      const { at } = await fly();
      const [owner, holder, province, stranger] = [
        await as('commander', '东光县'),
        await as('commander', '邯郸'),
        await as('commander'),
        await as('commander', '献县'),
      ];
      const period = `from=${new Date(Date.now() - 3_000_000).toISOString()}&to=${new Date(Date.now() + 1_000).toISOString()}`;
      const track = async (person: ApiClient) => {
        const { status, body } = await person.get<{
          geometry: { type: string };
          properties: { samples: { at: string }[] };
        }>(`/devices/${crew.aircraft.id}/track?${period}`);
        return {
          status,
          line: body.geometry?.type,
          times: body.properties?.samples.map((sample) => Date.parse(sample.at)) ?? [],
        };
      };
      const [owners, holders, provinces, strangers] = await Promise.all([owner, holder, province, stranger].map(track));
      expect(owners?.times.length).toBeGreaterThan(2);
      expect(Math.max(...(owners?.times ?? []))).toBeLessThan(outAt.getTime());
      expect(holders?.times.at(-1)).toBe(at.getTime());
      expect(Math.min(...(holders?.times ?? []))).toBeGreaterThan(Math.max(...(owners?.times ?? [])));
      expect(provinces).toMatchObject({
        status: 200,
        line: 'LineString',
        times: [...(owners?.times ?? []), ...(holders?.times ?? [])],
      });
      expect(strangers?.status).toBe(404);
    });
  });

  it('lists positions by page, box and as GeoJSON', async () => {
    const province = await as('commander');
    const inside = await province.get<{ items: Item[]; nextCursor: string | null }>(
      '/positions?bbox=116,37,117,38&limit=1',
    );
    expect(inside.body).toMatchObject({ items: [{ deviceId: crew.aircraft.id, stale: false }], nextCursor: null });
    expect((await province.get<{ items: Item[] }>('/positions?bbox=118,39,119,40')).body.items).toEqual([]);
    expect(await province.get('/positions?bbox=1,2,3')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    const features = await province.get<{
      type: string;
      features: { geometry: { type: string; coordinates: number[] }; properties: Item }[];
    }>('/positions?f=geojson');
    expect(features.body).toMatchObject({
      type: 'FeatureCollection',
      features: [{ geometry: { type: 'Point' }, properties: { deviceId: crew.aircraft.id } }],
    });
    expect(features.body.features[0]?.geometry.coordinates).toHaveLength(3);
  });

  it('asks for a track within bounds', async () => {
    const province = await as('commander');
    const ask = (query: string) => province.get<{ code: string }>(`/devices/${crew.aircraft.id}/track?${query}`);
    expect(await ask('from=2026-01-01T00:00:00Z&to=2026-01-05T00:00:00Z')).toMatchObject({
      status: 422,
      body: { code: 'TRACK_PERIOD_TOO_LONG' },
    });
    expect(await ask('from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toMatchObject({ status: 400 });
    expect(await ask('from=yesterday')).toMatchObject({ status: 400 });
    expect(await province.get(`/devices/${crypto.randomUUID()}/track`)).toMatchObject({ status: 404 });
  });

  it('places what lies outside the province as unknown', async () => {
    const province = await as('commander');
    const watcher = await Watcher.open(province, { bbox: [-180, -90, 180, 90], zoom: 1 });
    const { at } = await fly({ lon: 117.7241893447669, lat: 39.04178597524545 });
    const items = await until(
      () => watcher.of(crew.aircraft.id),
      (all) => all.some((item) => item.at === at.toISOString()),
    );
    expect(items.at(-1)).toMatchObject({ lon: 117.7241893447669, lat: 39.04178597524545, place: 'unknown' });
  });
});
