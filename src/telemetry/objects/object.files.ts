import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  CONFIG,
  type Config,
  DigestTap,
  type Digests,
  HEAD_BYTES,
  newId,
  recogniseMediaType,
  S3Fault,
  WORK_FOLDER,
} from '../../platform/index.js';

/** A file on its way into the store, durable in the work folder. */
export interface WrittenFile {
  readonly path: string;
  readonly fileName: string;
  readonly md5: string;
  readonly digests: Digests;
  readonly mediaType: string;
}

const MEGABYTE = 1024 * 1024;
const DISK_CHECK_BYTES = 8 * MEGABYTE;

/** Files of the store that are not whole yet: single objects while they come, and the parts of each upload. */
@Injectable()
export class ObjectFiles {
  readonly limitBytes: number;
  private readonly root: string;
  private readonly floorBytes: number;

  constructor(@Inject(WORK_FOLDER) workFolder: string, @Inject(CONFIG) config: Config) {
    this.root = join(workFolder, 'objects');
    this.limitBytes = config.SKYDOCKET_UPLOAD_LIMIT_MB * MEGABYTE;
    this.floorBytes = config.SKYDOCKET_FREE_DISK_FLOOR_MB * MEGABYTE;
  }

  /** Writes what comes, durable when this resolves; nothing is left on disk when it throws. */
  async write(source: Readable | AsyncIterable<Buffer>, uploadId: string | null = null): Promise<WrittenFile> {
    const folder = uploadId === null ? this.root : this.folderOf(uploadId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const fileName = `${newId()}.part`;
    const path = join(folder, fileName);
    try {
      return { path, fileName, ...(await this.save(source, path)) };
    } catch (error) {
      await rm(path, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskFull(error) : error;
    }
  }

  /** The parts one after the other. */
  async *joined(uploadId: string, fileNames: readonly string[]): AsyncIterable<Buffer> {
    for (const name of fileNames) yield* createReadStream(join(this.folderOf(uploadId), name));
  }

  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  async discardPart(uploadId: string, fileName: string): Promise<void> {
    await rm(join(this.folderOf(uploadId), fileName), { force: true });
  }

  async discardUpload(uploadId: string): Promise<void> {
    await rm(this.folderOf(uploadId), { recursive: true, force: true });
  }

  /** What a process that died has left: nobody has written to it since. Folders of uploads go with their uploads. */
  async discardOlderThan(instant: Date, isUpload: (name: string) => Promise<boolean>): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.root)) {
      const path = join(this.root, name);
      const known = await stat(path).catch(() => undefined);
      if (!known || known.mtime >= instant || (known.isDirectory() && (await isUpload(name)))) continue;
      await rm(path, { recursive: true, force: true });
    }
  }

  /** @throws S3Fault when so many bytes more would leave too few free */
  async keepFloor(comingBytes = 0): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.root);
    if (bavail * bsize - comingBytes < this.floorBytes) throw diskFull();
  }

  private async save(
    source: Readable | AsyncIterable<Buffer>,
    path: string,
  ): Promise<Pick<WrittenFile, 'md5' | 'digests' | 'mediaType'>> {
    const [tap, md5] = [new DigestTap(), createHash('md5')];
    let head = Buffer.alloc(0);
    const look = (bytes: Buffer): void => {
      md5.update(bytes);
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES - head.length)]);
    };
    await pipeline(
      source,
      (arriving: AsyncIterable<Buffer>) => this.watched(arriving, look),
      tap,
      createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await syncFolder(join(path, '..'));
    return { md5: md5.digest('hex'), digests: tap.digests(), mediaType: recogniseMediaType(head) };
  }

  /** Bounded in size, and with an eye on the disk: other files grow beside it. */
  private async *watched(arriving: AsyncIterable<Buffer>, look: (bytes: Buffer) => void): AsyncIterable<Buffer> {
    let [total, unchecked] = [0, 0];
    for await (const bytes of arriving) {
      total += bytes.length;
      unchecked += bytes.length;
      if (total > this.limitBytes) throw tooLarge(this.limitBytes);
      if (unchecked >= DISK_CHECK_BYTES) {
        unchecked = 0;
        await this.keepFloor();
      }
      look(bytes);
      yield bytes;
    }
  }

  private folderOf(uploadId: string): string {
    return join(this.root, uploadId);
  }
}

export function tooLarge(limitBytes: number): S3Fault {
  return new S3Fault('EntityTooLarge', `An object has at most ${limitBytes} bytes here`);
}

function diskFull(cause?: unknown): S3Fault {
  return new S3Fault('ServiceUnavailable', 'There is not enough free space', cause);
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
