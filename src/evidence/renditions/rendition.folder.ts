import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { newId, WORK_FOLDER } from '../../platform/index.js';
import type { RenditionName } from '../evidence.codes.js';

/** Renditions on this machine's disk. They are no evidence: what is lost is made again. */
@Injectable()
export class RenditionFolder {
  private readonly root: string;

  constructor(@Inject(WORK_FOLDER) workFolder: string) {
    this.root = join(workFolder, 'renditions');
  }

  /** Whole or not at all: readers never see half a file. */
  async write(sha256: string, name: RenditionName, bytes: Buffer): Promise<void> {
    const target = this.pathOf(sha256, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const path = `${target}.${newId()}`;
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(path, target);
  }

  /** Undefined when the file is not here. */
  async read(sha256: string, name: RenditionName): Promise<Readable | undefined> {
    const path = this.pathOf(sha256, name);
    const known = await stat(path).catch(() => undefined);
    return known && createReadStream(path);
  }

  async remove(sha256: string, name: RenditionName): Promise<void> {
    await rm(this.pathOf(sha256, name), { force: true });
  }

  /** Runs `work` with the path of a scratch file that is gone afterwards. */
  async withScratchFile<T>(work: (path: string) => Promise<T>): Promise<T> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const path = join(this.root, `${newId()}.original`);
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  private pathOf(sha256: string, name: RenditionName): string {
    return join(this.root, sha256.slice(0, 2), `${sha256}.${name}`);
  }
}
