import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { DetectorLeases } from '../conformance/detector.leases.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { type LineNews, PresenceRepository } from './presence.repository.js';

const WRITE_MS = 500;

/** Writes down which devices have a line to this instance, so that every instance knows; many at once after a restart. */
@Injectable()
export class LineKeeper implements OnModuleInit {
  private readonly waiting = new Map<string, LineNews>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private isClosing = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PresenceRepository,
    private readonly policy: DeviceBrokerPolicy,
    private readonly leases: DetectorLeases,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.policy.watchLines((deviceId, isOpen) => {
      if (!this.isClosing) this.waiting.set(deviceId, { deviceId, isOpen, at: this.clock.now() });
    });
    this.timer = setInterval(() => this.write(), WRITE_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    await this.writing;
    await this.unitOfWork
      .run(SYSTEM, (tx) => this.repository.forgetLines(tx, this.leases.instance))
      .catch((error: unknown) => this.logger.warn({ err: error }, 'lines of devices not forgotten'));
  }

  private write(): void {
    if (this.writing || this.waiting.size === 0) return;
    const news = [...this.waiting.values()];
    this.writing = this.unitOfWork
      .run(SYSTEM, (tx) => this.repository.noteLines(tx, this.leases.instance, news))
      .then(() => {
        for (const one of news) if (this.waiting.get(one.deviceId) === one) this.waiting.delete(one.deviceId);
      })
      .catch((error: unknown) => this.logger.warn({ err: error }, 'lines of devices not written'))
      .then(() => {
        this.writing = undefined;
      });
  }
}
