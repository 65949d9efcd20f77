import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { type CheckOutBody, devicesOf, type ProblemBody } from '../../factories/pool.js';
import {
  beginStockTake,
  chinaDay,
  type ItemBody,
  itemsOf,
  type ScanBody,
  type StockTakeBody,
} from '../../factories/stock-takes.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

const UNKNOWN = '018f0000-0000-7000-8000-000000000001';
const SIGNATURES = [
  { role: 'counter', name: '李喆', drawing: 'M0 20C20-10 30 60 60 10S90 30 120 5' },
  { role: 'supervisor', name: '王玥', drawing: 'M0 0L50 30L90 5' },
];

describe('stock-takes', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let cityManager: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    cityManager = await app.as({ role: 'equipment_manager', unit: '沧州市人民检察院' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const scan = (client: ApiClient, id: string, body: unknown): Promise<Answer<ScanBody>> =>
    client.post<ScanBody>(`/stock-takes/${id}/scans`, body);
  const close = (client: ApiClient, id: string, missing: number): Promise<Answer<StockTakeBody>> =>
    client.post<StockTakeBody>(`/stock-takes/${id}/close`, { missing, signatures: SIGNATURES });
  const read = async (id: string) => (await manager.get<StockTakeBody>(`/stock-takes/${id}`)).body;

  it('freeze the list of the unit, parts too, and tell who is asked to count', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const own = await devicesOf(manager, { unit: manager.user.unit.id });
    const parts = await devicesOf(manager, { unit: manager.user.unit.id, parts: 'true' });
    expect(begun.counts).toEqual({
      expected: own.length + parts.length,
      pending: own.length + parts.length,
      found: 0,
      out: 0,
      missing: 0,
      unexpected: 0,
    });
    const items = await itemsOf(manager, begun.id);
    expect(items.map(({ assetCode }) => assetCode).sort()).toEqual(
      [...own, ...parts].map(({ assetCode }) => assetCode).sort(),
    );
    const told = await officer.get<{ items: { code: string; subject: { id: string } }[] }>('/me/notices');
    expect(told.body.items).toContainEqual(
      expect.objectContaining({ code: 'STOCK_TAKE_ASSIGNED', subject: { kind: 'stock_take', id: begun.id } }),
    );
    const own1 = await manager.get<{ items: { subject: { id: string } }[] }>('/me/notices');
    expect(own1.body.items.map(({ subject }) => subject.id)).not.toContain(begun.id);
  });

  it('can be narrowed to a kind and cover the counties of a city', async () => {
    const kind = await beginStockTake(manager, { kind: 'mavic-3t', parts: false });
    expect(kind.counts.expected).toBe(
      (await devicesOf(manager, { unit: manager.user.unit.id, kind: 'mavic-3t' })).length,
    );
    const withParts = await beginStockTake(manager, { kind: 'mavic-3t' });
    expect(withParts.counts.expected).toBeGreaterThan(kind.counts.expected);
    const city = await beginStockTake(cityManager, { below: true });
    expect(city.unitIds.length).toBeGreaterThan(10);
    expect(city.unitIds).toContain(manager.user.unit.id);
  });

  it.each([
    ['an unknown kind', { kind: 'no-such-kind' }, 422, 'DEVICE_KIND_UNKNOWN'],
    ['a last day that is over', { dueOn: chinaDay(-1) }, 422, 'STOCK_TAKE_DUE_IN_PAST'],
    ['nobody’s account to count', { assigneeIds: [UNKNOWN] }, 422, 'STOCK_TAKE_ASSIGNEE_REFUSED'],
    ['a unit that is not there', { unitIds: [UNKNOWN] }, 404, 'NOT_FOUND'],
    ['a category of which the unit has nothing', { category: 'boat' }, 422, 'STOCK_TAKE_EMPTY'],
    ['a day that is none', { dueOn: '2026-02-30' }, 400, 'VALIDATION_FAILED'],
    ['a field that does not exist', { rooms: [] }, 400, 'VALIDATION_FAILED'],
  ])('are not begun with %s', async (_words, body, status, code) => {
    const answer = await manager.post<StockTakeBody>('/stock-takes', { title: 'x', dueOn: chinaDay(1), ...body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('are not begun over another unit’s devices, nor with its people', async () => {
    const body = { title: 'x', dueOn: chinaDay(1) };
    const theirs = await stranger.post<StockTakeBody>('/stock-takes', { ...body, unitIds: [manager.user.unit.id] });
    expect(theirs.body.code).toBe('FORBIDDEN');
    const people = await manager.post<StockTakeBody>('/stock-takes', {
      ...body,
      assigneeIds: [officer.user.id, stranger.user.id],
    });
    expect([people.body.code, people.body.userIds]).toEqual(['STOCK_TAKE_ASSIGNEE_REFUSED', [stranger.user.id]]);
    expect((await officer.post('/stock-takes', body)).status).toBe(403);
  });

  it('are seen by unit, those above and those who count, counted by those asked, conducted by managers', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    expect((await cityManager.get(`/stock-takes/${begun.id}`)).status).toBe(200);
    expect((await tester.get(`/stock-takes/${begun.id}`)).status).toBe(200);
    expect((await stranger.get(`/stock-takes/${begun.id}`)).status).toBe(404);
    expect((await scan(tester, begun.id, { code: 'HB-X-1' })).body.code).toBe('FORBIDDEN');
    expect((await scan(stranger, begun.id, { code: 'HB-X-1' })).body.code).toBe('NOT_FOUND');
    expect((await scan(cityManager, begun.id, { code: 'HB-X-1' })).body.code).toBe('FORBIDDEN');
    expect((await close(officer, begun.id, 0)).body.code).toBe('FORBIDDEN');
    const mine = await officer.get<{ items: { id: string }[] }>('/stock-takes?mine=true');
    expect(mine.body.items.map(({ id }) => id)).toContain(begun.id);
    const testers = await tester.get<{ items: { id: string }[] }>('/stock-takes?mine=true');
    expect(testers.body.items.map(({ id }) => id)).not.toContain(begun.id);
    const strangers = await stranger.get<{ items: { id: string }[] }>('/stock-takes');
    expect(strangers.body.items.map(({ id }) => id)).not.toContain(begun.id);
  });

  it('change while they run: title, last day, who counts', async () => {
    const begun = await beginStockTake(manager);
    const changed = await manager.patch<StockTakeBody>(`/stock-takes/${begun.id}`, {
      title: '复盘',
      assigneeIds: [officer.user.id],
      dueOn: chinaDay(9),
    });
    expect(changed.body).toMatchObject({ title: '复盘', dueOn: chinaDay(9), assignees: [{ id: officer.user.id }] });
    expect((await scan(officer, begun.id, { code: 'HB-X-1' })).status).toBe(200);
  });

  it('close with signatures on the number that was seen, and never change afterwards', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const items = await itemsOf(manager, begun.id);
    const absent = items.slice(0, 2);
    for (const { deviceId } of items.slice(2)) await scan(officer, begun.id, { deviceId });
    const early = await close(manager, begun.id, 1);
    expect([early.status, early.body.code, early.body.missing]).toEqual([409, 'STOCK_TAKE_MOVED', 2]);
    expect((await read(begun.id)).counts).toMatchObject({ pending: 2, missing: 0 });
    const scribbled = await manager.post<StockTakeBody>(`/stock-takes/${begun.id}/close`, {
      missing: 2,
      signatures: [{ role: 'counter', name: '李喆', drawing: '李喆' }],
    });
    expect([scribbled.status, scribbled.body.code]).toEqual([422, 'SIGNATURE_UNREADABLE']);
    const closed = await close(manager, begun.id, 2);
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ state: 'closed', counts: { pending: 0, missing: 2, found: items.length - 2 } });
    expect(closed.body.signatures).toEqual([
      expect.objectContaining({ role: 'counter', name: '李喆' }),
      expect.objectContaining({ role: 'supervisor', name: '王玥' }),
    ]);
    expect((await itemsOf(manager, begun.id, 'missing')).map(({ deviceId }) => deviceId)).toEqual(
      absent.map(({ deviceId }) => deviceId),
    );
    for (const answer of [
      await scan(officer, begun.id, { deviceId: absent[0]?.deviceId }),
      await close(manager, begun.id, 2),
      await manager.post<StockTakeBody>(`/stock-takes/${begun.id}/cancel`, { reason: 'no' }),
      await manager.patch<StockTakeBody>(`/stock-takes/${begun.id}`, { title: 'other' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'STOCK_TAKE_ENDED']);
    // A device lent later does not change what was found.
    const found = items[2];
    const out = await officer.post<CheckOutBody>('/check-outs', { deviceId: found?.deviceId });
    expect((await read(begun.id)).counts).toEqual(closed.body.counts);
    if (out.status === 201) await officer.post(`/check-outs/${out.body.id}/hand-back`);
  });

  it('cannot be altered behind the service’s back', async () => {
    const begun = await beginStockTake(manager);
    const { deviceId } = (await itemsOf(manager, begun.id))[0] as ItemBody;
    await scan(manager, begun.id, { deviceId });
    await close(manager, begun.id, (await read(begun.id)).counts.pending);
    const attempt = (sql: string, ...values: unknown[]) =>
      app.get(UnitOfWork).read((tx) =>
        tx.execute(sql, [begun.id, ...values]).then(
          () => 'done',
          (error: { code?: string; cause?: { code?: string } }) => error.cause?.code ?? error.code ?? 'no code',
        ),
      );
    const refusals = [
      await attempt(`UPDATE stock_take SET title = 'x' WHERE id = $1`),
      await attempt(`UPDATE stock_take_item SET outcome = 'found' WHERE stock_take_id = $1`),
      await attempt(`DELETE FROM stock_take_item WHERE stock_take_id = $1`),
      await attempt(`UPDATE stock_take_scan SET note = 'x' WHERE stock_take_id = $1`),
      await attempt(`DELETE FROM stock_take_scan WHERE stock_take_id = $1`),
      await attempt(`UPDATE stock_take_signature SET name = 'x' WHERE stock_take_id = $1`),
      await attempt(
        `INSERT INTO stock_take_scan (id, stock_take_id, code, result, reason, scanned_by, scanned_by_name, scanned_at, recorded_at)
         VALUES (gen_random_uuid(), $1, 'x', 'unexpected', 'unknown_code', $2, 'x', now(), now())`,
        manager.user.id,
      ),
    ];
    expect(refusals).toEqual(refusals.map(() => '42501'));
  });

  it('declare a missing device lost one by one, by hand, with a reason', async () => {
    const begun = await beginStockTake(manager);
    const items = await itemsOf(manager, begun.id);
    const [missing, alsoMissing, found] = items;
    await scan(manager, begun.id, { deviceId: found?.deviceId });
    const lose = (client: ApiClient, deviceId: string | undefined, reason = '外业途中遗失，已报案') =>
      client.post<ItemBody>(`/stock-takes/${begun.id}/losses`, { deviceId, reason });
    expect((await lose(manager, missing?.deviceId)).body.code).toBe('STOCK_TAKE_OPEN');
    await close(manager, begun.id, items.length - 1);
    expect((await manager.get<{ state: string }>(`/devices/${missing?.deviceId}`)).body.state).toBe('in_service');
    expect((await lose(stranger, missing?.deviceId)).body.code).toBe('NOT_FOUND');
    expect((await lose(officer, missing?.deviceId)).status).toBe(403);
    expect((await lose(manager, found?.deviceId)).body.code).toBe('DEVICE_NOT_MISSING');
    expect((await lose(manager, UNKNOWN)).body.code).toBe('DEVICE_NOT_FOUND');
    expect(
      (await manager.post<ProblemBody>(`/stock-takes/${begun.id}/losses`, { deviceId: missing?.deviceId })).body.code,
    ).toBe('VALIDATION_FAILED');
    const lost = await lose(manager, missing?.deviceId);
    expect([lost.status, lost.body.loss?.reason]).toEqual([201, '外业途中遗失，已报案']);
    expect((await lose(manager, missing?.deviceId)).body.code).toBe('LOSS_ALREADY_DECLARED');
    expect((await manager.get<{ state: string }>(`/devices/${missing?.deviceId}`)).body.state).toBe('lost');
    expect((await manager.get<{ state: string }>(`/devices/${alsoMissing?.deviceId}`)).body.state).toBe('in_service');
    // What is lost is not looked for again, and noticed when it turns up.
    const next = await beginStockTake(manager);
    expect(next.counts.expected).toBe(items.length - 1);
    expect((await scan(manager, next.id, { deviceId: missing?.deviceId })).body.scan.reason).toBe('recorded_lost');
  });

  it('are given up with a reason', async () => {
    const begun = await beginStockTake(manager);
    const answer = await manager.post<StockTakeBody & { endingNote: string }>(`/stock-takes/${begun.id}/cancel`, {
      reason: '改期',
    });
    expect(answer.body).toMatchObject({ state: 'cancelled', endingNote: '改期' });
    expect((await scan(manager, begun.id, { code: 'HB-X-1' })).body.code).toBe('STOCK_TAKE_ENDED');
  });

  it('keep signatures out of audit and events', async () => {
    const rows = await app.get(UnitOfWork).read((tx) =>
      tx.query<{ text: string }>(
        `SELECT details::text AS text FROM audit_entry WHERE action LIKE 'equipment.%StockTake'
         UNION ALL SELECT payload::text FROM outbox WHERE type LIKE 'equipment.stock_take%'`,
      ),
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { text } of rows) expect(text).not.toMatch(/drawing|signature|M0 20C/);
  });

  it('have one that runs in the demonstration', async () => {
    const { body } = await manager.get<{ items: StockTakeBody[] }>('/stock-takes?state=open&limit=500');
    const seeded = body.items.find(({ title }) => title === '年度设备盘点');
    expect(seeded?.counts.found).toBeGreaterThan(0);
    expect(seeded?.counts.pending).toBeGreaterThan(0);
    expect(seeded?.counts.unexpected).toBe(1);
  });
});
