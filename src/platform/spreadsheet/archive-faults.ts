import { AppError } from '../errors/index.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';

/** What is wrong with the file a workbook comes in, in the words of spreadsheets. */
export function asSpreadsheetFault(error: unknown): AppError {
  if (!(error instanceof AppError)) return unreadable(error, error instanceof Error ? error.message : 'unknown');
  if (error.code === 'ARCHIVE_TOO_LARGE') return SpreadsheetErrors.SPREADSHEET_TOO_LARGE(error.details, error);
  return /^(ARCHIVE|XML)_/.test(error.code) ? unreadable(error, error.message) : error;
}

function unreadable(error: unknown, reason: string): AppError {
  return SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason: reason.slice(0, 200) }, error);
}
