import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { UploadFolder } from './upload.folder.js';
import { UploadRepository } from './upload.repository.js';

const SWEEP_MS = 3_600_000;

/** Hourly removes uploads that nobody took up again, and files that no open upload has. Each instance clears its own disk. */
@Injectable()
export class UploadCleanup implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: SWEEP_MS,
    work: () => this.sweep(),
    onFault: (error) => this.logger.error({ err: error }, 'clean-up of uploads'),
  });

  constructor(
    private readonly uploads: UploadRepository,
    private readonly folder: UploadFolder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.uploads.removeExpired(tx, this.clock.now()));
    // Looked at before the rows: an upload that begins meanwhile has its row before its file.
    const here = await this.folder.ids();
    const open = await this.unitOfWork.read((tx) => this.uploads.open(tx, here));
    for (const id of here) if (!open.has(id)) await this.folder.discard(id);
  }
}
