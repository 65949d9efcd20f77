import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { AppError } from '../errors/index.js';
import { UploadErrors } from './upload.errors.js';

/** The parts that a multipart body has beside its one part `file`. */
export interface UploadForm {
  readonly fileLimitBytes: number;
  /** Names of the text parts, all of them required. */
  readonly texts: readonly string[];
  /** Names of text parts that may be there too. */
  readonly optionalTexts?: readonly string[];
}

export interface Multipart<File> {
  readonly file: File;
  /** The text parts by name. */
  readonly texts: ReadonlyMap<string, string>;
}

export type SaveFile<File> = (stream: Readable, fileName: string) => Promise<File>;

const TEXT_LIMIT_BYTES = 64 * 1024;

/**
 * Reads a multipart body with exactly one part `file`, handed to `save` while it streams, and each text of the form once.
 * When it fails, `save` has ended before the error is thrown, and the rest of the body is read and thrown away, so that
 * the refusal reaches a client that is still sending.
 * @throws an UPLOAD_… error, or what `save` throws
 */
export async function readMultipart<File>(
  request: IncomingMessage,
  form: UploadForm,
  save: SaveFile<File>,
): Promise<Multipart<File>> {
  const parser = openParser(request, form);
  const parts = new Parts(parser, form, save);
  try {
    await flow(request, parser);
    return await parts.complete();
  } catch (error) {
    request.unpipe(parser);
    request.resume();
    parser.destroy();
    await parts.abandon();
    throw error;
  }
}

function openParser(
  request: IncomingMessage,
  { fileLimitBytes, texts, optionalTexts = [] }: UploadForm,
): busboy.Busboy {
  // A browser may send each text as a field or as a file; one more than expected is let in to be refused by name.
  const most = texts.length + optionalTexts.length + 1;
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      preservePath: true,
      // One byte more than allowed: reaching the limit then means having passed it.
      limits: { files: most, fields: most, parts: most + 1, fieldSize: TEXT_LIMIT_BYTES, fileSize: fileLimitBytes + 1 },
    });
  } catch (error) {
    throw malformed(error);
  }
}

function flow(request: IncomingMessage, parser: busboy.Busboy): Promise<void> {
  return new Promise((resolve, reject) => {
    // Not `complete`: everything may have arrived, and go with the connection before it was read.
    const brokenOff = (): void => {
      if (!request.readableEnded) reject(UploadErrors.UPLOAD_BROKEN_OFF());
    };
    request.once('close', brokenOff).once('error', brokenOff);
    // It may have gone before anybody listened.
    if (request.destroyed) brokenOff();
    parser.once('close', resolve);
    parser.on('error', (error) => reject(error instanceof AppError || isDiskFault(error) ? error : malformed(error)));
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => parser.destroy(UploadErrors.UPLOAD_PART_UNEXPECTED({ part: 'more' })));
    }
    request.pipe(parser);
  });
}

/** The parts as they come, in any order. */
class Parts<File> {
  private file: Promise<File> | undefined;
  private readonly texts = new Map<string, Promise<string>>();
  private readonly streams: Readable[] = [];

  constructor(
    private readonly parser: busboy.Busboy,
    private readonly form: UploadForm,
    save: SaveFile<File>,
  ) {
    parser.on('field', (name, value, { valueTruncated }) => {
      if (!this.awaits(name) || valueTruncated) this.refuse(name);
      else this.texts.set(name, Promise.resolve(value));
    });
    parser.on('file', (name, stream, { filename }) => {
      this.streams.push(stream);
      if (name === 'file' && !this.file) this.file = this.watched(save(stream, filename ?? ''));
      else if (this.awaits(name)) this.texts.set(name, this.watched(readText(name, stream)));
      else {
        stream.on('error', () => undefined).resume();
        this.refuse(name);
      }
    });
  }

  async complete(): Promise<Multipart<File>> {
    if (!this.file) throw UploadErrors.UPLOAD_PART_MISSING({ part: 'file' });
    const file = await this.file;
    const missing = this.form.texts.find((name) => !this.texts.has(name));
    if (missing !== undefined) throw UploadErrors.UPLOAD_PART_MISSING({ part: missing });
    const texts = new Map<string, string>();
    for (const [name, text] of this.texts) texts.set(name, await text);
    return { file, texts };
  }

  /** Ends what is still being read: a parser that was stopped in a part may have begun the next one, which no end will reach. */
  async abandon(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    await Promise.allSettled([this.file, ...this.texts.values()]);
  }

  private awaits(name: string): boolean {
    const { texts, optionalTexts = [] } = this.form;
    return (texts.includes(name) || optionalTexts.includes(name)) && !this.texts.has(name);
  }

  private refuse(part: string): void {
    this.parser.destroy(UploadErrors.UPLOAD_PART_UNEXPECTED({ part }));
  }

  /** A part that fails ends the parsing of the rest. */
  private watched<T>(part: Promise<T>): Promise<T> {
    part.catch((error: Error) => this.parser.destroy(error));
    return part;
  }
}

/** Browsers send a JSON blob as a file part. */
async function readText(part: string, stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > TEXT_LIMIT_BYTES) throw UploadErrors.UPLOAD_PART_UNEXPECTED({ part });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isDiskFault(error: unknown): boolean {
  return typeof (error as { syscall?: unknown }).syscall === 'string';
}

function malformed(error: unknown): AppError {
  return UploadErrors.UPLOAD_MALFORMED({ reason: error instanceof Error ? error.message : 'unknown' }, error);
}
