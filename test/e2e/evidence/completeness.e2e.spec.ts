import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { CompletenessView } from '../../../src/evidence/completeness/completeness.schemas.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { DockTaskStage, execute, prepare } from '../telemetry/dock-task-kit.js';
import { photo, type Reply, upload } from './evidence-kit.js';

type Completeness = z.output<typeof CompletenessView> & { readonly code?: string };

const SECOND = 1_000;

describe('the completeness of a flight', () => {
  let stage: DockTaskStage;
  let flightId: string;
  let taskId: string;
  let droneSerial: string;
  let begins: number;

  beforeAll(async () => {
    stage = await DockTaskStage.set();
    flightId = (await stage.cleared()).id;
    taskId = (await stage.answered(prepare(flightId))).bid;
    await stage.answered(execute(taskId));
    droneSerial = (await stage.pilot.get<{ serial: string }>(`/devices/${stage.docked.aircraftId}`)).body.serial;
    begins = Math.ceil(Date.now() / SECOND) * SECOND;
  });
  afterAll(() => stage.strike());

  const pathOf = () => `/flights/${flightId}/completeness`;
  const shown = async (client = stage.pilot) => (await client.get<Completeness>(pathOf())).body;
  const explain = (body: object, client = stage.pilot) => client.post<Completeness>(`${pathOf()}/reasons`, body);

  /** The nth frame of the flight, as its camera names it. */
  async function bring(client: ApiClient, nth: number, over: object = {}, metadata: object = {}): Promise<Reply> {
    const takenAt = new Date(begins + nth * SECOND);
    const { bytes } = await photo({ takenAt, droneSerial, ...over });
    const name = `DJI_${String(nth).padStart(4, '0')}.JPG`;
    const brought = await upload(client, bytes, { kind: 'photo', ...metadata }, { name });
    expect(brought).toMatchObject({ status: 201 });
    return brought;
  }

  it('names the numbers that were not brought in, with the times around them', async () => {
    for (const nth of [1, 2, 5]) expect((await bring(stage.pilot, nth)).body.flightId).toBe(flightId);
    expect(await shown()).toMatchObject({
      flightId,
      verdict: 'unexplained',
      files: 3,
      frames: 3,
      unnumbered: 0,
      restarts: 0,
      announced: 0,
      deviceCount: null,
      setAside: [],
      gaps: [
        {
          from: 3,
          to: 4,
          frames: 2,
          after: new Date(begins + 2 * SECOND).toISOString(),
          before: new Date(begins + 5 * SECOND).toISOString(),
          reason: null,
        },
      ],
    });
  });

  it('is not mended by the pictures of strangers, whatever serial number stands in them', async () => {
    const stranger = await stage.app.as({ role: 'field_officer', unit: '大名县' });
    for (const nth of [3, 4]) {
      const { body } = await bring(stranger, nth);
      expect(body).toMatchObject({ deviceId: stage.docked.aircraftId, deviceFoundBy: 'serial', flightId: null });
    }
    expect(await shown()).toMatchObject({ verdict: 'unexplained', files: 3, gaps: [{ from: 3, to: 4 }], setAside: [] });
    expect(await shown(stranger)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('nor by what its own people tie to it against the words of the bytes', async () => {
    const declared = { deviceId: stage.docked.aircraftId };
    const { body } = await bring(stage.pilot, 3, { droneSerial: 'OF-ANOTHER-DRONE' }, declared);
    expect(body).toMatchObject({
      flightId,
      deviceFoundBy: 'declared',
      flags: expect.arrayContaining(['SERIAL_MISMATCH']),
    });
    expect(await shown()).toMatchObject({
      files: 3,
      gaps: [{ from: 3, to: 4, reason: null }],
      setAside: [{ reason: 'other_device', files: 1, words: { zh: expect.any(String), en: expect.any(String) } }],
    });
  });

  it.each([
    { from: 0, to: 4, code: 'test_shot', text: '试拍' },
    { from: 3, to: 10_000, code: 'test_shot', text: '试拍' },
    { from: 3, to: 4, code: 'because', text: '试拍' },
    { from: 3, to: 4, code: 'test_shot', text: '' },
    { from: 3, to: 4, code: 'test_shot', text: '试拍', flightId: 'x' },
  ])('takes no such reason: %j', async (body) => {
    expect(await explain(body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  });

  it('is explained by a reason that a person states for all of a gap', async () => {
    const part = await explain({ from: 3, to: 3, code: 'test_shot', text: '试拍' });
    expect(part).toMatchObject({ status: 201, body: { verdict: 'unexplained' } });
    const whole = await explain({ from: 3, to: 4, code: 'private_content', text: '误摄院内,未留存' });
    expect(whole).toMatchObject({
      status: 201,
      body: {
        verdict: 'explained',
        gaps: [{ reason: { code: 'private_content', text: '误摄院内,未留存', statedBy: expect.any(String) } }],
      },
    });
  });

  it('falls short of what the dock says its aircraft made, until everything is there', async () => {
    const tells = async (mediaCount: number, at: number) => {
      const ext = { flight_id: taskId, wayline_mission_state: 6, current_waypoint_index: 1, media_count: mediaCount };
      const output = { status: 'in_progress', progress: { percent: 50, current_step: 19 }, ext };
      await stage.dock.tell('flighttask_progress', { result: 0, output }, { timestamp: at });
      await eventually(async () => expect((await shown()).deviceCount).toBe(mediaCount));
    };
    await tells(6, Date.now());
    expect(await shown()).toMatchObject({ verdict: 'unexplained', files: 3, deviceCount: 6 });
    await bring(stage.pilot, 6);
    expect(await shown()).toMatchObject({ verdict: 'explained', files: 4, deviceCount: 6 });
    for (const nth of [3, 4]) await bring(stage.pilot, nth);
    expect(await shown()).toMatchObject({ verdict: 'complete', files: 6, deviceCount: 6, gaps: [] });
  });

  it('is nobody’s who may not see the flight, and no flight’s that is none', async () => {
    const stranger = await stage.app.as({ role: 'case_handler', unit: '大名县' });
    const reason = { from: 3, to: 4, code: 'other', text: '不详' };
    expect(await explain(reason, stranger)).toMatchObject({ status: 404 });
    const none = '01a00000-0000-7000-8000-000000000000';
    expect((await stage.pilot.get(`/flights/${none}/completeness`)).status).toBe(404);
    expect((await stage.pilot.get(`/flights/none/completeness`)).status).toBe(400);
  });
});
