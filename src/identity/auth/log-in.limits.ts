import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, PlatformErrors, RateLimit } from '../../platform/index.js';

/** Failed log-ins a minute, by name and by address. */
@Injectable()
export class LogInLimits {
  private readonly failures: RateLimit;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.failures = new RateLimit(config.SKYDOCKET_LOGIN_ATTEMPTS);
  }

  /** @throws RATE_LIMITED */
  assertWithin(username: string, address: string): void {
    const now = this.clock.now();
    if (keysOf(username, address).some((key) => this.failures.exceeded(key, now))) throw PlatformErrors.RATE_LIMITED();
  }

  countFailure(username: string, address: string): void {
    for (const key of keysOf(username, address)) this.failures.count(key, this.clock.now());
  }

  forgive(username: string): void {
    this.failures.reset(nameKey(username));
  }
}

function keysOf(username: string, address: string): string[] {
  return [nameKey(username), `address:${address}`];
}

function nameKey(username: string): string {
  return `name:${username.toLowerCase()}`;
}
