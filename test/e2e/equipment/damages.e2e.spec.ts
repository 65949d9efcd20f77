import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { photoOf } from '../../factories/files.js';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  hours,
  type PageBody,
  type ProblemBody,
  FreshDevices,
  codeOf,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface DamageBody extends ProblemBody {
  readonly id: string;
  readonly state: string;
  readonly severity: string;
  readonly source: string;
  readonly description: string;
  readonly holdsDevice: boolean;
  readonly holderUnit: { readonly id: string } | null;
  readonly chargedUnit: { readonly id: string } | null;
  readonly costCents: number | null;
  readonly failedItems: readonly { readonly code: string }[];
  readonly entries: readonly {
    readonly state: string;
    readonly note: string | null;
    readonly photoIds: string[];
    readonly by: { readonly id: string };
  }[];
}
interface BackBody extends CheckOutBody {
  readonly damageId: string | null;
}

describe('damages', () => {
  let app: TestApp;
  let owner: ApiClient;
  let manager: ApiClient;
  let borrower: ApiClient;
  let theirManager: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [owner, manager, borrower, theirManager, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
      app.as({ role: 'field_officer', unit: '献县' }),
    ]);
    // A county owns a handful: the store room is filled from others of the province.
    await app.get(UnitOfWork).read((tx) =>
      tx.execute(
        `UPDATE device SET unit_id = $1 FROM device_kind k
         WHERE k.id = kind_id AND k.code IN ('mavic-3e', 'sound-level') AND part_of_id IS NULL`,
        [owner.user.unit.id],
      ),
    );
  });
  afterAll(() => app.stop());

  const fresh = new FreshDevices();
  const untouched = (kind = 'sound-level') => fresh.next(owner, kind);
  const out = async (device: DeviceBody, by = borrower) =>
    (await by.post<CheckOutBody>('/check-outs', { deviceId: device.id })).body;
  const back = (id: string, body: unknown, by = borrower) => by.post<BackBody>(`/check-outs/${id}/hand-back`, body);
  const report = (device: DeviceBody, over: Record<string, unknown> = {}, by = owner) =>
    by.post<DamageBody>('/damages', { deviceId: device.id, severity: 'blocks_use', description: '镜头开裂', ...over });
  const step = (id: string, verb: string, body: unknown, by = manager) =>
    by.post<DamageBody>(`/damages/${id}/${verb}`, body);
  const stateOf = async ({ id }: DeviceBody) => (await owner.get<{ state: string }>(`/devices/${id}`)).body.state;
  const assess = (id: string, body: Record<string, unknown> = { note: '已查看' }, by = manager) =>
    step(id, 'assess', body, by);
  async function settle(id: string, decision: Record<string, unknown>) {
    await assess(id);
    expect(codeOf(await step(id, 'decide', { reason: '维修可恢复', ...decision }))).toBe('200');
  }

  it('are named as a device comes back, keep it from others, and let it back in the end', async () => {
    const device = await untouched();
    const custody = await out(device);
    const photo = await photoOf(borrower);
    const returned = await back(custody.id, {
      photoIds: [photo],
      damage: { severity: 'blocks_use', description: '话筒破损' },
    });
    expect(returned.status).toBe(200);
    const damageId = returned.body.damageId ?? '';
    expect(await stateOf(device)).toBe('quarantined');
    const refused = await stranger.post<ProblemBody>('/bookings', {
      during: hours(5),
      purpose: 'x',
      deviceIds: [device.id],
    });
    expect(codeOf(refused)).toBe('422 DEVICE_NOT_IN_SERVICE');

    await settle(damageId, { decision: 'repair', costCents: 12_300 });
    expect(await stateOf(device)).toBe('maintenance');
    const closed = await step(damageId, 'close', { note: '已修复' });
    expect(closed.body).toMatchObject({
      state: 'closed',
      costCents: 12_300,
      holdsDevice: false,
      holderUnit: { id: borrower.user.unit.id },
    });
    expect(await stateOf(device)).toBe('in_service');

    const detail = await borrower.get<DamageBody>(`/damages/${damageId}`);
    expect(detail.body.entries.map(({ state, note }) => [state, note])).toEqual([
      ['reported', null],
      ['assessed', '已查看'],
      ['decided', '维修可恢复'],
      ['closed', '已修复'],
    ]);
    expect(detail.body.entries[0]?.photoIds).toEqual([photo]);
    expect((await manager.get(`/equipment-files/${photo}/content`)).status).toBe(200);
  });

  it('are proposed by a checklist that fails as the device comes back', async () => {
    const device = await untouched('mavic-3e');
    const custody = await out(device);
    const checklist = [
      { code: 'batteries_counted', answer: 4 },
      { code: 'memory_card', answer: 'TF-1' },
      { code: 'propellers', answer: false, note: '一片缺口' },
      { code: 'undamaged', answer: true },
    ];
    const returned = await back(custody.id, { checklist });
    expect(returned.status).toBe(200);
    expect(await stateOf(device)).toBe('quarantined');
    const damage = await manager.get<DamageBody>(`/damages/${returned.body.damageId}`);
    expect(damage.body).toMatchObject({
      source: 'checklist',
      severity: 'blocks_use',
      state: 'reported',
      holdsDevice: true,
    });
    expect(damage.body.failedItems).toEqual([expect.objectContaining({ code: 'propellers', note: '一片缺口' })]);
    expect(damage.body.description).toContain('桨叶');
    const notices = await manager.get<PageBody<{ code: string; subject: { id: string } }>>('/me/notices?limit=200');
    expect(notices.body.items.find(({ subject }) => subject.id === damage.body.id)?.code).toBe('DAMAGE_REPORTED');
  });

  it('do not begin where the checklist is good', async () => {
    const device = await untouched('mavic-3e');
    const custody = await out(device);
    const checklist = [
      { code: 'batteries_counted', answer: 3 },
      { code: 'memory_card', answer: 'TF-1' },
      { code: 'propellers', answer: true },
      { code: 'undamaged', answer: true },
    ];
    expect((await back(custody.id, { checklist })).body.damageId).toBeNull();
    expect(await stateOf(device)).toBe('in_service');
  });

  it('that only limit use leave the device in service until they are assessed otherwise', async () => {
    const device = await untouched();
    const { body } = await report(device, { severity: 'limits_use' });
    expect([body.holdsDevice, await stateOf(device)]).toEqual([false, 'in_service']);
    await assess(body.id, { severity: 'blocks_use', note: '读数偏差' });
    expect(await stateOf(device)).toBe('quarantined');
    await step(body.id, 'decide', { decision: 'no_action', reason: '误报' });
    await step(body.id, 'close', {});
    expect(await stateOf(device)).toBe('in_service');
  });

  it('hold a device together: it is back only after the last of them', async () => {
    const device = await untouched();
    const first = (await report(device)).body;
    const second = (await report(device, { description: '电池鼓包' })).body;
    await settle(first.id, { decision: 'repair' });
    expect(await stateOf(device)).toBe('quarantined');
    await step(first.id, 'close', {});
    expect(await stateOf(device)).toBe('quarantined');
    expect((await manager.get<DamageBody>(`/damages/${second.id}`)).body.holdsDevice).toBe(true);
    await settle(second.id, { decision: 'repair' });
    expect(await stateOf(device)).toBe('maintenance');
    await step(second.id, 'close', {});
    expect(await stateOf(device)).toBe('in_service');
  });

  it('do not bring back what somebody else has taken out of service', async () => {
    const device = await untouched();
    const moved = await manager.post(`/devices/${device.id}/state`, { state: 'maintenance', reason: '年度保养' });
    expect(moved.status).toBe(200);
    const { body } = await report(device);
    await settle(body.id, { decision: 'no_action' });
    await step(body.id, 'close', {});
    expect(await stateOf(device)).toBe('maintenance');
  });

  it('may be charged to the unit that had the device, and only to another than the owner', async () => {
    const device = await untouched();
    const custody = await out(device);
    const { body } = await report(device, { description: '进水' }, borrower);
    expect(body.holderUnit?.id).toBe(borrower.user.unit.id);
    await back(custody.id, {});
    await assess(body.id);
    expect((await step(body.id, 'decide', { decision: 'charge', reason: 'x' })).status).toBe(400);
    const nobody = { decision: 'charge', reason: 'x', costCents: 1, chargedUnitId: borrower.user.id };
    expect(codeOf(await step(body.id, 'decide', nobody))).toBe('422 UNIT_UNKNOWN');
    const decided = await step(body.id, 'decide', { decision: 'charge', reason: '使用不当', costCents: 50_000 });
    expect(decided.body).toMatchObject({
      state: 'decided',
      chargedUnit: { id: borrower.user.unit.id },
      costCents: 50_000,
    });
    const told = await theirManager.get<PageBody<{ code: string; subject: { id: string } }>>('/me/notices?limit=200');
    expect(told.body.items.find(({ subject }) => subject.id === body.id)?.code).toBe('DAMAGE_DECIDED');
    const own = (await report(await untouched())).body;
    await assess(own.id);
    expect(codeOf(await step(own.id, 'decide', { decision: 'charge', reason: 'x', costCents: 1 }))).toBe(
      '422 DAMAGE_NOBODY_CHARGED',
    );
  });

  it('end with the device retired where it is written off, once nothing hangs on it', async () => {
    const meter = await untouched();
    const { body } = await report(meter);
    await settle(body.id, { decision: 'write_off' });
    expect(await stateOf(meter)).toBe('quarantined');
    expect(codeOf(await step(body.id, 'close', {}))).toBe('200');
    expect(await stateOf(meter)).toBe('retired');
    const drone = await untouched('mavic-3e');
    const crash = (await report(drone)).body;
    await settle(crash.id, { decision: 'write_off' });
    expect(codeOf(await step(crash.id, 'close', {}))).toBe('409 DEVICE_HAS_PARTS');
    expect((await manager.get<DamageBody>(`/damages/${crash.id}`)).body.state).toBe('decided');
  });

  it('are told by those who have or own the device, and decided on by the owner', async () => {
    const device = await untouched();
    expect(codeOf(await report(device, {}, stranger))).toBe('403 FORBIDDEN');
    await out(device);
    const { body } = await report(device, {}, borrower);
    expect((await stranger.get(`/damages/${body.id}`)).status).toBe(404);
    expect(codeOf(await assess(body.id, { note: 'x' }, theirManager))).toBe('403 FORBIDDEN');
    expect(codeOf(await assess(body.id, { note: 'x' }, owner))).toBe('403 FORBIDDEN');
    expect(codeOf(await step(body.id, 'decide', { decision: 'repair', reason: 'x' }))).toBe('409 DAMAGE_STATE');
    const theirs = await borrower.get<PageBody<DamageBody>>(`/damages?deviceId=${device.id}&open=true`);
    expect(theirs.body.items.map(({ id }) => id)).toEqual([body.id]);
    expect((await stranger.get<PageBody<DamageBody>>('/damages?limit=200')).body.items).toEqual([]);
    expect(codeOf(await report(device, { checkOutId: owner.user.id }))).toBe('404 NOT_FOUND');
    expect(codeOf(await report(device, { photoIds: [owner.user.id] }))).toBe('422 FILE_UNKNOWN');
    expect(codeOf(await report({ ...device, id: owner.user.id }))).toBe('404 DEVICE_NOT_FOUND');
  });

  it('decided on by two at once are decided on once', async () => {
    const { body } = await report(await untouched());
    await assess(body.id);
    const answers = await Promise.all(
      (['repair', 'no_action', 'write_off'] as const).map((decision) =>
        step(body.id, 'decide', { decision, reason: 'x' }),
      ),
    );
    expect(answers.map(codeOf).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '200',
      '409 DAMAGE_STATE',
      '409 DAMAGE_STATE',
    ]);
  });

  it('tell those who have booked the device', async () => {
    const device = await untouched();
    const booked = await stranger.post<BookingBody>('/bookings', {
      during: hours(30),
      purpose: 'x',
      deviceIds: [device.id],
    });
    await report(device);
    const { body } = await stranger.get<PageBody<{ code: string; subject: { id: string } }>>('/me/notices?limit=200');
    expect(body.items.filter(({ subject }) => subject.id === booked.body.id).map(({ code }) => code)).toEqual([
      'BOOKED_DEVICE_WITHDRAWN',
    ]);
  });
});
