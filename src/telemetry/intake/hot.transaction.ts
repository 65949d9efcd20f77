import type { Pool, PoolClient } from 'pg';
import { databaseFault, together } from '../../platform/index.js';

/**
 * The pool listens only to idle connections: one that dies at work, or while it is handed over, would end the process.
 * Whoever uses it is told by its query. To be called before the pool has connections.
 */
export function bearLostConnections(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** Begins statements and waits for none of them. */
type Begin<T extends readonly Promise<unknown>[]> = (client: PoolClient) => T;

/**
 * Carries out statements in a transaction of their own on a raw connection: all of them, the beginning and the commit leave
 * at once, for a process that is busy reading messages comes back for each answer only after a while. Gives up after
 * `timeoutMs`, and the connection with it: a frozen server must not freeze the intake for good. Whether the commit
 * happened is then unknown, so the statements must bear being carried out again.
 * @returns the answers, in their order
 */
export async function inHotTransaction<const T extends readonly Promise<unknown>[]>(
  pool: Pool,
  timeoutMs: number,
  begin: Begin<T>,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const client = await connect(pool, timeoutMs);
  let held = true;
  const release = (destroy: boolean): void => {
    if (!held) return;
    held = false;
    client.release(destroy);
  };
  const timer = setTimeout(() => release(true), timeoutMs);
  try {
    const begun = client.query('BEGIN');
    const statements = begin(client);
    const ended = client.query('COMMIT');
    const [, answers, { command }] = await together([begun, together(statements), ended]);
    // Of a transaction in which something failed.
    if (command !== 'COMMIT') throw new Error(`the commit was answered ${command}`);
    release(false);
    return answers;
  } catch (error) {
    // After a fault of the data the server has rolled back at the commit, and the connection is good.
    release(!databaseFault(error));
    throw error;
  } finally {
    clearTimeout(timer);
  }
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
