import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { destination, type Position } from '../../../src/geo/index.js';
import { Clock, newId, UnitOfWork } from '../../../src/platform/index.js';
import { DeviceRounds } from '../../../src/telemetry/alarms/device.rounds.js';
import { FindingKeeper } from '../../../src/telemetry/alarms/finding.keeper.js';
import { FollowedDevices } from '../../../src/telemetry/alarms/followed-devices.js';
import { LateTracks } from '../../../src/telemetry/alarms/late-tracks.js';
import { DeviceMemories } from '../../../src/telemetry/alarms/device.memories.js';
import { DeviceSlots } from '../../../src/telemetry/devices/device.slots.js';
import { Recollection } from '../../../src/telemetry/alarms/recollection.js';
import { FenceBoard } from '../../../src/telemetry/fences/fence.board.js';
import { LiveBoard } from '../../../src/telemetry/positions/live.board.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, rowsOf, send, until } from './telemetry-kit.js';

interface Alarm {
  readonly id: string;
  readonly kind: string;
  readonly fenceId: string | null;
  readonly flightId: string | null;
  readonly beganAt: string;
  readonly endedAt: string | null;
  readonly value: number | null;
  readonly late: boolean;
  readonly silencedUntil: string | null;
  readonly acknowledgedBy: string | null;
}
interface NewsItem {
  readonly id: string;
  readonly type: string;
  readonly kind: string;
  readonly deviceId: string;
  readonly subjectId: string | null;
}

const PLACE: Position = { lon: 116.2, lat: 37.6 };
const WITHIN_MS = 2_000;
const ENDED = { reason: '任务结束' };
const round = (centre: Position, radiusMetres = 200) => ({ circle: { centre, radiusMetres } });

