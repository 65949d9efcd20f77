import { Readable } from 'node:stream';

const PIECE = 16_384;

/** Small texts put together to pieces worth sending. */
export async function* gathered(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** The same as a stream to send. */
export function gatheredStream(texts: AsyncIterable<string>): Readable {
  return Readable.from(gathered(texts));
}
