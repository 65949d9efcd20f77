import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { type DueCall, ServiceCallRepository } from './service-call.repository.js';
import { afterSilence } from './service-call.rules.js';
import { ServiceJournal } from './service.journal.js';
import { SilenceActions } from './silence.actions.js';

const EVERY_MS = 500;
const MOST_AT_ONCE = 100;

/** Ends the waiting of calls: also of those that another run of the service sent, and then ended. */
@Injectable()
export class ServiceDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: EVERY_MS,
    work: () => this.sweep(this.clock.now()),
    onFault: (error) => this.logger.warn({ err: error }, 'deadlines of calls'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ServiceCallRepository,
    private readonly journal: ServiceJournal,
    private readonly actions: SilenceActions,
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

  async sweep(now: Date): Promise<void> {
    const count = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const due = await this.repository.lockDue(tx, now, MOST_AT_ONCE);
      for (const call of due) await this.end(tx, call, now);
      return due.length;
    });
    if (count === MOST_AT_ONCE) await this.sweep(now);
  }

  private async end(tx: Tx, call: DueCall, now: Date): Promise<void> {
    const next = afterSilence(call);
    if (next === 'again') return this.actions.sendAgain(tx, call);
    await this.repository.settle(tx, call.id, next, now);
    await this.journal.settled(tx, call, next, null);
  }
}
