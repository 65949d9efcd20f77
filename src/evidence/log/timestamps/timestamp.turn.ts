import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { alone, HOT_POOL } from '../../../platform/index.js';

export const TIMESTAMP_QUEUE = 'evidence.log_timestamps';

/** One asker for all instances, without a transaction that would wait for somebody else's answer. */
@Injectable()
export class TimestampTurn {
  constructor(@Inject(HOT_POOL) private readonly pool: Pool) {}

  /** Nothing is done where another has the turn. */
  async take(work: () => Promise<void>): Promise<void> {
    await alone(this.pool, TIMESTAMP_QUEUE, work);
  }
}
