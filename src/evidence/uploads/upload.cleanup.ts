import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { UploadFolder } from './upload.folder.js';
import { UploadRepository } from './upload.repository.js';

const SWEEP_MS = 3_600_000;

/** Hourly removes uploads that nobody took up again, and files that no open upload has. Each instance clears its own disk. */
@Injectable()
export class UploadCleanup implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly uploads: UploadRepository,
    private readonly folder: UploadFolder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) => this.logger.error({ err: error }, 'clean-up of uploads'));
    }, SWEEP_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.uploads.removeExpired(tx, this.clock.now()));
    // Looked at before the rows: an upload that begins meanwhile has its row before its file.
    const here = await this.folder.ids();
    const open = await this.unitOfWork.read((tx) => this.uploads.open(tx, here));
    for (const id of here) if (!open.has(id)) await this.folder.discard(id);
  }
}
