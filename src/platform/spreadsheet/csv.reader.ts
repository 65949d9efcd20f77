import { createReadStream } from 'node:fs';
import { unguarded } from './cell.rules.js';
import { CsvParser, separatorOf } from './csv.parser.js';
import type { Cell, SheetRow } from './sheet.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';

const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const UNMARKED = ['utf-8', 'gb18030'];
/** How a decoder that tolerates nothing says no. */
const WRONG_BYTES = 'ERR_ENCODING_INVALID_ENCODED_DATA';
/** How much is looked at to tell the separator. */
const BEGINNING = 16_384;

/** Rows of a CSV file in whichever of the known encodings all its bytes are. @throws SPREADSHEET_… */
export async function* readCsv(path: string, head: Buffer): AsyncGenerator<SheetRow> {
  const encoding = await encodingOf(path, head);
  let number = 0;
  for await (const record of recordsOf(path, encoding)) {
    number += 1;
    const cells = record.map(cellOf);
    if (cells.some(({ text }) => text.trim() !== '')) yield { number, cells };
  }
}

async function* recordsOf(path: string, encoding: string): AsyncGenerator<string[]> {
  let beginning = '';
  let parser: CsvParser | undefined;
  for await (const text of textOf(path, encoding)) {
    if (parser) yield* parser.push(text);
    else {
      beginning += text;
      if (beginning.length < BEGINNING) continue;
      parser = new CsvParser(separatorOf(beginning));
      yield* parser.push(beginning);
    }
  }
  if (!parser) {
    parser = new CsvParser(separatorOf(beginning));
    yield* parser.push(beginning);
  }
  yield* parser.end();
}

/** A formula is never computed; `="007"`, by which programs keep the zeros of a text, is that text. */
function cellOf(raw: string): Cell {
  const kept = /^="([^"]*)"$/.exec(raw)?.[1];
  if (kept !== undefined) return { text: kept };
  return raw.startsWith('=') || raw.startsWith('＝') ? { text: raw, fault: 'formula' } : { text: unguarded(raw) };
}

async function encodingOf(path: string, head: Buffer): Promise<string> {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => head[at] === byte))?.[1];
  for (const encoding of marked ? [marked] : UNMARKED) if (await isWhole(path, encoding)) return encoding;
  throw SpreadsheetErrors.SPREADSHEET_ENCODING_UNKNOWN();
}

async function isWhole(path: string, encoding: string): Promise<boolean> {
  try {
    for await (const text of textOf(path, encoding)) if (text.includes('\0')) return false;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === WRONG_BYTES) return false;
    throw error;
  }
}

/** @throws WRONG_BYTES where bytes are not of the encoding */
async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
