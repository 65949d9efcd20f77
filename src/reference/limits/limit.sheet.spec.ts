import { buffer } from 'node:stream/consumers';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSpreadsheet, SPREADSHEET_FORMS, type SpreadsheetForm, writeSpreadsheet } from '../../platform/index.js';
import { columnsIn, readRow, type RowColumns } from '../row-import/row-file.rules.js';
import { LIMIT_FILE, type LimitColumn } from './limit-file.rules.js';
import { type LimitDraft, limitKey, sameLimit } from './limit.rules.js';
import { limitSheet } from './limit.sheet.js';
import { SHIPPED_LIMITS } from './shipped.rows.js';

const shipped = SHIPPED_LIMITS.find(({ operator }) => operator === 'at_most');
if (!shipped) throw new Error('rows are shipped');
const ODD: readonly LimitDraft[] = [
  { ...shipped, clause: '=HYPERLINK("http://x")', source: '@SUM(A1)' },
  { ...shipped, clause: '+1,5;"quoted"', source: '-2 次核对\n换行' },
  { ...shipped, clause: '－全角', class: '007', value: 0.0000001 },
  { ...shipped, clause: 'below nothing', operator: 'between', value: [-40, 1e21], validFrom: '2020-01-01' },
  {
    ...shipped,
    clause: 'conditions',
    operator: 'at_least',
    value: 0.30000000000000004,
    conditions: { landUses: ['paddy', 'other'], phAbove: 5.5, phUpTo: 6.5, matrices: ['韭菜', '=芹菜'] },
  },
];

describe('limits as a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skydocket-limits-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function throughFile(form: SpreadsheetForm, limits: readonly LimitDraft[]): Promise<LimitDraft[]> {
    const path = join(folder, `limits.${form}`);
    await writeFile(path, await buffer(writeSpreadsheet(form, limitSheet(limits))));
    const read: LimitDraft[] = [];
    let columns: RowColumns<LimitColumn> | undefined;
    for await (const row of readSpreadsheet(path)) {
      if (!columns) {
        columns = columnsIn(LIMIT_FILE.headings, row.cells);
        continue;
      }
      const found = readRow(row, columns, LIMIT_FILE);
      if ('faults' in found) throw new Error(JSON.stringify(found.faults));
      read.push(found.draft);
    }
    return read;
  }

  it.each(SPREADSHEET_FORMS)('come back from %s as they went, every row that ships', async (form) => {
    const read = await throughFile(form, SHIPPED_LIMITS);
    expect(read.map(limitKey)).toEqual(SHIPPED_LIMITS.map(limitKey));
    expect(SHIPPED_LIMITS.filter((limit, nth) => !sameLimit(limit, read[nth] ?? shipped))).toEqual([]);
  });

  it.each(SPREADSHEET_FORMS)('come back from %s also where a cell looks like a formula', async (form) => {
    expect(await throughFile(form, ODD)).toEqual(ODD);
  });

  it('hold no cell that a program takes for a formula', async () => {
    const text = (await buffer(writeSpreadsheet('csv', limitSheet(ODD)))).toString('utf8');
    const cells = text.split(/,|\r\n/).map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@＝＋－＠\t]/.test(cell))).toEqual([]);
  });
});
