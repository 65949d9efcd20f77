import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type DeviceBody, devicesOf, type ProblemBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, pictureOf, textOf } from '../../support/poppler.js';
import { codeIn } from '../../support/scanner.js';

const PUBLIC_URL = 'https://skydocket.example.org';

describe('labels', () => {
  let app: TestApp;
  let manager: ApiClient;
  let devices: readonly DeviceBody[];
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_PUBLIC_URL: PUBLIC_URL } });
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    devices = await devicesOf(manager, { kind: 'mavic-3e' });
  });
  afterAll(() => app.stop());

  async function fetchBytes(path: string, body?: unknown): Promise<{ status: number; type: string; bytes: Buffer }> {
    const response = await fetch(`${app.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${manager.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, type: response.headers.get('content-type') ?? '', bytes };
  }
  const first = () => devices[0] as DeviceBody;

  it('of one device come as PDF, SVG and PNG, never to be rendered in place', async () => {
    const pdf = await fetchBytes(`/devices/${first().id}/label`);
    expect([pdf.status, pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    const svg = await fetchBytes(`/devices/${first().id}/label?f=svg&size=50x30`);
    expect([svg.type, svg.bytes.toString().slice(0, 4)]).toEqual(['image/svg+xml', '<svg']);
    expect(svg.bytes.toString()).toContain('width="50mm" height="30mm"');
    const png = await fetchBytes(`/devices/${first().id}/label?f=png&size=60x40`);
    const { format, width, height } = await sharp(png.bytes).metadata();
    expect([format, width, height]).toEqual(['png', 709, 472]);
    const answer = await fetch(`${app.url}/api/v1/devices/${first().id}/label?f=svg`, {
      headers: { authorization: `Bearer ${manager.token}` },
    });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="HB-[A-Z0-9-]+\.svg"/);
    await answer.arrayBuffer();
  });

  it('are refused for what is not there and for a size that is not sold', async () => {
    const nobody = await manager.get<ProblemBody>(`/devices/${manager.user.id}/label`);
    expect([nobody.status, nobody.body.code]).toEqual([404, 'DEVICE_NOT_FOUND']);
    expect((await manager.get(`/devices/${first().id}/label?size=1x1`)).status).toBe(400);
  });

  it.each([
    ['neither devices nor filter', {}],
    ['both', { deviceIds: ['018f0000-0000-7000-8000-000000000001'], filter: {} }],
    ['no device', { deviceIds: [] }],
    ['a position beyond the sheet', { filter: {}, layout: '12', startAt: 13 }],
    ['an unknown layout', { filter: {}, layout: '25' }],
    ['too many devices', { deviceIds: Array.from({ length: 501 }, () => '018f0000-0000-7000-8000-000000000001') }],
  ])('in sheets are refused with %s', async (_words, body) => {
    const { status, body: problem } = await manager.post<ProblemBody>('/labels/sheet', body);
    expect([status, problem.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('in sheets name the devices that are not there, and refuse an empty filter result', async () => {
    const unknown = '018f0000-0000-7000-8000-000000000001';
    const { status, body } = await manager.post<ProblemBody & { deviceIds: string[] }>('/labels/sheet', {
      deviceIds: [first().id, unknown],
    });
    expect([status, body.code, body.deviceIds]).toEqual([404, 'DEVICE_NOT_FOUND', [unknown]]);
    const none = await manager.post<ProblemBody>('/labels/sheet', { filter: { q: 'no such words' } });
    expect([none.status, none.body.code]).toEqual([422, 'LABELS_NONE']);
  });

  it('of the whole pool are printed in one go, and the printing is in the audit', async () => {
    const { status, bytes } = await fetchBytes('/labels/sheet', { filter: {}, layout: '24', cropMarks: true });
    expect([status, bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect(bytes.length).toBeLessThan(1_500_000);
    const auditor = await app.as({ role: 'audit_admin' });
    const { body } = await auditor.get<{ items: { action: string; details: { labels: number } }[] }>(
      '/audit?action=equipment.printLabels',
    );
    expect(body.items.map(({ details }) => details.labels)).toContain(426);
  });

  const onPaper = HAS_POPPLER ? it : it.skip;
  onPaper('hold code, serial, name and owner in Chinese (skipped where poppler-utils is not installed)', async () => {
    const two = devices.slice(0, 2);
    const { bytes } = await fetchBytes('/labels/sheet', { deviceIds: two.map(({ id }) => id), layout: '12' });
    const text = textOf(bytes).replace(/\s/g, '');
    for (const { assetCode, serial, unitName, kindNameZh } of two)
      for (const words of [assetCode, `SN${serial}`, unitName, kindNameZh])
        expect(text).toContain(words.replace(/\s/g, ''));
    expect(text.match(/DEMONSTRATION\/演示数据/g)).toHaveLength(2);
  });

  it.each(['30x20', '40x30', '60x40', '100x60'])('of %s lead back to the device when scanned', async (size) => {
    const { bytes } = await fetchBytes(`/devices/${first().id}/label?f=png&size=${size}`);
    expect(await codeIn(bytes)).toBe(`${PUBLIC_URL}/d/${first().assetCode}`);
  });

  onPaper(
    'in the smallest sheet can be scanned from paper (skipped where poppler-utils is not installed)',
    async () => {
      const some = devices.slice(0, 4);
      const { bytes } = await fetchBytes('/labels/sheet', { deviceIds: some.map(({ id }) => id), layout: '40' });
      const page = pictureOf(bytes, 1, 254);
      const codes = some.map((_, i) => codeIn(page, { left: 525 * i, top: 0, width: 525, height: 297 }));
      expect(await Promise.all(codes)).toEqual(some.map(({ assetCode }) => `${PUBLIC_URL}/d/${assetCode}`));
    },
  );

  describe('when scanned by anybody', () => {
    const scan = (code: string, headers: Record<string, string> = {}) =>
      fetch(`${app.url}/d/${code}`, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

    it('show code and kind, and nothing of owner, place or holder', async () => {
      const response = await scan(first().assetCode.toLowerCase());
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(page).toContain(first().assetCode);
      expect(page).toContain(first().kindNameZh);
      for (const secret of [first().unitName, first().serial, '东光', String(first().home?.lon)])
        expect(page).not.toContain(secret);
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(response.headers.get('set-cookie')).toBeNull();
    });

    it.each(['HB-NONE-9999', '%3Cscript%3E', '..%2F..%2Fetc', '%00'])(
      'answer %s with the same page and 404',
      async (code) => {
        const response = await scan(code);
        expect(response.status).toBe(404);
        const page = await response.text();
        expect(page).toContain('未登记');
        expect(page).not.toContain('<script>');
      },
    );

    it('tell people in WeChat to open the browser', async () => {
      const response = await scan(first().assetCode, { 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.50(0x18003234)' });
      expect(await response.text()).toContain('在浏览器打开');
    });

    it('send a program on to the API', async () => {
      const response = await scan('HB-UAV-0001', { accept: 'application/json' });
      expect([response.status, response.headers.get('location')]).toEqual([307, '/api/v1/devices/by-code/HB-UAV-0001']);
    });

    it('are limited for one address', async () => {
      const statuses: number[] = [];
      for (let i = 0; i < 70; i += 1) {
        const response = await scan('HB-NONE-9999');
        statuses.push(response.status);
        await response.arrayBuffer();
      }
      expect(statuses.at(-1)).toBe(429);
    });
  });
});
