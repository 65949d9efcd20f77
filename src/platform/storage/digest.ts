import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';

/** Digests of the exact bytes, lower-case hex. sm3 stands beside sha256 because courts here may ask for the national algorithm. */
export interface Digests {
  readonly sha256: string;
  readonly sm3: string;
  readonly sizeBytes: number;
}

/** Both digests and the size of what flows through, unchanged, in one pass. Ask for them once the stream has ended. */
export class DigestTap extends Transform {
  private readonly sha256 = createHash('sha256');
  private readonly sm3 = createHash('sm3');
  private sizeBytes = 0;
  private result: Digests | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sha256.update(chunk);
    this.sm3.update(chunk);
    this.sizeBytes += chunk.length;
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.result = { sha256: this.sha256.digest('hex'), sm3: this.sm3.digest('hex'), sizeBytes: this.sizeBytes };
    done();
  }

  /** @throws Error when the stream has not ended: a digest of half a file must never be taken for the file's */
  digests(): Digests {
    if (!this.result) throw new Error('the stream has not ended, its digests are not known');
    return this.result;
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
