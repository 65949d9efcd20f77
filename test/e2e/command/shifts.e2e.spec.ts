import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { FindingKeeper } from '../../../src/telemetry/alarms/finding.keeper.js';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, Console, give, joined, orderTo } from '../../support/command-desk.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';
import { book, hoursAhead } from '../missions/mission-kit.js';

interface Listed<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

interface OrderLine {
  readonly id: string;
  readonly to: string;
  readonly due: string | null;
  readonly text: string;
}

interface Board {
  readonly unit: { readonly name: string };
  readonly duty: readonly { readonly person: { readonly id: string } }[];
  readonly sessions: Listed<{ readonly id: string; readonly openOrders: number; readonly unsignedOrders: number }>;
  readonly unsigned: Listed<OrderLine>;
  readonly overdue: Listed<OrderLine>;
  readonly airborne: Listed<{ readonly id: string; readonly assetCode: string; readonly alerts: readonly string[] }>;
  readonly late: Listed<{ readonly assetCode: string; readonly holder: { readonly id: string } }>;
  readonly alarms: Listed<{ readonly kind: string; readonly assetCode: string }>;
}

interface Handover {
  readonly id: string;
  readonly state: string;
  readonly code?: string;
  readonly remark: string | null;
  readonly sheetSha256: string;
  readonly sheet: Board;
}

const boardOf = async (client: ApiClient, unit?: string) =>
  (await client.get<Board>(`/shift-board${unit ? `?unit=${unit}` : ''}`)).body;

