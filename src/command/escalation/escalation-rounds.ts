import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { EscalationDesk } from './escalation-desk.js';
import { OrderTimerRepository } from './order-timer.repository.js';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 100;

/** Looks each second for what is overdue; each telling goes by itself, so that one that fails holds up no other. */
@Injectable()
export class EscalationRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: EVERY_MS,
    work: () => this.round(),
    onFault: (error) => this.logger.warn({ err: error }, 'timers of orders'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly timers: OrderTimerRepository,
    private readonly desk: EscalationDesk,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(): Promise<void> {
    const now = this.clock.now();
    const due = await this.unitOfWork.read((tx) => this.timers.due(tx, now, MOST_AT_ONCE));
    for (const timer of due)
      await this.unitOfWork
        .run(SYSTEM, (tx) => this.desk.fire(tx, timer, now))
        .catch((error: unknown) => this.logger.error({ err: error, ...timer }, 'telling of an overdue order'));
  }
}
