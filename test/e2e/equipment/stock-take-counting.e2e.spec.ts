import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bringIn, PNG } from '../../factories/files.js';
import { type CheckOutBody, deviceOf, devicesOf } from '../../factories/pool.js';
import { beginStockTake, itemsOf, type ScanBody, type StockTakeBody } from '../../factories/stock-takes.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

const UNKNOWN = '018f0000-0000-7000-8000-000000000001';

describe('counting for a stock-take', () => {
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

  const scan = (client: ApiClient, id: string, body: unknown): Promise<Answer<ScanBody>> =>
    client.post<ScanBody>(`/stock-takes/${id}/scans`, body);
  const read = async (id: string) => (await manager.get<StockTakeBody>(`/stock-takes/${id}`)).body;

  it('take scans of labels, codes and serials, with place, photo and note, each thing once', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const [first, second, third] = await itemsOf(manager, begun.id);
    if (!first || !second || !third) throw new Error('too few devices');
    const photo = (await bringIn(officer, PNG, 'shelf.png')).body.id;
    const done = await scan(officer, begun.id, {
      code: `https://skydocket.example.org/d/${first.assetCode.toLowerCase()}`,
      position: { lon: 116.53, lat: 37.89 },
      photoIds: [photo],
      note: '三号柜',
    });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      result: 'found',
      counts: { found: 1 },
      scan: {
        device: { id: first.deviceId },
        position: { lon: 116.53, lat: 37.89 },
        photoIds: [photo],
        note: '三号柜',
      },
    });
    const again = await scan(manager, begun.id, { code: first.assetCode });
    expect(again.body).toMatchObject({
      result: 'already',
      scan: { id: done.body.scan.id, scannedBy: { id: officer.user.id } },
    });
    expect((await scan(officer, begun.id, { deviceId: second.deviceId })).body.result).toBe('found');
    const withSerial = (await itemsOf(manager, begun.id)).find(
      ({ serial, state }) => serial !== null && state === 'pending',
    );
    expect((await scan(officer, begun.id, { code: withSerial?.serial })).body.scan.device?.id).toBe(
      withSerial?.deviceId,
    );
    expect((await itemsOf(manager, begun.id, 'found')).length).toBe(3);
    // A colleague who may see the stock-take sees the photo.
    const colleague = await app.as({ role: 'tester', unit: '东光县' });
    expect((await colleague.get(`/equipment-files/${photo}/content`)).status).toBe(200);
    expect((await stranger.get(`/equipment-files/${photo}/content`)).status).toBe(404);
  });

  it('record what should not be there, and why', async () => {
    const begun = await beginStockTake(manager, {
      kind: 'mavic-3t',
      parts: false,
      assigneeIds: [manager.user.id, officer.user.id],
    });
    const theirs = await deviceOf(stranger, 'water-photometer').catch(() => undefined);
    const foreign = theirs ?? (await devicesOf(stranger, { unit: stranger.user.unit.id }))[0];
    const other = (await devicesOf(manager, { unit: manager.user.unit.id })).find(
      ({ kindCode }) => kindCode !== 'mavic-3t',
    );
    const unknown = await scan(officer, begun.id, { code: 'DG-2019-0417', note: '旧标签' });
    expect(unknown.body).toMatchObject({
      result: 'unexpected',
      scan: { reason: 'unknown_code', device: null, code: 'DG-2019-0417' },
    });
    expect((await scan(manager, begun.id, { code: 'dg-2019-0417' })).body.result).toBe('already');
    expect((await scan(officer, begun.id, { deviceId: foreign?.id })).body.scan).toMatchObject({
      reason: 'other_unit',
      device: { assetCode: foreign?.assetCode },
    });
    const last = await scan(officer, begun.id, { code: other?.assetCode });
    expect(last.body.scan.reason).toBe('not_in_scope');
    expect(last.body.counts).toMatchObject({ unexpected: 3, found: 0 });
    const listed = await manager.get<{ items: { code: string }[] }>(
      `/stock-takes/${begun.id}/scans?result=unexpected&limit=2`,
    );
    expect(listed.body.items.map(({ code }) => code)).toEqual([other?.assetCode, foreign?.assetCode]);
  });

  it('know what is with a borrower, and wonder when it lies on the shelf', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const drone = await deviceOf(manager, 'mavic-3t');
    const out = await officer.post<CheckOutBody>('/check-outs', { deviceId: drone.id });
    expect(out.status).toBe(201);
    const held = (await itemsOf(manager, begun.id, 'out')).find(({ deviceId }) => deviceId === drone.id);
    expect(held?.holder).toMatchObject({ name: '东光县院现场取证员', unitName: expect.stringContaining('东光县') });
    const strange = await scan(manager, begun.id, { code: drone.assetCode });
    expect(strange.body).toMatchObject({ result: 'unexpected', scan: { reason: 'out_by_books' } });
    expect((await itemsOf(manager, begun.id, 'unexpected')).map(({ deviceId }) => deviceId)).toEqual([drone.id]);
    expect((await read(begun.id)).counts).toMatchObject({ unexpected: 1 });
    // Its controller went out with it and is expected to be away too.
    expect((await itemsOf(manager, begun.id, 'out')).map(({ assetCode }) => assetCode)).toContain(
      `${drone.assetCode}-RC`,
    );
    await officer.post(`/check-outs/${out.body.id}/hand-back`);
    expect(await itemsOf(manager, begun.id, 'out')).toEqual([]);
  });

  it.each([
    ['neither code nor device', {}, 400, 'VALIDATION_FAILED'],
    ['both', { code: 'x', deviceId: UNKNOWN }, 400, 'VALIDATION_FAILED'],
    ['a device that is not there', { deviceId: UNKNOWN }, 404, 'DEVICE_NOT_FOUND'],
    ['somebody’s photo', { code: 'HB-X-1', photoIds: [UNKNOWN] }, 422, 'FILE_UNKNOWN'],
    ['a time before it began', { code: 'HB-X-1', scannedAt: '2020-01-01T00:00:00Z' }, 422, 'SCAN_TIME_REFUSED'],
    ['a time to come', { code: 'HB-X-1', scannedAt: '2999-01-01T00:00:00Z' }, 422, 'SCAN_TIME_REFUSED'],
    ['a place beyond the earth', { code: 'HB-X-1', position: { lon: 190, lat: 0 } }, 400, 'VALIDATION_FAILED'],
  ])('refuse a scan with %s and record nothing', async (_words, body, status, code) => {
    const begun = await beginStockTake(manager);
    const answer = await scan(manager, begun.id, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await read(begun.id)).counts.unexpected).toBe(0);
  });

  it('count a device by a barcode that was claimed for it, and once', async () => {
    const begun = await beginStockTake(manager, { assigneeIds: [manager.user.id, officer.user.id] });
    const [item] = await itemsOf(manager, begun.id, 'pending');
    const value = '4006381333931';
    await manager.post(`/devices/${item?.deviceId}/barcodes`, { symbology: 'ean13', value });
    const done = await scan(officer, begun.id, { code: value });
    expect(done.body).toMatchObject({ result: 'found', scan: { code: value, device: { id: item?.deviceId } } });
    expect((await scan(officer, begun.id, { code: item?.assetCode })).body.result).toBe('already');
  });
});
