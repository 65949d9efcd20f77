import { TextDecoder } from 'node:util';
import { MapFault, type TextEncoding } from './map.types.js';

/** One column: its name in the bytes of the file, where it begins in a row, and what it holds. */
interface Column {
  readonly name: Buffer;
  readonly type: string;
  readonly from: number;
  readonly length: number;
}

export interface Table {
  readonly encoding: TextEncoding;
  /** In the order of the file; null where the row is struck out. */
  readonly rows: readonly (Readonly<Record<string, unknown>> | null)[];
}

const HEADER_BYTES = 32;
const COLUMN_BYTES = 32;
const END_OF_COLUMNS = 0x0d;
const STRUCK_OUT = 0x2a;
/** Language ids of dBASE: 936 is GBK. */
const LANGUAGES: Readonly<Record<number, string>> = { 0x4d: 'gb18030', 0x57: 'windows-1252', 0x03: 'windows-1252' };
const LABELS: Readonly<Record<string, string>> = {
  '65001': 'utf-8',
  utf8: 'utf-8',
  '936': 'gb18030',
  cp936: 'gb18030',
  'ansi 936': 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
  '1252': 'windows-1252',
  'ansi 1252': 'windows-1252',
  '8859_1': 'windows-1252',
};

/** Reads the table of a Shapefile (dBASE III). @throws MapFault */
export function readDbf(bytes: Buffer, codePage: string | undefined): Table {
  if (bytes.length < HEADER_BYTES + 1) throw new MapFault('unreadable', 'the table has no header');
  const count = bytes.readUInt32LE(4);
  const start = bytes.readUInt16LE(8);
  const width = bytes.readUInt16LE(10);
  const columns = columnsOf(bytes, start);
  if (width < 1 || start + count * width > bytes.length) throw new MapFault('unreadable', 'the table is cut off');
  const rows = Array.from({ length: count }, (_, nth) =>
    bytes.subarray(start + nth * width, start + (nth + 1) * width),
  );
  const encoding = encodingOf(codePage, bytes[29] ?? 0, () => textsOf(columns, rows));
  const decoder = decoderOf(encoding.name);
  const named = columns.map((column) => ({ ...column, title: decoder.decode(column.name) }));
  const read = (row: Buffer) =>
    Object.fromEntries(named.map((column) => [column.title, valueOf(cell(row, column), column.type, decoder)]));
  return { encoding, rows: rows.map((row) => (row[0] === STRUCK_OUT ? null : read(row))) };
}

function columnsOf(bytes: Buffer, start: number): Column[] {
  const columns: Column[] = [];
  let from = 1;
  for (let at = HEADER_BYTES; at + COLUMN_BYTES <= Math.min(start, bytes.length); at += COLUMN_BYTES) {
    if (bytes[at] === END_OF_COLUMNS) break;
    const name = bytes.subarray(at, at + 11);
    const end = name.indexOf(0);
    const length = bytes[at + 16] ?? 0;
    const type = String.fromCharCode(bytes[at + 11] ?? 0);
    columns.push({ name: end === -1 ? name : name.subarray(0, end), type, from, length });
    from += length;
  }
  return columns;
}

function cell(row: Buffer, { from, length }: Column): Buffer {
  return row.subarray(from, from + length);
}

function textsOf(columns: readonly Column[], rows: readonly Buffer[]): Buffer[] {
  const texts = columns.filter(({ type }) => type === 'C');
  return [...columns.map(({ name }) => name), ...rows.flatMap((row) => texts.map((column) => cell(row, column)))];
}

/** A file beside the table says it, else the table itself; else what all its texts can be read as. */
function encodingOf(codePage: string | undefined, language: number, texts: () => Buffer[]): TextEncoding {
  const label = codePage?.trim().toLowerCase();
  if (label) return { name: decoderOf(LABELS[label] ?? label).encoding, knownBy: 'cpg' };
  const spoken = LANGUAGES[language];
  if (spoken !== undefined) return { name: spoken, knownBy: 'table' };
  return { name: isUtf8(texts()) ? 'utf-8' : 'gb18030', knownBy: 'guess' };
}

function isUtf8(texts: readonly Buffer[]): boolean {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    // A cell is cut at its width, perhaps within a character: that alone speaks against no encoding.
    for (const bytes of texts) strict.decode(withoutHalf(bytes));
    return true;
  } catch {
    return false;
  }
}

const LONGEST_CHARACTER = 4;

function withoutHalf(bytes: Buffer): Buffer {
  for (let back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return back < lengthBegunBy(byte) ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function lengthBegunBy(byte: number): number {
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) throw new MapFault('unreadable', `unknown code page ${label.slice(0, 40)}`);
    throw error;
  }
}

function valueOf(bytes: Buffer, type: string, decoder: TextDecoder): unknown {
  const text = decoder.decode(bytes).replaceAll('\0', '').trim();
  if (text === '') return null;
  if (type === 'N' || type === 'F') return Number.isFinite(Number(text)) ? Number(text) : null;
  if (type === 'L') return /^[yt]$/i.test(text) ? true : /^[nf]$/i.test(text) ? false : null;
  return text;
}
