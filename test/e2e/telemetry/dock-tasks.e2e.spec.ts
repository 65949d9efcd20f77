import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeKmz } from '../../../src/missions/waylines/wpml/wpml.writer.js';
import type { JsonObject } from '../../../src/telemetry/sample.js';
import { ServiceDeadlines } from '../../../src/telemetry/services/service.deadlines.js';
import { actionOf, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { square } from '../missions/mission-kit.js';
import { type Asked, type Docked, docksOf, StandInDock } from './service-kit.js';
import { endClients, rowsOf, send } from './telemetry-kit.js';

const HOUR_MS = 3_600_000;
const M3TD = { drone: { type: 91, subType: 1 }, payloads: [{ type: 81, subType: 0, gimbal: 0 }] };

interface Call {
  readonly id: string;
  readonly tid: string;
  readonly bid: string;
  readonly state: string;
  readonly data: JsonObject;
  readonly code?: string;
}

interface Task {
  readonly id: string;
  readonly flightId: string;
  readonly state: string;
  readonly md5: string;
  readonly watermarkCallId: string | null;
  readonly progress: { readonly status: string; readonly percent: number } | null;
  readonly news: readonly { readonly kind: string; readonly data: JsonObject }[];
}

interface FlightRow {
  readonly state: string;
  readonly takenOffAt: string | null;
  readonly landedAt: string | null;
}

interface File {
  readonly url: string;
  readonly fingerprint: string;
}

describe('tasks of docks', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let docked: Docked;
  let other: Docked;
  let dock: StandInDock;
  let caseId: string;
  let caseNumber: string;
  let nth = 0;

  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot' });
    commander = await app.as({ role: 'commander' });
    const [first, second] = await docksOf(app);
    if (!first || !second) throw new Error('fewer than two docks');
    [docked, other] = [first, second];
    dock = await StandInDock.connect(app, docked);
    await dock.announce(docked);
    const handler = await app.as({ role: 'case_handler' });
    caseNumber = `冀检公益诉〔2026〕${randomUUID().slice(0, 6)}号`;
    const file = {
      number: caseNumber,
      title: '排污',
      domain: 'environment',
      members: [pilot.user.id, commander.user.id],
    };
    caseId = (await handler.post<{ id: string }>('/cases', file)).body.id;
    // Log-ins know the cases of their time.
    pilot = await app.as({ role: 'pilot' });
    commander = await app.as({ role: 'commander' });
    const booked = await pilot.post('/bookings', {
      during: during(0.0001, 3),
      purpose: '巡查',
      deviceIds: [docked.aircraftId],
    });
    expect(`${booked.status} ${JSON.stringify(booked.body)}`).toMatch(/^201 /);
    await pause(600);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  const during = (from: number, to: number) => ({
    from: new Date(Date.now() + from * HOUR_MS).toISOString(),
    to: new Date(Date.now() + to * HOUR_MS).toISOString(),
  });
  const photo = groupOf(1, [actionOf('takePhoto', { payloadPositionIndex: 0 })]);
  const kmz = (south: number, metres = 0) => {
    const north = (south - 37.9) * 111_195.08 + 500 + metres;
    return writeKmz(
      waylineOf([pathOf([waypointAt(north, 60), waypointAt(north + 100, 60, { groups: [photo] })])], M3TD),
      new Date('2026-11-27T08:00:00Z'),
    );
  };

  async function bring(id: string, bytes: Buffer): Promise<void> {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)]), '机场.kmz');
    const answer = await pilot.send('PUT', `/flights/${id}/wayline`, form);
    expect(`${answer.status} ${JSON.stringify(answer.body)}`).toMatch(/^200 /);
  }

  interface Planned {
    readonly id: string;
    readonly south: number;
  }

  async function plan(period = during(0.0001, 1), more: object = { caseId }): Promise<Planned> {
    const south = 37.2 + 0.03 * (nth += 1);
    const volumes = [{ geometry: square(116.59, south, 0.015), lowerMetres: 0, upperMetres: 110 }];
    const draft = { deviceId: docked.aircraftId, pilotId: pilot.user.id, purpose: '巡查', during: period, volumes };
    const filed = await pilot.post<{ id: string }>('/flights', { ...draft, ...more });
    expect(`${filed.status} ${JSON.stringify(filed.body)}`).toMatch(/^201 /);
    await bring(filed.body.id, await kmz(south));
    return { id: filed.body.id, south };
  }

  async function cleared(period?: ReturnType<typeof during>, more?: object): Promise<Planned> {
    const planned = await plan(period, more);
    expect((await commander.post(`/flights/${planned.id}/approve`, {})).status).toBe(200);
    const answer = await pilot.post(`/flights/${planned.id}/clear`, {});
    expect(`${answer.status} ${JSON.stringify(answer.body)}`).toMatch(/^200 /);
    await pause(400);
    return planned;
  }

  const task = (flightId: string, more: object = {}) => ({
    method: 'flighttask_prepare',
    data: { flightId, task_type: 0, execute_time: Date.now(), rth_altitude: 100, out_of_control_action: 0, ...more },
  });
  const services = `/devices/`;
  const post = (request: object, on = docked.dockId) => commander.post<Call>(`${services}${on}/services`, request);
  async function refused(request: object, on = docked.dockId): Promise<[number, string | undefined]> {
    const { status, body } = await post(request, on);
    return [status, body.code];
  }
  async function ask(request: object): Promise<Call> {
    const answer = await post(request);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }
  async function heard({ tid }: Call): Promise<Asked> {
    await eventually(() => expect(dock.heard.map((one) => one.tid)).toContain(tid));
    return dock.heard.findLast((one) => one.tid === tid)!;
  }
  async function answered(request: object, result = 0): Promise<Call> {
    const call = await ask(request);
    await dock.reply(await heard(call), { result });
    await eventually(async () => {
      const shown = await commander.get<Call>(`/devices/${docked.dockId}/services/${call.id}`);
      expect(shown.body.state).toBe(result === 0 ? 'answered' : 'failed');
    });
    return call;
  }
  const execute = (taskId: string) => ({ method: 'flighttask_execute', data: { flight_id: taskId } });
  const undo = (taskId: string) => ({ method: 'flighttask_undo', data: { flight_ids: [taskId] } });
  const progress = (taskId: string, status: string, missionState: number, percent: number, at = Date.now()) =>
    dock.tell(
      'flighttask_progress',
      {
        result: 0,
        output: {
          status,
          progress: { percent, current_step: 19 },
          ext: { flight_id: taskId, wayline_mission_state: missionState, current_waypoint_index: 1, media_count: 1 },
        },
      },
      { timestamp: at },
    );
  const flight = async (id: string) => (await commander.get<FlightRow>(`/flights/${id}`)).body;
  const shown = async (taskId: string) =>
    (await commander.get<{ items: Task[] }>(`/devices/${docked.dockId}/tasks`)).body.items.find(
      ({ id }) => id === taskId,
    );

  it('walk the whole way: prepared, fetched, begun, flown, landed, with the number of the case in the pictures', async () => {
    const { id } = await cleared();
    const call = await answered(task(id));
    const message = await heard(call);
    const taskId = call.bid;
    expect(taskId).not.toBe(id);
    expect(message.data).toMatchObject({ flight_id: taskId, task_type: 0, exit_wayline_when_rc_lost: 1 });
    expect(message.data).not.toHaveProperty('flightId');
    expect(JSON.stringify(call.data)).not.toContain('signature');
    expect(await shown(taskId)).toMatchObject({ flightId: id, state: 'prepared', progress: null });

    const told = message.data['file'] as unknown as File;
    const resource = (await dock.ask('flighttask_resource_get', { flight_id: taskId })) as unknown as {
      result: number;
      output: { file: File };
    };
    expect(resource).toMatchObject({ result: 0, output: { file: { fingerprint: told.fingerprint } } });
    for (const { url, fingerprint } of [told, resource.output.file]) {
      const response = await fetch(url);
      expect(response.status).toBe(200);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(createHash('md5').update(bytes).digest('hex')).toBe(fingerprint);
    }

    await answered(execute(taskId));
    expect(await shown(taskId)).toMatchObject({ state: 'executing' });
    const began = Date.now() - 4_000;
    await progress(taskId, 'in_progress', 3, 5, began);
    expect((await flight(id)).state).toBe('cleared');
    await eventually(() => expect(dock.heard.at(-1)?.topic).toMatch(/property\/set$/));
    const watermark = dock.heard.at(-1)!;
    expect(watermark.data).toMatchObject({ camera_watermark_settings: { user_custom_string: caseNumber } });
    await dock.reply(watermark, { camera_watermark_settings: { result: 0 } });
    await progress(taskId, 'in_progress', 6, 40, began + 1_000);
    expect(await flight(id)).toMatchObject({ state: 'airborne', takenOffAt: new Date(began + 1_000).toISOString() });
    expect(await dock.ask('flighttask_progress_get', { flight_id: taskId, target_sn: docked.dockSerial })).toEqual({
      result: 0,
      output: { flight_id: taskId, status: 'in_progress', progress: { current_step: 19, percent: 40 } },
    });
    expect(await refused(undo(taskId))).toEqual([409, 'TASK_BEING_FLOWN']);
    await answered({ method: 'flighttask_pause', data: {} });
    await answered({ method: 'flighttask_recovery', data: {} });
    await progress(taskId, 'ok', 9, 100, began + 3_000);
    // What comes late changes nothing.
    await progress(taskId, 'in_progress', 6, 60, began + 2_000);
    expect(await flight(id)).toMatchObject({ state: 'landed', landedAt: new Date(began + 3_000).toISOString() });
    expect(await shown(taskId)).toMatchObject({ state: 'over', progress: { status: 'ok', percent: 100 } });
    expect(dock.heard.filter(({ topic }) => topic.endsWith('property/set'))).toHaveLength(1);
    expect(await dock.ask('flighttask_resource_get', { flight_id: taskId })).toEqual({ result: 1 });
    expect(await refused(execute(taskId))).toEqual([409, 'TASK_NOT_PREPARED']);
    const [sorties] = await rowsOf<{ count: number }>(
      app,
      `SELECT count(*)::int AS count FROM flight_sortie WHERE flight_id = $1`,
      [id],
    );
    expect(sorties?.count).toBe(1);
  });

  it('are prepared only for a cleared flight of that aircraft, in its period, with a wayline', async () => {
    const before = (await rowsOf(app, `SELECT 1 FROM dock_task UNION ALL SELECT 1 FROM device_service_call`)).length;
    const planned = await plan();
    expect(await refused(task(planned.id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
    expect((await commander.post(`/flights/${planned.id}/approve`, {})).status).toBe(200);
    expect(await refused(task(planned.id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
    const { id } = await cleared();
    const late = { task_type: 1, execute_time: Date.now() + 2 * HOUR_MS };
    expect(await refused(task(id, late))).toEqual([409, 'TASK_OUTSIDE_PERIOD']);
    const window = { begin_time: Date.now() - HOUR_MS, end_time: Date.now() + HOUR_MS / 2, battery_capacity: 90 };
    expect(await refused(task(id, { task_type: 2, ready_conditions: window }))).toEqual([409, 'TASK_OUTSIDE_PERIOD']);
    expect(await refused(task(id, { rth_altitude: 120 }))).toEqual([422, 'TASK_RETURN_TOO_HIGH']);
    expect(await refused(task(randomUUID()))).toEqual([404, 'NOT_FOUND']);
    expect(await refused({ ...task(id), data: { ...task(id).data, file: { url: 'https://x.example/a' } } })).toEqual([
      400,
      'VALIDATION_FAILED',
    ]);
    const second = await StandInDock.connect(app, other);
    await second.announce(other);
    const elsewhere = await refused(task(id), other.dockId);
    expect([403, 404, 409]).toContain(elsewhere[0]);
    expect(['FORBIDDEN', 'NOT_FOUND', 'TASK_FOR_OTHER_DEVICE']).toContain(elsewhere[1]);
    expect(await rowsOf(app, `SELECT 1 FROM dock_task UNION ALL SELECT 1 FROM device_service_call`)).toHaveLength(
      before,
    );
    await pilot.post(`/flights/${id}/cancel`, { reason: '天气' });
    expect(await refused(task(id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
  });

  it('want a wayline', async () => {
    const bare = await pilot.post<{ id: string }>('/flights', {
      deviceId: docked.aircraftId,
      pilotId: pilot.user.id,
      purpose: '巡查',
      during: during(0.0001, 1),
      volumes: [{ geometry: square(116.2, 37.2, 0.01), lowerMetres: 0, upperMetres: 110 }],
    });
    expect((await commander.post(`/flights/${bare.body.id}/approve`, {})).status).toBe(200);
    expect((await pilot.post(`/flights/${bare.body.id}/clear`, {})).status).toBe(200);
    await pause(400);
    expect(await refused(task(bare.body.id))).toEqual([409, 'TASK_WITHOUT_WAYLINE']);
  });

  it('are one a flight, whoever is quicker; one nobody answered gives way, one that is withdrawn is not begun', async () => {
    const { id } = await cleared();
    const answers = await Promise.all(Array.from({ length: 4 }, () => post(task(id))));
    const codes = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted();
    expect(codes).toEqual(['201 ', '409 TASK_UNDER_WAY', '409 TASK_UNDER_WAY', '409 TASK_UNDER_WAY']);
    const first = answers.find(({ status }) => status === 201)!.body;
    expect(await refused(execute(first.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    await heard(first);
    await app.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
    const second = await answered(task(id));
    expect((await shown(first.bid))?.state).toBe('replaced');
    expect(await refused(execute(first.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    expect(await dock.ask('flighttask_resource_get', { flight_id: first.bid })).toEqual({ result: 1 });
    await answered(undo(second.bid));
    expect((await shown(second.bid))?.state).toBe('withdrawn');
    expect(await refused(execute(second.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    const third = await answered(task(id), 314_000);
    expect((await shown(third.bid))?.state).toBe('refused');
    const fourth = await answered(task(id));
    // At once somebody begins it, and somebody takes it back: never both.
    const [begun, undone] = await Promise.all([post(execute(fourth.bid)), post(undo(fourth.bid))]);
    expect(begun.status === 201 ? undone.status : begun.status).toBe(409);
    expect(begun.status === 201 || undone.status === 201).toBe(true);
    for (const { status, body } of [begun, undone])
      if (status === 201) await dock.reply(await heard(body), { result: 0 });
  });

  it('that nobody answered are sent again as the same task, under a new address', async () => {
    const { id } = await cleared();
    const call = await ask(task(id));
    const first = await heard(call);
    await app.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
    await pause(1_100);
    const again = await commander.post<Call>(`/devices/${docked.dockId}/services/${call.id}/repeat`);
    expect([again.status, again.body.bid]).toEqual([200, call.bid]);
    await eventually(() => expect(dock.heard.filter(({ tid }) => tid === call.tid)).toHaveLength(2));
    const second = await heard(call);
    const files = [first, second].map(({ data }) => data['file'] as unknown as File);
    expect(files[1]?.fingerprint).toBe(files[0]?.fingerprint);
    expect(files[1]?.url).not.toBe(files[0]?.url);
    await dock.reply(second, { result: 0 });
    await eventually(async () => expect((await shown(call.bid))?.state).toBe('prepared'));
    await answered(undo(call.bid));
  });

  it('are not begun by another wayline than they were prepared with, nor long before their time', async () => {
    const { id, south } = await cleared();
    const later = await answered(task(id, { task_type: 1, execute_time: Date.now() + 600_000 }));
    expect(await refused(execute(later.bid))).toEqual([409, 'TASK_NOT_DUE']);
    await answered(undo(later.bid));
    const call = await answered(task(id));
    await bring(id, await kmz(south, 50));
    expect(await refused(execute(call.bid))).toEqual([409, 'TASK_WAYLINE_CHANGED']);
    expect(await dock.ask('flighttask_resource_get', { flight_id: call.bid })).toEqual({ result: 1 });
    const file = (await heard(call)).data['file'] as unknown as File;
    expect((await fetch(file.url)).status).toBe(403);
    await answered(undo(call.bid));
    const next = await answered(task(id));
    expect((await pilot.post(`/flights/${id}/cancel`, { reason: '天气' })).status).toBe(200);
    expect(await refused(execute(next.bid))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
  });

  it('of somebody else are not begun, and leave our flights alone', async () => {
    expect(await refused(execute('f-1'))).toEqual([422, 'TASK_UNKNOWN']);
    expect(await refused(execute(randomUUID()))).toEqual([422, 'TASK_UNKNOWN']);
    expect(await refused({ method: 'flighttask_recovery', data: {} })).toEqual([409, 'TASK_NOT_BEING_FLOWN']);
    await progress('f-of-another-cloud', 'in_progress', 6, 10);
    const stranger = await StandInDock.connect(app, other);
    const { id } = await cleared();
    const call = await answered(task(id));
    expect(await stranger.ask('flighttask_resource_get', { flight_id: call.bid })).toEqual({ result: 1 });
    const foreign = { output: { status: 'in_progress', ext: { flight_id: call.bid, wayline_mission_state: 6 } } };
    await stranger.tell('flighttask_progress', foreign);
    expect((await flight(id)).state).toBe('cleared');
    const strange: JsonObject[] = [{}, { flight_id: 7 }, { flight_id: "' OR 1=1 --" }];
    for (const asked of strange) expect(await dock.ask('flighttask_resource_get', asked)).toEqual({ result: 1 });
    expect(await dock.ask('flighttask_progress_get', { flight_id: 'nobody', target_sn: 'nobody' })).toEqual({
      result: 1,
    });
    await answered(undo(call.bid));
  });

  it('that failed leave the flight to what its aircraft says', async () => {
    const { id } = await cleared(undefined, {});
    const call = await answered(task(id));
    await answered(execute(call.bid));
    const at = Date.now() - 3_000;
    await progress(call.bid, 'in_progress', 6, 30, at);
    expect((await flight(id)).state).toBe('airborne');
    await progress(call.bid, 'failed', 7, 30, at + 1_000);
    expect((await flight(id)).state).toBe('airborne');
    expect((await shown(call.bid))?.state).toBe('over');
    // A flight of no case: the number of the one before is switched off.
    const settings = dock.heard.findLast(({ topic }) => topic.endsWith('property/set'))?.data;
    expect(settings).toMatchObject({ camera_watermark_settings: { user_custom_string_enable: 0 } });
    expect((await pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
  });

  it('are shown with what else the dock tells of them, to those who may know', async () => {
    const { id } = await cleared();
    const window = { begin_time: Date.now() + 60_000, end_time: Date.now() + HOUR_MS / 2, battery_capacity: 90 };
    const call = await answered(task(id, { task_type: 2, ready_conditions: window, execute_time: undefined }));
    const at = Date.now();
    await dock.tell('flighttask_ready', { flight_ids: [call.bid] }, { timestamp: at });
    const way = {
      flight_id: call.bid,
      last_point_type: 1,
      home_dock_sn: docked.dockSerial,
      planned_path_points: [
        { latitude: 37.9, longitude: 116.6, height: 80.5 },
        { latitude: 213, longitude: 116.6, height: 80 },
      ],
    };
    await dock.tell('return_home_info', way, { timestamp: at });
    await dock.tell('return_home_info', { ...way, planned_path_points: [] }, { timestamp: at - 1_000 });
    expect((await shown(call.bid))?.news).toEqual([
      expect.objectContaining({ kind: 'ready', data: {} }),
      expect.objectContaining({
        kind: 'return_home',
        data: {
          path: [{ lon: 116.6, lat: 37.9, heightMetres: 80.5 }],
          pointsLeftOut: 1,
          lastPointType: 1,
          homeDockSerial: docked.dockSerial,
          docks: [],
        },
      }),
    ]);
    const events = `thing/product/${docked.dockSerial}/events`;
    const bad = { tid: 'x', bid: 'x', timestamp: Date.now(), method: 'flighttask_ready', data: { flight_ids: 'all' } };
    await send(dock.line, events, bad);
    const held = await rowsOf<{ code: string }>(app, `SELECT code FROM quarantine WHERE topic = $1`, [events]);
    expect(held.map(({ code }) => code)).toEqual(['BAD_SHAPE']);
    const stranger = await app.as({ role: 'commander', unit: '东光县' });
    const hidden = await stranger.get<{ items: Task[] }>(`/devices/${docked.dockId}/tasks`);
    expect(hidden.body.items).toEqual([]);
  });
});