describe('fences and alarms', () => {
  let app: TestApp;
  let crew: Crew;
  let line: MqttClient;
  let commander: ApiClient;
  let stranger: ApiClient;
  let fenceId: string;
  let news: NewsItem[];
  let strangeNews: NewsItem[];

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    commander = await app.as({ role: 'commander', unit: '东光县' });
    stranger = await app.as({ role: 'commander', unit: '献县' });
    line = await lineOf(app, crew);
    await say(destination(PLACE, 0, 600));
    [news, strangeNews] = [await listen(commander), await listen(stranger)];
  });
  afterAll(async () => {
    for (const person of [commander, stranger]) person.close();
    await endClients();
    await app.stop();
  });

  async function say(place: Position, { percent = 80, at: timestamp = Date.now() } = {}): Promise<number> {
    const data = {
      mode_code: 0,
      latitude: place.lat,
      longitude: place.lon,
      height: 20,
      elevation: 0,
      battery: { capacity_percent: percent },
    };
    const payload = { tid: `t${timestamp}`, bid: 'b', gateway: crew.gatewaySerial, timestamp, data };
    await send(line, `thing/product/${crew.aircraftSerial}/osd`, payload);
    return Date.now();
  }

  async function listen(client: ApiClient): Promise<NewsItem[]> {
    const socket = await client.socket('/live');
    const heard: NewsItem[] = [];
    socket.on('news', ({ items }: { items: NewsItem[] }) => heard.push(...items));
    const view = { bbox: [113, 36, 120, 43], zoom: 7 };
    expect(await socket.timeout(5_000).emitWithAck('view', view)).toEqual({ ok: true });
    await pause(1_100);
    return heard;
  }

  const draw = (client: ApiClient, more: object) =>
    client.post<{ id: string; version: number; code: string }>('/fences', { name: '测试围栏', ...more });
  const alarms = async (query = '', client = commander) =>
    (await client.get<{ items: Alarm[] }>(`/alarms?deviceId=${crew.aircraft.id}&limit=100${query}`)).body.items;
  const alarm = (kind: string, wanted: (row: Alarm) => boolean = () => true) =>
    until(
      async () => (await alarms(`&kind=${kind}`))[0],
      (row) => row !== undefined && wanted(row),
      6_000,
    );
  const noticesOf = async (code: string, client = commander) =>
    (await client.get<{ items: { code: string }[] }>('/me/notices?limit=200')).body.items.filter(
      (notice) => notice.code === code,
    );
  const told = (type: string, kind: string) => news.filter((item) => item.type === type && item.kind === kind);

  it('refuses what cannot be a fence, and keeps nothing of it', async () => {
    const bow = [
      [116, 37],
      [117, 38],
      [117, 37],
      [116, 38],
      [116, 37],
    ];
    const polygon = { type: 'Polygon', coordinates: [bow] };
    const [from, to] = ['2026-12-02T00:00:00Z', '2026-12-01T00:00:00Z'];
    for (const [body, code] of [
      [{}, 'FENCE_SHAPE_MISSING'],
      [{ ...round(PLACE), polygon }, 'FENCE_SHAPE_MISSING'],
      [{ polygon }, 'POLYGON_SELF_CROSSING'],
      [{ ...round(PLACE), lowerMetres: 90, upperMetres: 60 }, 'FENCE_BAND_UPSIDE_DOWN'],
      [{ ...round(PLACE), during: { from, to } }, 'FENCE_PERIOD_EMPTY'],
      [{ ...round(PLACE), tellsEnter: false, tellsLeave: false }, 'FENCE_TELLS_NOTHING'],
      [{ ...round(PLACE), deviceIds: [newId()] }, 'FENCE_DEVICE_UNKNOWN'],
    ] as const)
      expect((await draw(commander, body)).body.code).toBe(code);
    expect((await draw(commander, round(PLACE, 1))).status).toBe(400);
    expect((await draw(commander, { ...round(PLACE), sessionId: newId() })).status).toBe(404);
    expect((await draw(commander, { ...round(PLACE), caseId: newId() })).status).toBe(404);
    expect((await commander.get<{ items: unknown[] }>('/fences')).body.items).toEqual([]);
  });

  it('tells of entering within two seconds, only those who see the device, and not of a fence of others', async () => {
    const drawn = await draw(commander, round(PLACE));
    expect(drawn.status).toBe(201);
    fenceId = drawn.body.id;
    expect((await draw(stranger, round(PLACE))).status).toBe(201);
    await pause(1_500);
    const sentAt = await say(PLACE);
    const entered = await alarm('fence_entered');
    await until(
      () => told('alarm_began', 'fence_entered'),
      (items) => items.length > 0,
      WITHIN_MS,
    );
    expect(Date.now() - sentAt).toBeLessThan(WITHIN_MS + 500);
    expect(entered).toMatchObject({ fenceId, endedAt: null, late: false });
    expect(told('alarm_began', 'fence_entered')).toMatchObject([{ deviceId: crew.aircraft.id, subjectId: fenceId }]);
    await say(destination(PLACE, 0, 100));
    await pause(1_200);
    expect(await alarms('&kind=fence_entered')).toHaveLength(1);
    expect(await alarms('', stranger)).toEqual([]);
    expect(strangeNews).toEqual([]);
    expect(await noticesOf('DEVICE_FENCE_ENTERED')).toHaveLength(1);
  });

  it('is kept once, whoever finds it and however often', async () => {
    const device = (
      await rowsOf<{ unitId: string }>(app, `SELECT unit_id AS "unitId" FROM device WHERE id = $1`, [crew.aircraft.id])
    )[0];
    const at = new Date();
    const stay = { fenceId, enteredAt: at, enteredHeardAt: at, dwellTold: false, outside: null };
    const finding = {
      device: {
        deviceId: crew.aircraft.id,
        assetCode: crew.aircraft.assetCode,
        unitId: device?.unitId ?? '',
        caseId: null,
        holderId: null,
      },
      at,
      position: PLACE,
      fences: { stays: [stay], entered: [stay], left: [], dwelled: [] },
      over: [],
      battery: { turn: 'began', percent: 20, at },
    } as const;
    const [keeper, board] = [app.get(FindingKeeper), app.get(FenceBoard)];
    await Promise.all(Array.from({ length: 6 }, () => keeper.keep(finding, (id) => board.find(id))));
    expect(await alarms('&kind=fence_entered')).toHaveLength(1);
    expect(await alarms('&kind=low_battery')).toHaveLength(1);
    const charged = { ...finding, fences: null, battery: { turn: 'ended', percent: 60, at } } as const;
    await keeper.keep(charged, (id) => board.find(id));
    expect((await alarms('&kind=low_battery'))[0]?.endedAt).not.toBeNull();
  });

  it('is not told again by an instance that has just started', async () => {
    const started = new DeviceRounds(
      new DeviceMemories(app.get(UnitOfWork), app.get(Recollection), app.get(DeviceSlots)),
      app.get(LiveBoard),
      app.get(FenceBoard),
      app.get(FollowedDevices),
      app.get(FindingKeeper),
      app.get(Clock),
    );
    await say(PLACE);
    const heard = [...app.get(LiveBoard).deviceIds()];
    await started.go(heard);
    await started.go(heard);
    expect(await alarms('&kind=fence_entered')).toHaveLength(1);
    expect(told('alarm_began', 'fence_entered')).toHaveLength(1);
  });

  it('tells of leaving, which ends what entering began', async () => {
    await say(destination(PLACE, 0, 600));
    const left = await alarm('fence_left');
    expect(left?.endedAt).toBe(left?.beganAt);
    expect(await alarm('fence_entered', ({ endedAt }) => endedAt !== null)).toMatchObject({
      fenceId,
      endedAt: left?.beganAt,
    });
    await until(
      () => told('alarm_ended', 'fence_entered'),
      (items) => items.length === 1,
    );
  });

  it('is taken note of once, and silenced for a reason: kept, and told nobody', async () => {
    const [entered] = await alarms('&kind=fence_entered');
    const path = `/alarms/${entered?.id}`;
    const answers = await Promise.all([
      commander.post<Alarm>(`${path}/acknowledge`, { remark: '例行' }),
      commander.post<Alarm>(`${path}/acknowledge`, {}),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await stranger.post(`${path}/acknowledge`, {})).status).toBe(404);
    expect((await commander.post(`${path}/silence`, { minutes: 30 })).status).toBe(400);
    const silenced = await commander.post<Alarm>(`${path}/silence`, { minutes: 30, reason: '训练' });
    expect(silenced.body.silencedUntil).not.toBeNull();
    const before = told('alarm_began', 'fence_entered').length;
    const noticed = (await noticesOf('DEVICE_FENCE_ENTERED')).length;
    await say(PLACE);
    await until(
      () => alarms('&kind=fence_entered'),
      (rows) => rows.length === 2,
    );
    await pause(1_200);
    expect(told('alarm_began', 'fence_entered')).toHaveLength(before);
    expect(await noticesOf('DEVICE_FENCE_ENTERED')).toHaveLength(noticed);
    const audited = await rowsOf(
      app,
      `SELECT 1 FROM audit_entry WHERE action = 'alarm.silence' AND details->>'reason' = '训练'`,
    );
    expect(audited).toHaveLength(1);
  });

  it('has versions, of which one of two that change it at once is kept, and ends what it began', async () => {
    const next = { name: '测试围栏', ...round(PLACE, 300), version: 1 };
    const changes = await Promise.all([
      commander.send('PUT', `/fences/${fenceId}`, next),
      commander.send('PUT', `/fences/${fenceId}`, next),
    ]);
    expect(changes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await stranger.send('PUT', `/fences/${fenceId}`, { ...next, version: 2 })).status).toBe(404);
    const versions = await commander.get<{ items: { version: number; endedAt: string | null }[] }>(
      `/fences/${fenceId}/versions`,
    );
    expect(versions.body.items.map(({ version, endedAt }) => [version, endedAt === null])).toEqual([
      [2, true],
      [1, false],
    ]);
    const [open] = await alarms('&kind=fence_entered');
    expect(open?.endedAt).toBeNull();
    const ended = await commander.post<{ endedAt: string }>(`/fences/${fenceId}/end`, ENDED);
    expect(ended.status).toBe(200);
    expect((await commander.post<{ code: string }>(`/fences/${fenceId}/end`, { reason: '再次' })).body.code).toBe(
      'FENCE_ENDED',
    );
    await pause(1_300);
    await say(PLACE);
    const over = await alarm('fence_entered', ({ endedAt }) => endedAt !== null);
    expect(over?.id).toBe(open?.id);
    expect(over?.endedAt).toBe(ended.body.endedAt);
    expect(await alarms('&kind=fence_left')).toHaveLength(1);
  });

  it.each(['is ended', 'runs out'])('ends, when its fence %s, for a device that is silent', async (how) => {
    const to = how === 'runs out' ? new Date(Date.now() + 6_000).toISOString() : undefined;
    const drawn = await draw(commander, { ...round(PLACE), during: { to } });
    const ofThis = async () => (await alarms('&kind=fence_entered')).filter((one) => one.fenceId === drawn.body.id);
    await pause(1_300);
    await say(PLACE);
    const entered = await until(ofThis, (rows) => rows.length === 1);
    if (to) await pause(Date.parse(to) - Date.now() + 50);
    const ended = to ? { endedAt: to } : (await commander.post<Alarm>(`/fences/${drawn.body.id}/end`, ENDED)).body;
    await app.get(FindingKeeper).endOverstayed();
    expect(await ofThis()).toMatchObject([{ id: entered[0]?.id, endedAt: ended.endedAt }]);
    const open = await rowsOf(app, `SELECT 1 FROM fence_stay WHERE fence_id = $1 AND left_at IS NULL`, [drawn.body.id]);
    expect(open).toEqual([]);
  });

  it('tells who drew a fence above the unit of the device, and the commander there', async () => {
    const there = destination(PLACE, 270, 3_000);
    const [drawer, above] = [
      await app.as({ role: 'pilot', unit: '沧州' }),
      await app.as({ role: 'commander', unit: '沧州' }),
    ];
    const notices = async () => {
      const both = [drawer, above].map((person) => noticesOf('DEVICE_FENCE_ENTERED', person));
      return (await Promise.all(both)).map(({ length }) => length);
    };
    const before = await notices();
    expect((await draw(drawer, round(there))).status).toBe(201);
    await pause(1_300);
    await say(there);
    await until(notices, (now) => now.every((count, nth) => count === (before[nth] ?? 0) + 1));
    await say(destination(PLACE, 0, 600));
  });

  it('tells of a low battery by its own threshold, until it is charged well above', async () => {
    const path = `/devices/${crew.aircraft.id}/battery-threshold`;
    expect((await commander.get(path)).body).toMatchObject({ percent: 30, isOwn: false });
    const set = await commander.send('PUT', path, { percent: 50 });
    expect(set).toMatchObject({ status: 200, body: { percent: 50, isOwn: true } });
    expect((await stranger.send('PUT', path, { percent: 40 })).status).toBe(403);
    const before = (await alarms('&kind=low_battery')).length;
    await pause(5_200);
    await say(PLACE, { percent: 49 });
    const low = await alarm('low_battery', ({ endedAt }) => endedAt === null);
    expect(low?.value).toBe(49);
    await say(PLACE, { percent: 55 });
    await pause(1_200);
    expect(await alarms('&kind=low_battery&open=true')).toHaveLength(1);
    await say(PLACE, { percent: 60 });
    await alarm('low_battery', ({ endedAt }) => endedAt !== null);
    expect(await alarms('&kind=low_battery')).toHaveLength(before + 1);
  });

  it('notes what came late without alarming anybody', async () => {
    const there = destination(PLACE, 90, 5_000);
    const drawn = await draw(commander, { name: '事后', ...round(there) });
    await rowsOf(app, `UPDATE fence SET created_at = created_at - interval '1 hour' WHERE fence_id = $1 RETURNING id`, [
      drawn.body.id,
    ]);
    await draw(commander, { name: '另一个', ...round(destination(PLACE, 0, 40_000)) });
    await pause(1_300);
    const before = news.length;
    const start = Date.now() - 600_000;
    for (const at of [start, start + 2_000, start + 4_000]) await say(there, { at });
    await pause(1_200);
    const waiting = () => rowsOf(app, `SELECT 1 FROM late_track WHERE device_id = $1`, [crew.aircraft.id]);
    const review = () => Promise.all([app.get(LateTracks).run(), app.get(LateTracks).run()]).then(waiting);
    await until(review, (rows) => rows.length === 0);
    await review();
    const found = (await alarms()).filter(({ fenceId: id }) => id === drawn.body.id);
    const [beganAt, endedAt] = [start, start + 4_000].map((at) => new Date(at).toISOString());
    expect(found).toMatchObject([{ kind: 'fence_entered', late: true, beganAt, endedAt }]);
    expect(await waiting()).toEqual([]);
    expect(news).toHaveLength(before);
  });

  it('is one list with what goes wrong on flights, which is acknowledged there as on the flight', async () => {
    const data = { mode_code: 5, latitude: PLACE.lat, longitude: PLACE.lon, height: 80, elevation: 40 };
    const payload = { tid: 'fly', bid: 'b', gateway: crew.gatewaySerial, timestamp: Date.now(), data };
    await send(line, `thing/product/${crew.aircraftSerial}/osd`, payload);
    const unplanned = await alarm('unplanned');
    expect(unplanned?.flightId).not.toBeNull();
    await until(
      () => told('alarm_began', 'unplanned'),
      (items) => items.length === 1,
    );
    const taken = await commander.post<Alarm>(`/alarms/${unplanned?.id}/acknowledge`, {});
    expect(taken).toMatchObject({ status: 200, body: { acknowledgedBy: commander.user.id } });
    expect((await commander.post<{ code: string }>(`/alarms/${unplanned?.id}/acknowledge`, {})).body.code).toBe(
      'FLIGHT_ALERT_ACKNOWLEDGED',
    );
    const pages: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      type Page = { items: Alarm[]; nextCursor: string | null };
      const { body }: { body: Page } = await commander.get<Page>(
        `/alarms?deviceId=${crew.aircraft.id}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      pages.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(pages).toEqual((await alarms()).map(({ id }) => id));
  });
});
