import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import { hours, type PageBody } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Whole {
  readonly id: string;
  readonly code: string;
  readonly parts: readonly {
    readonly id: string;
    readonly cycleCount: number | null;
    readonly healthPercent: number | null;
  }[];
  readonly devices: readonly { readonly id: string }[];
  readonly holder: { readonly id: string };
}
interface Counter {
  readonly id: string;
  readonly code: string;
  readonly cycleCount: number;
  readonly healthPercent: number | null;
}

describe('parts of a device', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const drone = async (client = manager) => (await register(client, newDevice())).body.id;
  const battery = async (client = manager) =>
    (await register(client, newDevice({ kindCode: 'battery-mavic-3', attributes: {} }))).body.id;
  const attach = (client: ApiClient, id: string, partId: string): Promise<Answer<Whole>> =>
    client.post(`/devices/${id}/parts`, { partId });
  const detach = (client: ApiClient, id: string, partId: string): Promise<Answer<Whole>> =>
    client.delete(`/devices/${id}/parts/${partId}`);
  const held = (id: string, at: Date) =>
    app.get(UnitOfWork).read((tx) => app.get(EquipmentService).custodyAt(tx, id, at));

  it('travel with it, are booked and held with it, and go their own way again', async () => {
    const [id, partId] = [await drone(), await battery()];
    const done = await attach(manager, id, partId);
    expect([done.status, done.body.parts.map((part) => part.id)]).toEqual([200, [partId]]);
    const alone = await officer.post<Whole>('/bookings', { during: hours(10), purpose: 'x', deviceIds: [partId] });
    expect(alone.body.code).toBe('DEVICE_IS_PART');
    const out = await officer.post<Whole>('/check-outs', { deviceId: id });
    expect((await held(partId, new Date()))?.holderUserId).toBe(officer.user.id);
    expect((await detach(manager, id, partId)).body.code).toBe('DEVICE_OUT');
    expect((await attach(manager, id, await battery())).body.code).toBe('DEVICE_OUT');
    await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
    const off = await detach(manager, id, partId);
    expect([off.status, off.body.parts]).toEqual([200, []]);
    const own = await officer.post<Whole>('/bookings', { during: hours(10), purpose: 'x', deviceIds: [partId] });
    expect([own.status, own.body.devices.map((device) => device.id)]).toEqual([201, [partId]]);
  });

  it('that are due for work keep it from being booked and checked out, and are named', async () => {
    const [id, partId] = [await drone(), await battery()];
    const planned = await manager.post<{ id: string }>('/maintenance-plans', {
      title: '电池检查',
      deviceId: partId,
      everyCycles: 100,
      blocks: true,
    });
    await attach(manager, id, partId);
    const booked = await stranger.post<Whole>('/bookings', { during: hours(30), purpose: 'x', deviceIds: [id] });
    expect(booked.status).toBe(201);
    await manager.post(`/devices/${partId}/counters`, { cycleCount: 100 });
    const named = {
      code: 'PART_UNFIT',
      partId,
      reason: expect.stringMatching(/is due for 电池检查: 100 of 100 cycles used$/),
      refusals: [
        expect.objectContaining({ deviceId: id, part: expect.objectContaining({ partId, code: 'MAINTENANCE_DUE' }) }),
      ],
    };
    const again = await stranger.post<Whole>('/bookings', { during: hours(40), purpose: 'x', deviceIds: [id] });
    expect([again.status, again.body]).toEqual([422, expect.objectContaining(named)]);
    const out = await officer.post<Whole>('/check-outs', { deviceId: id });
    expect([out.status, out.body]).toEqual([422, expect.objectContaining(named)]);
    await manager.post(`/devices/${partId}/maintenance`, {
      planId: planned.body.id,
      doneOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      doneBy: '张工',
    });
    expect((await officer.post<Whole>('/check-outs', { deviceId: id })).status).toBe(201);
  });

  it('keep the history of who held them, whatever they travel with since', async () => {
    const [first, second, partId] = [await drone(), await drone(), await battery()];
    await attach(manager, first, partId);
    const out = await officer.post<Whole>('/check-outs', { deviceId: first });
    const during = new Date();
    await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
    await detach(manager, first, partId);
    await attach(manager, second, partId);
    const late = await stranger.post<Whole>('/check-outs', { deviceId: second });
    const now = new Date();
    expect((await held(partId, during))?.id).toBe(out.body.id);
    expect((await held(partId, now))?.id).toBe(late.body.id);
    expect(await held(second, during)).toBeUndefined();
    const { body } = await manager.get<PageBody<{ id: string }>>(`/devices/${partId}/custody`);
    expect(body.items.map((item) => item.id)).toEqual([late.body.id, out.body.id]);
    await stranger.post(`/check-outs/${late.body.id}/hand-back`, {});
  });

  it('are refused where they cannot travel', async () => {
    const [id, other, partId] = [await drone(), await drone(), await battery()];
    const code = async (whole: string, part: string) => (await attach(manager, whole, part)).body.code;
    expect(await code(id, id)).toBe('PART_OF_ITSELF');
    await attach(manager, id, partId);
    expect(await code(other, partId)).toBe('PART_ALREADY_ATTACHED');
    expect(await code(partId, other)).toBe('PART_NESTED');
    expect(await code(other, id)).toBe('PART_NESTED');
    expect(await code(other, manager.user.id)).toBe('DEVICE_NOT_FOUND');
    expect((await detach(manager, other, partId)).body.code).toBe('PART_NOT_ATTACHED');
    const booked = await battery();
    await officer.post('/bookings', { during: hours(20), purpose: 'x', deviceIds: [booked] });
    expect(await code(id, booked)).toBe('PART_BOOKED');
    expect((await attach(manager, id, await battery(stranger))).status).toBe(403);
    expect((await attach(officer, id, await battery())).status).toBe(403);
    const city = await app.as({ role: 'equipment_manager', unit: '沧州市人民检察院' });
    expect((await attach(city, id, await battery(city))).body.code).toBe('PART_OF_ANOTHER_UNIT');
  });

  it('are given to one device when two want them', async () => {
    const partId = await battery();
    const wholes = await Promise.all(Array.from({ length: 6 }, () => drone()));
    const answers = await Promise.all(wholes.map((id) => attach(manager, id, partId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'PART_ALREADY_ATTACHED')).toHaveLength(5);
  });

  it('are attached or booked by themselves, never both', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async (_, nth) => {
        const [id, partId] = [await drone(), await battery()];
        const [attached, booked] = await Promise.all([
          attach(manager, id, partId),
          officer.post<Whole>('/bookings', { during: hours(30 + nth), purpose: 'race', deviceIds: [partId] }),
        ]);
        return `${attached.body.code ?? 'attached'} ${booked.body.code ?? 'booked'}`;
      }),
    );
    expect(outcomes.filter((outcome) => !['attached DEVICE_IS_PART', 'PART_BOOKED booked'].includes(outcome))).toEqual(
      [],
    );
  });

  describe('that are batteries', () => {
    const read = (id: string, body: unknown, client = manager): Promise<Answer<Counter>> =>
      client.post(`/devices/${id}/counters`, body);

    it('show their newest reading, with the device they travel with', async () => {
      const [id, partId] = [await drone(), await battery()];
      await attach(manager, id, partId);
      const noon = '2026-01-05T04:00:00.000Z';
      expect((await read(partId, { cycleCount: 40, healthPercent: 96, readAt: noon })).status).toBe(201);
      expect((await read(partId, { cycleCount: 44 })).status).toBe(201);
      expect((await read(partId, { cycleCount: 42, readAt: '2026-01-06T04:00:00Z' })).status).toBe(201);
      const { body } = await officer.get<Whole>(`/devices/${id}`);
      expect(body.parts).toMatchObject([{ id: partId, cycleCount: 44, healthPercent: 96 }]);
      const list = await officer.get<PageBody<Counter>>(`/devices/${partId}/counters?limit=2`);
      expect(list.body.items.map(({ cycleCount }) => cycleCount)).toEqual([42, 44]);
      const rest = await officer.get<PageBody<Counter>>(
        `/devices/${partId}/counters?limit=2&cursor=${list.body.nextCursor}`,
      );
      expect(rest.body.items).toMatchObject([{ cycleCount: 40, healthPercent: 96, readAt: noon }]);
    });

    it('never run back, count only where the kind counts, and not in the future', async () => {
      const partId = await battery();
      await read(partId, { cycleCount: 40 });
      expect((await read(partId, { cycleCount: 39 })).body.code).toBe('COUNTER_RUNS_BACK');
      expect((await read(partId, { cycleCount: 41, readAt: '2026-01-05T04:00:00Z' })).body.code).toBe(
        'COUNTER_RUNS_BACK',
      );
      expect((await read(partId, { cycleCount: 41, readAt: '2090-01-05T04:00:00Z' })).body.code).toBe(
        'COUNTER_IN_FUTURE',
      );
      expect((await read(await drone(), { cycleCount: 1 })).body.code).toBe('KIND_COUNTS_NO_CYCLES');
      expect((await read(partId, { cycleCount: 50 }, stranger)).status).toBe(403);
      expect((await read(partId, { cycleCount: -1 })).status).toBe(400);
    });
  });
});
