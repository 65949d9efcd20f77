import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { MaintenanceWatch } from '../../../src/equipment/upkeep/maintenance/maintenance-watch.service.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { bringIn, PDF } from '../../factories/files.js';
import {
  type BookingBody,
  deviceOf,
  devicesOf,
  hours,
  type NoticeBody,
  type PageBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface PlanBody extends ProblemBody {
  readonly id: string;
  readonly everyHours: number | null;
  readonly endedAt: string | null;
}
interface UpkeepBody {
  readonly deviceId: string;
  readonly planId: string;
  readonly state: string;
  readonly percent: number;
  readonly dueOn: string | null;
  readonly hours: { readonly used: number; readonly every: number } | null;
}

const DAY_MS = 86_400_000;

/** A date in China so many days from now. */
function day(offset: number): string {
  return new Date(Date.now() + offset * DAY_MS + DAY_MS / 3).toISOString().slice(0, 10);
}

describe('maintenance', () => {
  let app: TestApp;
  let manager: ApiClient;
  let province: ApiClient;
  let stranger: ApiClient;
  let deviceId: string;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    [manager, province, stranger] = await Promise.all([
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '河北省' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
    ]);
    deviceId = (await deviceOf(manager, 'mavic-3t')).id;
  });
  afterAll(() => app.stop());

  const use = (id: string, seconds: number, source: string) =>
    app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(EquipmentService).recordUsage(tx, id, { seconds, source }));
  const plan = (over: Record<string, unknown>, client = manager) =>
    client.post<PlanBody>('/maintenance-plans', { title: 'Service', deviceId, blocks: true, ...over });
  const done = (over: Record<string, unknown> = {}, client = manager) =>
    client.post<ProblemBody & { readonly usedHoursThen: number; readonly fileIds: string[] }>(
      `/devices/${deviceId}/maintenance`,
      { doneOn: day(0), doneBy: '张工', ...over },
    );
  const book = (hour: number) =>
    stranger.post<BookingBody & ProblemBody>('/bookings', {
      during: hours(hour, 2),
      purpose: 'x',
      deviceIds: [deviceId],
    });
  const upkeepOf = async (planId: string, more = ''): Promise<UpkeepBody | undefined> => {
    const { body } = await stranger.get<PageBody<UpkeepBody>>(
      `/maintenance?plan=${planId}&deviceId=${deviceId}${more}`,
    );
    return body.items[0];
  };

  it('by hours is due after so much use, however often a flight is told, and begins anew with the work', async () => {
    const { status, body } = await plan({ everyHours: 10 });
    expect([status, body]).toEqual([201, expect.objectContaining({ everyHours: 10 })]);
    await use(deviceId, 9 * 3_600, 'flight:a');
    await use(deviceId, 9 * 3_600, 'flight:a');
    expect(await upkeepOf(body.id, '&due=soon')).toMatchObject({
      state: 'soon',
      percent: 90,
      hours: { used: 9, every: 10 },
    });
    expect(await upkeepOf(body.id, '&due=now')).toBeUndefined();
    expect((await book(100)).status).toBe(201);
    await use(deviceId, 3_600, 'flight:b');
    expect(await upkeepOf(body.id, '&due=now')).toMatchObject({ state: 'due', percent: 100 });
    const refused = await book(110);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({
        code: 'MAINTENANCE_DUE',
        plan: 'Service',
        due: '10 of 10 hours used',
        refusals: [
          expect.objectContaining({
            deviceId,
            works: [{ planId: body.id, title: 'Service', dueOn: null, hours: { used: 10, every: 10 }, cycles: null }],
          }),
        ],
      }),
    ]);
    const file = (await bringIn(manager, PDF, 'work.pdf')).body;
    const work = await done({ planId: body.id, fileIds: [file.id], note: '更换桨叶' });
    expect([work.status, work.body]).toEqual([201, expect.objectContaining({ usedHoursThen: 10, fileIds: [file.id] })]);
    expect(await upkeepOf(body.id)).toMatchObject({ state: 'ok', percent: 0, hours: { used: 0, every: 10 } });
    expect((await book(110)).status).toBe(201);
    const { body: works } = await manager.get<PageBody<{ planId: string }>>(`/devices/${deviceId}/maintenance`);
    expect(works.items.map(({ planId }) => planId)).toEqual([body.id]);
    expect((await stranger.get(`/devices/${deviceId}/maintenance`)).status).toBe(404);
  });

  it('by days lets a booking end before the day and keeps a check-out back after it', async () => {
    const { body } = await plan({ everyDays: 20 });
    expect(await upkeepOf(body.id)).toMatchObject({ dueOn: day(20), state: 'ok' });
    expect((await book(24 * 10)).status).toBe(201);
    expect((await book(24 * 30)).body.code).toBe('MAINTENANCE_DUE');
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) =>
        tx.execute(`UPDATE maintenance_mark SET since_on = $2 WHERE plan_id = $1`, [body.id, day(-20)]),
      );
    const out = await manager.post<ProblemBody>('/check-outs', { deviceId });
    expect(out.body.code).toBe('MAINTENANCE_DUE');
    expect((await manager.post<PlanBody>(`/maintenance-plans/${body.id}/end`, {})).body.endedAt).not.toBeNull();
    expect((await manager.post<PlanBody>(`/maintenance-plans/${body.id}/end`, {})).body.code).toBe(
      'MAINTENANCE_PLAN_ENDED',
    );
    expect(await upkeepOf(body.id)).toBeUndefined();
    expect((await book(24 * 30)).status).toBe(201);
  });

  it('filed late does not undo later work', async () => {
    const { body } = await plan({ everyDays: 100, blocks: false });
    await done({ planId: body.id, doneOn: day(0) });
    expect((await done({ planId: body.id, doneOn: day(-50) })).status).toBe(201);
    expect(await upkeepOf(body.id)).toMatchObject({ dueOn: day(100) });
  });

  it('is planned for a kind by the first unit, for a device by its owner', async () => {
    const kind = { deviceId: undefined, kindCode: 'mavic-3t', everyDays: 365, blocks: false };
    expect((await plan(kind)).status).toBe(403);
    const { status, body } = await plan(kind, province);
    expect(status).toBe(201);
    const many = await devicesOf(province, { kind: 'mavic-3t' });
    const listed = await province.get<PageBody<UpkeepBody>>(`/maintenance?plan=${body.id}&limit=2`);
    expect([many.length > 2, listed.body.items.length]).toEqual([true, 2]);
    const next = await province.get<PageBody<UpkeepBody>>(
      `/maintenance?plan=${body.id}&limit=500&cursor=${listed.body.nextCursor}`,
    );
    const seen = [...listed.body.items, ...next.body.items].map((row) => row.deviceId);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(many.length);
    expect((await plan({ everyDays: 10 }, stranger)).status).toBe(403);
    expect((await plan({ deviceId: randomUUID(), everyDays: 10 })).body.code).toBe('DEVICE_NOT_FOUND');
    expect((await plan({ ...kind, kindCode: 'none' }, province)).body.code).toBe('DEVICE_KIND_UNKNOWN');
    expect((await plan({})).status).toBe(400);
    expect((await done({}, stranger)).status).toBe(403);
    expect((await done({ doneOn: day(1) })).body.code).toBe('MAINTENANCE_IN_FUTURE');
    expect((await done({ planId: randomUUID() })).body.code).toBe('MAINTENANCE_PLAN_NOT_FOUND');
    expect((await done({ fileIds: [randomUUID()] })).body.code).toBe('FILE_UNKNOWN');
  });

  it('is told of to who keeps the device, once when it is near and once when it is due', async () => {
    const { body } = await plan({ title: '桨叶检查', everyHours: 1, blocks: false });
    const told = async () =>
      (await manager.get<PageBody<NoticeBody>>('/me/notices?limit=500')).body.items
        .filter(({ params }) => params['title'] === '桨叶检查')
        .map(({ code }) => code)
        .toReversed();
    await use(deviceId, 3_240, `flight:${body.id}`);
    await app.get(MaintenanceWatch).tell(day(0));
    await app.get(MaintenanceWatch).tell(day(1));
    expect(await told()).toEqual(['MAINTENANCE_SOON']);
    await use(deviceId, 360, `flight:${body.id} back`);
    await app.get(MaintenanceWatch).tell(day(1));
    expect(await told()).toEqual(['MAINTENANCE_SOON', 'MAINTENANCE_OVERDUE']);
  });
});
