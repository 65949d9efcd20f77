import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlightTurns } from '../../../src/missions/index.js';
import { CustodyBoard } from '../../../src/telemetry/devices/custody.board.js';
import { TaskDeadlines } from '../../../src/telemetry/tasks/task.deadlines.js';
import { eventually } from '../../support/time.js';
import { type Call, DockTaskStage, execute, HOUR_MS, prepare, type TaskFile, undo } from './dock-task-kit.js';
import { StandInDock } from './service-kit.js';
import { rowsOf } from './telemetry-kit.js';

describe('tasks of docks end', () => {
  let stage: DockTaskStage;

  beforeAll(async () => {
    stage = await DockTaskStage.set();
  });
  afterAll(() => stage.strike());

  const begunTask = async () => {
    const { id, south } = await stage.cleared();
    const { bid: taskId } = await stage.answered(prepare(id));
    await stage.answered(execute(taskId));
    return { id, taskId, inside: { lon: 116.598, lat: south + 0.007 } };
  };
  const lands = (flightId: string, at: number) => stage.app.get(FlightTurns).land(flightId, new Date(at), 'heard');
  const takesOff = (position: { lon: number; lat: number }, at: number) =>
    stage.app.get(FlightTurns).takeOff({ deviceId: stage.docked.aircraftId, at: new Date(at), position });

  it('once: an end that is told again lands no later sortie', async () => {
    const { id, taskId, inside } = await begunTask();
    const began = Date.now();
    await stage.progress(taskId, 'in_progress', 6, 40, began);
    await stage.progress(taskId, 'ok', 9, 100, began + 1);
    expect((await stage.flight(id)).state).toBe('landed');
    await takesOff(inside, began + 2);
    expect((await stage.flight(id)).state).toBe('airborne');
    await stage.progress(taskId, 'ok', 9, 100, began + 3);
    await stage.progress(taskId, 'partially_done', 9, 100, began + 4);
    expect((await stage.flight(id)).state).toBe('airborne');
    await lands(id, began + 5);
  });

  it('with the sortie that they were: an end that comes late lands no later one', async () => {
    const { id, taskId, inside } = await begunTask();
    const began = Date.now();
    await stage.progress(taskId, 'in_progress', 6, 40, began);
    await lands(id, began + 1);
    await takesOff(inside, began + 2);
    await stage.progress(taskId, 'ok', 9, 100, began + 3);
    expect((await stage.flight(id)).state).toBe('airborne');
    expect((await stage.shown(taskId))?.state).toBe('over');
    await lands(id, began + 4);
  });

  it('where only the aircraft told of the sortie, with its landing all the same', async () => {
    const { id, taskId, inside } = await begunTask();
    const began = Date.now();
    await takesOff(inside, began);
    await stage.progress(taskId, 'ok', 9, 100, began + 1);
    expect(await stage.flight(id)).toMatchObject({ state: 'landed', takenOffAt: new Date(began).toISOString() });
  });

  it('when the flight is over, whatever the dock says', async () => {
    const deadlines = stage.app.get(TaskDeadlines);
    const { id, taskId } = await begunTask();
    const waiting = await stage.cleared();
    const { bid: prepared } = await stage.answered(prepare(waiting.id));
    const states = async () => [(await stage.shown(taskId))?.state, (await stage.shown(prepared))?.state];
    const began = Date.now();
    await stage.progress(taskId, 'in_progress', 6, 40, began);
    await deadlines.sweep(new Date());
    expect(await states()).toEqual(['executing', 'prepared']);
    await lands(id, began + 1);
    await deadlines.sweep(new Date());
    expect(await states()).toEqual(['over', 'prepared']);
    await deadlines.sweep(new Date(Date.now() + 2 * HOUR_MS));
    expect(await states()).toEqual(['over', 'over']);
    expect(await stage.refused(execute(prepared))).toEqual([409, 'TASK_NOT_PREPARED']);
  });

  it('for a dock that is in other hands: it gets no file of the unit that had it', async () => {
    const { id } = await stage.cleared();
    const call = await stage.answered(prepare(id));
    const { url } = (await stage.heard(call)).data['file'] as unknown as TaskFile;
    const asked = () => stage.dock.ask('flighttask_resource_get', { flight_id: call.bid });
    const out = await stage.pilot.post<{ id: string }>('/check-outs', { assetCode: stage.docked.dockCode });
    expect([out.status, JSON.stringify(out.body)]).toEqual([201, expect.any(String)]);
    await stage.app.get(CustodyBoard).refresh();
    expect([(await fetch(url)).status, (await asked())['result']]).toEqual([200, 0]);
    const holderIn = async (unit: string) => {
      await rowsOf(
        stage.app,
        `UPDATE custody SET holder_unit_id = (SELECT id FROM unit WHERE name LIKE $2 LIMIT 1) WHERE id = $1`,
        [out.body.id, `%${unit}%`],
      );
      await stage.app.get(CustodyBoard).refresh();
    };
    await holderIn('献县');
    expect([(await fetch(url)).status, await asked()]).toEqual([403, { result: 1 }]);
    await holderIn('河北省人民检察院');
    expect((await asked())['result']).toBe(0);
    await stage.answered(undo(call.bid));
  });

  it('by the word of whoever may change the flight, also where the dock is gone', async () => {
    const { id } = await stage.cleared();
    const { bid: taskId } = await stage.answered(prepare(id));
    await stage.dock.line.endAsync(true);
    await eventually(async () => expect(await stage.refused(execute(taskId))).toEqual([409, 'DEVICE_OFFLINE']));
    expect(await stage.refused(undo('of-another-cloud'))).toEqual([409, 'DEVICE_OFFLINE']);
    const services = `/devices/${stage.docked.dockId}/services`;
    const stranger = await stage.app.as({ role: 'commander', unit: '东光县' });
    expect((await stranger.post<Call>(services, undo(taskId))).status).toBe(404);
    expect((await stage.shown(taskId))?.state).toBe('prepared');
    const undone = await stage.pilot.post<Call>(services, undo(taskId));
    expect([undone.status, undone.body.code]).toEqual([201, undefined]);
    expect((await stage.shown(taskId))?.state).toBe('withdrawn');
    const back = await StandInDock.connect(stage.app, stage.docked);
    await back.announce(stage.docked);
    await eventually(async () => expect((await stage.post(prepare(id))).status).toBe(201));
  });
});
