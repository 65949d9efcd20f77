import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { z } from 'zod';
import {
  Clock,
  CONFIG,
  type Config,
  LOGGER,
  type Logger,
  newId,
  OnEveryMinute,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { LogRepository } from './log.repository.js';
import { LogTree } from './log.tree.js';

const Mark = z.object({ size: z.number().int().min(0), root: z.base64(), since: z.coerce.date() });
type Mark = z.output<typeof Mark>;

/**
 * Keeps on the disk, apart from the database, which head of the log was seen last. A database that was restored from an
 * older copy does not have that head: it has forgotten entries, or others in their places, and what it does not know may
 * have been recorded all the same. Once that was seen it stays so, until somebody has looked into it and takes the file away.
 */
@Injectable()
export class LogMark implements OnApplicationBootstrap {
  private readonly path: string;
  private hasTold = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly repository: LogRepository,
    private readonly tree: LogTree,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.path = join(config.SKYDOCKET_DATA_DIR, 'log-mark.json');
  }

  /** What comes from now on is known to this database. */
  async onApplicationBootstrap(): Promise<void> {
    if ((await this.read()) === undefined) await this.run();
  }

  @OnEveryMinute('evidence.mark-log')
  async run(): Promise<void> {
    await this.unitOfWork.read((tx) => this.unbrokenSince(tx));
  }

  /** Since when this database has been seen to forget nothing; undefined where it has. */
  async unbrokenSince(tx: Tx): Promise<Date | undefined> {
    // First what was seen: a head that is signed between the two is a newer one, and not one that was forgotten.
    const known = await this.read();
    const size = (await this.repository.latestCheckpoint(tx))?.size ?? 0;
    if (known === 'unreadable' || (known && !(await this.has(tx, size, known)))) {
      if (!this.hasTold)
        this.logger.error({ mark: known, size, file: this.path }, 'the log is not the one that was seen here');
      this.hasTold = true;
      return undefined;
    }
    const since = known?.since ?? this.clock.now();
    if (!known || known.size < size)
      await this.write({ size, root: (await this.tree.root(tx, size)).toString('base64'), since });
    return since;
  }

  private async has(tx: Tx, size: number, mark: Mark): Promise<boolean> {
    return mark.size <= size && (await this.tree.root(tx, mark.size)).toString('base64') === mark.root;
  }

  private async read(): Promise<Mark | 'unreadable' | undefined> {
    try {
      return Mark.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable';
    }
  }

  /** Under a name of its own: several may write at once. */
  private async write(mark: Mark): Promise<void> {
    const next = `${this.path}.${newId()}`;
    try {
      const file = await open(next, 'wx', 0o640);
      try {
        await file.writeFile(JSON.stringify(mark));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, this.path);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
  }
}
