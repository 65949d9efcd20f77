import pg from 'pg';
import { StartError } from '../start-error.js';

const OLDEST_SERVER = 150_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Migrations, the mark of the installation and its seeds are the work of one process at a time. */
const START_LOCK = 0x5d_51;

/**
 * Looks whether the database can be used, and keeps other processes from preparing it at the same time.
 * The lock belongs to the connection, so it ends with the process however that ends.
 */
export class StartGuard {
  private constructor(private readonly client: pg.Client) {}

  /** @param url address of the database. @throws StartError, which never says the password */
  static async enter(url: string): Promise<StartGuard> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'skydocket-start',
    });
    // The lock is gone with the connection; whoever uses the database meets the fault itself.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (cause) {
      throw unreachable(url, cause);
    }
    try {
      await assertUsable(client, url);
      await client.query('SELECT pg_advisory_lock($1)', [START_LOCK]);
      return new StartGuard(client);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  async leave(): Promise<void> {
    await this.client.end();
  }
}

async function assertUsable(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ encoding: string; version: number; name: string }>(
    `SELECT current_setting('server_encoding') AS encoding, current_setting('server_version_num')::int AS version,
            current_setting('server_version') AS name`,
  );
  const [server] = rows;
  if (server && server.version < OLDEST_SERVER)
    throw new StartError(
      `DATABASE_URL (${withoutPassword(url)}) is PostgreSQL ${server.name}. Skydocket needs PostgreSQL 15 or newer.`,
    );
  if (server && server.encoding !== 'UTF8')
    throw new StartError(
      `DATABASE_URL (${withoutPassword(url)}) is a database in ${server.encoding}. Make one with ENCODING 'UTF8' TEMPLATE template0.`,
    );
}

function unreachable(url: string, cause: unknown): StartError {
  const { code, message } = cause as { code?: string; message?: string };
  const reason = message || code || 'no answer';
  return new StartError(`The database of DATABASE_URL (${withoutPassword(url)}) cannot be used: ${reason}`, { cause });
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  // Parameters may name a password too.
  url.search = '';
  return url.href;
}
