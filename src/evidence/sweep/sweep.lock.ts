import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { alone, HOT_POOL } from '../../platform/index.js';

/** One reader of originals at a time for all instances; the lock ends with its process. */
@Injectable()
export class SweepLock {
  constructor(@Inject(HOT_POOL) private readonly pool: Pool) {}

  /** `work` asks now and then whether the lock still stands. Nothing is done where another has it. */
  async alone(work: (isHeld: () => boolean) => Promise<void>): Promise<void> {
    await alone(this.pool, 'evidence.sweep', work);
  }
}
