import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/time.js';
import { DockTaskStage, execute, HOUR_MS, prepare, type Task, type TaskFile, undo } from './dock-task-kit.js';
import { rowsOf, send } from './telemetry-kit.js';

describe('tasks of docks', () => {
  let stage: DockTaskStage;

  beforeAll(async () => {
    stage = await DockTaskStage.set();
  });
  afterAll(() => stage.strike());

  it('walk the whole way: prepared, fetched, begun, flown, landed, with the number of the case in the pictures', async () => {
    const { id } = await stage.cleared();
    const call = await stage.answered(prepare(id));
    const message = await stage.heard(call);
    const taskId = call.bid;
    expect(taskId).not.toBe(id);
    expect(message.data).toMatchObject({ flight_id: taskId, task_type: 0, exit_wayline_when_rc_lost: 1 });
    expect(message.data).not.toHaveProperty('flightId');
    expect(JSON.stringify(call.data)).not.toContain('signature');
    expect(await stage.shown(taskId)).toMatchObject({ flightId: id, state: 'prepared', progress: null });

    const told = message.data['file'] as unknown as TaskFile;
    const resource = (await stage.dock.ask('flighttask_resource_get', { flight_id: taskId })) as unknown as {
      result: number;
      output: { file: TaskFile };
    };
    expect(resource).toMatchObject({ result: 0, output: { file: { fingerprint: told.fingerprint } } });
    for (const { url, fingerprint } of [told, resource.output.file]) {
      const response = await fetch(url);
      expect(response.status).toBe(200);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(createHash('md5').update(bytes).digest('hex')).toBe(fingerprint);
    }

    await stage.answered(execute(taskId));
    expect(await stage.shown(taskId)).toMatchObject({ state: 'executing' });
    const began = Date.now() - 4_000;
    await stage.progress(taskId, 'in_progress', 3, 5, began);
    expect((await stage.flight(id)).state).toBe('cleared');
    await eventually(() => expect(stage.dock.heard.at(-1)?.topic).toMatch(/property\/set$/));
    const watermark = stage.dock.heard.at(-1)!;
    expect(watermark.data).toMatchObject({ camera_watermark_settings: { user_custom_string: stage.file.number } });
    await stage.dock.reply(watermark, { camera_watermark_settings: { result: 0 } });
    await stage.progress(taskId, 'in_progress', 6, 40, began + 1_000);
    expect(await stage.flight(id)).toMatchObject({
      state: 'airborne',
      takenOffAt: new Date(began + 1_000).toISOString(),
    });
    expect(
      await stage.dock.ask('flighttask_progress_get', { flight_id: taskId, target_sn: stage.docked.dockSerial }),
    ).toEqual({
      result: 0,
      output: { flight_id: taskId, status: 'in_progress', progress: { current_step: 19, percent: 40 } },
    });
    expect(await stage.refused(undo(taskId))).toEqual([409, 'TASK_BEING_FLOWN']);
    await stage.answered({ method: 'flighttask_pause', data: {} });
    await stage.answered({ method: 'flighttask_recovery', data: {} });
    await stage.progress(taskId, 'ok', 9, 100, began + 3_000);
    // What comes late changes nothing.
    await stage.progress(taskId, 'in_progress', 6, 60, began + 2_000);
    expect(await stage.flight(id)).toMatchObject({ state: 'landed', landedAt: new Date(began + 3_000).toISOString() });
    expect(await stage.shown(taskId)).toMatchObject({ state: 'over', progress: { status: 'ok', percent: 100 } });
    expect(stage.dock.heard.filter(({ topic }) => topic.endsWith('property/set'))).toHaveLength(1);
    expect(await stage.dock.ask('flighttask_resource_get', { flight_id: taskId })).toEqual({ result: 1 });
    expect(await stage.refused(execute(taskId))).toEqual([409, 'TASK_NOT_PREPARED']);
    const [sorties] = await rowsOf<{ count: number }>(
      stage.app,
      `SELECT count(*)::int AS count FROM flight_sortie WHERE flight_id = $1`,
      [id],
    );
    expect(sorties?.count).toBe(1);
  });

  it('that failed leave the flight to what its aircraft says', async () => {
    const { id } = await stage.cleared({});
    const call = await stage.answered(prepare(id));
    await stage.answered(execute(call.bid));
    const at = Date.now() - 3_000;
    await stage.progress(call.bid, 'in_progress', 6, 30, at);
    expect((await stage.flight(id)).state).toBe('airborne');
    await stage.progress(call.bid, 'failed', 7, 30, at + 1_000);
    expect((await stage.flight(id)).state).toBe('airborne');
    expect((await stage.shown(call.bid))?.state).toBe('over');
    // A flight of no case: the number of the one before is switched off.
    const settings = stage.dock.heard.findLast(({ topic }) => topic.endsWith('property/set'))?.data;
    expect(settings).toMatchObject({ camera_watermark_settings: { user_custom_string_enable: 0 } });
    expect((await stage.pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
  });

  it('are shown with what else the dock tells of them, to those who may know', async () => {
    const { id } = await stage.cleared();
    const window = { begin_time: Date.now() + 60_000, end_time: Date.now() + HOUR_MS / 2, battery_capacity: 90 };
    const call = await stage.answered(prepare(id, { task_type: 2, ready_conditions: window, execute_time: undefined }));
    const at = Date.now();
    await stage.dock.tell('flighttask_ready', { flight_ids: [call.bid] }, { timestamp: at });
    const way = {
      flight_id: call.bid,
      last_point_type: 1,
      home_dock_sn: stage.docked.dockSerial,
      planned_path_points: [
        { latitude: 37.9, longitude: 116.6, height: 80.5 },
        { latitude: 213, longitude: 116.6, height: 80 },
      ],
    };
    await stage.dock.tell('return_home_info', way, { timestamp: at });
    await stage.dock.tell('return_home_info', { ...way, planned_path_points: [] }, { timestamp: at - 1_000 });
    expect((await stage.shown(call.bid))?.news).toEqual([
      expect.objectContaining({ kind: 'ready', data: {} }),
      expect.objectContaining({
        kind: 'return_home',
        data: {
          path: [{ lon: 116.6, lat: 37.9, heightMetres: 80.5 }],
          pointsLeftOut: 1,
          lastPointType: 1,
          homeDockSerial: stage.docked.dockSerial,
          docks: [],
        },
      }),
    ]);
    const events = `thing/product/${stage.docked.dockSerial}/events`;
    const bad = { tid: 'x', bid: 'x', timestamp: Date.now(), method: 'flighttask_ready', data: { flight_ids: 'all' } };
    await send(stage.dock.line, events, bad);
    const held = await rowsOf<{ code: string }>(stage.app, `SELECT code FROM quarantine WHERE topic = $1`, [events]);
    expect(held.map(({ code }) => code)).toEqual(['BAD_SHAPE']);
    const stranger = await stage.app.as({ role: 'commander', unit: '东光县' });
    const hidden = await stranger.get<{ items: Task[] }>(`/devices/${stage.docked.dockId}/tasks`);
    expect(hidden.body.items).toEqual([]);
  });
});
