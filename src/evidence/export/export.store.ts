import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import {
  type BlobStore,
  type Digests,
  digestFile,
  EXPORTS,
  LOGGER,
  type Logger,
  newId,
  Rounds,
  WORK_FOLDER,
} from '../../platform/index.js';

/** A file left by a process that died; one that is being written is touched all the time. */
const ABANDONED_MS = 3_600_000;

/**
 * Files of exports, made on this machine and kept where every instance fetches them. They are named by their own digest:
 * none ever takes the place of another.
 */
@Injectable()
export class ExportStore implements OnModuleInit, OnModuleDestroy {
  private readonly workshop: string;
  private readonly rounds = new Rounds({
    everyMs: ABANDONED_MS,
    work: () => this.clearWorkshop(),
    onFault: (error) => this.logger.error({ err: error }, 'clean-up of exports'),
  });

  constructor(
    @Inject(WORK_FOLDER) workFolder: string,
    @Inject(EXPORTS) private readonly store: BlobStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.workshop = join(workFolder, 'exports');
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.workshop, { recursive: true, mode: 0o700 });
    await this.clearWorkshop();
    this.rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
  }

  /** Each instance clears its own disk. */
  async clearWorkshop(): Promise<void> {
    for (const name of await readdir(this.workshop)) {
      const path = join(this.workshop, name);
      const known = await stat(path).catch(() => undefined);
      if (known && known.mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true });
    }
  }

  /** Has `write` make a file, which is in the store whole or not at all. */
  async make<T>(write: (path: string) => Promise<T>): Promise<T & Digests> {
    const path = join(this.workshop, `${newId()}.part`);
    try {
      const made = await write(path);
      const digests = await digestFile(path);
      await this.store.adopt(digests.sha256, path);
      return { ...made, ...digests };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Undefined when it is not there. */
  async read(sha256: string): Promise<Readable | undefined> {
    return (await this.store.stat(sha256)) && this.store.read(sha256);
  }

  async remove(sha256: string): Promise<void> {
    await this.store.remove(sha256);
  }

  list(): AsyncIterable<string> {
    return this.store.list();
  }
}
