import type { Readable } from 'node:stream';
import { writeCsv } from './csv.writer.js';
import type { SheetPlan } from './sheet.js';
import { writeXlsx } from './xlsx.writer.js';

export const SPREADSHEET_FORMS = ['xlsx', 'csv'] as const;
export type SpreadsheetForm = (typeof SPREADSHEET_FORMS)[number];

export const SPREADSHEET_MEDIA_TYPES: Readonly<Record<SpreadsheetForm, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Written while it is read. No cell starts a formula, and reading gives the same values. */
export function writeSpreadsheet(form: SpreadsheetForm, plan: SheetPlan): Readable {
  return form === 'xlsx' ? writeXlsx(plan) : writeCsv(plan);
}
