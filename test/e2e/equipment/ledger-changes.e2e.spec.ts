import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csv, importLedger } from '../../factories/ledger.js';
import { type PageBody, type ProblemBody } from '../../factories/pool.js';
import { newDevice, type RegisteredBody, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface BarcodeBody {
  readonly value: string;
  readonly releasedAt: string | null;
}

describe('a ledger that changes what is registered', () => {
  let app: TestApp;
  let manager: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const read = async (id: string) => (await manager.get<RegisteredBody>(`/devices/${id}`)).body;
  const made = async (over: Record<string, unknown>): Promise<RegisteredBody> => {
    const { status, body } = await register(manager, newDevice(over));
    expect(status).toBe(201);
    return read(body.id);
  };
  const worn = async (id: string): Promise<string[]> =>
    (await manager.get<PageBody<BarcodeBody>>(`/devices/${id}/barcodes`)).body.items
      .filter(({ releasedAt }) => releasedAt === null)
      .map(({ value }) => value);
  const apply = (file: string, more: Record<string, unknown> = {}) =>
    importLedger(manager, file, { mode: 'apply', ...more });
  const tryOut = (file: string, more: Record<string, unknown> = {}) =>
    importLedger(manager, file, { mode: 'dry_run', ...more });

  describe('takes values away', () => {
    it('where a cell says so, and shows it before', async () => {
      const device = await made({ serial: 'CLEAR-1', firmware: '1.0', attributes: { batteryCount: 3 } });
      const file = csv(
        ['资产编号', '固件版本', '序列号', '电池数', '存放经度', '存放纬度'],
        [device.assetCode, '[清空]', '', '【Clear】', '[clear]', '[清空]'],
      );
      const { body } = await tryOut(file);
      expect(body).toMatchObject({ updated: 1, errorCount: 0 });
      expect(body.preview[0]?.changes).toEqual(
        expect.arrayContaining([
          { field: 'firmware', from: '1.0', to: null },
          { field: 'attributes.batteryCount', from: 3, to: null },
          { field: 'home', from: expect.objectContaining({ lon: expect.any(Number) }), to: null },
        ]),
      );
      expect(body.preview[0]?.changes.map(({ field }) => field)).not.toContain('serial');
      expect((await apply(file)).status).toBe(200);
      expect(await read(device.id)).toMatchObject({ firmware: null, serial: 'CLEAR-1', attributes: {}, home: null });
      expect((await apply(file)).body).toMatchObject({ unchanged: 1 });
    });

    it('with every empty cell only if whoever brings the file chose so', async () => {
      const device = await made({ serial: 'CLEAR-2', firmware: '1.0' });
      const file = csv(['资产编号', '固件版本', '型号'], [device.assetCode, '', '']);
      expect((await apply(file)).body).toMatchObject({ unchanged: 1 });
      const { body } = await tryOut(file, { emptyCells: 'clear' });
      expect(body.preview[0]?.changes).toEqual([{ field: 'firmware', from: '1.0', to: null }]);
      expect((await apply(file, { emptyCells: 'clear' })).status).toBe(200);
      expect(await read(device.id)).toMatchObject({ firmware: null, serial: 'CLEAR-2', model: device.model });
    });

    it('but never what a device cannot be without', async () => {
      const device = await made({ serial: 'CLEAR-3' });
      const file = csv(['资产编号', '型号', '固件版本'], [device.assetCode, '[清空]', '[清空]']);
      const { body } = await apply(file);
      expect([body.code, body.errors]).toEqual([
        'IMPORT_REFUSED',
        [expect.objectContaining({ row: 2, cell: 'B2', code: 'CELL_NOT_CLEARABLE' })],
      ]);
    });

    it('and registers a new device without them', async () => {
      const file = csv(['资产编号', '类型', '固件版本'], ['CLEAR-NEW', '热成像多旋翼', '[清空]']);
      expect((await apply(file, { emptyCells: 'clear' })).body).toMatchObject({ created: 1 });
    });
  });

  describe('lets devices change names', () => {
    it('serials, two with each other and three in a ring', async () => {
      const [a, b, c] = [
        await made({ serial: 'RING-1' }),
        await made({ serial: 'RING-2' }),
        await made({ serial: 'RING-3' }),
      ];
      const file = csv(
        ['资产编号', '序列号'],
        [a.assetCode, 'RING-2'],
        [b.assetCode, 'ring-3'],
        [c.assetCode, 'RING-1'],
      );
      const { body } = await tryOut(file);
      expect(body).toMatchObject({ updated: 3, errorCount: 0 });
      expect(body.preview[0]?.changes).toEqual([{ field: 'serial', from: 'RING-1', to: 'RING-2' }]);
      const done = await apply(file);
      expect(done.body).toMatchObject({ updated: 3 });
      expect(done.body.preview).toEqual(body.preview);
      const after = await Promise.all([a, b, c].map(({ id }) => read(id)));
      expect(after.map(({ assetCode, serial }) => [assetCode, serial])).toEqual([
        [a.assetCode, 'RING-2'],
        [b.assetCode, 'ring-3'],
        [c.assetCode, 'RING-1'],
      ]);
    });

    it('asset codes, where rows are found by serial', async () => {
      const [a, b] = [await made({ serial: 'SWAP-1' }), await made({ serial: 'SWAP-2' })];
      const file = csv(['资产编号', '序列号'], [b.assetCode, 'SWAP-1'], [a.assetCode, 'SWAP-2']);
      expect((await apply(file, { matchBy: 'serial' })).body).toMatchObject({ updated: 2 });
      expect([(await read(a.id)).assetCode, (await read(b.id)).assetCode]).toEqual([b.assetCode, a.assetCode]);
    });

    it('in whatever batch of the file they stand', async () => {
      const [a, b] = [await made({ serial: 'FAR-1' }), await made({ serial: 'FAR-2' })];
      const between = Array.from({ length: 600 }, (_, nth) => [`FAR-NEW-${nth}`, `FARNEW${nth}`, '热成像多旋翼']);
      const file = csv(['资产编号', '序列号', '类型'], [a.assetCode, 'FAR-2', ''], ...between, [
        b.assetCode,
        'FAR-1',
        '',
      ]);
      expect((await apply(file)).body).toMatchObject({ updated: 2, created: 600 });
      expect([(await read(a.id)).serial, (await read(b.id)).serial]).toEqual(['FAR-2', 'FAR-1']);
    });

    it('and leaves every name where it was when one row is bad', async () => {
      const [a, b] = [await made({ serial: 'STAY-1' }), await made({ serial: 'STAY-2' })];
      const file = csv(
        ['资产编号', '序列号', '购置日期'],
        [a.assetCode, 'STAY-2', ''],
        [b.assetCode, 'STAY-1', '2026-02-30'],
      );
      expect((await apply(file)).body).toMatchObject({ code: 'IMPORT_REFUSED', errorCount: 1 });
      expect([await read(a.id), await read(b.id)]).toEqual([a, b]);
      const half = csv(['资产编号', '序列号'], [a.assetCode, 'STAY-2']);
      expect((await apply(half)).body.errors[0]).toMatchObject({ cell: 'B2', code: 'DEVICE_EXISTS' });
    });
  });

  describe('knows barcodes', () => {
    it('claims and releases what the cell lists, keeps it when asked again, and gives it out', async () => {
      const device = await made({ serial: 'BAR-1' });
      await manager.post(`/devices/${device.id}/barcodes`, { value: 'OLD-1' });
      await manager.post(`/devices/${device.id}/barcodes`, { value: 'OLD-2' });
      const file = csv(['资产编号', '条码'], [device.assetCode, 'OLD-2\nNEW-3']);
      const { body } = await tryOut(file);
      expect(body.preview[0]?.changes).toEqual([
        { field: 'barcodes', from: ['OLD-1', 'OLD-2'], to: ['OLD-2', 'NEW-3'] },
      ]);
      expect(await worn(device.id)).toEqual(['OLD-2', 'OLD-1']);
      expect((await apply(file)).body).toMatchObject({ updated: 1 });
      expect((await worn(device.id)).toSorted()).toEqual(['NEW-3', 'OLD-2']);
      expect((await apply(file)).body).toMatchObject({ unchanged: 1 });
      expect((await manager.get<RegisteredBody>('/devices/by-code/NEW-3')).body.id).toBe(device.id);
      const out = await fetch(`${app.url}/api/v1/devices/export?f=csv&lang=zh&q=${device.assetCode}`, {
        headers: { authorization: `Bearer ${manager.token}` },
      });
      expect(await out.text()).toContain('"OLD-2\nNEW-3"');
      expect((await apply(csv(['资产编号', '条码'], [device.assetCode, '[清空]']))).status).toBe(200);
      expect(await worn(device.id)).toEqual([]);
    });

    it('finds a device by one, where a row has no other name', async () => {
      const device = await made({ serial: 'BAR-2' });
      await manager.post(`/devices/${device.id}/barcodes`, { value: '6901234567892' });
      const { body } = await apply(csv(['条码', '固件版本'], ['6901234567892', '7.7']));
      expect(body).toMatchObject({ updated: 1 });
      expect((await read(device.id)).firmware).toBe('7.7');
    });

    it('refuses one that leads to another device, in the register or in the file', async () => {
      const [a, b] = [await made({ serial: 'BAR-3' }), await made({ serial: 'BAR-4' })];
      await manager.post(`/devices/${a.id}/barcodes`, { value: 'TAKEN-1' });
      const file = csv(
        ['资产编号', '类型', '序列号', '条码'],
        [b.assetCode, '', '', 'taken-1'],
        ['BAR-NEW-1', '热成像多旋翼', 'TAKEN-1', ''],
        ['BAR-NEW-2', '热成像多旋翼', '', 'BAR-3'],
        ['BAR-NEW-3', '热成像多旋翼', '', 'FRESH-1'],
        ['BAR-NEW-4', '热成像多旋翼', '', 'FRESH-1'],
        ['BAR-NEW-5', '热成像多旋翼', '', 'TZ-0000-0000'],
      );
      const { body } = await apply(file);
      expect(body.errors.map(({ cell, code }) => [cell, code])).toEqual([
        ['D2', 'BARCODE_TAKEN'],
        ['C3', 'ROW_DUPLICATE'],
        ['D4', 'BARCODE_TAKEN'],
        ['D6', 'ROW_DUPLICATE'],
        ['D7', 'LABEL_NOT_PRINTED'],
      ]);
      const alone = await apply(csv(['资产编号', '类型', '序列号'], ['BAR-NEW-1', '热成像多旋翼', 'TAKEN-1']));
      expect(alone.body.errors[0]).toMatchObject({ cell: 'C2', code: 'DEVICE_EXISTS' });
    });

    it('takes labels printed ahead', async () => {
      const device = await made({ serial: 'BAR-5' });
      const batch = await manager.post<{ id: string }>('/label-batches', { count: 1 });
      const { body } = await manager.get<PageBody<{ code: string }>>(`/label-batches/${batch.body.id}/labels`);
      const code = body.items[0]?.code ?? '';
      expect((await apply(csv(['资产编号', '条码'], [device.assetCode, code.toLowerCase()]))).status).toBe(200);
      const again = await manager.post<ProblemBody>(`/devices/${device.id}/barcodes`, { value: code });
      expect(again.body.code).toBe('BARCODE_TAKEN');
    });
  });
});
