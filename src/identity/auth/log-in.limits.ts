import { Inject, Injectable } from '@nestjs/common';
import { AppError, Clock, CONFIG, type Config, PlatformErrors, RateLimit } from '../../platform/index.js';

/** An office of many people stands behind one address. */
const ADDRESS_ALLOWANCE = 5;
/** Refusals that guessing brings about; nothing else uses up the allowance. */
const GUESSES: ReadonlySet<string> = new Set(['LOGIN_FAILED', 'LINK_INVALID']);

/** Wrong passwords and links a minute, by name and by address. */
@Injectable()
export class LogInLimits {
  private readonly byName: RateLimit;
  private readonly byAddress: RateLimit;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.byName = new RateLimit(config.SKYDOCKET_LOGIN_ATTEMPTS);
    this.byAddress = new RateLimit(config.SKYDOCKET_LOGIN_ATTEMPTS * ADDRESS_ALLOWANCE);
  }

  /**
   * Counts the attempt before `work` begins, so that simultaneous attempts see each other, and takes it back
   * unless it was a wrong guess.
   * @throws RATE_LIMITED, whatever `work` throws
   */
  async attempt<T>({ username, address }: { username?: string; address: string }, work: () => Promise<T>): Promise<T> {
    const now = this.clock.now();
    const name = username?.toLowerCase();
    const counts = [
      { limit: this.byAddress, key: address },
      ...(name === undefined ? [] : [{ limit: this.byName, key: name }]),
    ];
    if (counts.some(({ limit, key }) => limit.exceeded(key, now))) throw PlatformErrors.RATE_LIMITED();
    for (const { limit, key } of counts) limit.count(key, now);
    try {
      const result = await work();
      for (const { limit, key } of counts) limit.giveBack(key, now);
      if (name !== undefined) this.byName.reset(name);
      return result;
    } catch (error) {
      if (!(error instanceof AppError && GUESSES.has(error.code)))
        for (const { limit, key } of counts) limit.giveBack(key, now);
      throw error;
    }
  }
}
