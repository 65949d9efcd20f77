import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { destination, type Position } from '../../../src/geo/index.js';
import { FlightTurns } from '../../../src/missions/index.js';
import { UsageFeeder } from '../../../src/telemetry/usage/usage.feeder.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, framesOf, lineOf, rowsOf, send, until } from '../telemetry/telemetry-kit.js';

const STANDBY = 0;
const WAYLINE = 5;
const CENTRE: Position = { lon: 116.2, lat: 37.6 };
/** A person is to know within this of the frame. */
const WITHIN_MS = 2_000;

interface FlightRow {
  readonly id: string;
  readonly state: string;
  readonly origin: string;
  readonly pilotId: string | null;
  readonly unitId: string;
  readonly takenOffAt: string | null;
  readonly landedAt: string | null;
}

interface AlertRow {
  readonly id: string;
  readonly kind: string;
  readonly beganAt: string;
  readonly endedAt: string | null;
  readonly worstMetres: number | null;
  readonly directionDegrees: number | null;
}

interface NoticeRow {
  readonly code: string;
  readonly zh: string;
  readonly createdAt: string;
  readonly subject: { readonly id: string };
}

describe('flights as their aircraft report them', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let crew: Crew;
  let controller: MqttClient;
  /** Milliseconds from a frame to what it brought about, as far as they were measured. */
  const latencies: number[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    crew = await crewOf(app);
    controller = await lineOf(app, crew);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  /** A frame of now; returns when it was sent. */
  async function say(data: Record<string, unknown>, again = 1): Promise<Date> {
    const at = new Date();
    const payload = { tid: `t${at.getTime()}`, bid: 'b', gateway: crew.gatewaySerial, timestamp: at.getTime(), data };
    for (let nth = 0; nth < again; nth += 1)
      await send(controller, `thing/product/${crew.aircraftSerial}/osd`, payload);
    return at;
  }
  const fly = (place: Position, elevation = 60, again = 1) =>
    say({ mode_code: WAYLINE, latitude: place.lat, longitude: place.lon, height: 80, elevation }, again);
  const stand = (place: Position) =>
    say({ mode_code: STANDBY, latitude: place.lat, longitude: place.lon, height: 20, elevation: 0 });

  const flights = async () =>
    (await commander.get<{ items: FlightRow[] }>(`/flights?deviceId=${crew.aircraft.id}&limit=50`)).body.items;
  const flight = async (id: string) => (await commander.get<FlightRow>(`/flights/${id}`)).body;
  const stateOf = (id: string, state: string) =>
    until(
      () => flight(id),
      (found) => found.state === state,
    );
  const alerts = async (id: string) =>
    (await commander.get<{ items: AlertRow[] }>(`/flights/${id}/conformance`)).body.items;
  const alert = (id: string, kind: string, wanted: (row: AlertRow) => boolean = () => true) =>
    until(
      async () => (await alerts(id)).find((row) => row.kind === kind),
      (row) => row !== undefined && wanted(row),
      8_000,
    );
  const told = async (who: ApiClient, id: string) =>
    (await who.get<{ items: NoticeRow[] }>('/me/notices?limit=200')).body.items.filter(
      ({ subject }) => subject.id === id,
    );
  const toldOf = (who: ApiClient, id: string, code: string) =>
    until(
      async () => (await told(who, id)).find((notice) => notice.code === code),
      (notice) => notice !== undefined,
    );
  const noteLatency = (notice: NoticeRow | undefined, sentAt: Date) =>
    latencies.push(new Date(notice?.createdAt ?? '').getTime() - sentAt.getTime());

  it('opens one unplanned flight for a take-off without a plan, whatever is said twice, and asks for its report', async () => {
    const before = (await flights()).length;
    await stand(CENTRE);
    const tookOffAt = await fly(CENTRE, 20, 3);
    const [opened] = await until(flights, (all) => all.length > before);
    expect(opened).toMatchObject({ origin: 'unplanned', state: 'airborne', takenOffAt: tookOffAt.toISOString() });
    const id = opened?.id ?? '';
    const notice = await toldOf(commander, id, 'FLIGHT_UNPLANNED');
    expect(notice?.zh).toContain(crew.aircraft.assetCode);
    noteLatency(notice, tookOffAt);
    const turns = app.get(FlightTurns);
    const heard = { deviceId: crew.aircraft.id, at: tookOffAt, position: CENTRE };
    await Promise.all([turns.takeOff(heard), turns.takeOff({ ...heard, at: new Date() }), turns.takeOff(heard)]);
    await fly(CENTRE, 30);
    await pause(700);
    expect(await flights()).toHaveLength(before + 1);
    expect((await told(commander, id)).map(({ code }) => code)).toEqual(['FLIGHT_UNPLANNED']);

    const landedAt = await stand(CENTRE);
    expect(await stateOf(id, 'landed')).toMatchObject({ landedAt: landedAt.toISOString() });
    await toldOf(commander, id, 'FLIGHT_REPORT_DUE');
    expect(await alert(id, 'unplanned')).toMatchObject({ endedAt: landedAt.toISOString() });
    await stand(CENTRE);
    await app.get(UsageFeeder).run();
    expect(await flights()).toHaveLength(before + 1);
    expect((await commander.post(`/flights/${id}/report`, { text: '试飞' })).status).toBe(200);
  });

  it('of twenty instances that hear of one take-off, one opens the flight', async () => {
    const [other] = await rowsOf<{ id: string }>(
      app,
      `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE k.category = 'uav' AND d.id <> $1 LIMIT 1`,
      [crew.aircraft.id],
    );
    const deviceId = other?.id ?? '';
    const turns = app.get(FlightTurns);
    const at = Date.now();
    await Promise.all(
      Array.from({ length: 20 }, (_, nth) => turns.takeOff({ deviceId, at: new Date(at - nth * 40), position: null })),
    );
    const opened = await rowsOf<{ id: string; decisions: number; alerts: number }>(
      app,
      `SELECT id, (SELECT count(*)::int FROM flight_decision WHERE flight_id = f.id) AS decisions,
         (SELECT count(*)::int FROM flight_alert WHERE flight_id = f.id) AS alerts FROM flight f WHERE device_id = $1`,
      [deviceId],
    );
    expect(opened).toEqual([expect.objectContaining({ decisions: 1, alerts: 1 })]);
    const id = opened[0]?.id ?? '';
    await Promise.all([turns.land(id, new Date(), 'heard'), turns.land(id, new Date(), 'silent')]);
    const landings = await rowsOf(app, `SELECT id FROM flight_decision WHERE flight_id = $1 AND to_state = 'landed'`, [
      id,
    ]);
    expect(landings).toHaveLength(1);
  });

  it('opens a flight for what was flown unheard of, when its frames come at last', async () => {
    const before = (await flights()).length;
    const startAt = Date.now() - 40 * 60_000;
    const late = (second: number, mode: number) =>
      send(controller, `thing/product/${crew.aircraftSerial}/osd`, {
        tid: `late${second}`,
        bid: 'b',
        gateway: crew.gatewaySerial,
        timestamp: startAt + second * 1_000,
        data: { mode_code: mode, latitude: CENTRE.lat, longitude: CENTRE.lon, height: 80, elevation: 40 },
      });
    for (const [second, mode] of [
      [0, STANDBY],
      [10, WAYLINE],
      [200, WAYLINE],
      [210, STANDBY],
    ] as const)
      await late(second, mode);
    // All of them before anyone looks: the service looks by itself at each full minute.
    await until(
      async () => (await framesOf(app, crew.aircraft.id)).some(({ at }) => at.getTime() === startAt + 210_000),
      (isStored) => isStored,
    );
    await rowsOf(app, `UPDATE flight_watch SET read_to = $2 WHERE device_id = $1 RETURNING device_id`, [
      crew.aircraft.id,
      new Date(startAt - 1_000),
    ]);
    await Promise.all([app.get(UsageFeeder).run(), app.get(UsageFeeder).run()]);
    await app.get(UsageFeeder).run();
    const all = await flights();
    expect(all).toHaveLength(before + 1);
    expect(all.find(({ takenOffAt }) => takenOffAt === new Date(startAt + 10_000).toISOString())).toMatchObject({
      origin: 'unplanned',
      state: 'landed',
      landedAt: new Date(startAt + 210_000).toISOString(),
    });
  });

  it('takes a planned flight through its states, and tells what goes wrong within two seconds', async () => {
    const during = {
      from: new Date(Date.now() + 500).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const booked = await pilot.post('/bookings', { during, purpose: '巡查', deviceIds: [crew.aircraft.id] });
    expect(booked.status).toBe(201);
    const volume = { circle: { centre: CENTRE, radiusMetres: 200 }, lowerMetres: 0, upperMetres: 100 };
    const plan = { deviceId: crew.aircraft.id, pilotId: pilot.user.id, purpose: '巡查', during, volumes: [volume] };
    const zone = { name: '测试禁飞区', rule: 'prohibited', authority: '测试', source: 'conformance' };
    const filed = await pilot.post<FlightRow>('/flights', plan);
    const { id } = filed.body;
    expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
    expect((await pilot.post(`/flights/${id}/clear`, {})).status).toBe(200);
    await stand(CENTRE);
    await pause(800);
    const tookOffAt = await fly(CENTRE);
    expect(await stateOf(id, 'airborne')).toMatchObject({ takenOffAt: tookOffAt.toISOString() });

    const outAt = await fly(destination(CENTRE, 45, 260));
    await stateOf(id, 'nonconforming');
    noteLatency(await toldOf(pilot, id, 'FLIGHT_OUTSIDE_VOLUME'), outAt);
    noteLatency(await toldOf(commander, id, 'FLIGHT_OUTSIDE_VOLUME'), outAt);
    const outside = await alert(id, 'outside_volume');
    expect(outside?.worstMetres).toBeCloseTo(60, -1);
    expect(outside?.directionDegrees).toBeCloseTo(45, -1);
    await fly(destination(CENTRE, 45, 320), 130);
    for (let nth = 0; nth < 19; nth += 1) {
      await pause(900);
      await fly(CENTRE);
    }
    await stateOf(id, 'airborne');
    const ended = await alert(id, 'outside_volume', ({ endedAt }) => endedAt !== null);
    expect(ended?.worstMetres).toBeCloseTo(120, -1);
    await toldOf(pilot, id, 'FLIGHT_RECOVERED');

    const highAt = await fly(CENTRE, 131);
    noteLatency(await toldOf(pilot, id, 'FLIGHT_ABOVE_BAND'), highAt);
    expect(await alert(id, 'above_band')).toMatchObject({ worstMetres: 31, endedAt: null });
    const geometry = { type: 'Polygon', coordinates: [ringAround(CENTRE, 0.0005)] };
    expect((await commander.post('/airspace-zones', { ...zone, geometry })).status).toBe(201);
    await pause(100);
    const zonedAt = await fly(CENTRE, 60);
    noteLatency(await toldOf(pilot, id, 'FLIGHT_IN_PROHIBITED_ZONE'), zonedAt);
    const codes = (await told(pilot, id)).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);

    const found = await alert(id, 'above_band');
    const acknowledged = `/flights/${id}/alerts/${found?.id}/acknowledge`;
    const answers = await Promise.all([
      pilot.post<{ acknowledgedBy: string }>(acknowledged, { remark: '已下降' }),
      commander.post<{ acknowledgedBy: string }>(acknowledged, {}),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    expect((await stranger.get(`/flights/${id}/conformance`)).status).toBe(404);
    expect((await stranger.post(acknowledged, {})).status).toBe(404);

    const landedAt = await stand(CENTRE);
    expect(await stateOf(id, 'landed')).toMatchObject({ landedAt: landedAt.toISOString() });
    expect((await alerts(id)).filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });

  it('raises a lost link after fifteen seconds, and ends it with the first frame', async () => {
    await stand(CENTRE);
    await pause(600);
    const heardAt = await fly(CENTRE, 20);
    const [opened] = await until(flights, ([first]) => first?.state === 'airborne');
    const id = opened?.id ?? '';
    await pause(13_000);
    expect((await alerts(id)).map(({ kind }) => kind)).not.toContain('lost_link');
    const lost = await alert(id, 'lost_link');
    expect(new Date(lost?.beganAt ?? '').getTime()).toBeGreaterThanOrEqual(heardAt.getTime());
    await toldOf(commander, id, 'FLIGHT_LOST_LINK');
    await fly(CENTRE, 20);
    await alert(id, 'lost_link', ({ endedAt }) => endedAt !== null);
    await stand(CENTRE);
    await stateOf(id, 'landed');
  }, 60_000);

  it('refuses a second flight of an aircraft that is in the air', async () => {
    await stand(CENTRE);
    await pause(600);
    await fly(CENTRE, 20);
    await until(flights, ([first]) => first?.state === 'airborne');
    const during = { from: new Date().toISOString(), to: new Date(Date.now() + 1_800_000).toISOString() };
    const volume = {
      circle: { centre: { lon: 116.9, lat: 37.3 }, radiusMetres: 200 },
      lowerMetres: 0,
      upperMetres: 90,
    };
    const plan = { deviceId: crew.aircraft.id, pilotId: pilot.user.id, purpose: '巡查', during, volumes: [volume] };
    const { id } = (await pilot.post<FlightRow>('/flights', plan)).body;
    expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
    expect((await pilot.post(`/flights/${id}/clear`, {})).status).toBe(200);
    expect(await pilot.post(`/flights/${id}/take-off`, {})).toMatchObject({
      status: 409,
      body: { code: 'FLIGHT_DEVICE_AIRBORNE' },
    });
    await stand(CENTRE);
    await until(flights, (all) => all.every(({ state }) => state !== 'airborne'));
  });

  it('told everything within two seconds', () => {
    process.stdout.write(`from a frame to its notice, in ms: ${latencies.join(', ')}\n`);
    expect(latencies.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...latencies)).toBeLessThan(WITHIN_MS);
  });
});

function ringAround({ lon, lat }: Position, half: number): [number, number][] {
  return [
    [lon - half, lat - half],
    [lon + half, lat - half],
    [lon + half, lat + half],
    [lon - half, lat + half],
    [lon - half, lat - half],
  ];
}
