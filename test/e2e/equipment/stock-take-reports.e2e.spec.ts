import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SPREADSHEET_MEDIA_TYPES } from '../../../src/platform/index.js';
import { beginStockTake, type ItemBody, itemsOf, type StockTakeBody } from '../../factories/stock-takes.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';

const SIGNATURES = [
  { role: 'counter', name: '李喆', drawing: 'M0 20C20-10 30 60 60 10S90 30 120 5' },
  { role: 'supervisor', name: '王玥', drawing: 'M0 0L50 30L90 5' },
];

describe('reports of stock-takes', () => {
  let app: TestApp;
  let manager: ApiClient;
  let cityManager: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    cityManager = await app.as({ role: 'equipment_manager', unit: '沧州市人民检察院' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const scan = (client: ApiClient, id: string, body: unknown) => client.post(`/stock-takes/${id}/scans`, body);
  const close = (client: ApiClient, id: string, missing: number) =>
    client.post(`/stock-takes/${id}/close`, { missing, signatures: SIGNATURES });

  async function report(client: ApiClient, id: string, query: string) {
    const response = await fetch(`${app.url}/api/v1/stock-takes/${id}/report?${query}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  }

  it('are told as PDF, JSON, CSV and XLSX', async () => {
    const begun = await beginStockTake(manager, { title: '年终盘点' });
    const items = await itemsOf(manager, begun.id);
    for (const { deviceId } of items.slice(1)) await scan(manager, begun.id, { deviceId });
    await scan(manager, begun.id, { code: 'DG-2019-0417', note: '旧标签' });
    const open = await report(manager, begun.id, 'f=csv');
    expect(open.bytes.toString()).toContain('待盘点');
    await close(manager, begun.id, 1);
    const csv = await report(manager, begun.id, 'f=csv');
    expect(csv.type).toBe('text/csv; charset=utf-8');
    expect(csv.bytes.toString().match(/,缺失,/g)).toHaveLength(1);
    const json = await report(cityManager, begun.id, 'f=json');
    const told = JSON.parse(json.bytes.toString()) as {
      stockTake: StockTakeBody;
      items: ItemBody[];
      unexpected: unknown[];
    };
    expect([told.stockTake.state, told.items.length, told.unexpected.length]).toEqual(['closed', items.length, 1]);
    expect(json.bytes.toString()).not.toContain('M0 20C20');
    const pdf = await report(manager, begun.id, 'f=pdf');
    expect([pdf.status, pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect((await report(stranger, begun.id, 'f=pdf')).status).toBe(404);
    const workbook = await report(manager, begun.id, 'f=xlsx');
    expect([workbook.type, workbook.bytes.subarray(0, 2).toString()]).toEqual([SPREADSHEET_MEDIA_TYPES.xlsx, 'PK']);
    if (!HAS_POPPLER) return;
    const text = textOf(pdf.bytes).replace(/\s/g, '');
    for (const words of ['设备盘点报告', '年终盘点', 'DG-2019-0417', '编码未登记', '李喆', '王玥'])
      expect(text).toContain(words);
  });
});
