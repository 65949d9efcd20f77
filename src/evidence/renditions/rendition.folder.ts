import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger, UploadReceiver, WORK_FOLDER } from '../../platform/index.js';
import { RENDITION_NAMES, type RenditionName } from '../evidence.codes.js';

/** Whatever is being made is touched more often. */
const ABANDONED_MS = 3_600_000;
const FINISHED = new RegExp(`^[0-9a-f]{64}\\.(?:${RENDITION_NAMES.join('|')})$`);

/** Renditions on this machine's disk. They are no evidence: what is lost is made again. */
@Injectable()
export class RenditionFolder implements OnModuleInit {
  private readonly root: string;

  constructor(
    @Inject(WORK_FOLDER) workFolder: string,
    private readonly receiver: UploadReceiver,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.root = join(workFolder, 'renditions');
  }

  onModuleInit(): void {
    this.clear().catch((error: unknown) => this.logger.error({ err: error }, 'clean-up of renditions'));
  }

  /** Nothing but finished pictures belongs here: other files may be halves, or copies of what was removed since. */
  async clear(): Promise<void> {
    for (const entry of await readdir(this.root, { recursive: true, withFileTypes: true }).catch(() => [])) {
      if (!entry.isFile() || FINISHED.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const known = await stat(path).catch(() => undefined);
      if (known && known.mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true });
    }
  }

  /** Whole or not at all: readers never see half a file. */
  async write(sha256: string, name: RenditionName, bytes: Buffer): Promise<void> {
    const target = this.pathOf(sha256, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await this.withScratchFile(async (path) => {
      await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
      await rename(path, target);
    });
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

  /** Runs `work` with the path of a scratch file that is gone afterwards, or later where the process dies meanwhile. */
  async withScratchFile<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = this.receiver.scratchPath();
    try {
      return await work(path);
    } finally {
      await this.receiver.discard(path);
    }
  }

  private pathOf(sha256: string, name: RenditionName): string {
    return join(this.root, sha256.slice(0, 2), `${sha256}.${name}`);
  }
}
