import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/telemetry/sample.js';
import { ServiceDeadlines } from '../../../src/telemetry/services/service.deadlines.js';
import { eventually } from '../../support/time.js';
import { type Call, DockTaskStage, execute, HOUR_MS, kmzNear, prepare, type TaskFile, undo } from './dock-task-kit.js';
import { StandInDock } from './service-kit.js';
import { rowsOf } from './telemetry-kit.js';

describe('tasks that a dock is not given', () => {
  let stage: DockTaskStage;

  beforeAll(async () => {
    stage = await DockTaskStage.set();
  });
  afterAll(() => stage.strike());

  it('are prepared only for a cleared flight of that aircraft, in its period, with a wayline', async () => {
    const before = (await rowsOf(stage.app, `SELECT 1 FROM dock_task UNION ALL SELECT 1 FROM device_service_call`))
      .length;
    const planned = await stage.plan();
    expect(await stage.refused(prepare(planned.id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
    expect((await stage.commander.post(`/flights/${planned.id}/approve`, {})).status).toBe(200);
    expect(await stage.refused(prepare(planned.id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
    const { id } = await stage.cleared();
    const late = { task_type: 1, execute_time: Date.now() + 2 * HOUR_MS };
    expect(await stage.refused(prepare(id, late))).toEqual([409, 'TASK_OUTSIDE_PERIOD']);
    const window = { begin_time: Date.now() - HOUR_MS, end_time: Date.now() + HOUR_MS / 2, battery_capacity: 90 };
    expect(await stage.refused(prepare(id, { task_type: 2, ready_conditions: window }))).toEqual([
      409,
      'TASK_OUTSIDE_PERIOD',
    ]);
    expect(await stage.refused(prepare(id, { rth_altitude: 120 }))).toEqual([422, 'TASK_RETURN_TOO_HIGH']);
    expect(await stage.refused(prepare(randomUUID()))).toEqual([404, 'NOT_FOUND']);
    expect(
      await stage.refused({ ...prepare(id), data: { ...prepare(id).data, file: { url: 'https://x.example/a' } } }),
    ).toEqual([400, 'VALIDATION_FAILED']);
    const second = await StandInDock.connect(stage.app, stage.other);
    await second.announce(stage.other);
    const elsewhere = await stage.refused(prepare(id), stage.other.dockId);
    expect([403, 404, 409]).toContain(elsewhere[0]);
    expect(['FORBIDDEN', 'NOT_FOUND', 'TASK_FOR_OTHER_DEVICE']).toContain(elsewhere[1]);
    expect(await rowsOf(stage.app, `SELECT 1 FROM dock_task UNION ALL SELECT 1 FROM device_service_call`)).toHaveLength(
      before,
    );
    await stage.pilot.post(`/flights/${id}/cancel`, { reason: '天气' });
    expect(await stage.refused(prepare(id))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
  });

  it('want a wayline', async () => {
    const { id } = await stage.planBare({});
    await stage.clear(id);
    expect(await stage.refused(prepare(id))).toEqual([409, 'TASK_WITHOUT_WAYLINE']);
  });

  it('are one a flight, whoever is quicker; one nobody answered gives way, one that is withdrawn is not begun', async () => {
    const { id } = await stage.cleared();
    const answers = await Promise.all(Array.from({ length: 4 }, () => stage.post(prepare(id))));
    const codes = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted();
    expect(codes).toEqual(['201 ', '409 TASK_UNDER_WAY', '409 TASK_UNDER_WAY', '409 TASK_UNDER_WAY']);
    const first = answers.find(({ status }) => status === 201)!.body;
    expect(await stage.refused(execute(first.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    await stage.heard(first);
    await stage.app.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
    const second = await stage.answered(prepare(id));
    expect((await stage.shown(first.bid))?.state).toBe('replaced');
    expect(await stage.refused(execute(first.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    expect(await stage.dock.ask('flighttask_resource_get', { flight_id: first.bid })).toEqual({ result: 1 });
    await stage.answered(undo(second.bid));
    expect((await stage.shown(second.bid))?.state).toBe('withdrawn');
    expect(await stage.refused(execute(second.bid))).toEqual([409, 'TASK_NOT_PREPARED']);
    const third = await stage.answered(prepare(id), 314_000);
    expect((await stage.shown(third.bid))?.state).toBe('refused');
    const fourth = await stage.answered(prepare(id));
    // At once somebody begins it, and somebody takes it back: never both.
    const [begun, undone] = await Promise.all([stage.post(execute(fourth.bid)), stage.post(undo(fourth.bid))]);
    expect(begun.status === 201 ? undone.status : begun.status).toBe(409);
    expect(begun.status === 201 || undone.status === 201).toBe(true);
    for (const { status, body } of [begun, undone])
      if (status === 201) await stage.dock.reply(await stage.heard(body), { result: 0 });
    if (begun.status === 201) await stage.progress(fourth.bid, 'failed', 7, 0);
  });

  it('that nobody answered are sent again as the same task, under a new address', async () => {
    const { id } = await stage.cleared();
    const call = await stage.ask(prepare(id));
    const first = await stage.heard(call);
    await stage.app.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
    await pause(1_100);
    const again = await stage.commander.post<Call>(`/devices/${stage.docked.dockId}/services/${call.id}/repeat`);
    expect([again.status, again.body.bid]).toEqual([200, call.bid]);
    await eventually(() => expect(stage.dock.heard.filter(({ tid }) => tid === call.tid)).toHaveLength(2));
    const second = await stage.heard(call);
    const files = [first, second].map(({ data }) => data['file'] as unknown as TaskFile);
    expect(files[1]?.fingerprint).toBe(files[0]?.fingerprint);
    expect(files[1]?.url).not.toBe(files[0]?.url);
    await stage.dock.reply(second, { result: 0 });
    await eventually(async () => expect((await stage.shown(call.bid))?.state).toBe('prepared'));
    await stage.answered(undo(call.bid));
  });

  it('are not begun by another wayline than they were prepared with, nor long before their time', async () => {
    const { id, south } = await stage.cleared();
    const later = await stage.answered(prepare(id, { task_type: 1, execute_time: Date.now() + 600_000 }));
    expect(await stage.refused(execute(later.bid))).toEqual([409, 'TASK_NOT_DUE']);
    await stage.answered(undo(later.bid));
    const call = await stage.answered(prepare(id));
    await stage.bring(id, await kmzNear(south, 50));
    expect(await stage.refused(execute(call.bid))).toEqual([409, 'TASK_WAYLINE_CHANGED']);
    expect(await stage.dock.ask('flighttask_resource_get', { flight_id: call.bid })).toEqual({ result: 1 });
    const file = (await stage.heard(call)).data['file'] as unknown as TaskFile;
    expect((await fetch(file.url)).status).toBe(403);
    await stage.answered(undo(call.bid));
    const next = await stage.answered(prepare(id));
    expect((await stage.pilot.post(`/flights/${id}/cancel`, { reason: '天气' })).status).toBe(200);
    expect(await stage.refused(execute(next.bid))).toEqual([409, 'TASK_FLIGHT_NOT_CLEARED']);
  });

  it('are not begun after the window in which they might begin', async () => {
    const { id } = await stage.cleared();
    const window = { begin_time: Date.now() + 60_000, end_time: Date.now() + HOUR_MS / 2, battery_capacity: 90 };
    const call = await stage.answered(prepare(id, { task_type: 2, ready_conditions: window, execute_time: undefined }));
    await rowsOf(
      stage.app,
      `UPDATE dock_task SET begins_at = now() - interval '2 seconds', latest_at = now() - interval '1 second'
       WHERE id = $1`,
      [call.bid],
    );
    expect(await stage.refused(execute(call.bid))).toEqual([409, 'TASK_TOO_LATE']);
    expect((await stage.shown(call.bid))?.state).toBe('prepared');
    await stage.answered(undo(call.bid));
  });

  it('are not prepared by a wayline outside the volumes of the flight', async () => {
    const { id } = await stage.cleared();
    const kept = () =>
      rowsOf(stage.app, `SELECT id FROM dock_task UNION ALL SELECT id FROM device_service_call ORDER BY id`);
    const before = await kept();
    // A change of the plan sets its wayline aside; the top is lowered below it without one.
    await rowsOf(stage.app, `UPDATE flight_volume SET band = numrange(0, 50) WHERE flight_id = $1`, [id]);
    expect(await stage.refused(prepare(id, { rth_altitude: 40 }))).toEqual([422, 'WAYLINE_LEAVES_VOLUME']);
    expect(await kept()).toEqual(before);
    await rowsOf(stage.app, `UPDATE flight_volume SET band = numrange(0, 110) WHERE flight_id = $1`, [id]);
    await stage.answered(undo((await stage.answered(prepare(id, { rth_altitude: 40 }))).bid));
  });

  it('of somebody else are not begun, and leave our flights alone', async () => {
    expect(await stage.refused(execute('f-1'))).toEqual([422, 'TASK_UNKNOWN']);
    expect(await stage.refused(execute(randomUUID()))).toEqual([422, 'TASK_UNKNOWN']);
    expect(await stage.refused({ method: 'flighttask_recovery', data: {} })).toEqual([409, 'TASK_NOT_BEING_FLOWN']);
    await stage.progress('f-of-another-cloud', 'in_progress', 6, 10);
    const stranger = await StandInDock.connect(stage.app, stage.other);
    const { id } = await stage.cleared();
    const call = await stage.answered(prepare(id));
    expect(await stranger.ask('flighttask_resource_get', { flight_id: call.bid })).toEqual({ result: 1 });
    const foreign = { output: { status: 'in_progress', ext: { flight_id: call.bid, wayline_mission_state: 6 } } };
    await stranger.tell('flighttask_progress', foreign);
    expect((await stage.flight(id)).state).toBe('cleared');
    const strange: JsonObject[] = [{}, { flight_id: 7 }, { flight_id: "' OR 1=1 --" }];
    for (const asked of strange) expect(await stage.dock.ask('flighttask_resource_get', asked)).toEqual({ result: 1 });
    expect(await stage.dock.ask('flighttask_progress_get', { flight_id: 'nobody', target_sn: 'nobody' })).toEqual({
      result: 1,
    });
    await stage.answered(undo(call.bid));
  });
});
