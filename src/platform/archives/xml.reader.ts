import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { AppError } from '../errors/index.js';
import { ArchiveErrors } from './archive.errors.js';

export type XmlAttributes = Readonly<Record<string, string>>;

/** Told of a document's elements by their names without prefix. */
export interface XmlListener {
  open?(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads a document piece by piece; gives the turn back after each, so that what the listener gathered can be taken. A
 * document type, and with it every entity of its own, is refused.
 * @throws XML_UNREADABLE, XML_DOCTYPE_REFUSED, or what the listener or the stream throws as an AppError
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
    throw unreadable(error);
  } finally {
    stream.destroy();
  }
  yield;
}

/** Reads a whole small document. */
export async function hear(stream: Readable, listener: XmlListener): Promise<void> {
  const pieces = heard(stream, listener);
  while (!(await pieces.next()).done);
}

function parserFor(listener: XmlListener): SaxesParser {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw ArchiveErrors.XML_DOCTYPE_REFUSED();
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

function unreadable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  return ArchiveErrors.XML_UNREADABLE({ reason }, error);
}
