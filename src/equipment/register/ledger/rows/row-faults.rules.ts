import type { z } from 'zod';
import type { AppError } from '../../../../platform/index.js';
import { shown } from './cell-value.rules.js';
import { ATTRIBUTE_PREFIX } from '../columns/ledger.fields.js';
import { RowErrors } from '../ledger.errors.js';
import { type LedgerRow, type PlacedText, type RowFault, textIn } from './ledger-row.rules.js';

type Issue = z.core.$ZodIssue;

/** A fault at the column of a field; at the row where the file has no such column. */
export function faultAt(row: LedgerRow, field: string, error: AppError): RowFault {
  return { row: row.number, column: placeOf(row, field)?.column, error };
}

/** What the register's own input rules say against a row. */
export function faultsOfIssues(row: LedgerRow, issues: readonly Issue[]): RowFault[] {
  return issues.map((issue) => {
    const field = fieldOf(issue.path);
    return faultAt(row, field, errorOf(issue, placeOf(row, field)?.text ?? field));
  });
}

/** What the register's rules say against the record that a row would make. */
export function faultsOfRefusal(row: LedgerRow, error: AppError): RowFault[] {
  const { errors, field } = error.details;
  if (error.code === 'DEVICE_ATTRIBUTES_INVALID' && Array.isArray(errors))
    return errors.map(({ path, message, messageZh }: { path: string; message: string; messageZh: string }) => {
      const value = shown(placeOf(row, path)?.text ?? path.slice(ATTRIBUTE_PREFIX.length));
      const refusal = RowErrors.CELL_ATTRIBUTE_REFUSED({ value, reason: message, reasonZh: messageZh });
      return faultAt(row, path, refusal);
    });
  return [faultAt(row, typeof field === 'string' ? field : 'droneClass', error)];
}

function fieldOf([first, second]: readonly PropertyKey[]): string {
  if (first === 'home') return second === 'lat' ? 'homeLat' : 'homeLon';
  return first === 'attributes' ? `${ATTRIBUTE_PREFIX}${String(second)}` : String(first);
}

function placeOf(row: LedgerRow, field: string): PlacedText | undefined {
  const key = field.startsWith(ATTRIBUTE_PREFIX) ? field.slice(ATTRIBUTE_PREFIX.length) : undefined;
  return textIn(row, field) ?? row.texts.find(({ column }) => key !== undefined && column.keys.includes(key));
}

function errorOf(issue: Issue, text: string): AppError {
  const value = shown(text);
  if (issue.code === 'too_big' && issue.origin === 'string') return RowErrors.CELL_TOO_LONG({ most: issue.maximum });
  if (issue.code === 'too_big' || issue.code === 'too_small') return RowErrors.CELL_OUT_OF_RANGE({ value });
  return RowErrors.CELL_FORM_REFUSED({ value, reason: issue.message });
}
