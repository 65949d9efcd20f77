import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageBody } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Barcode {
  readonly id: string;
  readonly code: string;
  readonly value: string;
  readonly assetCode: string;
  readonly releasedAt: string | null;
  readonly releasedBy: { readonly name: string } | null;
}
interface Found {
  readonly id: string;
  readonly code: string;
  readonly deviceId: string;
}

describe('barcodes that devices wear already', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  let counter = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const device = async (over = {}) => (await register(manager, newDevice(over))).body;
  const fresh = (): string => {
    counter += 1;
    return `固资-${process.pid}-${counter}`;
  };
  const claim = (client: ApiClient, id: string, body: unknown): Promise<Answer<Barcode>> =>
    client.post(`/devices/${id}/barcodes`, body);
  const scan = (code: string, client = stranger): Promise<Answer<Found>> =>
    client.get(`/devices/by-code/${encodeURIComponent(code)}`);

  it('are claimed, found by a scan, and released into the history', async () => {
    const { id } = await device();
    const value = fresh();
    const claimed = await claim(manager, id, { symbology: 'qr', value: `  ${value} ` });
    expect([claimed.status, claimed.body]).toMatchObject([201, { symbology: 'qr', value, releasedAt: null }]);
    expect((await scan(value)).body.id).toBe(id);
    const gone = await manager.delete(`/devices/${id}/barcodes/${claimed.body.id}`);
    expect(gone.status).toBe(204);
    const unknown = await scan(value);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'DEVICE_NOT_FOUND']);
    const history = await officer.get<PageBody<Barcode>>(`/devices/${id}/barcodes`);
    expect(history.body.items).toMatchObject([{ value, releasedBy: { name: expect.any(String) } }]);
    const again = await manager.delete<Barcode>(`/devices/${id}/barcodes/${claimed.body.id}`);
    expect(again.body.code).toBe('BARCODE_NOT_FOUND');
    const other = await device();
    expect((await claim(manager, other.id, { value })).status).toBe(201);
    expect((await scan(value)).body.id).toBe(other.id);
  });

  it('stand behind asset code and serial, which a scan finds too, also in the address of our label', async () => {
    const { id, assetCode } = await device({ serial: 'SCAN-SERIAL-1' });
    for (const code of [assetCode, assetCode.toLowerCase(), 'scan-serial-1', `https://x.example/d/${assetCode}`])
      expect((await scan(code)).body.id).toBe(id);
  });

  it('are compared exactly', async () => {
    const { id } = await device();
    await claim(manager, id, { symbology: 'code128', value: 'Exact-Case-1' });
    expect((await scan('Exact-Case-1')).body.id).toBe(id);
    expect((await scan('exact-case-1')).status).toBe(404);
  });

  it('lead to one device: not to two, and not past the code or serial of another', async () => {
    const [one, two] = [await device({ serial: 'OWNED-SERIAL-1' }), await device()];
    const value = fresh();
    await claim(manager, one.id, { value });
    const taken = await claim(manager, two.id, { value });
    expect([taken.status, taken.body.code, taken.body.assetCode]).toEqual([409, 'BARCODE_TAKEN', one.assetCode]);
    expect((await claim(manager, two.id, { value: one.assetCode })).body.code).toBe('BARCODE_TAKEN');
    expect((await claim(manager, two.id, { value: 'owned-serial-1' })).body.code).toBe('BARCODE_TAKEN');
    expect((await claim(manager, one.id, { value: 'OWNED-SERIAL-1' })).status).toBe(201);
    await claim(manager, one.id, { value: 'WORN-1' });
    const late = await register(manager, newDevice({ assetCode: 'WORN-1' }));
    expect([late.status, late.body.code, late.body.field]).toEqual([409, 'DEVICE_EXISTS', 'barcode']);
  });

  it('go to one of many who claim one at the same time', async () => {
    const devices = await Promise.all(Array.from({ length: 8 }, () => device()));
    const value = fresh();
    const answers = await Promise.all(devices.map(({ id }) => claim(manager, id, { value })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'BARCODE_TAKEN')).toHaveLength(7);
  });

  it('are refused to others, and where they cannot be what they are called', async () => {
    const { id } = await device();
    expect((await claim(stranger, id, { value: fresh() })).status).toBe(403);
    expect((await claim(officer, id, { value: fresh() })).status).toBe(403);
    expect((await claim(manager, manager.user.id, { value: fresh() })).body.code).toBe('DEVICE_NOT_FOUND');
    expect((await claim(manager, id, { symbology: 'ean13', value: '4006381333930' })).status).toBe(400);
    expect((await claim(manager, id, { value: '   ' })).status).toBe(400);
    expect((await claim(manager, id, { symbology: 'braille', value: 'x' })).status).toBe(400);
  });

  it('check a device out and see that the right one comes back', async () => {
    const [one, other] = [await device(), await device()];
    const value = fresh();
    await claim(manager, one.id, { value });
    const out = await officer.post<Found>('/check-outs', { code: value });
    expect([out.status, out.body.deviceId]).toEqual([201, one.id]);
    const wrong = await officer.post<Found>(`/check-outs/${out.body.id}/hand-back`, { code: other.assetCode });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'CODE_OF_ANOTHER_DEVICE']);
    const nothing = await officer.post<Found>(`/check-outs/${out.body.id}/hand-back`, { code: fresh() });
    expect(nothing.body.code).toBe('CODE_OF_ANOTHER_DEVICE');
    expect((await officer.post(`/check-outs/${out.body.id}/hand-back`, { code: value })).status).toBe(200);
    expect((await officer.post<Found>('/check-outs', { code: fresh() })).body.code).toBe('DEVICE_NOT_FOUND');
    expect((await officer.post('/check-outs', { code: value, deviceId: one.id })).status).toBe(400);
  });
});
