import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HealthRepository } from '../../../src/telemetry/events/health.repository.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { type Docked, docksOf, StandInDock } from './service-kit.js';
import { endClients, framesOf, quarantineOf, rowsOf } from './telemetry-kit.js';

interface Health {
  readonly reportedAt: string | null;
  readonly items: readonly {
    readonly code: string;
    readonly known: boolean;
    readonly zh: string;
    readonly clearedAt: string | null;
  }[];
}

const WIND = { code: '0x160900BF', level: 1, module: 1, device_type: '3-2-0', in_the_sky: 0, imminent: 0, args: {} };
const IMU = { ...WIND, code: '0x16020001', level: 2, device_type: '0-91-1' };
const NEW = { ...WIND, code: '0x16FFFFFF' };
const FILE = {
  file: {
    object_key: 'media/f-1/DJI_1.jpeg',
    name: 'DJI_1.jpeg',
    ext: { flight_id: 'f-1', drone_model_key: '0-91-1', is_original: true },
    metadata: { shoot_position: { lat: 37.88, lng: 116.53 }, create_time: '2026-03-01 10:00:00' },
  },
  flight_task: { uploaded_file_count: 1, expected_file_count: 2 },
};

describe('events of devices', () => {
  let app: TestApp;
  let commander: ApiClient;
  let docked: Docked;
  let dock: StandInDock;
  beforeAll(async () => {
    app = await TestApp.start();
    commander = await app.as({ role: 'commander' });
    const [first] = await docksOf(app);
    if (!first) throw new Error('no dock');
    docked = first;
  });
  beforeEach(async () => {
    dock = await StandInDock.connect(app, docked);
    await dock.announce(docked);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await endClients();
  });
  afterAll(() => app.stop());

  async function health(id: string, state = 'open'): Promise<Health> {
    const answer = await commander.get<Health>(`/devices/${id}/health-messages?state=${state}`);
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const codes = async (id: string, state?: string) => (await health(id, state)).items.map(({ code }) => code).sort();

  it('hms are whole lists: what is missing from the next is over, and an older one changes nothing', async () => {
    expect(await health(docked.dockId)).toEqual({ items: [], nextCursor: null, reportedAt: null });
    const first = Date.now() - 60_000;
    await dock.tell('hms', { list: [WIND, IMU, IMU] }, { timestamp: first });
    expect([await codes(docked.dockId), await codes(docked.aircraftId)]).toEqual([[WIND.code], [IMU.code]]);
    await dock.tell('hms', { list: [WIND, NEW] }, { timestamp: first + 2_000 });
    await dock.tell('hms', { list: [IMU] }, { timestamp: first + 1_000 });
    expect([await codes(docked.dockId), await codes(docked.aircraftId)]).toEqual([[WIND.code, NEW.code], []]);
    expect(await codes(docked.aircraftId, 'cleared')).toEqual([IMU.code]);
    const { items, reportedAt } = await health(docked.dockId);
    expect(items.map(({ known, zh }) => [known, zh])).toEqual(
      expect.arrayContaining([
        [true, '风速过大，机场不能执行任务'],
        [false, '飞控：未知告警 0x16FFFFFF'],
      ]),
    );
    expect(reportedAt).toBe(new Date(first + 2_000).toISOString());
    await dock.tell('hms', { list: [] }, { timestamp: first + 3_000 });
    expect(await codes(docked.dockId)).toEqual([]);
    const told = await rowsOf(app, `SELECT 1 FROM outbox WHERE type = 'telemetry.health_changed'`);
    expect(told).toHaveLength(3);
  });

  it('hms of the same moment from several lines at once leave one open warning of each', async () => {
    const at = Date.now() - 30_000;
    await Promise.all([0, 1, 2, 3, 4, 5].map((i) => dock.tell('hms', { list: [WIND] }, { timestamp: at + i })));
    expect(await codes(docked.dockId)).toEqual([WIND.code]);
  });

  it('are answered only once they are committed', async () => {
    const repository = app.get(HealthRepository);
    const advance = jest.spyOn(repository, 'advance').mockRejectedValueOnce(new Error('the database is away'));
    const before = dock.answered.length;
    // By a clock that runs ahead, which holds nothing back afterwards.
    const told = dock.tell('hms', { list: [NEW] }, { timestamp: Date.now() + 1_200_000 });
    await eventually(() => expect(advance).toHaveBeenCalledTimes(1));
    expect(dock.answered).toHaveLength(before);
    // The line has ended; the device comes back and tells again.
    await told;
    expect(advance).toHaveBeenCalledTimes(2);
    expect(await codes(docked.dockId)).toEqual([NEW.code]);
  });

  it('progress belongs to the call that began the flight, and never goes back', async () => {
    const home = { method: 'return_home', data: {} };
    const { body } = await commander.post<{ id: string; bid: string }>(`/devices/${docked.dockId}/services`, home);
    const { bid } = body;
    const at = Date.now() - 10_000;
    const progress = (status: string, percent: number) => ({
      result: 0,
      output: { status, progress: { percent, current_step: 24 }, ext: { flight_id: 'f-1', track_id: 't' } },
    });
    await dock.tell('flighttask_progress', progress('in_progress', 40), { bid, timestamp: at });
    const shown = async () =>
      (await commander.get<{ progress: object }>(`/devices/${docked.dockId}/services/${body.id}`)).body.progress;
    expect(await shown()).toMatchObject({ status: 'in_progress', percent: 40, step: 24 });
    await dock.tell('flighttask_progress', progress('ok', 100), { bid, timestamp: at + 2_000 });
    await dock.tell('flighttask_progress', progress('in_progress', 60), { bid, timestamp: at + 1_000 });
    await dock.tell('flighttask_progress', progress('in_progress', 99), { bid, timestamp: at + 2_000 });
    expect(await shown()).toMatchObject({ status: 'ok', percent: 100, result: { code: 0 } });
  });

  it('files are announced once, with what was said of them, and are no evidence', async () => {
    await Promise.all([dock.tell('file_upload_callback', FILE), dock.tell('file_upload_callback', FILE)]);
    const { body } = await commander.get<{ items: object[] }>(`/devices/${docked.aircraftId}/announced-media`);
    expect(body.items).toEqual([
      expect.objectContaining({
        gatewayId: docked.dockId,
        aircraftId: docked.aircraftId,
        objectKey: 'media/f-1/DJI_1.jpeg',
        fingerprint: null,
        flightId: 'f-1',
        isOriginal: true,
        position: { lon: 116.53, lat: 37.88 },
        takenText: '2026-03-01 10:00:00',
        expectedCount: 2,
      }),
    ]);
    await eventually(() =>
      expect(dock.answered.filter(({ method }) => method === 'file_upload_callback')).toHaveLength(2),
    );
    expect(await rowsOf(app, `SELECT 1 FROM outbox WHERE type = 'telemetry.media_announced'`)).toHaveLength(1);
    const stranger = await app.as({ role: 'commander', unit: '东光县' });
    const hidden = await stranger.get<{ items: object[] }>(`/devices/${docked.dockId}/announced-media`);
    expect(hidden.body.items).toEqual([]);
  });

  it('of a file without a key, and of an unreadable list, are quarantined, unanswered', async () => {
    const topic = `thing/product/${docked.dockSerial}/events`;
    await dock.tell('file_upload_callback', { file: { object_key: '../x' } });
    await dock.tell('hms', { list: [{ level: 1 }] });
    expect((await quarantineOf(app, topic)).map(({ code }) => code)).toEqual(['BAD_SHAPE', 'BAD_SHAPE']);
    await dock.tell('flighttask_ready', { flight_ids: ['f-1'] });
    await eventually(() => expect(dock.answered.map(({ method }) => method)).toEqual(['flighttask_ready']));
  });

  it('are part of the device’s story as well', async () => {
    const before = (await framesOf(app, docked.dockId)).length;
    await dock.tell('hms', { list: [WIND] }, { timestamp: Date.now() });
    expect(await framesOf(app, docked.dockId)).toHaveLength(before + 1);
    expect(await codes(docked.dockId)).toEqual([WIND.code]);
  });
});
