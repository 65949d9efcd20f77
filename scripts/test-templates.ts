import pg from 'pg';
import { createApp } from '../src/app.setup.js';
import { createLogger, EmbeddedPostgres, loadConfig } from '../src/platform/index.js';

export const TEMPLATES = { migrated: 'skydocket_migrated', seeded: 'skydocket_seeded' } as const;

/** Durability is not what these databases are for. */
const FAST_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

export interface PreparedTemplates {
  /** Address of the server's maintenance database. */
  readonly serverUrl: string;
  stop(): Promise<void>;
}

/**
 * Makes the two template databases by starting the application on them: once in production mode (migrated,
 * empty) and once in demonstration mode (seeded; its log-ins are written to `<dataDir>/demo-users.json`).
 */
export async function prepareTemplates(dataDir: string, externalUrl: string | undefined): Promise<PreparedTemplates> {
  const embedded = externalUrl
    ? undefined
    : await EmbeddedPostgres.start({ dataDir, port: 0, settings: FAST_SETTINGS });
  const serverUrl = externalUrl ?? embedded?.urlOf('postgres') ?? '';
  await withServer(serverUrl, async (client) => {
    for (const name of Object.values(TEMPLATES)) {
      await client.query(`DROP DATABASE IF EXISTS ${name}`);
      await client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    }
  });
  await prepare(databaseUrl(serverUrl, TEMPLATES.migrated), dataDir, 'production');
  await prepare(databaseUrl(serverUrl, TEMPLATES.seeded), dataDir, 'demonstration');
  return { serverUrl, stop: async () => embedded?.stop() };
}

async function prepare(url: string, dataDir: string, mode: 'production' | 'demonstration'): Promise<void> {
  const config = loadConfig({
    SKYDOCKET_MODE: mode,
    SKYDOCKET_DATA_DIR: dataDir,
    SKYDOCKET_MQTT_PORT: '0',
    SKYDOCKET_LOG_LEVEL: 'warn',
  });
  const app = await createApp({ config, databaseUrl: url, logger: createLogger('warn') });
  await app.close();
  await withServer(url, async (client) => {
    await stopMinutes(client);
    await forgetSigner(client);
  });
}

/** A test runs what the clock asks for each minute when it means it: no database of a test can be given such a wish. */
async function stopMinutes(client: pg.Client): Promise<void> {
  await client.query(`TRUNCATE pgboss.schedule, pgboss.job`);
  await client.query(`CREATE FUNCTION pgboss.forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`);
  await client.query(
    `CREATE TRIGGER minutes_stand_still BEFORE INSERT ON pgboss.schedule FOR EACH ROW EXECUTE FUNCTION pgboss.forget()`,
  );
}

/** Every test is an installation with keys of its own: what the template's key has signed of the log is entered anew. */
async function forgetSigner(client: pg.Client): Promise<void> {
  const tables = [
    'log_timestamp',
    'log_timestamp_refusal',
    'log_cosignature',
    'log_checkpoint',
    'log_key',
    'log_leaf',
    'log_node',
    'log_waiting',
  ];
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${tables.join(', ')}`);
  await client.query(`INSERT INTO log_waiting (leaf_hash) SELECT leaf_hash FROM log_entry ORDER BY id`);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

async function withServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
