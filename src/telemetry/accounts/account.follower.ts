import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  BROKER_ADMINISTRATION,
  Clock,
  type DynamicSecurity,
  LOGGER,
  type Logger,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { OneAtATime } from '../devices/one-at-a-time.js';
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
  private stopped = false;
  private readonly rounds = new OneAtATime(() => this.round());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: AccountDesk,
    private readonly clock: Clock,
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
    this.compareAt = 0;
    this.look();
  }

  private look(): void {
    this.rounds.again().catch((error: unknown) => this.logger.warn({ err: error }, 'accounts of the broker'));
  }

  private async round(): Promise<void> {
    if (this.stopped) return;
    const now = this.clock.now();
    const isToCompare = performance.now() >= this.compareAt;
    if (!isToCompare && (await this.desk.due(now)).length === 0) return;
    await this.unitOfWork.apart(SYSTEM, async (tx) => {
      if (!(await this.desk.takeTurn(tx))) return;
      if (isToCompare) await this.compare();
      await this.desk.followDue(now);
    });
  }

  private async compare(): Promise<void> {
    this.compareAt = performance.now() + COMPARE_AGAIN_MS;
    const { told, removed } = await this.desk.compare();
    this.compareAt = performance.now() + COMPARE_EVERY_MS;
    if (told + removed > 0) this.logger.info({ told, removed }, 'accounts of the broker were put right');
  }
}
