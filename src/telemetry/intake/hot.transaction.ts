import type { Pool, PoolClient } from 'pg';
import { databaseFault } from '../../platform/index.js';

/**
 * The pool listens only to idle connections: one that dies at work, or while it is handed over, would end the process.
 * Whoever uses it is told by its query. To be called before the pool has connections.
 */
export function bearLostConnections(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/**
 * Runs `work` in a transaction on a raw connection. Gives up after `timeoutMs`, and the connection with it: a frozen
 * server must not freeze the intake for good. Whether the last commit happened is then unknown, so `work` must bear
 * being done again.
 */
export async function inHotTransaction<T>(
  pool: Pool,
  timeoutMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool, timeoutMs);
  let held = true;
  const release = (destroy: boolean): void => {
    if (!held) return;
    held = false;
    client.release(destroy);
  };
  const timer = setTimeout(() => release(true), timeoutMs);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    release(false);
    return result;
  } catch (error) {
    release(!(await rolledBack(client, error)));
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** False when the connection is no longer of use. */
async function rolledBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (!databaseFault(error)) return false;
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** A connection, or a refusal in time; one that comes too late goes back to the pool. */
async function connect(pool: Pool, timeoutMs: number): Promise<PoolClient> {
  const connecting = pool.connect();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([connecting, late]);
  } catch (error) {
    connecting.then((client) => client.release()).catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
