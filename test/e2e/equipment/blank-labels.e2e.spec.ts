import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceBody, deviceOf, devicesOf, type PageBody, type ProblemBody } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { beginStockTake, type ScanBody } from '../../factories/stock-takes.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';

interface BatchBody {
  readonly id: string;
  readonly code: string;
  readonly count: number;
  readonly claimed: number;
  readonly unitName: string;
}
interface LabelBody {
  readonly code: string;
  readonly ordinal: number;
  readonly device: { readonly id: string; readonly assetCode: string } | null;
}

const PUBLIC_URL = 'https://skydocket.example.org';

describe('labels printed ahead', () => {
  let app: TestApp;
  let manager: ApiClient;
  let city: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_PUBLIC_URL: PUBLIC_URL } });
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    city = await app.as({ role: 'equipment_manager', unit: '沧州市人民检察院' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  async function printed(client: ApiClient, count: number): Promise<{ batch: BatchBody; codes: string[] }> {
    const { status, body } = await client.post<BatchBody>('/label-batches', { count });
    expect(status).toBe(201);
    const page = await client.get<PageBody<LabelBody>>(`/label-batches/${body.id}/labels?limit=500`);
    return { batch: body, codes: page.body.items.map(({ code }) => code) };
  }
  const claim = (client: ApiClient, deviceId: string, value: string): Promise<Answer<ProblemBody>> =>
    client.post<ProblemBody>(`/devices/${deviceId}/barcodes`, { symbology: 'qr', value });
  const page = (code: string) => fetch(`${app.url}/d/${code}`, { headers: { accept: 'text/html' } });
  async function sheetOf(id: string) {
    const headers = { authorization: `Bearer ${manager.token}` };
    const answer = await fetch(`${app.url}/api/v1/label-batches/${id}/sheet?layout=40`, { headers });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  it('have codes of their own, lead to nothing, and say so', async () => {
    const { batch, codes } = await printed(manager, 30);
    expect(batch).toMatchObject({ count: 30, claimed: 0, unitName: manager.user.unit.name });
    expect(new Set(codes).size).toBe(30);
    const scanned = await officer.get<ProblemBody>(`/devices/by-code/${codes[0]}`);
    expect([scanned.status, scanned.body.code]).toEqual([404, 'LABEL_UNCLAIMED']);
    const shown = await page(codes[0] ?? '');
    expect([shown.status, (await shown.text()).includes('标签待认领')]).toEqual([404, true]);
    const first = await manager.get<PageBody<LabelBody>>(`/label-batches/${batch.id}/labels?limit=20`);
    const rest = await manager.get<PageBody<LabelBody>>(
      `/label-batches/${batch.id}/labels?limit=20&cursor=${first.body.nextCursor}`,
    );
    expect([...first.body.items, ...rest.body.items].map(({ code }) => code)).toEqual(codes);
  });

  it('are claimed by a scan, and then lead to the device wherever a code is read', async () => {
    const { batch, codes } = await printed(manager, 2);
    const [code = '', spare = ''] = codes;
    const device = await deviceOf(manager, 'mavic-3t');
    const claimed = await claim(manager, device.id, `${PUBLIC_URL}/d/${code}`);
    expect([claimed.status, claimed.body]).toEqual([201, expect.objectContaining({ value: code })]);
    const typed = await officer.get<DeviceBody>(`/devices/by-code/${code.toLowerCase()}`);
    expect(typed.body.id).toBe(device.id);
    const shown = await page(code);
    expect([shown.status, (await shown.text()).includes(device.assetCode)]).toEqual([200, true]);
    const begun = await beginStockTake(manager);
    const counted = await manager.post<ScanBody>(`/stock-takes/${begun.id}/scans`, { code: `${PUBLIC_URL}/d/${code}` });
    expect(counted.body).toMatchObject({ result: 'found', scan: { device: { id: device.id } } });
    const { body } = await manager.get<PageBody<LabelBody>>(`/label-batches/${batch.id}/labels?claimed=true`);
    expect(body.items).toEqual([{ code, ordinal: 1, device: { id: device.id, assetCode: device.assetCode } }]);
    const sheet = await sheetOf(batch.id);
    expect(sheet.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const [other] = (await devicesOf(manager, { kind: 'mavic-3e' })).filter(({ unitId }) => unitId === device.unitId);
    await claim(manager, other?.id ?? device.id, spare);
    expect((await sheetOf(batch.id)).status).toBe(409);
    if (!HAS_POPPLER) return;
    const text = textOf(sheet.bytes).replace(/\s/g, '');
    expect([text.includes(spare), text.includes(code)]).toEqual([true, false]);
  });

  it('are worn by one device only, whoever claims at the same moment', async () => {
    const { codes } = await printed(manager, 1);
    const devices = await Promise.all(Array.from({ length: 12 }, () => register(manager, newDevice())));
    const answers = await Promise.all(devices.map(({ body }) => claim(manager, body.id, codes[0] ?? '')));
    const codesOf = answers.map(({ status, body }) => (status === 201 ? '201' : `${status} ${body.code}`)).toSorted();
    expect(codesOf).toEqual(['201', ...Array.from({ length: 11 }, () => '409 BARCODE_TAKEN')]);
  });

  it('serve the devices of the unit and below it', async () => {
    const own = (await register(manager, newDevice())).body;
    const theirs = (await register(stranger, newDevice())).body;
    const { codes } = await printed(city, 2);
    expect((await claim(stranger, theirs.id, codes[0] ?? '')).body.code).toBe('LABEL_OF_OTHER_UNIT');
    expect((await claim(manager, own.id, codes[0] ?? '')).status).toBe(201);
  });

  it('are refused where they were never printed, and never become the name of a device', async () => {
    const own = (await register(manager, newDevice())).body;
    expect((await claim(manager, own.id, 'TZ-0000-0000')).body.code).toBe('LABEL_NOT_PRINTED');
    expect((await claim(manager, own.id, 'TZ-0000-0001')).body.code).toBe('LABEL_NOT_PRINTED');
    const { codes } = await printed(manager, 1);
    expect((await register(manager, newDevice({ assetCode: codes[0] }))).status).toBe(400);
    expect((await register(manager, newDevice({ serial: codes[0]?.toLowerCase() }))).status).toBe(400);
  });

  it.each([{ count: 0 }, { count: 501 }, { count: 1.5 }, {}, { count: 1, colour: 'red' }])(
    'are not printed for %j',
    async (body) => {
      expect((await manager.post('/label-batches', body)).status).toBe(400);
    },
  );

  it('are the manager’s: others neither print nor see them', async () => {
    const { batch } = await printed(manager, 1);
    expect((await officer.post('/label-batches', { count: 1 })).status).toBe(403);
    expect((await stranger.get(`/label-batches/${batch.id}/labels`)).status).toBe(403);
    const listed = async (client: ApiClient) =>
      (await client.get<PageBody<BatchBody>>('/label-batches?limit=500')).body.items.map(({ id }) => id);
    expect([(await listed(city)).includes(batch.id), (await listed(stranger)).includes(batch.id)]).toEqual([
      true,
      false,
    ]);
  });

  it('never share a code with the name of a device that is registered at the same moment', async () => {
    const wearers = await Promise.all(Array.from({ length: 8 }, () => register(manager, newDevice())));
    const races = await Promise.all(
      wearers.map(async ({ body: { id } }, nth) => {
        const value = `RACED-CODE-${nth}`;
        const [named, worn] = await Promise.all([
          register(manager, newDevice({ assetCode: value })),
          claim(manager, id, value.toLowerCase()),
        ]);
        return [named.status, worn.status].filter((status) => status === 201).length;
      }),
    );
    expect(races).toEqual(Array.from({ length: 8 }, () => 1));
  });
});
