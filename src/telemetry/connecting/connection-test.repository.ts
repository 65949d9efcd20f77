import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../platform/index.js';
import type { StepReport } from './connection-step.rules.js';

export interface ConnectionTestRow {
  readonly id: string;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly actorId: string;
  readonly actorName: string;
  readonly connectionVersion: number;
  readonly isLocal: boolean;
  readonly verdict: 'ok' | 'failed' | 'unknown' | null;
  readonly steps: readonly StepReport[] | null;
}

/** Longer than any test may take: what still runs after it died with its process. */
const DEAD_AFTER_MS = 180_000;
const MOST_KEPT = 20;

const COLUMNS = `id, began_at AS "beganAt", ended_at AS "endedAt", actor_id AS "actorId", actor_name AS "actorName",
  connection_version AS "connectionVersion", is_local AS "isLocal", verdict, steps`;

@Injectable()
export class ConnectionTestRepository {
  /** False while another one runs, on whichever instance. */
  async begin(tx: Tx, actor: Actor, test: Pick<ConnectionTestRow, 'id' | 'beganAt' | 'connectionVersion' | 'isLocal'>) {
    const dead = new Date(test.beganAt.getTime() - DEAD_AFTER_MS);
    await tx.execute(`UPDATE dji_connection_test SET ended_at = $1 WHERE ended_at IS NULL AND began_at < $2`, [
      test.beganAt,
      dead,
    ]);
    const begun = await tx.query(
      `INSERT INTO dji_connection_test (id, began_at, actor_id, actor_name, connection_version, is_local)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [test.id, test.beganAt, actor.id, actor.name, test.connectionVersion, test.isLocal],
    );
    return begun.length === 1;
  }

  async begunSince(tx: Tx, since: Date): Promise<number> {
    const row = await tx.queryOne<{ count: number }>(
      `SELECT count(*)::int AS count FROM dji_connection_test WHERE began_at > $1`,
      [since],
    );
    return row?.count ?? 0;
  }

  async end(
    tx: Tx,
    id: string,
    { endedAt, verdict, steps }: Pick<ConnectionTestRow, 'endedAt' | 'verdict' | 'steps'>,
  ): Promise<void> {
    await tx.execute(`UPDATE dji_connection_test SET ended_at = $2, verdict = $3, steps = $4 WHERE id = $1`, [
      id,
      endedAt,
      verdict,
      JSON.stringify(steps),
    ]);
    await tx.execute(
      `DELETE FROM dji_connection_test WHERE ended_at IS NOT NULL AND id NOT IN
         (SELECT id FROM dji_connection_test ORDER BY began_at DESC LIMIT ${MOST_KEPT})`,
      [],
    );
  }

  /** The last that has ended with a result. */
  async last(tx: Tx): Promise<ConnectionTestRow | undefined> {
    return tx.queryOne<ConnectionTestRow>(
      `SELECT ${COLUMNS} FROM dji_connection_test WHERE verdict IS NOT NULL ORDER BY began_at DESC LIMIT 1`,
      [],
    );
  }

  async isRunning(tx: Tx, now: Date): Promise<boolean> {
    const rows = await tx.query(`SELECT 1 FROM dji_connection_test WHERE ended_at IS NULL AND began_at >= $1`, [
      new Date(now.getTime() - DEAD_AFTER_MS),
    ]);
    return rows.length > 0;
  }
}
