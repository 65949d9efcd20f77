import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustodyBoard } from '../../../src/telemetry/devices/custody.board.js';
import { DockTaskStage, prepare, type TaskFile, undo } from './dock-task-kit.js';
import { rowsOf } from './telemetry-kit.js';

describe('tasks of docks end', () => {
  let stage: DockTaskStage;

  beforeAll(async () => {
    stage = await DockTaskStage.set();
  });
  afterAll(() => stage.strike());

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
});
