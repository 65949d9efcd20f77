import { open } from 'node:fs/promises';
import { readCsv } from './csv.reader.js';
import type { SheetRow } from './sheet.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';
import { readXlsx } from './xlsx.reader.js';

const HEAD_BYTES = 8;
const ZIP = '504b0304';
/** Workbooks of the old form, and those with a password. */
const OLE = 'd0cf11e0';

/**
 * The rows of a spreadsheet on disk, CSV or XLSX by its bytes, one after the other and never all at once; of a workbook
 * the first sheet that is shown.
 * @throws SPREADSHEET_FORM_REFUSED, SPREADSHEET_UNREADABLE, SPREADSHEET_ENCODING_UNKNOWN, SPREADSHEET_TOO_LARGE
 */
export async function* readSpreadsheet(path: string): AsyncGenerator<SheetRow> {
  const head = await headOf(path);
  const mark = head.subarray(0, 4).toString('hex');
  if (mark === OLE) throw SpreadsheetErrors.SPREADSHEET_FORM_REFUSED();
  yield* mark === ZIP ? readXlsx(path) : readCsv(path, head);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
