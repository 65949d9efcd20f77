export { gatheredStream } from './gathered.js';
export { columnLetters } from './cell.rules.js';
export { isoOfSerial } from './serial-date.rules.js';
export type { Cell, CellValue, ColumnKind, SheetPlan, SheetRow } from './sheet.js';
export { readSpreadsheet } from './spreadsheet.reader.js';
export { SpreadsheetErrors } from './spreadsheet.errors.js';
export { servedSheet } from './served-sheet.js';
export { SPREADSHEET_FORMS, SPREADSHEET_MEDIA_TYPES, type SpreadsheetForm, writeSpreadsheet } from './writers.js';

/** Codes that every route which reads a spreadsheet should be ready to answer. */
export const SPREADSHEET_ERRORS = [
  'SPREADSHEET_FORM_REFUSED',
  'SPREADSHEET_UNREADABLE',
  'SPREADSHEET_ENCODING_UNKNOWN',
  'SPREADSHEET_TOO_LARGE',
] as const;
