import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceBody, devicesOf, type PageBody } from '../../factories/pool.js';
import { csv, importLedger } from '../../factories/ledger.js';
import { newDevice, type RegisteredBody, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

// 固定资产台账 / 资产编号,设备类型,规格型号,序列号,购置日期 / GBK-0001,声级计,爱华 AWA5688,GBKSN0001,2024年3月5日
const GBK_LEDGER = Buffer.from(
  'b9ccb6a8d7cab2facca8d5cb2c2c2c2c0d0ad7cab2fab1e0bac52cc9e8b1b8c0e0d0cd2cb9e6b8f1d0cdbac52cd0f2c1d0bac52cb9bad6c3c8d5c6da0d0a47424b2d303030312cc9f9bcb6bcc62cb0aebbaa20415741353638382c47424b534e303030312c32303234c4ea33d4c235c8d50d0a',
  'hex',
);
const HEADINGS = ['资产编号', '设备类型', '型号', '序列号', '购置日期', '原值（元）', '电池数', '所属单位'];

describe('the ledger', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [manager, officer, stranger] = await Promise.all([
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
    ]);
  });
  afterAll(() => app.stop());

  async function find(assetCode: string): Promise<RegisteredBody | undefined> {
    const { body } = await manager.get<PageBody<DeviceBody>>(`/devices?q=${assetCode}`);
    const [found] = body.items;
    return found && (await manager.get<RegisteredBody>(`/devices/${found.id}`)).body;
  }

  async function exported(client: ApiClient, query: string): Promise<Buffer> {
    const response = await fetch(`${app.url}/api/v1/devices/export?${query}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  const row = (assetCode: string, over: Partial<Record<number, string>> = {}): string[] =>
    [assetCode, '热成像多旋翼', 'DJI Mavic 3T', `${assetCode}SN`, '2026/3/1', '￥32,800.50', '3', ''].map(
      (cell, index) => over[index] ?? cell,
    );

  it('is tried, taken over, found unchanged, and then changed in one cell', async () => {
    const file = csv(['东光县院固定资产台账'], HEADINGS, row('L-1'), row('L-2', { 4: '46082', 6: '4' }));
    const tried = await importLedger(manager, file, { mode: 'dry_run' });
    expect([tried.status, tried.body]).toEqual([
      200,
      expect.objectContaining({ rows: 2, created: 2, updated: 0, unchanged: 0, errorCount: 0, errors: [] }),
    ]);
    expect(await find('L-1')).toBeUndefined();

    const done = await importLedger(manager, file, { mode: 'apply', digest: tried.body.digest });
    expect([done.status, done.body.created]).toEqual([200, 2]);
    expect(await find('L-2')).toMatchObject({
      kindCode: 'mavic-3t',
      serial: 'L-2SN',
      purchasedOn: '2026-03-01',
      priceCents: 3_280_050,
      attributes: { batteryCount: 4 },
      unitId: manager.user.unit.id,
      version: 1,
    });

    const again = await importLedger(manager, file, { mode: 'apply' });
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 2, preview: [] });

    const changed = csv(HEADINGS, row('L-1'), row('l-2', { 5: '30000', 6: '6' }));
    const diff = await importLedger(manager, changed, { mode: 'dry_run' });
    expect(diff.body).toMatchObject({ updated: 1, unchanged: 1 });
    expect(diff.body.preview).toEqual([
      {
        row: 3,
        action: 'update',
        assetCode: 'l-2',
        deviceId: expect.any(String),
        changes: expect.arrayContaining([
          { field: 'priceCents', from: 3_280_050, to: 3_000_000 },
          { field: 'attributes.batteryCount', from: 4, to: 6 },
        ]),
      },
    ]);
    expect((await importLedger(manager, changed, { mode: 'apply', digest: tried.body.digest })).body.code).toBe(
      'IMPORT_FILE_CHANGED',
    );
    expect((await importLedger(manager, changed, { mode: 'apply' })).body.updated).toBe(1);
    expect(await find('L-2')).toMatchObject({ priceCents: 3_000_000, version: 2, attributes: { batteryCount: 6 } });
  });

  it('reads the GBK file of an office', async () => {
    const { body } = await importLedger(manager, GBK_LEDGER, { mode: 'apply' });
    expect(body).toMatchObject({ created: 1, errorCount: 0 });
    expect(await find('GBK-0001')).toMatchObject({ kindCode: 'sound-level', purchasedOn: '2024-03-05' });
  });

  it('learns headings that are not ours, for the unit', async () => {
    const file = csv(['内部码', '备注', '机器号'], ['L-MAP-1', '=旧', 'LMAP1']);
    const mapping = { 内部码: 'assetCode', 机器号: 'serial' };
    const unknown = await importLedger(manager, file, { mode: 'dry_run', kindCode: 'mavic-3t' });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'IMPORT_HEADINGS_UNKNOWN']);
    const wrong = await importLedger(manager, file, { mode: 'dry_run', mapping: { 内部码: 'colour' } });
    expect(wrong.body.code).toBe('IMPORT_FIELD_UNKNOWN');
    const twice = { 内部码: 'serial', 机器号: 'serial' };
    expect((await importLedger(manager, file, { mode: 'dry_run', mapping: twice })).body.code).toBe(
      'IMPORT_MAPPED_TWICE',
    );
    expect((await importLedger(manager, file, { mode: 'apply', kindCode: 'mavic-3t', mapping })).body.created).toBe(1);
    const { body } = await importLedger(manager, file, { mode: 'dry_run', kindCode: 'mavic-3t' });
    expect(body).toMatchObject({ unchanged: 1 });
    expect(body.columns.map(({ field, by }) => [field, by])).toEqual([
      ['assetCode', 'remembered'],
      [null, null],
      ['serial', 'remembered'],
    ]);
    const elsewhere = await importLedger(stranger, file, { mode: 'dry_run', kindCode: 'mavic-3t' });
    expect(elsewhere.body.code).toBe('IMPORT_HEADINGS_UNKNOWN');
  });

  it('says of every bad cell where it stands and why, and takes nothing over', async () => {
    const taken = (await register(manager, newDevice({ serial: 'L-TAKEN' }))).body;
    const foreign = (await register(stranger, newDevice())).body;
    const file = csv(
      HEADINGS,
      row('L-BAD-1'),
      row('L-BAD-2', { 1: '飞艇' }),
      row('L-BAD-3', { 3: 'L-BAD-1SN' }),
      row('L-BAD-4', { 3: taken.assetCode }),
      row('L-BAD-5', { 4: '2026-02-30' }),
      row('L-BAD-6', { 2: '长'.repeat(201) }),
      row('L-BAD-7', { 7: '月球检察院' }),
      row('L-BAD-8', { 7: stranger.user.unit.name }),
      row('L-BAD-9', { 2: '=HYPERLINK("http://x")' }),
      row(foreign.assetCode),
      row('L BAD 11', { 3: 'L-BAD-11SN' }),
      row('L-BAD-12', { 6: '许多' }),
      row(''),
    );
    const expected = [
      [3, '设备类型', 'B3', 'DEVICE_KIND_UNKNOWN'],
      [4, '序列号', 'D4', 'ROW_DUPLICATE'],
      [5, '序列号', 'D5', 'DEVICE_EXISTS'],
      [6, '购置日期', 'E6', 'CELL_NOT_DATE'],
      [7, '型号', 'C7', 'CELL_TOO_LONG'],
      [8, '所属单位', 'H8', 'ROW_UNIT_UNKNOWN'],
      [9, '所属单位', 'H9', 'ROW_UNIT_NOT_YOURS'],
      [10, '型号', 'C10', 'CELL_FORMULA'],
      [11, '资产编号', 'A11', 'ROW_DEVICE_NOT_YOURS'],
      [12, '资产编号', 'A12', 'CELL_FORM_REFUSED'],
      [13, '电池数', 'G13', 'CELL_NOT_NUMBER'],
      [14, null, null, 'CELL_REQUIRED'],
    ];
    const places = (errors: readonly { row: number; column: string | null; cell: string | null; code: string }[]) =>
      errors.map(({ row: at, column, cell, code }) => [at, column, cell, code]);
    const tried = await importLedger(manager, file, { mode: 'dry_run' }, 'en');
    expect(places(tried.body.errors)).toEqual(expected);
    expect(tried.body.errors[3]).toMatchObject({
      zh: '2026-02-30 不是日期，应如 2026-03-31、2026/3/31 或 2026年3月31日',
      text: '2026-02-30 is not a date such as 2026-03-31, 2026/3/31 or 2026年3月31日',
    });
    const refused = await importLedger(manager, file, { mode: 'apply' });
    expect([refused.status, refused.body.code, refused.body.errorCount]).toEqual([422, 'IMPORT_REFUSED', 12]);
    expect(places(refused.body.errors)).toEqual(expected);
    expect(refused.body.errors[0]?.text).toBe('没有设备类型 飞艇');
    expect(await find('L-BAD')).toBeUndefined();
  });

  it('is taken over once when the same file comes several times at once', async () => {
    const file = csv(HEADINGS, ...Array.from({ length: 40 }, (_, index) => row(`L-ONCE-${index}`)));
    const answers = await Promise.all([1, 2, 3, 4].map(() => importLedger(manager, file, { mode: 'apply' })));
    expect(
      answers
        .map(({ status, body }) => [status, body.created, body.unchanged])
        .toSorted((a, b) => (a[1] ?? 0) - (b[1] ?? 0)),
    ).toEqual([
      [200, 0, 40],
      [200, 0, 40],
      [200, 0, 40],
      [200, 40, 0],
    ]);
  });

  it('is for those who manage devices, and for devices of their units', async () => {
    const file = csv(HEADINGS, row('L-NO-1'));
    expect((await importLedger(officer, file, { mode: 'dry_run' })).status).toBe(403);
    const unitId = stranger.user.unit.id;
    expect((await importLedger(manager, file, { mode: 'dry_run', unitId })).body.code).toBe('FORBIDDEN');
    expect((await importLedger(manager, csv(HEADINGS), { mode: 'dry_run' })).body.code).toBe('IMPORT_EMPTY');
    expect((await importLedger(manager, file, { mode: 'now' })).body.code).toBe('IMPORT_METADATA_INVALID');
  });

  it.each(['xlsx', 'csv'])('is exported as %s so that taking it back changes nothing', async (form) => {
    const trap = newDevice({
      kindCode: 'mavic-3t',
      model: '=cmd|calc',
      attributes: { batteryCount: 2, cellularModule: true },
    });
    await register(manager, trap);
    const unit = manager.user.unit.id;
    for (const lang of ['zh', 'en']) {
      const file = await exported(manager, `f=${form}&lang=${lang}&unit=${unit}`);
      const { body } = await importLedger(manager, file, { mode: 'apply' });
      expect(body.errors).toEqual([]);
      expect(body).toMatchObject({ created: 0, updated: 0 });
      expect(body.unchanged).toBeGreaterThan(5);
    }
  });

  it('carries whether a drone reports its identity, out and in again', async () => {
    const wanted = newDevice({ reportsIdentity: 'yes' });
    await register(manager, wanted);
    const file = (await exported(manager, `f=csv&lang=zh&q=${wanted.assetCode}`)).toString();
    const [, headings = '', line = ''] = file.slice(1).split('\r\n');
    const at = headings.split(',').indexOf('身份信息报送');
    expect(line.split(',')[at]).toBe('是');
    const turned = line.split(',').with(at, '否').join(',');
    const { body } = await importLedger(manager, Buffer.from(`${headings}\r\n${turned}\r\n`), { mode: 'apply' });
    expect(body).toMatchObject({ updated: 1, errors: [] });
    expect(await find(wanted.assetCode)).toMatchObject({ reportsIdentity: 'no' });
  });

  it('is exported without what is not the reader’s business, and without formulas', async () => {
    const wanted = newDevice({
      model: '=1+1',
      insurancePolicy: 'PICC-77',
      priceCents: 990_001,
      attributes: { batteryCount: 9 },
    });
    await register(manager, wanted);
    const own = (await exported(manager, `f=csv&lang=zh&q=${wanted.assetCode}`)).toString();
    expect(own).toContain('PICC-77');
    expect(own).toContain('9900.01');
    const foreign = (await exported(stranger, `f=csv&lang=zh&q=${wanted.assetCode}`)).toString();
    expect(foreign).toContain(`${wanted.assetCode},`);
    expect(foreign).not.toContain('PICC-77');
    expect(foreign).not.toContain('9900.01');
    const [mark, headings, device] = foreign.slice(1).split('\r\n');
    expect(mark).toContain('DEMONSTRATION');
    expect(headings).toContain('资产编号,序列号,设备类型代码');
    expect(device).toContain(",'=1+1,");
    expect(device).not.toMatch(/(^|,)"?[=+@]/);
    expect((await devicesOf(manager, { kind: 'mavic-3t' })).length).toBeGreaterThan(0);
  });

  it('takes 10,000 rows, the same again changes nothing, and one more is refused', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => row(`L10K-${index}`, { 1: 'mavic-3t' }));
    const file = csv(HEADINGS, ...rows);
    for (const [mode, created, unchanged] of [
      ['dry_run', 10_000, 0],
      ['apply', 10_000, 0],
      ['apply', 0, 10_000],
    ] as const) {
      const { body } = await importLedger(manager, file, { mode });
      expect(body).toMatchObject({ rows: 10_000, created, unchanged, errorCount: 0 });
    }
    const tooMany = await importLedger(manager, csv(HEADINGS, ...rows, row('L10K-MORE')), { mode: 'dry_run' });
    expect([tooMany.status, tooMany.body.code]).toEqual([422, 'IMPORT_TOO_MANY_ROWS']);
  }, 240_000);
});
