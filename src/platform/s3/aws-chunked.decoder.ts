import { createHash, type Hash } from 'node:crypto';
import { S3Fault } from './s3.fault.js';
import { chunkSignature, type ChunkSigning, sameHex, trailerSignature } from './sigv4.rules.js';

/** How a body is wrapped, by what `x-amz-content-sha256` calls it. */
export const CHUNKED_BODIES = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
} as const;
export type ChunkedBody = keyof typeof CHUNKED_BODIES;

export function isChunked(payload: string): payload is ChunkedBody {
  return Object.hasOwn(CHUNKED_BODIES, payload);
}

const LONGEST_LINE = 1_024;
const MOST_TRAILERS = 10;
/** SDKs send far smaller ones; of what is not verified yet no more than this is ever ahead. */
const LARGEST_CHUNK = 64 * 1024 * 1024;
const SIGNATURE_LINE = 'x-amz-trailer-signature';

type Step = 'size' | 'data' | 'data_end' | 'trailer' | 'done';

/**
 * Takes the chunks of an `aws-chunked` body apart and verifies the signature of each as its last byte comes; the lines
 * after the last chunk are kept. What comes out must not be believed before `end` has passed.
 */
export class AwsChunkedDecoder {
  private readonly lines = new Map<string, string>();
  private step: Step = 'size';
  private held: Buffer = Buffer.alloc(0);
  private remaining = 0;
  private hash: Hash = createHash('sha256');
  private claimed = '';
  private previous: string;
  private trailerText = '';

  constructor(
    private readonly body: ChunkedBody,
    private readonly signing: ChunkSigning,
  ) {
    this.previous = signing.seed;
  }

  /** What followed the last chunk, by name in lower case. */
  trailers(): ReadonlyMap<string, string> {
    return this.lines;
  }

  /** What the next bytes of the body hold. @throws S3Fault */
  decode(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let rest = bytes;
    while (rest.length > 0) rest = this.step === 'data' ? this.takeData(rest, pieces) : this.takeLine(rest);
    return pieces;
  }

  /** Said when the body has ended. @throws S3Fault when it ended too early */
  end(): void {
    if (this.step !== 'done') throw new S3Fault('IncompleteBody', 'The body ended before its last chunk');
  }

  private takeData(bytes: Buffer, pieces: Buffer[]): Buffer {
    const piece = bytes.subarray(0, this.remaining);
    this.remaining -= piece.length;
    if (this.isSigned) this.hash.update(piece);
    pieces.push(piece);
    if (this.remaining === 0) this.step = 'data_end';
    return bytes.subarray(piece.length);
  }

  private takeLine(bytes: Buffer): Buffer {
    if (this.step === 'done') throw new S3Fault('InvalidRequest', 'The body goes on after its end');
    const end = bytes.indexOf('\n');
    const upTo = end < 0 ? bytes.length : end + 1;
    if (this.held.length + upTo > LONGEST_LINE)
      throw new S3Fault('InvalidRequest', 'A line between chunks is too long');
    this.held = Buffer.concat([this.held, bytes.subarray(0, upTo)]);
    if (end >= 0) {
      const line = this.held.toString('latin1').replace(/\r?\n$/, '');
      this.held = Buffer.alloc(0);
      this.readLine(line);
    }
    return bytes.subarray(upTo);
  }

  private readLine(line: string): void {
    if (this.step === 'size') return this.beginChunk(line);
    if (this.step === 'data_end') return this.endChunk(line);
    return this.readTrailer(line);
  }

  private beginChunk(line: string): void {
    const [, size = '', signature] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
    if (size === '') throw new S3Fault('InvalidRequest', 'The size of a chunk cannot be read');
    if (this.isSigned && signature === undefined) throw new S3Fault('AccessDenied', 'A chunk is not signed');
    this.remaining = Number.parseInt(size, 16);
    if (this.remaining > LARGEST_CHUNK) throw new S3Fault('InvalidRequest', 'A chunk is too large');
    this.claimed = signature ?? '';
    this.hash = createHash('sha256');
    if (this.remaining > 0) {
      this.step = 'data';
      return;
    }
    this.verifyChunk();
    this.step = 'trailer';
  }

  private endChunk(line: string): void {
    if (line !== '') throw new S3Fault('InvalidRequest', 'A chunk is longer than it says');
    this.verifyChunk();
    this.step = 'size';
  }

  private verifyChunk(): void {
    if (!this.isSigned) return;
    const expected = chunkSignature(this.signing, this.previous, this.hash.digest('hex'));
    if (!sameHex(expected, this.claimed)) throw new S3Fault('SignatureDoesNotMatch', 'A chunk is not what was signed');
    this.previous = expected;
  }

  /** An empty line ends the body; the signature of the lines before it stands last. */
  private readTrailer(line: string): void {
    if (line === '') return this.finish();
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    const isAllowed = CHUNKED_BODIES[this.body].trailer && !this.lines.has(name) && this.lines.size < MOST_TRAILERS;
    if (at < 1 || !isAllowed) throw new S3Fault('InvalidRequest', 'What follows the last chunk cannot be read');
    if (name !== SIGNATURE_LINE) this.trailerText += `${name}:${value}\n`;
    this.lines.set(name, value);
  }

  private finish(): void {
    this.step = 'done';
    if (!this.isSigned || !CHUNKED_BODIES[this.body].trailer) return;
    const expected = trailerSignature(this.signing, this.previous, this.trailerText);
    if (!sameHex(expected, this.lines.get(SIGNATURE_LINE) ?? ''))
      throw new S3Fault('SignatureDoesNotMatch', 'What follows the last chunk is not what was signed');
  }

  private get isSigned(): boolean {
    return CHUNKED_BODIES[this.body].signed;
  }
}
