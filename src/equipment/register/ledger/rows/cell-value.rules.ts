import { type AppError, isoOfSerial } from '../../../../platform/index.js';
import { codeInScan } from '../../barcodes/barcode.rules.js';
import type { FieldForm, LedgerField } from '../columns/ledger.fields.js';
import type { AttributeField } from '../columns/ledger-sheet.rules.js';
import { codeFor, flagFor } from '../columns/ledger.words.js';
import { RowErrors } from '../ledger.errors.js';

export type CellAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: AppError };

const LONGEST_SHOWN = 60;
/** Days as numbers, as a workbook without a format for them gives them away: 1927 to 2173. */
const SERIAL = /^\d{5}$/;

/** Written into a cell it takes the value away; an empty cell alone says nothing. */
const CLEAR_MARK = /^[[［【]\s*(?:清空|clear)\s*[\]］】]$/i;

export function isClearMark(text: string): boolean {
  return CLEAR_MARK.test(text);
}

/** What a cell says, in the register's own way of writing it. The text is not blank. */
export function fieldValue({ field, form, choices = [] }: LedgerField, text: string): CellAnswer {
  if (form === 'choice') return choiceOf(field, choices, text);
  return (READERS[form] ?? right)(text);
}

const READERS: Partial<Record<FieldForm, (text: string) => CellAnswer>> = {
  whole: wholeOf,
  degrees: numberOf,
  yuan: centsOf,
  date: dateOf,
  lines: (text) =>
    right([
      ...new Set(
        text
          .split(/\r?\n/)
          .map(codeInScan)
          .filter((line) => line !== ''),
      ),
    ]),
  list: (text) => right(text.split(/[,，、;；\s]+/).filter((item) => item !== '')),
};

export function attributeValue({ type, isDate }: AttributeField, text: string): CellAnswer {
  if (type === 'integer') return wholeOf(text);
  if (type === 'number') return numberOf(text);
  if (type === 'string') return isDate ? dateOf(text) : right(text);
  const flag = flagFor(text);
  return flag === undefined ? wrong(RowErrors.CELL_NOT_CHOICE({ value: shown(text), choices: '是, 否' })) : right(flag);
}

/** `YYYY-MM-DD` of a day as people and programs write it; a time of day is left out. */
export function dayOf(text: string): string | undefined {
  const bare = text.normalize('NFKC').trim();
  if (SERIAL.test(bare)) return isoOfSerial(Number(bare));
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (!parts) return undefined;
  const day = parts
    .slice(1, 4)
    .map((part, index) => part.padStart(index === 0 ? 4 : 2, '0'))
    .join('-');
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined;
}

export function shown(text: string): string {
  const signs = Array.from(text);
  return signs.length > LONGEST_SHOWN ? `${signs.slice(0, LONGEST_SHOWN).join('')}…` : text;
}

function dateOf(text: string): CellAnswer {
  const day = dayOf(text);
  return day === undefined ? wrong(RowErrors.CELL_NOT_DATE({ value: shown(text) })) : right(day);
}

function choiceOf(field: string, choices: readonly string[], text: string): CellAnswer {
  const code = codeFor(field, choices, text);
  if (code !== undefined) return right(code);
  return wrong(RowErrors.CELL_NOT_CHOICE({ value: shown(text), choices: choices.join(', ') }));
}

function numberOf(text: string): CellAnswer {
  const bare = text
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(bare) ? Number(bare) : Number.NaN;
  return Number.isFinite(value) ? right(value) : wrong(RowErrors.CELL_NOT_NUMBER({ value: shown(text) }));
}

function wholeOf(text: string): CellAnswer {
  const answer = numberOf(text);
  if (!answer.ok || Number.isInteger(answer.value)) return answer;
  return wrong(RowErrors.CELL_NOT_WHOLE({ value: shown(text) }));
}

/** Hundredths of a yuan; nothing is rounded away. */
function centsOf(text: string): CellAnswer {
  const answer = numberOf(
    text
      .normalize('NFKC')
      .trim()
      .replace(/^[¥¥]\s*|\s*元$/g, ''),
  );
  if (!answer.ok) return wrong(RowErrors.CELL_NOT_NUMBER({ value: shown(text) }));
  const cents = Number(answer.value) * 100;
  const whole = Math.round(cents);
  return Math.abs(cents - whole) < 1e-4 ? right(whole) : wrong(RowErrors.CELL_OUT_OF_RANGE({ value: shown(text) }));
}

function right(value: unknown): CellAnswer {
  return { ok: true, value };
}

function wrong(fault: AppError): CellAnswer {
  return { ok: false, fault };
}
