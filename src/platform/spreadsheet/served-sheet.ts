import { buffer } from 'node:stream/consumers';
import { type ServedFile, servedBytes } from '../files/index.js';
import type { SheetPlan } from './sheet.js';
import { SPREADSHEET_MEDIA_TYPES, type SpreadsheetForm, writeSpreadsheet } from './writers.js';

/** A table that is small enough to be made whole before it is served. */
export async function servedSheet(form: SpreadsheetForm, plan: SheetPlan, fileName: string): Promise<ServedFile> {
  return servedBytes(await buffer(writeSpreadsheet(form, plan)), SPREADSHEET_MEDIA_TYPES[form], fileName);
}
