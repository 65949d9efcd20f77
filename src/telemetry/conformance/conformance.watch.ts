import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger } from '../../platform/index.js';
import { WatchRounds } from './watch-rounds.js';

/** Within two seconds of a frame people are told what is wrong. */
const TICK_MS = 500;

/** Looks at every flight and every device twice a second, never two looks at once. */
@Injectable()
export class ConformanceWatch implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isBroken = false;

  constructor(
    private readonly rounds: WatchRounds,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), TICK_MS);
    this.timer.unref();
  }

  /** Before the connections to the database end. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.rounds.breakOff();
    await this.looking;
    await this.rounds
      .end()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'lease of flights not given up'));
  }

  private look(): void {
    this.looking ??= this.rounds
      .go(this.clock.now())
      .then(() => (this.isBroken = false))
      .catch((error: unknown) => this.noteFault(error))
      .then(() => {
        this.looking = undefined;
      });
  }

  /** Once, not twice a second. */
  private noteFault(error: unknown): void {
    if (!this.isBroken) this.logger.error({ err: error }, 'flights and devices are not watched');
    this.isBroken = true;
  }
}
