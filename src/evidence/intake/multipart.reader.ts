import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { AppError } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';

export interface Multipart<File> {
  readonly file: File;
  /** Text of the part `metadata`. */
  readonly metadata: string;
}

export type SaveFile<File> = (stream: Readable, fileName: string) => Promise<File>;

const METADATA_LIMIT_BYTES = 64 * 1024;

/**
 * Reads a multipart body with exactly one part `file`, handed to `save` while it streams, and one part `metadata`.
 * When it fails, `save` has ended before the error is thrown, and the rest of the body is read and thrown away, so that
 * the refusal reaches a client that is still sending.
 * @throws an UPLOAD_… error, or what `save` throws
 */
export async function readMultipart<File>(
  request: IncomingMessage,
  fileLimitBytes: number,
  save: SaveFile<File>,
): Promise<Multipart<File>> {
  const parser = openParser(request, fileLimitBytes);
  const parts = new Parts(parser, save);
  try {
    await flow(request, parser);
    return await parts.complete();
  } catch (error) {
    request.unpipe(parser);
    request.resume();
    parser.destroy();
    await parts.settled();
    throw error;
  }
}

function openParser(request: IncomingMessage, fileLimitBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      preservePath: true,
      // One byte more than allowed: reaching the limit then means having passed it.
      limits: { files: 2, fields: 2, parts: 3, fieldSize: METADATA_LIMIT_BYTES, fileSize: fileLimitBytes + 1 },
    });
  } catch (error) {
    throw malformed(error);
  }
}

function flow(request: IncomingMessage, parser: busboy.Busboy): Promise<void> {
  return new Promise((resolve, reject) => {
    const brokenOff = (): void => {
      if (!request.complete) reject(EvidenceErrors.UPLOAD_BROKEN_OFF());
    };
    request.once('close', brokenOff).once('error', brokenOff);
    parser.once('close', resolve);
    parser.on('error', (error) => reject(error instanceof AppError || isDiskFault(error) ? error : malformed(error)));
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => parser.destroy(EvidenceErrors.UPLOAD_PART_UNEXPECTED({ part: 'more' })));
    }
    request.pipe(parser);
  });
}

/** The two parts as they come, in any order. */
class Parts<File> {
  private file: Promise<File> | undefined;
  private metadata: Promise<string> | undefined;

  constructor(
    private readonly parser: busboy.Busboy,
    save: SaveFile<File>,
  ) {
    parser.on('field', (name, value, { valueTruncated }) => {
      if (name !== 'metadata' || this.metadata || valueTruncated) this.refuse(name);
      else this.metadata = Promise.resolve(value);
    });
    parser.on('file', (name, stream, { filename }) => {
      if (name === 'file' && !this.file) this.file = this.watched(save(stream, filename ?? ''));
      else if (name === 'metadata' && !this.metadata) this.metadata = this.watched(readText(stream));
      else {
        stream.on('error', () => undefined).resume();
        this.refuse(name);
      }
    });
  }

  async complete(): Promise<Multipart<File>> {
    if (!this.file) throw EvidenceErrors.UPLOAD_PART_MISSING({ part: 'file' });
    const file = await this.file;
    if (!this.metadata) throw EvidenceErrors.UPLOAD_PART_MISSING({ part: 'metadata' });
    return { file, metadata: await this.metadata };
  }

  async settled(): Promise<void> {
    await Promise.allSettled([this.file, this.metadata]);
  }

  private refuse(part: string): void {
    this.parser.destroy(EvidenceErrors.UPLOAD_PART_UNEXPECTED({ part }));
  }

  /** A part that fails ends the parsing of the rest. */
  private watched<T>(part: Promise<T>): Promise<T> {
    part.catch((error: Error) => this.parser.destroy(error));
    return part;
  }
}

/** Browsers send a JSON blob as a file part. */
async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > METADATA_LIMIT_BYTES) throw EvidenceErrors.UPLOAD_PART_UNEXPECTED({ part: 'metadata' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isDiskFault(error: unknown): boolean {
  return typeof (error as { syscall?: unknown }).syscall === 'string';
}

function malformed(error: unknown): AppError {
  return EvidenceErrors.UPLOAD_MALFORMED({ reason: error instanceof Error ? error.message : 'unknown' }, error);
}
