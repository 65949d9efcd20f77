import { moreThan } from '../errors/index.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';
import { LONGEST_CELL, MOST_COLUMNS } from './sheet.js';

const SEPARATORS = [',', '\t', ';'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What separates the cells, by what stands most often outside quotes at the beginning. */
export function separatorOf(beginning: string): Separator {
  const bare = beginning.replace(/"[^"]*("|$)/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Records of a text that comes in pieces (RFC 4180; a quote inside a bare cell is a quote). */
export class CsvParser {
  private cells: string[] = [];
  private cell = '';
  private state: 'start' | 'bare' | 'quoted' | 'quote' = 'start';
  private afterReturn = false;
  private records: string[][] = [];

  constructor(private readonly separator: Separator) {}

  /** The records that are complete now. */
  push(text: string): string[][] {
    for (const sign of text) this.take(sign);
    return this.drain();
  }

  /** The last record, where no line break ends it. */
  end(): string[][] {
    if (this.state === 'quoted')
      throw SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason: 'a quotation mark is never closed' });
    if (this.state !== 'start' || this.cells.length > 0) this.endRecord();
    return this.drain();
  }

  private take(sign: string): void {
    const isSecondOfBreak = this.afterReturn && sign === '\n';
    this.afterReturn = false;
    if (isSecondOfBreak) return;
    if (this.state === 'quoted') {
      if (sign === '"') this.state = 'quote';
      else this.add(sign);
    } else if (sign === '"' && this.state !== 'bare') {
      if (this.state === 'quote') this.add(sign);
      this.state = 'quoted';
    } else if (sign === this.separator) this.endCell();
    else if (sign === '\n' || sign === '\r') {
      this.afterReturn = sign === '\r';
      this.endRecord();
    } else {
      this.state = 'bare';
      this.add(sign);
    }
  }

  private add(sign: string): void {
    this.cell += sign;
    if (this.cell.length > LONGEST_CELL)
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(LONGEST_CELL, 'characters in a cell'));
  }

  private endCell(): void {
    this.cells.push(this.cell);
    if (this.cells.length > MOST_COLUMNS)
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(MOST_COLUMNS, 'columns'));
    this.cell = '';
    this.state = 'start';
  }

  private endRecord(): void {
    this.endCell();
    this.records.push(this.cells);
    this.cells = [];
  }

  private drain(): string[][] {
    const { records } = this;
    this.records = [];
    return records;
  }
}
