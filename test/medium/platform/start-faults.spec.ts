import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createApp } from '../../../src/app.setup.js';
import { createLogger, KeyRing, loadConfig, StartError } from '../../../src/platform/index.js';

const serverUrl = process.env['SKYDOCKET_TEST_SERVER'] ?? '';

/** What keeps a service from starting is said in words. */
describe('the start', () => {
  let folder: string;
  const made: string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-start-'));
  });
  afterAll(async () => {
    for (const name of made) await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    rmSync(folder, { recursive: true, force: true });
  });

  async function onServer(sql: string): Promise<void> {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async function database(options: string): Promise<string> {
    const name = `t_start_${process.pid}_${made.length}`;
    made.push(name);
    await onServer(`CREATE DATABASE ${name} TEMPLATE template0 ${options}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  function start(databaseUrl: string, env: Readonly<Record<string, string>> = {}) {
    const config = loadConfig({
      SKYDOCKET_MODE: 'production',
      SKYDOCKET_DATA_DIR: folder,
      SKYDOCKET_MQTT_PORT: '0',
      ...env,
    });
    return createApp({ config, databaseUrl, logger: createLogger('silent') });
  }

  async function refusal(starting: Promise<unknown>): Promise<string> {
    const error: unknown = await starting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
    return (error as Error).message;
  }

  it('refuses a database that is not UTF8', async () => {
    const url = await database(`ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`);
    expect(await refusal(start(url))).toContain('LATIN1');
  });

  it('names DATABASE_URL without its password when the database is away', async () => {
    const message = await refusal(start('postgres://someone:hidden@127.0.0.1:1/skydocket'));
    expect(message).toContain('DATABASE_URL (postgres://someone@127.0.0.1:1/skydocket)');
    expect(message).not.toContain('hidden');
  });

  it('refuses a data folder it cannot write and another key before it connects', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const nowhere = 'postgres://someone@127.0.0.1:1/skydocket';
    expect(await refusal(start(nowhere, { SKYDOCKET_DATA_DIR: join(file, 'var') }))).toContain('SKYDOCKET_DATA_DIR');
    const keyed = join(folder, 'keyed');
    KeyRing.open(keyed, 'a'.repeat(32));
    const wrong = { SKYDOCKET_DATA_DIR: keyed, SKYDOCKET_KEY: 'b'.repeat(32) };
    expect(await refusal(start(nowhere, wrong))).not.toContain('DATABASE_URL');
  });

  it('of two instances on a new database lets one prepare it and the other wait; uploads may be long', async () => {
    const url = await database(`ENCODING 'UTF8'`);
    const both = await Promise.allSettled([start(url), start(url)]);
    const apps = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const { requestTimeout, headersTimeout, timeout } = (apps[0]?.getHttpServer() ?? {}) as Server;
    for (const app of apps) await app.close();
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect({ requestTimeout, headersTimeout, timeout }).toEqual({
      requestTimeout: 0,
      headersTimeout: 60_000,
      timeout: 120_000,
    });
  });
});
