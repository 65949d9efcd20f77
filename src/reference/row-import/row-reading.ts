import { type AppError, isKeepableInstant, type SheetRow, textFault } from '../../platform/index.js';
import { LimitRowErrors } from '../reference.errors.js';

export interface RowFault<Column extends string = string> {
  readonly row: number;
  readonly column: Column | null;
  readonly error: AppError;
}

const LONGEST_NUMBER = 24;

/** One row while it is read; what is wrong is gathered, so that one look at the file finds everything. */
export class RowReading<Column extends string> {
  readonly faults: RowFault<Column>[] = [];

  constructor(
    private readonly row: SheetRow,
    private readonly columns: ReadonlyMap<Column, number>,
    private readonly longest: Readonly<Partial<Record<Column, number>>>,
  ) {}

  fault(column: Column | null, error: AppError): void {
    this.faults.push({ row: this.row.number, column, error });
  }

  text(column: Column): string | undefined {
    const cell = this.row.cells[this.columns.get(column) ?? -1];
    if (cell?.fault) this.fault(column, LimitRowErrors.LIMIT_CELL_UNREADABLE());
    const text = cell?.fault ? '' : (cell?.text.trim() ?? '');
    const most = this.longest[column];
    if (most !== undefined && text.length > most) this.fault(column, LimitRowErrors.LIMIT_CELL_TOO_LONG({ most }));
    if (textFault(text)) this.fault(column, LimitRowErrors.LIMIT_CELL_CHARACTER());
    return text === '' ? undefined : text;
  }

  needed(column: Column): string {
    const before = this.faults.length;
    const text = this.text(column);
    if (text === undefined && this.faults.length === before)
      this.fault(column, LimitRowErrors.LIMIT_CELL_REQUIRED({ column }));
    return text ?? '';
  }

  choice<Choice extends string>(column: Column, choices: readonly Choice[]): Choice | undefined {
    const text = this.needed(column);
    const found = choices.find((one) => one === text);
    if (text !== '' && found === undefined) this.notChosen(column, text, choices);
    return found;
  }

  choices<Choice extends string>(column: Column, choices: readonly Choice[]): Choice[] {
    return this.list(column).flatMap((text) => {
      const found = choices.find((one) => one === text);
      if (found === undefined) this.notChosen(column, text, choices);
      return found ?? [];
    });
  }

  list(column: Column): string[] {
    return (this.text(column) ?? '').split(/[;；、]/).flatMap((part) => (part.trim() === '' ? [] : part.trim()));
  }

  /** At least one of them. */
  neededChoices<Choice extends string>(column: Column, choices: readonly Choice[]): Choice[] {
    const before = this.faults.length;
    const chosen = this.choices(column, choices);
    if (chosen.length === 0 && this.faults.length === before)
      this.fault(column, LimitRowErrors.LIMIT_CELL_REQUIRED({ column }));
    return chosen;
  }

  /** With a decimal point; a comma could mean a thousand or a tenth, so it means nothing. */
  number(column: Column): number | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const number = /^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text) && text.length <= LONGEST_NUMBER ? Number(text) : NaN;
    if (Number.isNaN(number)) this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_NUMBER({ value: text.slice(0, 60) }));
    return number;
  }

  day(column: Column): string | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && isInCalendar(text);
    if (!isDay) this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_DATE({ value: text.slice(0, 60) }));
    return text;
  }

  ordered<T extends string | number>(column: Column, from: T | undefined, to: T | undefined): void {
    if (from !== undefined && to !== undefined && !(from < to))
      this.fault(column, LimitRowErrors.LIMIT_RANGE_WRONG({ from, to }));
  }

  private notChosen(column: Column, text: string, choices: readonly string[]): void {
    this.fault(column, LimitRowErrors.LIMIT_CELL_NOT_CHOICE({ value: text.slice(0, 60), choices: choices.join(', ') }));
  }
}

function isInCalendar(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && isKeepableInstant(at);
}
