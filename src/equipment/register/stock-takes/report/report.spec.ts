import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSpreadsheet, writeSpreadsheet } from '../../../../platform/index.js';
import { reportPaper, type StockTakeReport } from './report.paper.js';
import { reportSheet } from './report.sheet.js';

const ID = '018f0000-0000-7000-8000-000000000001';
const COUNTS = { expected: 3, pending: 0, found: 1, out: 1, missing: 1, unexpected: 1 };

const item = {
  deviceId: ID,
  assetCode: 'HB-1',
  serial: 'S-1',
  nameZh: '无人机',
  nameEn: 'Drone',
  unitId: ID,
  unitName: '东光县人民检察院',
  state: 'found' as const,
  holder: null,
  scan: { id: ID, scannedBy: '李喆', scannedAt: '2026-11-27T02:00:00.000Z' },
  loss: null,
};

const REPORT: StockTakeReport = {
  stockTake: {
    id: ID,
    unitId: ID,
    unitName: '东光县人民检察院',
    title: '年度盘点',
    unitIds: [ID],
    kind: null,
    category: null,
    parts: false,
    state: 'closed',
    dueOn: '2026-11-30',
    overdue: false,
    assignees: [{ id: ID, name: '李喆' }],
    openedBy: { id: ID, name: '王玥' },
    openedAt: '2026-11-27T01:00:00.000Z',
    endedBy: '王玥',
    endedAt: '2026-11-27T03:00:00.000Z',
    endingNote: null,
    counts: COUNTS,
    signatures: [],
  },
  items: [
    item,
    {
      ...item,
      assetCode: 'HB-2',
      state: 'missing',
      scan: null,
      loss: { reason: '外业遗失', decidedBy: '王玥', decidedAt: '2026-11-27T04:00:00.000Z' },
    },
    {
      ...item,
      assetCode: 'HB-3',
      state: 'out',
      scan: null,
      holder: { name: '赵翀', unitId: ID, unitName: '献县人民检察院', dueAt: '2026-11-28T10:00:00.000Z' },
    },
  ],
  unexpected: [
    {
      id: ID,
      code: '=HYPERLINK("http://x")',
      device: null,
      result: 'unexpected',
      reason: 'unknown_code',
      position: null,
      photoIds: [],
      note: '旧标签,\n在箱上',
      scannedBy: { id: ID, name: '李喆' },
      scannedAt: '2026-11-27T02:30:00.000Z',
      recordedAt: '2026-11-27T02:30:00.000Z',
    },
  ],
  signed: [{ role: 'counter', name: '李喆', signature: 'M0 0L9 9', signedAt: new Date('2026-11-27T03:00:00Z') }],
};

describe('the report of a stock-take', () => {
  const { blocks } = reportPaper(REPORT, 'zh', new Date(0));

  it('lists what is missing before what is there, each under its number', () => {
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings).toEqual(['缺失（1）', '账实不符（1）', '外借（1）', '在库（1）']);
  });

  it('says who has what is out, and who declared what lost', () => {
    const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])).map((row) => row.join('|'));
    expect(rows).toContain('HB-3|无人机|S-1|赵翀（献县人民检察院）|2026-11-28 18:00');
    expect(rows).toContain('HB-2|无人机|S-1|外业遗失（王玥）');
    expect(rows).toContain('3|1|1|1|0|1');
  });

  it('shows what was drawn, and room to sign while nobody has', () => {
    const boxes = (report: StockTakeReport) =>
      reportPaper(report, 'zh', new Date(0)).blocks.flatMap((block) =>
        block.kind === 'signatures' ? block.boxes : [],
      );
    expect(boxes(REPORT)).toEqual([{ role: '盘点人', name: '李喆', signature: 'M0 0L9 9', at: '2026-11-27 11:00' }]);
    expect(boxes({ ...REPORT, signed: [] }).map(({ role }) => role)).toEqual(['盘点人', '监盘人', '保管人', '见证人']);
  });

  it('names the owner in every row only where several units are counted', () => {
    const stockTake = { ...REPORT.stockTake, unitIds: [ID, '018f0000-0000-7000-8000-000000000002'] };
    const rows = reportPaper({ ...REPORT, stockTake }, 'zh', new Date(0)).blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows : [],
    );
    expect(rows.map((row) => row.join('|'))).toContain('HB-2|无人机|S-1|东光县人民检察院|外业遗失（王玥）');
  });

  it('says so when nothing is missing', () => {
    const paper = reportPaper({ ...REPORT, items: [item] }, 'en', new Date(0));
    expect(paper.blocks).toContainEqual({ kind: 'heading', text: 'Missing（0）' });
  });

  it.each(['csv', 'xlsx'] as const)(
    'as %s opens in a spreadsheet without a formula and with whole cells',
    async (f) => {
      const folder = mkdtempSync(join(tmpdir(), 'report-'));
      try {
        const path = join(folder, 'report');
        await writeFile(path, writeSpreadsheet(f, reportSheet(REPORT, 'zh')));
        const rows: (readonly string[])[] = [];
        for await (const { cells } of readSpreadsheet(path)) rows.push(cells.map(({ text }) => text));
        expect(rows[0]?.slice(0, 2)).toEqual(['资产编号', '名称']);
        expect(rows[2]?.join('|')).toMatch(/^HB-2\|无人机\|S-1\|东光县人民检察院\|缺失\|{7}外业遗失$/);
        expect(rows[4]?.slice(0, 11)).toEqual([
          '=HYPERLINK("http://x")',
          '',
          '',
          '',
          '账实不符',
          '',
          '',
          '李喆',
          '2026-11-27 10:30',
          '编码未登记',
          '旧标签,\n在箱上',
        ]);
        expect(readFileSync(path).includes(',=HYPERLINK')).toBe(false);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
