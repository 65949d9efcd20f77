import { NumberTable } from '../columns/number.table.js';
import type { SharedTexts } from '../columns/shared-texts.js';
import { ValueColumn } from '../columns/value.column.js';

/** Column of the time of a part that is a time and what was said then. */
export const SAID_AT = 0;

interface Word {
  readonly at: Date;
  readonly word: string;
}

/** The newest word of each device, with its time. */
export class WordColumn {
  private readonly times = new NumberTable(1);
  private readonly words = new ValueColumn<string>();

  constructor(private readonly texts: SharedTexts) {}

  timeOf(row: number): number | null {
    return this.times.get(row, SAID_AT);
  }

  get(row: number): Word | null {
    const at = dateOf(this.timeOf(row));
    const word = this.words.get(row);
    return at && word !== undefined ? { at, word } : null;
  }

  /** @returns whether it was newer than what was known; only then it is taken */
  take(row: number, { at, word }: Word): boolean {
    if (!isNewer(at, this.timeOf(row))) return false;
    this.times.put(row, SAID_AT, at.getTime());
    this.words.put(row, this.texts.same(word));
    return true;
  }
}

/** At the same instant the first word stays. */
export function isNewer(next: Date, known: number | null): boolean {
  return known === null || next.getTime() > known;
}

export function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
