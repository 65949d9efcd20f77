import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { type CellValue, readSpreadsheet, type SheetPlan, type SheetRow, writeSpreadsheet } from './index.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheets-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function readAll(path: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSpreadsheet(path)) rows.push(row);
  return rows;
}

async function readBytes(bytes: Uint8Array): Promise<SheetRow[]> {
  const path = join(folder, 'bytes');
  await writeFile(path, bytes);
  return readAll(path);
}

const textsOf = (rows: readonly SheetRow[]): string[][] => rows.map(({ cells }) => cells.map(({ text }) => text));

function planOf(rows: readonly (readonly CellValue[])[]): SheetPlan {
  const columns = [
    { heading: '资产编号', kind: 'text' },
    { heading: '质量', kind: 'number' },
    { heading: '购置日期', kind: 'date' },
  ] as const;
  async function* each(): AsyncGenerator<readonly CellValue[]> {
    yield* rows;
  }
  return { name: '设备', banner: '演示数据', columns, rows: each() };
}

async function zipped(parts: Readonly<Record<string, string>>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const path = join(folder, 'made.xlsx');
  await pipeline(zip.outputStream as Readable, createWriteStream(path));
  return path;
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as the offices' programs write it, with these rows and strings. */
function workbook(sheet: string, { strings = '', before = '', date1904 = '0' } = {}): Promise<string> {
  return zipped({
    'xl/workbook.xml': `<workbook xmlns:r="x"><workbookPr date1904="${date1904}"/><sheets><sheet name="old" state="hidden" r:id="r2"/><sheet name="s" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="/xl/worksheets/sheet7.xml"/><Relationship Id="r2" Type="${RELATIONS}/worksheet" Target="hidden.xml"/><Relationship Id="r3" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="r4" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="2"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/worksheets/sheet7.xml': `${before}<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('a spreadsheet', () => {
  it.each(['xlsx', 'csv'] as const)('comes back from %s as it was written', async (form) => {
    const path = join(folder, `round.${form}`);
    const text = fc.string({
      unit: fc.constantFrom('=', "'", '-', 'a', '证', '<', '&', '"', '\n', '\r', '\t', '_', 'x', '0', '\u0007', '🚁'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          text.filter((value) => value.trim() !== ''),
          { minLength: 1 },
        ),
        async (values) => {
          const rows = values.map((value) => [value, 12.5, '2026-03-01']);
          await pipeline(writeSpreadsheet(form, planOf(rows)), createWriteStream(path));
          const read = textsOf(await readAll(path));
          expect(read[0]).toEqual(['演示数据']);
          expect(read[1]).toEqual(['资产编号', '质量', '购置日期']);
          expect(read.slice(2)).toEqual(rows.map((row) => row.map(String)));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('leaves out what is not there, and keeps its place', async () => {
    const path = join(folder, 'gaps.xlsx');
    await pipeline(writeSpreadsheet('xlsx', planOf([[null, null, '2026-03-01']])), createWriteStream(path));
    expect((await readAll(path)).at(-1)).toEqual({
      number: 3,
      cells: [{ text: '' }, { text: '' }, { text: '2026-03-01' }],
    });
  });

  // 资产,编号 in GBK; 〇 (U+3007) has two bytes there, 𠮷 (U+20BB7) four in GB 18030.
  const gbk = Buffer.from('d7cab2fa2cb1e0bac50aa9969534b235', 'hex');
  it.each([
    ['UTF-8', Buffer.from('资产,编号\n1,2')],
    ['UTF-8 with a mark', Buffer.from('\uFEFF资产,编号\n1,2')],
    ['UTF-16LE with a mark', Buffer.from('\uFEFF资产,编号\n1,2', 'utf16le')],
    ['UTF-16LE with tabs', Buffer.from('\uFEFF资产\t编号\n1\t2', 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from('\uFEFF资产,编号\n1,2', 'utf16le').swap16()],
  ])('reads CSV in %s', async (_, bytes) => {
    expect(textsOf(await readBytes(bytes))).toEqual([
      ['资产', '编号'],
      ['1', '2'],
    ]);
  });

  it('reads CSV in GBK and GB 18030, characters cut between pieces too', async () => {
    expect(textsOf(await readBytes(gbk))).toEqual([['资产', '编号'], ['〇𠮷']]);
    const line = Buffer.concat([Buffer.from('a'), gbk.subarray(0, 9), Buffer.from('\n')]);
    const many = Buffer.concat(Array.from({ length: 20_000 }, () => line));
    expect(new Set(textsOf(await readBytes(many)).map((cells) => cells.join('|')))).toEqual(new Set(['a资产|编号']));
  });

  it.each([
    ['bytes of no encoding', Buffer.from('61ff2c80', 'hex'), 'SPREADSHEET_ENCODING_UNKNOWN'],
    ['UTF-16 without a mark', Buffer.from('a,b', 'utf16le'), 'SPREADSHEET_ENCODING_UNKNOWN'],
    ['an old or locked workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'SPREADSHEET_FORM_REFUSED'],
    ['half a workbook', Buffer.from('504b0304ffff', 'hex'), 'SPREADSHEET_UNREADABLE'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readBytes(bytes)).rejects.toEqual(refusal(code));
  });

  it('numbers lines as the programs do, blank ones too', async () => {
    const rows = await readBytes(Buffer.from('a,b\n\n,\nc,d\n'));
    expect(rows.map(({ number }) => number)).toEqual([1, 4]);
  });

  it('never computes: marks a formula of a CSV, and takes the text that only looks like one', async () => {
    const [row] = await readBytes(Buffer.from('=1+1,"=""007""",\'=x,-5\n'));
    expect(row?.cells).toEqual([{ text: '=1+1', fault: 'formula' }, { text: '007' }, { text: '=x' }, { text: '-5' }]);
  });

  it('reads cells of every kind of a workbook', async () => {
    const strings = `<si><t>大疆</t></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>phonetic</t></rPh></si>`;
    const path = await workbook(
      `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c t="b"><v>1</v></c></row>
       <row r="4"/><row><c r="A5" s="1"><v>46082</v></c><c s="2"><v>0.10000000000000001</v></c><c><v>1.58123456789E12</v></c>
       <c t="inlineStr"><is><t>=1_x000D_</t></is></c></row>
       <row r="9"><c><f>A1</f><v>7</v></c><c t="str"><f>B1</f><v></v></c><c><f>NOW()</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`,
      { strings },
    );
    expect(await readAll(path)).toEqual([
      { number: 3, cells: [{ text: '大疆' }, { text: '' }, { text: 'a b' }, { text: 'TRUE' }] },
      { number: 5, cells: [{ text: '2026-03-01' }, { text: '0.1' }, { text: '1581234567890' }, { text: '=1\r' }] },
      {
        number: 9,
        cells: [{ text: '7' }, { text: '' }, { text: '', fault: 'formula' }, { text: '#DIV/0!', fault: 'error' }],
      },
    ]);
    expect(textsOf(await readAll(await workbook('<row><c s="1"><v>44620</v></c></row>', { date1904: '1' })))).toEqual([
      ['2026-03-01'],
    ]);
  });

  it.each([
    [
      'entities of its own',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
      '<row><c t="str"><v>&b;</v></c></row>',
    ],
    [
      'an outside entity',
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
      '<row><c t="str"><v>&a;</v></c></row>',
    ],
    ['an unknown entity', '', '<row><c t="str"><v>&a;</v></c></row>'],
    ['elements that do not close', '', '<row><c>'],
  ])('refuses a workbook with %s', async (_, before, sheet) => {
    await expect(readAll(await workbook(sheet, { before }))).rejects.toEqual(refusal('SPREADSHEET_UNREADABLE'));
  });

  it('refuses a sheet that unpacks without end, and one without end to the right', async () => {
    const bomb = await workbook(`<row><c t="str"><v>${' '.repeat(65 * 1_048_576)}</v></c></row>`);
    await expect(readAll(bomb)).rejects.toEqual(refusal('SPREADSHEET_TOO_LARGE'));
    const wide = await workbook('<row><c r="XFD1"><v>1</v></c></row>');
    await expect(readAll(wide)).rejects.toEqual(refusal('SPREADSHEET_TOO_LARGE'));
  });

  it('refuses a file that is no workbook although it is packed like one', async () => {
    await expect(readAll(await zipped({ 'a.txt': 'a' }))).rejects.toEqual(refusal('SPREADSHEET_UNREADABLE'));
  });
});
