import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { DigestFlow } from './digest.flow.js';
import { DigestThread } from './digest.thread.js';

/** Digests of the exact bytes, lower-case hex. sm3 stands beside sha256 because courts here may ask for the national algorithm. */
export interface Digests {
  readonly sha256: string;
  readonly sm3: string;
  readonly sizeBytes: number;
}

/** Smaller files are hashed where they are: a thread would cost more than it saves. */
const SMALL_BYTES = 128 * 1024;

const thread = new DigestThread();

/**
 * Both digests and the size of what flows through, unchanged, in one pass, hashed beside the stream. Ask for them once it
 * has ended; nothing that passes may be changed before.
 */
export class DigestTap extends Transform {
  private sizeBytes = 0;
  /** What came so far of a file that may be small. */
  private held: Buffer[] = [];
  private flow: DigestFlow | undefined;
  private result: Digests | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    this.hash(chunk).then(
      () => done(null, chunk),
      (error: Error) => done(error),
    );
  }

  override _flush(done: TransformCallback): void {
    this.finish().then(
      () => done(),
      (error: Error) => done(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.flow?.abandon();
    done(error);
  }

  /** @throws Error when the stream has not ended: a digest of half a file must never be taken for the file's */
  digests(): Digests {
    if (!this.result) throw new Error('the stream has not ended, its digests are not known');
    return this.result;
  }

  private async hash(chunk: Buffer): Promise<void> {
    if (this.flow) return this.flow.take(chunk);
    this.held.push(chunk);
    if (this.sizeBytes <= SMALL_BYTES) return undefined;
    const [flow, before] = [(this.flow = new DigestFlow(thread)), this.held];
    this.held = [];
    for (const piece of before) await flow.take(piece);
    return undefined;
  }

  private async finish(): Promise<void> {
    const { sha256, sm3 } = this.flow ? await this.flow.end() : digestBytes(Buffer.concat(this.held));
    this.result = { sha256, sm3, sizeBytes: this.sizeBytes };
  }
}

/** Digests of a file on disk. */
export async function digestFile(path: string): Promise<Digests> {
  const tap = new DigestTap();
  const source = createReadStream(path);
  source.on('error', (error) => tap.destroy(error));
  source.pipe(tap).resume();
  await new Promise<void>((resolve, reject) => tap.once('end', resolve).once('error', reject));
  return tap.digests();
}

/** Digests of bytes already in memory. */
export function digestBytes(bytes: Uint8Array): Digests {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sm3: createHash('sm3').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
  };
}
