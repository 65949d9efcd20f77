import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { TelemetryErrors } from '../../telemetry.errors.js';
import { encodingOf } from './recognise.rules.js';

const LONGEST_LINE = 8_192;

export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** False only for a last line without an end of its own. */
  readonly isEnded: boolean;
}

/**
 * The lines of a text of any length, a piece of the stream at a time.
 * @throws TRACK_ENCODING_UNREADABLE, TRACK_LINE_TOO_LONG
 */
export async function* linesOf(stream: Readable): AsyncGenerator<readonly TextLine[]> {
  let decoder: TextDecoder | undefined;
  let rest = '';
  let number = 0;
  const cut = (text: string): TextLine[] => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    const lines = parts.map((part) => ({ text: part.replace(/\r$/, ''), number: (number += 1), isEnded: true }));
    if (rest.length > LONGEST_LINE || lines.some((line) => line.text.length > LONGEST_LINE))
      throw TelemetryErrors.TRACK_LINE_TOO_LONG({ line: number + 1, characters: LONGEST_LINE });
    return lines;
  };
  try {
    for await (const bytes of marked(stream)) {
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
      yield cut(decoded(decoder, bytes));
    }
    const last = cut(decoder ? decoded(decoder) : '');
    yield rest === '' ? last : [...last, { text: rest, number: number + 1, isEnded: false }];
  } finally {
    stream.destroy();
  }
}

/** The first piece holds the whole mark of the byte order. */
async function* marked(stream: Readable): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    const piece: Buffer = first ? Buffer.concat([first, bytes]) : bytes;
    first = first && piece.length < 2 ? piece : undefined;
    if (!first) yield piece;
  }
  if (first) yield first;
}

function decoded(decoder: TextDecoder, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (error) {
    throw TelemetryErrors.TRACK_ENCODING_UNREADABLE({}, error);
  }
}
