import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { CLOCK_WINDOW } from '../clock.rules.js';

const DAY_MS = 86_400_000;
/** Days made ahead, so that a service that is asked for nothing else still has room for tomorrow. */
const DAYS_AHEAD = 3;
const EVERY_MS = 3_600_000;

/** Keeps the day partitions of the store ahead of the clock: from the oldest day a device may report to some days on. */
@Injectable()
export class PartitionKeeper {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.ensure();
    this.timer = setInterval(() => {
      this.ensure().catch((error: unknown) => this.logger.error({ err: error }, 'telemetry partitions'));
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns how many partitions were missing */
  async ensure(): Promise<number> {
    const now = this.clock.now().getTime();
    const [first, last] = [now - CLOCK_WINDOW.oldestMs - DAY_MS, now + DAYS_AHEAD * DAY_MS].map(utcDay);
    const made = await this.unitOfWork.run(SYSTEM, (tx) =>
      tx.queryOne<{ count: number }>(`SELECT make_telemetry_partitions($1::date, $2::date) AS count`, [first, last]),
    );
    return made?.count ?? 0;
  }
}

function utcDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
