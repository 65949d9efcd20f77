import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { newId, WORK_FOLDER } from '../../platform/index.js';

/** Exports on this machine's disk, each until it has had its time. */
@Injectable()
export class ExportFolder {
  private readonly root: string;

  constructor(@Inject(WORK_FOLDER) workFolder: string) {
    this.root = join(workFolder, 'exports');
  }

  /** Has `write` make a file, and puts it in its place whole or not at all. */
  async make<T>(id: string, write: (path: string) => Promise<T>): Promise<T> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const path = join(this.root, `${id}.${newId()}.part`);
    try {
      const made = await write(path);
      await rename(path, this.pathOf(id));
      await this.sync();
      return made;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Undefined when it is not here. */
  async read(id: string): Promise<Readable | undefined> {
    const known = await stat(this.pathOf(id)).catch(() => undefined);
    return known && createReadStream(this.pathOf(id));
  }

  /** The whole file and what a process that died left of it. */
  async remove(id: string): Promise<void> {
    const names = await readdir(this.root).catch(() => []);
    for (const name of names) if (name.startsWith(id)) await rm(join(this.root, name), { force: true });
  }

  private pathOf(id: string): string {
    return join(this.root, `${id}.zip`);
  }

  private async sync(): Promise<void> {
    const folder = await open(this.root, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
