import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BROKER_ADMINISTRATION, type DynamicSecurity, LOGGER, type Logger, OneAtATime } from '../../platform/index.js';
import { AccountComparison } from './account.comparison.js';
import { AccountDesk } from './account.desk.js';

const LOOK_MS = 500;
/** Drift that nobody told us of is found within this. */
const COMPARE_EVERY_MS = 300_000;
const COMPARE_AGAIN_MS = 5_000;

/** Tells the broker what changed, soon after the commit, and compares all of it now and then; one instance at a time. */
@Injectable()
export class AccountFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private compareAt = 0;
  private comparison: AccountComparison | undefined;
  private stopped = false;
  private readonly rounds = new OneAtATime(() => this.round());

  constructor(
    private readonly desk: AccountDesk,
    @Inject(BROKER_ADMINISTRATION) private readonly administration: DynamicSecurity | null,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.administration) return;
    this.desk.onChange(() => this.look());
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    if (!this.administration) return;
    // A broker that does not answer would hold the shutdown up; what is not told is told after the next start.
    this.administration.close();
    await this.rounds.again().catch(() => undefined);
  }

  /** Compares at the next look, as after a start. */
  compareSoon(): void {
    this.comparison = undefined;
    this.compareAt = 0;
    this.look();
  }

  private look(): void {
    this.rounds.again().catch((error: unknown) => this.logger.warn({ err: error }, 'accounts of the broker'));
  }

  /** A comparison goes on from device to device, and what changed meanwhile is told before the next one. */
  private async round(): Promise<void> {
    if (performance.now() >= this.compareAt) this.comparison ??= new AccountComparison(this.desk);
    if (!this.comparison && (await this.desk.due()).length === 0) return;
    do if (!(await this.turn())) return;
    while (this.comparison && !this.stopped);
  }

  /** @returns false when it is another instance's turn */
  private async turn(): Promise<boolean> {
    if (this.stopped) return false;
    try {
      return await this.desk.inTurn(async () => {
        await this.desk.followDue();
        const { comparison } = this;
        if ((await comparison?.step()) && comparison === this.comparison) this.compared();
      });
    } catch (error) {
      this.comparison = undefined;
      this.compareAt = performance.now() + COMPARE_AGAIN_MS;
      throw error;
    }
  }

  private compared(): void {
    const { told = 0, removed = 0 } = this.comparison ?? {};
    this.comparison = undefined;
    this.compareAt = performance.now() + COMPARE_EVERY_MS;
    if (told + removed > 0) this.logger.info({ told, removed }, 'accounts of the broker were put right');
  }
}
