import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { AppError } from '../errors/index.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';

export type Attributes = Readonly<Record<string, string>>;

/** Told of a part's elements by their names without prefix. */
export interface XmlListener {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads a part piece by piece; gives the turn back after each, so that what the listener gathered can be taken. A
 * document type, and with it every entity of its own, is refused.
 * @throws SPREADSHEET_UNREADABLE, or what the listener throws
 */
export async function* heard(stream: Readable, listener: XmlListener): AsyncGenerator<void> {
  const parser = parserFor(listener);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      parser.write(decoder.decode(bytes, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(error);
  } finally {
    stream.destroy();
  }
  yield;
}

/** Reads a whole small part. */
export async function hear(stream: Readable, listener: XmlListener): Promise<void> {
  const pieces = heard(stream, listener);
  while (!(await pieces.next()).done);
}

function parserFor(listener: XmlListener): SaxesParser {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason: 'a document type is not allowed' });
  });
  parser.on('opentag', ({ name, attributes }) => listener.open?.(localName(name), attributes));
  parser.on('text', (text) => listener.text?.(text));
  parser.on('cdata', (text) => listener.text?.(text));
  parser.on('closetag', ({ name }) => listener.close?.(localName(name)));
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function unreadable(error: unknown): AppError {
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  return SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason }, error);
}
