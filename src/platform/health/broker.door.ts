import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { PlatformErrors } from '../errors/index.js';
import { RateLimit } from '../http/rate-limit.js';
import { mayAskAsBroker } from './operations.js';

const STRANGERS_A_MINUTE = 20;

/** Where an external broker asks. Whoever is none of ours is counted, by address; the broker itself is never held up. */
@Injectable()
export class BrokerDoor {
  private readonly strangers = new RateLimit(STRANGERS_A_MINUTE);

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws FORBIDDEN, and RATE_LIMITED after too many of them */
  enter(request: Request): void {
    if (mayAskAsBroker(request, this.config)) return;
    const [address, now] = [request.ip ?? 'unknown', this.clock.now()];
    if (this.strangers.exceeded(address, now)) throw PlatformErrors.RATE_LIMITED();
    this.strangers.count(address, now);
    throw PlatformErrors.FORBIDDEN();
  }
}
