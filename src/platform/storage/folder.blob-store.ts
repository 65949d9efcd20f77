import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { assertDigest, type BlobStat, type BlobStore, type ByteRange, isDigest } from './blob-store.js';

/** Blobs in a folder: `ab/cd/abcd…`, read-only files, fsynced with their folder before `adopt` resolves. */
export class FolderBlobStore implements BlobStore {
  private readonly root: string;
  private readonly parent: string;

  constructor(root: string) {
    this.root = resolve(root);
    this.parent = dirname(this.root);
  }

  async adopt(sha256: string, path: string): Promise<void> {
    const target = this.pathOf(sha256);
    await mkdir(dirname(target), { recursive: true });
    await sync(path, 0o440);
    try {
      await link(path, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await assertSameSize(path, target);
    }
    // Up to the entry of the store itself: any of these folders may be new, made here or by an upload beside this one.
    for (let folder = dirname(target); folder !== dirname(this.parent); folder = dirname(folder)) await sync(folder);
    await rm(path, { force: true });
  }

  async stat(sha256: string): Promise<BlobStat | undefined> {
    try {
      const { size, mtime: storedAt } = await stat(this.pathOf(sha256));
      return { size, storedAt };
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

  fileOf(sha256: string): string {
    return this.pathOf(sha256);
  }

  async remove(sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    if (!(await this.stat(sha256))) return;
    await rm(path, { force: true });
    await sync(dirname(path));
  }

  async *list(): AsyncIterable<string> {
    for (const first of await entries(this.root)) {
      for (const second of await entries(join(this.root, first))) {
        for (const name of await entries(join(this.root, first, second))) if (isDigest(name)) yield name;
      }
    }
  }

  /** Writes, syncs and removes a small file: a full or read-only disk shows here, not at the next upload. */
  async probe(): Promise<boolean> {
    await mkdir(this.root, { recursive: true });
    const path = join(this.root, `.probe-${randomUUID()}`);
    try {
      await writeFile(path, 'probe', { flush: true });
    } finally {
      await rm(path, { force: true });
    }
    return true;
  }

  private pathOf(sha256: string): string {
    assertDigest(sha256);
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

/** Names in a folder; none where there is no folder (an empty store, a file that someone left beside it). */
async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** A file cut short on the disk must not pass for the bytes that just came whole. @throws Error */
async function assertSameSize(arrived: string, stored: string): Promise<void> {
  const [here, there] = [await stat(arrived), await stat(stored)];
  if (here.size !== there.size)
    throw new Error(`the stored original ${stored} is damaged: ${there.size} bytes of ${here.size}`);
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
