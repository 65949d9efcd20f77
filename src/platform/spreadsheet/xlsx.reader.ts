import { moreThan } from '../errors/index.js';
import { columnOf } from './cell.rules.js';
import { isoOfSerial } from './serial-date.rules.js';
import { type Cell, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, type SheetRow } from './sheet.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';
import { type Attributes, heard } from './xml.js';
import { XlsxPackage } from './xlsx.package.js';
import { openWorkbook, unescaped, type Workbook } from './xlsx.parts.js';

/** Rows of the first sheet that is shown. @throws SPREADSHEET_… */
export async function* readXlsx(path: string): AsyncGenerator<SheetRow> {
  const parts = await XlsxPackage.open(path);
  try {
    const workbook = await openWorkbook(parts);
    const rows = new SheetListener(workbook);
    for await (const _ of heard(await parts.read(workbook.sheet), rows)) yield* rows.drain();
  } finally {
    parts.close();
  }
}

/** The cell that is being read. */
interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly isDay: boolean;
  hasFormula: boolean;
  hasValue: boolean;
  raw: string;
}

/** Puts the rows of a sheet together; a cell's formula is passed over, and the value last computed is taken. */
class SheetListener {
  private rows: SheetRow[] = [];
  private number = 0;
  private column = 0;
  private cells: Cell[] = [];
  private cell: OpenCell | undefined;
  private reading = false;
  private aside = false;

  constructor(private readonly workbook: Workbook) {}

  drain(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.openRow(attributes);
    else if (name === 'c') this.openCell(attributes);
    else if (name === 'rPh') this.aside = true;
    else if (this.cell && name === 'f') this.cell.hasFormula = true;
    else if (this.cell && (name === 'v' || (name === 't' && !this.aside))) {
      this.cell.hasValue = true;
      this.reading = true;
    }
  }

  text(text: string): void {
    if (!this.cell || !this.reading) return;
    this.cell.raw += text;
    if (this.cell.raw.length > LONGEST_CELL * 8)
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(LONGEST_CELL, 'characters in a cell'));
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.reading = false;
    else if (name === 'rPh') this.aside = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
  }

  private openRow({ r }: Attributes): void {
    this.number = r === undefined ? this.number + 1 : Number(r);
    this.column = 0;
    this.cells = [];
    if (!(Number.isInteger(this.number) && this.number > 0 && this.number <= MOST_ROWS))
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(MOST_ROWS, 'rows'));
  }

  private openCell({ r, t = 'n', s = '0' }: Attributes): void {
    this.column = (r === undefined ? undefined : columnOf(r)) ?? this.column + 1;
    const isDay = this.workbook.dayStyles[Number(s)] ?? false;
    this.cell = { column: this.column, type: t, isDay, hasFormula: false, hasValue: false, raw: '' };
  }

  private closeCell(): void {
    const { cell } = this;
    this.cell = undefined;
    if (!cell) return;
    const read = this.valueOf(cell);
    if (read.text === '' && !read.fault) return;
    // Formats reach further to the right than values do: only a value makes a sheet too wide.
    if (cell.column > MOST_COLUMNS) throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(MOST_COLUMNS, 'columns'));
    while (this.cells.length < cell.column) this.cells.push({ text: '' });
    this.cells[cell.column - 1] = read;
  }

  private closeRow(): void {
    const isBlank = this.cells.every(({ text, fault }) => text.trim() === '' && !fault);
    if (!isBlank) this.rows.push({ number: this.number, cells: this.cells });
  }

  private valueOf({ type, isDay, raw, hasFormula, hasValue }: OpenCell): Cell {
    if (hasFormula && !hasValue) return { text: '', fault: 'formula' };
    if (type === 'e') return { text: raw, fault: 'error' };
    if (type === 's') return { text: this.workbook.strings[Number(raw)] ?? '' };
    if (type === 'b') return { text: raw === '1' ? 'TRUE' : 'FALSE' };
    if (type === 'inlineStr' || type === 'str') return { text: unescaped(raw) };
    if (type === 'd') return { text: raw.replace(/T00:00:00(\.0+)?Z?$/, '') };
    return { text: this.numberOf(raw.trim(), isDay) };
  }

  /** Written in full, as the program shows it: the file may say 1.58E+12 or 0.10000000000000001. */
  private numberOf(raw: string, isDay: boolean): string {
    const value = Number(raw);
    if (raw === '' || Number.isNaN(value)) return raw;
    return (isDay ? isoOfSerial(value, this.workbook.daySystem) : undefined) ?? String(value);
  }
}