describe('a shift', () => {
  let desk: CommandDesk;
  let pilot: ApiClient;
  let second: ApiClient;
  beforeAll(async () => {
    desk = await CommandDesk.start();
    pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
    second = await desk.app.as({ role: 'pilot', unit: '沧州市人民检察院' });
  });
  afterAll(async () => {
    pilot.close();
    second.close();
    await desk.stop();
  });

  const offer = async (by: ApiClient, toUserId: string, more: object = {}) => {
    const { status, body } = await by.post<Handover>('/shift-handovers', { desk: 'command', toUserId, ...more });
    return { ...body, status };
  };
  const end = async (by: ApiClient, id: string, how: string, body: object = {}) => {
    const answer = await by.post<Handover>(`/shift-handovers/${id}/${how}`, body);
    return { ...answer.body, status: answer.status };
  };
  const inDatabase = (sql: string, values: readonly unknown[]) =>
    desk.app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(sql, [...values]));

  it('sees sessions, orders nobody signed for, and what is late, for the unit and below', async () => {
    const { session, chief } = await desk.command();
    const [waiting, late] = [orderTo({ userId: desk.county.user.id }), orderTo({ unitId: desk.outsider.user.unit.id })];
    await chief.cmd('order.issue', waiting);
    await chief.cmd('order.issue', { ...late, ackDueAt: new Date(Date.now() + 600_000).toISOString() });
    await inDatabase(`UPDATE work_order SET ack_due_at = now() - interval '1 minute' WHERE id = $1`, [late.orderId]);
    const board = await boardOf(desk.city);
    expect(board.unit.name).toBe('沧州市人民检察院');
    expect(board.sessions.items.find(({ id }) => id === session.id)).toMatchObject({
      openOrders: 2,
      unsignedOrders: 2,
    });
    expect(board.unsigned.items).toContainEqual(
      expect.objectContaining({ id: waiting.orderId, due: null, to: expect.any(String), text: waiting.text }),
    );
    expect(board.overdue.items.map(({ id, due }) => [id, due])).toEqual([[late.orderId, 'ack']]);
    const county = await Console.of(desk.county, session);
    await county.cmd('order.acknowledge', { orderId: waiting.orderId });
    const after = await boardOf(desk.province, desk.city.user.unit.id);
    expect(after.unsigned.items.map(({ id }) => id)).toEqual([late.orderId]);
    expect(after.sessions.items.find(({ id }) => id === session.id)).toMatchObject({
      openOrders: 2,
      unsignedOrders: 1,
    });
  });

  it('sees who flies, what was not brought back, and alarms that nobody took note of', async () => {
    const device = await book(pilot, 'kind=mavic-3t', hoursAhead(0, 6));
    await pilot.post('/check-outs', { deviceId: device.id });
    const flown = await pilot.post<{ id: string }>('/flights/fly-now', {
      position: { lon: 116.54, lat: 37.89 },
      purpose: '排污口',
      beyondSight: 'no',
      minutes: 30,
    });
    await inDatabase(`UPDATE flight SET state = 'airborne', taken_off_at = now() WHERE id = $1`, [flown.body.id]);
    await inDatabase(
      `UPDATE custody SET checked_out_at = now() - interval '2 hours', due_at = now() - interval '1 hour' WHERE device_id = $1`,
      [device.id],
    );
    const finding = {
      device: {
        deviceId: device.id,
        assetCode: device.assetCode,
        unitId: pilot.user.unit.id,
        caseId: null,
        holderId: null,
      },
      at: new Date(),
      position: null,
      fences: null,
      over: [],
      battery: { turn: 'began', percent: 12, at: new Date() },
    } as const;
    await desk.app.get(FindingKeeper).keep(finding, () => undefined);
    const board = await boardOf(desk.city);
    expect(board.airborne.items.map(({ id, assetCode }) => [id, assetCode])).toEqual([
      [flown.body.id, device.assetCode],
    ]);
    expect(board.late.items.map(({ assetCode, holder }) => [assetCode, holder.id])).toContainEqual([
      device.assetCode,
      pilot.user.id,
    ]);
    expect(board.alarms.items).toContainEqual(
      expect.objectContaining({ kind: 'low_battery', assetCode: device.assetCode }),
    );
    const elsewhere = await boardOf(desk.outsider);
    expect([elsewhere.airborne.items, elsewhere.alarms.items]).toEqual([[], []]);
    expect(elsewhere.late.items.map(({ assetCode }) => assetCode)).not.toContain(device.assetCode);
  });

  it('shows nothing of another county, nor to whoever does not work on cases', async () => {
    expect((await desk.county.get(`/shift-board?unit=${desk.outsider.user.unit.id}`)).status).toBe(404);
    expect((await desk.county.get(`/shift-board?unit=${desk.city.user.unit.id}`)).status).toBe(404);
    const manager = await desk.app.as({ role: 'equipment_manager', unit: '东光县' });
    expect((await manager.get('/shift-board')).status).toBe(403);
  });

  it('passes in two steps, with a sheet that stays as it was', async () => {
    const offered = await offer(desk.city, desk.handler.user.id, { remark: '南运河待查' });
    expect(offered).toMatchObject({ status: 201, state: 'offered', remark: '南运河待查' });
    const before = (await desk.handler.get<Handover>(`/shift-handovers/${offered.id}`)).body;
    expect(createHash('sha256').update(canonicalJson(before.sheet)).digest('hex')).toBe(offered.sheetSha256);
    await desk.command();
    expect(await end(desk.city, offered.id, 'take')).toMatchObject({ status: 403 });
    expect(await end(desk.handler, offered.id, 'take', { remark: '已清点' })).toMatchObject({ state: 'taken' });
    expect(await end(desk.handler, offered.id, 'decline', { reason: '晚了' })).toMatchObject({ code: 'BAD_STATE' });
    expect((await desk.province.get<Handover>(`/shift-handovers/${offered.id}`)).body.sheet).toEqual(before.sheet);
    expect((await desk.county.get(`/shift-handovers/${offered.id}`)).status).toBe(404);
    const list = await desk.province.get<{ items: Handover[] }>(`/shift-handovers?state=taken`);
    expect(list.body.items.map(({ id }) => id)).toContain(offered.id);
    const change = inDatabase(`UPDATE shift_handover SET remark = 'x', sheet = '{}' WHERE id = $1`, [offered.id]);
    await expect(change).rejects.toThrow('stays as it is');
  });

  it('is a sheet of paper as well', async () => {
    const offered = await offer(desk.city, desk.handler.user.id);
    const response = await fetch(`${desk.city.url}/api/v1/shift-handovers/${offered.id}/sheet`, {
      headers: { authorization: `Bearer ${desk.city.token}` },
    });
    const pdf = Buffer.from(await response.arrayBuffer());
    expect([response.status, pdf.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    await end(desk.city, offered.id, 'withdraw');
    if (!HAS_POPPLER) return;
    const text = textOf(pdf).replaceAll(/\s/g, '');
    for (const words of ['值班交接表', '待签收指令', '交班人', '接班人', offered.sheetSha256])
      expect(text).toContain(words);
  });

  it('is offered once a desk, by whoever is on duty or commands, to somebody else of the unit', async () => {
    const both = await Promise.all([offer(desk.city, desk.handler.user.id), offer(desk.city, second.user.id)]);
    expect(new Set(both.map(({ status, code }) => code ?? status))).toEqual(new Set([201, 'SHIFT_OFFERED_ALREADY']));
    const standing = both.find(({ status }) => status === 201);
    expect(await end(desk.city, standing?.id ?? '', 'withdraw')).toMatchObject({ state: 'withdrawn' });
    expect(await offer(desk.city, desk.city.user.id)).toMatchObject({ status: 422, code: 'CANNOT_TAKE_SHIFT' });
    expect(await offer(desk.city, desk.county.user.id)).toMatchObject({ status: 422, code: 'CANNOT_TAKE_SHIFT' });
    expect(await offer(desk.handler, second.user.id)).toMatchObject({ status: 422, code: 'NOT_ON_DUTY' });
    const shift = { userId: desk.handler.user.id, during: hoursAhead(-1, 1), desk: 'command', telephone: '0317-1' };
    expect((await desk.city.post('/roster', shift)).status).toBe(201);
    expect((await boardOf(desk.city)).duty.map(({ person }) => person.id)).toContain(desk.handler.user.id);
    const passed = await offer(desk.handler, second.user.id);
    expect(passed).toMatchObject({ status: 201 });
    expect(await end(second, passed.id, 'decline', { reason: '生病' })).toMatchObject({ state: 'declined' });
    expect(await end(second, passed.id, 'decline', {})).toMatchObject({ status: 400 });
  });

  it('lapses when nobody answers for twelve hours', async () => {
    const old = await offer(desk.city, desk.handler.user.id);
    await inDatabase(`ALTER TABLE shift_handover DISABLE TRIGGER shift_handover_stays`, []);
    await inDatabase(`UPDATE shift_handover SET offered_at = now() - interval '13 hours' WHERE id = $1`, [old.id]);
    await inDatabase(`ALTER TABLE shift_handover ENABLE TRIGGER shift_handover_stays`, []);
    expect(await end(desk.handler, old.id, 'take')).toMatchObject({ code: 'BAD_STATE' });
    const next = await offer(desk.city, second.user.id);
    expect(next).toMatchObject({ status: 201 });
    expect((await desk.city.get<Handover>(`/shift-handovers/${old.id}`)).body.state).toBe('lapsed');
    await end(desk.city, next.id, 'withdraw');
  });

  it('leaves out sessions from which one of the two was removed', async () => {
    const { session, chief } = await desk.command();
    await joined(chief, second, 'liaison');
    await give(desk.city, session.id, 'participant.remove', { userId: second.user.id, reason: '回避' });
    expect((await boardOf(second)).sessions.items.map(({ id }) => id)).not.toContain(session.id);
    const offered = await offer(desk.city, second.user.id);
    const { sheet } = (await desk.city.get<Handover>(`/shift-handovers/${offered.id}`)).body;
    expect(sheet.sessions.items.map(({ id }) => id)).not.toContain(session.id);
    await end(desk.city, offered.id, 'withdraw');
    const another = await offer(desk.city, desk.handler.user.id);
    expect((await desk.city.get(`/shift-handovers/${another.id}`)).status).toBe(200);
    expect((await second.get(`/shift-handovers/${another.id}`)).status).toBe(403);
  });
});
