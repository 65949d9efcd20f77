import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { HOT_POOL, UnitOfWork } from '../../platform/index.js';
import { RetentionRepository } from './retention.repository.js';

const KEY = `hashtext('telemetry.retention.partitions')`;
/** Detaching waits for whoever reads or writes the store, without keeping anybody; but it does not wait for ever. */
const TIMEOUT_MS = 20_000;

/** Takes away partitions in which nothing is left, without a lock that the intake would wait for. */
@Injectable()
export class EmptyPartitions {
  constructor(
    @Inject(HOT_POOL) private readonly pool: Pool,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: RetentionRepository,
  ) {}

  /** Right also when a former run broke off in the middle. @returns how many were taken away */
  async drop(): Promise<number> {
    const empty = await this.unitOfWork.read((tx) => this.repository.emptied(tx));
    if (empty.length === 0) return 0;
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS mine`);
      if (!rows[0]?.mine) return 0;
      await client.query(`SET statement_timeout = ${TIMEOUT_MS}`);
      for (const { name, state } of empty) await dropped(client, name, state);
      return empty.length;
    } finally {
      // The lock and the setting end with the session.
      client.release(true);
    }
  }
}

async function dropped(client: PoolClient, name: string, state: 'attached' | 'pending' | 'alone'): Promise<void> {
  const how = { attached: 'CONCURRENTLY', pending: 'FINALIZE', alone: null }[state];
  if (how) await client.query(`ALTER TABLE telemetry_sample DETACH PARTITION ${name} ${how}`);
  await client.query(`DROP TABLE ${name}`);
}
