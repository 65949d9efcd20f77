import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { FlightTasks } from '../../missions/index.js';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { DockTaskRepository } from './dock-task.repository.js';

const EVERY_MS = 30_000;

/** Ends tasks of which no dock will say so: their time is over, or the aircraft is back. */
@Injectable()
export class TaskDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tasks: DockTaskRepository,
    private readonly flights: FlightTasks,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep(this.clock.now())
        .catch((error: unknown) => this.logger.warn({ err: error }, 'deadlines of tasks'))
        .finally(() => (this.sweeping = undefined));
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async sweep(now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const { id, flightId, state } of await this.tasks.kept(tx)) {
        const isOver = await this.flights.isOver(tx, flightId, { isBegun: state === 'executing', now });
        if (isOver) await this.tasks.move(tx, id, [state], 'over', now);
      }
    });
  }
}
