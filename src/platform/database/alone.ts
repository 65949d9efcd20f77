import type { Pool } from 'pg';

/**
 * Does `work` unless another process of the installation is doing what has this name; the lock ends with its process.
 * `work` asks now and then whether the lock still stands.
 */
export async function alone(pool: Pool, name: string, work: (isHeld: () => boolean) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let held = true;
  client.on('error', () => (held = false));
  try {
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(hashtext($1)) AS mine`, [name]);
    if (rows[0]?.mine) await work(() => held);
  } finally {
    // A connection that is only closed keeps its lock until the server has noticed.
    await client.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    client.release(true);
  }
}
