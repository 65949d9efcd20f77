import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { HOT_POOL } from '../../platform/index.js';

const KEY = `hashtext('evidence.sweep')`;

/** One reader of originals at a time for all instances; the lock ends with its process. */
@Injectable()
export class SweepLock {
  constructor(@Inject(HOT_POOL) private readonly pool: Pool) {}

  /** `work` asks now and then whether the lock still stands. Nothing is done where another has it. */
  async alone(work: (isHeld: () => boolean) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    let held = true;
    client.on('error', () => (held = false));
    try {
      const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS mine`);
      if (rows[0]?.mine) await work(() => held);
    } finally {
      // A connection that is only closed keeps its lock until the server has noticed.
      await client.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
      client.release(true);
    }
  }
}
