import { Redis, type RedisOptions } from 'ioredis';

/** An event waits no longer for a Redis that is silent: those connected here get it then without. */
const SAY_WITHIN_MS = 1_000;

/** To publish: refused at once while Redis is away. What others miss they find by heartbeat and `sync`. */
const IMPATIENT: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: SAY_WITHIN_MS,
};

/**
 * To listen: waits for Redis as long as it takes. The adapter holds no hand under these promises, so that a refusal
 * would end the process.
 */
const PATIENT: RedisOptions = {
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
};

/** The connection to Redis through which the instances tell each other what to send to their sockets. */
export class RedisLine extends Redis {
  private readonly ears: Redis[] = [];

  constructor(url: string) {
    super(url, IMPATIENT);
  }

  /** The adapter makes its listening connections so. */
  override duplicate(): Redis {
    const listener = new Redis({ ...this.options, ...PATIENT });
    this.ears.push(listener);
    return listener;
  }

  /** Also what still waits for Redis ends. */
  hangUp(): void {
    for (const connection of [this, ...this.ears]) connection.disconnect();
  }
}
