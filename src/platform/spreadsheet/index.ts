import type { Readable } from 'node:stream';
import { writeCsv } from './csv.writer.js';
import type { SheetPlan } from './sheet.js';
import { writeXlsx } from './xlsx.writer.js';

export { columnLetters } from './cell.rules.js';
export { isoOfSerial } from './serial-date.rules.js';
export type { Cell, CellValue, ColumnKind, SheetPlan, SheetRow } from './sheet.js';
export { readSpreadsheet } from './spreadsheet.reader.js';
export { SpreadsheetErrors } from './spreadsheet.errors.js';

export const SPREADSHEET_FORMS = ['xlsx', 'csv'] as const;
export type SpreadsheetForm = (typeof SPREADSHEET_FORMS)[number];

/** Codes that every route which reads a spreadsheet should be ready to answer. */
export const SPREADSHEET_ERRORS = [
  'SPREADSHEET_FORM_REFUSED',
  'SPREADSHEET_UNREADABLE',
  'SPREADSHEET_ENCODING_UNKNOWN',
  'SPREADSHEET_TOO_LARGE',
] as const;

export const SPREADSHEET_MEDIA_TYPES: Readonly<Record<SpreadsheetForm, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Written while it is read. No cell starts a formula, and reading gives the same values. */
export function writeSpreadsheet(form: SpreadsheetForm, plan: SheetPlan): Readable {
  return form === 'xlsx' ? writeXlsx(plan) : writeCsv(plan);
}
