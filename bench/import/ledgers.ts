import { SPREADSHEET_FORMS, type SpreadsheetForm, writeSpreadsheet } from '../../src/platform/index.js';

export const FORMS = SPREADSHEET_FORMS;
export type LedgerForm = SpreadsheetForm;

const COLUMNS = [
  ['资产编号', 'text'],
  ['设备类型', 'text'],
  ['规格型号', 'text'],
  ['机身序列号', 'text'],
  ['购置日期', 'date'],
  ['原值（元）', 'number'],
  ['电池数', 'number'],
  ['固件版本', 'text'],
  ['保管人', 'text'],
  ['存放地点', 'text'],
] as const;

export interface Ledger {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** A ledger of new drones, as an office keeps it: ten columns, two of which the register does not know. */
export async function ledgerOf(form: LedgerForm, rows: number, prefix: string): Promise<Ledger> {
  const columns = COLUMNS.map(([heading, kind]) => ({ heading, kind }));
  const chunks: Buffer[] = [];
  for await (const chunk of writeSpreadsheet(form, { name: '台账', columns, rows: rowsOf(rows, prefix) }))
    chunks.push(chunk as Buffer);
  return { bytes: Buffer.concat(chunks), rows };
}

async function* rowsOf(count: number, prefix: string) {
  for (let nth = 1; nth <= count; nth += 1) {
    const code = `${prefix}-${String(nth).padStart(6, '0')}`;
    const day = `2024-${String((nth % 12) + 1).padStart(2, '0')}-${String((nth % 28) + 1).padStart(2, '0')}`;
    yield [code, 'mavic-3t', 'DJI Mavic 3T', `SN${code}`, day, 32_800.5, nth % 9, '09.01.0022', '李喆', '三楼库房'];
  }
}
