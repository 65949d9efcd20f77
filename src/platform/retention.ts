import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from './actor.js';
import { Clock } from './clock/index.js';
import { UnitOfWork } from './database/index.js';
import { LOGGER, type Logger } from './logging/index.js';
import { Rounds } from './rounds.js';

const SWEEP_MS = 3_600_000;
const DELIVERED_KEPT_MS = 7 * 24 * 3_600_000;
/** As long as an Idempotency-Key means anything. */
const ANSWERS_KEPT_MS = 24 * 3_600_000;

/** Hourly removes what the platform itself wrote and nobody asks for again: delivered facts, old idempotent answers. */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: SWEEP_MS,
    work: () => this.sweep(),
    onFault: (error) => this.logger.error({ err: error }, 'retention failed'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Waiting and parked facts stay, however old. */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await tx.execute(`DELETE FROM outbox WHERE delivered_at < $1`, [new Date(now - DELIVERED_KEPT_MS)]);
      await tx.execute(`DELETE FROM idempotent_answer WHERE created_at < $1`, [new Date(now - ANSWERS_KEPT_MS)]);
    });
  }
}
