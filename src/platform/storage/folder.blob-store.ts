import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { assertDigest, type BlobStat, type BlobStore, type ByteRange } from './blob-store.js';

/** Originals in a folder: `ab/cd/abcd…`, read-only files, fsynced with their folder before `adopt` resolves. */
export class FolderBlobStore implements BlobStore {
  constructor(private readonly root: string) {}

  async adopt(sha256: string, path: string): Promise<void> {
    const target = this.pathOf(sha256);
    await mkdir(dirname(target), { recursive: true });
    await sync(path, 0o440);
    try {
      await link(path, target);
      await sync(dirname(target));
      await sync(dirname(dirname(target)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await rm(path, { force: true });
  }

  async stat(sha256: string): Promise<BlobStat | undefined> {
    try {
      const { size } = await stat(this.pathOf(sha256));
      return { size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const path = this.pathOf(sha256);
    await stat(path);
    return createReadStream(path, range);
  }

  async *list(): AsyncIterable<string> {
    for (const first of await entries(this.root)) {
      for (const second of await entries(join(this.root, first))) yield* await entries(join(this.root, first, second));
    }
  }

  async probe(): Promise<boolean> {
    await mkdir(this.root, { recursive: true });
    return true;
  }

  private pathOf(sha256: string): string {
    assertDigest(sha256);
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function sync(path: string, mode?: number): Promise<void> {
  const handle = await open(path, 'r');
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
