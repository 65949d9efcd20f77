import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { circle, destination, type Position } from '../../../src/geo/index.js';
import { FlightTurns } from '../../../src/missions/index.js';
import { UsageFeeder } from '../../../src/telemetry/usage/usage.feeder.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { book } from './mission-kit.js';
import { type Crew, crewOf, endClients, lineOf, rowsOf, send, until } from '../telemetry/telemetry-kit.js';

const STANDBY = 0;
const WAYLINE = 5;
const HOUR_MS = 3_600_000;

interface FlightRow {
  readonly id: string;
  readonly state: string;
  readonly origin: string;
  readonly takenOffAt: string | null;
  readonly landedAt: string | null;
  readonly takeOffFlags: readonly string[];
  readonly sorties: readonly {
    readonly ordinal: number;
    readonly takenOffAt: string;
    readonly landedAt: string | null;
  }[];
}

describe('take-offs of flights that were planned', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let crew: Crew;
  let controller: MqttClient;
  let place: Position;
  let nth = 0;

  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    crew = await crewOf(app);
    controller = await lineOf(app, crew);
    const during = {
      from: new Date(Date.now() + 300).toISOString(),
      to: new Date(Date.now() + 3 * HOUR_MS).toISOString(),
    };
    const booked = await pilot.post('/bookings', { during, purpose: '巡查', deviceIds: [crew.aircraft.id] });
    expect(booked.status).toBe(201);
    await pause(400);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  async function say(mode: number, elevation: number, at = place): Promise<Date> {
    const now = new Date();
    const data = { mode_code: mode, latitude: at.lat, longitude: at.lon, height: 80, elevation };
    const payload = { tid: `t${now.getTime()}`, bid: 'b', gateway: crew.gatewaySerial, timestamp: now.getTime(), data };
    await send(controller, `thing/product/${crew.aircraftSerial}/osd`, payload);
    return now;
  }
  const fly = (at?: Position) => say(WAYLINE, 40, at);
  const stand = (at?: Position) => say(STANDBY, 0, at);

  /** A plan of now, at a place of its own. */
  async function planned(deviceId = crew.aircraft.id): Promise<string> {
    place = { lon: 116.1 + 0.05 * (nth += 1), lat: 37.5 };
    const during = { from: new Date().toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
    const volume = { circle: { centre: place, radiusMetres: 200 }, lowerMetres: 0, upperMetres: 100 };
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '巡查', during, volumes: [volume] };
    const filed = await pilot.post<FlightRow>('/flights', plan);
    expect(filed.status).toBe(201);
    return filed.body.id;
  }
  const approve = async (id: string) => expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
  const clear = async (id: string) => expect((await pilot.post(`/flights/${id}/clear`, {})).status).toBe(200);
  const flight = async (id: string) => (await commander.get<FlightRow>(`/flights/${id}`)).body;
  const ofAircraft = async () =>
    (await commander.get<{ items: FlightRow[] }>(`/flights?deviceId=${crew.aircraft.id}&limit=100`)).body.items;
  const stateOf = (id: string, state: string) =>
    until(
      () => flight(id),
      (found) => found.state === state,
    );
  const alerts = async (id: string) =>
    (
      await commander.get<{ items: { kind: string; about: string | null; endedAt: string | null }[] }>(
        `/flights/${id}/conformance`,
      )
    ).body.items;
  const told = async (who: ApiClient, id: string, code: string) =>
    until(
      async () =>
        (
          await who.get<{ items: { code: string; subject: { id: string }; zh: string }[] }>('/me/notices?limit=200')
        ).body.items.find((notice) => notice.subject.id === id && notice.code === code),
      (notice) => notice !== undefined,
    );
  const givenUp = async (id: string) => expect((await pilot.post(`/flights/${id}/cancel`, {})).status).toBe(200);

  it('takes a take-off after a battery change for the next sortie of the same flight, with both times', async () => {
    const id = await planned();
    await approve(id);
    await clear(id);
    await stand();
    await pause(700);
    const before = (await ofAircraft()).length;
    const times: { takenOffAt: string; landedAt: string }[] = [];
    for (let sortie = 0; sortie < 3; sortie += 1) {
      const offAt = await fly();
      await stateOf(id, 'airborne');
      await pause(1_100);
      const downAt = await stand();
      await stateOf(id, 'landed');
      times.push({ takenOffAt: offAt.toISOString(), landedAt: downAt.toISOString() });
      await pause(300);
    }
    const found = await flight(id);
    expect(found.sorties).toEqual(times.map((time, index) => ({ ordinal: index + 1, ...time })));
    expect(found).toMatchObject({ takenOffAt: times[0]?.takenOffAt, landedAt: times[2]?.landedAt, takeOffFlags: [] });
    expect(await alerts(id)).toEqual([]);
    await app.get(UsageFeeder).run();
    expect(await ofAircraft()).toHaveLength(before);

    await fly(destination(place, 90, 3_000));
    const [opened] = await until(ofAircraft, (all) => all.length > before);
    expect(opened).toMatchObject({ origin: 'unplanned', state: 'airborne' });
    await stand(destination(place, 90, 3_000));
    await stateOf(opened?.id ?? '', 'landed');
    await pause(300);
    expect((await pilot.post(`/flights/${id}/report`, { text: '完成' })).status).toBe(200);
    await fly();
    await until(ofAircraft, (all) => all.length > before + 1);
    await stand();
    await until(ofAircraft, (all) => all.every(({ state }) => state !== 'airborne'));
    expect((await flight(id)).sorties).toHaveLength(3);
  }, 60_000);

  it('of twenty instances that hear of a next sortie one begins it, and no rival plan gets its air', async () => {
    const id = await planned();
    await approve(id);
    await clear(id);
    const turns = app.get(FlightTurns);
    const at = Date.now();
    await turns.takeOff({ deviceId: crew.aircraft.id, at: new Date(at - 500), position: place });
    await turns.land(id, new Date(at - 300), 'heard');
    const heard = { deviceId: crew.aircraft.id, position: place };
    await Promise.all(Array.from({ length: 20 }, (_, index) => turns.takeOff({ ...heard, at: new Date(at - index) })));
    expect(await flight(id)).toMatchObject({ state: 'airborne', landedAt: null });
    expect((await flight(id)).sorties).toHaveLength(2);
    await turns.land(id, new Date(), 'heard');
  });

  it('flags a next sortie whose air was given to another flight meanwhile', async () => {
    const id = await planned();
    await approve(id);
    await clear(id);
    const turns = app.get(FlightTurns);
    const heard = { deviceId: crew.aircraft.id, position: place };
    await turns.takeOff({ ...heard, at: new Date() });
    await turns.land(id, new Date(), 'heard');
    const during = { from: new Date().toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
    const volumes = [{ geometry: circle(place, 100), lowerMetres: 0, upperMetres: 90 }];
    const plan = { deviceId: crew.aircraft.id, pilotId: pilot.user.id, purpose: '巡查', during, volumes };
    const rival = await pilot.post<FlightRow>('/flights', plan);
    expect(rival.status).toBe(201);
    await turns.takeOff({ ...heard, at: new Date() });
    expect(await flight(id)).toMatchObject({ state: 'airborne', takeOffFlags: ['blocked'] });
    expect(await alerts(id)).toMatchObject([{ kind: 'blocked', endedAt: null }]);
    await told(commander, id, 'FLIGHT_TOOK_OFF_BLOCKED');
    await turns.land(id, new Date(), 'heard');
    await givenUp(rival.body.id);
  });

  it('takes what flies inside an approved plan for this plan, flown without clearance, and alarms', async () => {
    const id = await planned();
    await approve(id);
    await stand();
    await pause(700);
    const before = (await ofAircraft()).length;
    const offAt = await fly();
    expect(await stateOf(id, 'airborne')).toMatchObject({
      takenOffAt: offAt.toISOString(),
      takeOffFlags: ['uncleared'],
      origin: 'planned',
    });
    expect(await ofAircraft()).toHaveLength(before);
    expect(await alerts(id)).toMatchObject([{ kind: 'uncleared', endedAt: null }]);
    await told(commander, id, 'FLIGHT_UNCLEARED');
    await told(pilot, id, 'FLIGHT_UNCLEARED');
    await pause(6_000);
    await fly();
    await pause(700);
    expect(await alerts(id)).toMatchObject([{ kind: 'uncleared', endedAt: null }]);
    const downAt = await stand();
    await stateOf(id, 'landed');
    expect(await alerts(id)).toMatchObject([{ kind: 'uncleared', endedAt: downAt.toISOString() }]);
  }, 30_000);

  it('takes what flies outside an approved plan for an unplanned flight', async () => {
    const id = await planned();
    await approve(id);
    const away = destination(place, 90, 2_000);
    await stand(away);
    await pause(700);
    const before = (await ofAircraft()).length;
    await fly(away);
    const [opened] = await until(ofAircraft, (all) => all.length > before);
    expect(opened).toMatchObject({ origin: 'unplanned' });
    expect(await flight(id)).toMatchObject({ state: 'approved', takeOffFlags: [], sorties: [] });
    await stand(away);
    await stateOf(opened?.id ?? '', 'landed');
    await givenUp(id);
  });

  it('records by hand what took off although it was blocked, flags it and alarms', async () => {
    const id = await planned();
    await approve(id);
    await clear(id);
    const zone = { name: '迟到的禁飞区', rule: 'prohibited', authority: '测试', source: 'take-offs' };
    expect((await commander.post('/airspace-zones', { ...zone, geometry: circle(place, 100) })).status).toBe(201);
    expect(await pilot.post(`/flights/${id}/take-off`, {})).toMatchObject({
      status: 200,
      body: { state: 'airborne', takeOffFlags: ['blocked'] },
    });
    expect(await alerts(id)).toMatchObject([{ kind: 'blocked', about: '迟到的禁飞区', endedAt: null }]);
    expect((await told(commander, id, 'FLIGHT_TOOK_OFF_BLOCKED'))?.zh).toContain('迟到的禁飞区');
    expect((await pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
    expect(await flight(id)).toMatchObject({
      state: 'landed',
      sorties: [{ ordinal: 1, landedAt: expect.any(String) }],
    });
  });

  it('names the paper that has lapsed by the time of a take-off, and the clearance that nobody gave', async () => {
    const during = { from: new Date().toISOString(), to: new Date(Date.now() + 2 * HOUR_MS).toISOString() };
    const heavy = await book(pilot, 'kind=matrice-350', during);
    const id = await planned(heavy.id);
    await approve(id);
    await rowsOf(app, `UPDATE device SET insured_until = '2020-01-01' WHERE id = $1 RETURNING id`, [heavy.id]);
    const taken = await pilot.post<FlightRow>(`/flights/${id}/take-off`, {});
    expect(taken).toMatchObject({ status: 200, body: { state: 'airborne', takeOffFlags: ['uncleared', 'blocked'] } });
    const found = await alerts(id);
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(['blocked', 'uncleared']);
    expect(found.find(({ kind }) => kind === 'blocked')?.about).toMatch(/INSUR/);
    expect((await pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
    const early = { at: new Date(Date.now() - HOUR_MS).toISOString() };
    expect(await pilot.post(`/flights/${id}/take-off`, early)).toMatchObject({
      body: { code: 'FLIGHT_TIME_IMPOSSIBLE' },
    });
    expect((await pilot.post(`/flights/${id}/take-off`, {})).status).toBe(200);
    expect((await flight(id)).sorties).toHaveLength(2);
    expect(await pilot.post(`/flights/${id}/land`, early)).toMatchObject({ body: { code: 'FLIGHT_TIME_IMPOSSIBLE' } });
    expect((await pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
  });
});
