import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A ZIP archive written to disk file by file, however large, without holding more than a piece of one in memory. */
export class ZipFileWriter {
  private readonly zip = new ZipFile();
  private readonly output: WriteStream;
  private readonly written: Promise<void>;

  /** @param path of a file that does not exist yet */
  constructor(
    private readonly path: string,
    private readonly at: Date,
  ) {
    this.output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.zip.on('error', (error: Error) => this.abandon(error));
    this.written = pipeline(this.zip.outputStream as Readable, this.output);
    // Whoever adds or closes learns of it; until then nobody waits for it.
    this.written.catch(() => undefined);
  }

  /** Resolves once the archive has taken the bytes in. @throws Error when the source fails or the disk is full */
  async add(name: string, source: Readable): Promise<void> {
    const options = { mtime: this.at, compress: !isPacked(name) };
    this.zip.addReadStreamLazy(name, options, (begin) => begin(null, source));
    source.once('error', (error) => this.abandon(error));
    await Promise.race([finished(source, { writable: false }), this.written]);
  }

  /** Resolves when the archive would survive a power cut. */
  async close(): Promise<void> {
    this.zip.end();
    await this.written;
    const file = await open(this.path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Gives the archive up; its file is the caller's to remove. */
  abandon(reason: Error): void {
    this.output.destroy(reason);
  }
}

const PACKED = /\.(jpe?g|png|webp|heic|avif|gif|mp4|mov|zip|gpkg|pdf|docx)$/i;

function isPacked(name: string): boolean {
  return PACKED.test(name);
}
