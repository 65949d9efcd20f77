import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createApp } from '../../../src/app.setup.js';
import { AuthService } from '../../../src/identity/index.js';
import { createLogger, loadConfig, ModeError, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';

type Mode = 'demonstration' | 'production';

describe('demonstration and production', () => {
  let dataDir: string;
  const databases: TestDatabase[] = [];
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'skydocket-mode-'));
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function databaseOf(mode: Mode): Promise<TestDatabase> {
    const database = await TestDatabase.create({ seeded: mode === 'demonstration' });
    databases.push(database);
    return database;
  }

  async function start(database: TestDatabase, mode: Mode) {
    const config = loadConfig({
      SKYDOCKET_MODE: mode,
      SKYDOCKET_DATA_DIR: dataDir,
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_LOG_LEVEL: 'silent',
    });
    return createApp({ config, databaseUrl: database.url, logger: createLogger('silent') });
  }

  it.each<[Mode, Mode]>([
    ['demonstration', 'production'],
    ['production', 'demonstration'],
  ])('a %s database refuses to start in %s mode, and says what to do', async (made, asked) => {
    const refused: unknown = await start(await databaseOf(made), asked).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ModeError);
    expect((refused as Error).message).toContain(`belongs to a ${made} installation; SKYDOCKET_MODE says ${asked}`);
    expect((refused as Error).message).toContain('of its own');
  });

  it('a demonstration is seeded once, not at every start', async () => {
    const database = await databaseOf('demonstration');
    const app = await start(database, 'demonstration');
    const renamed = await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE app_user SET display_name = 'renamed' WHERE demonstration`));
    await app.close();
    const again = await start(database, 'demonstration');
    const names = await again
      .get(UnitOfWork)
      .read((tx) => tx.query<{ display_name: string }>(`SELECT display_name FROM app_user WHERE demonstration`));
    await again.close();
    expect(renamed).toBeGreaterThan(10);
    expect(names).toHaveLength(renamed);
    expect(names.filter(({ display_name }) => display_name !== 'renamed')).toEqual([]);
  });

  async function ask<Row extends object>({ url }: TestDatabase, sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('a start that ends between two seeds is gone on with by the next, and is never a production', async () => {
    const database = await databaseOf('production');
    await ask(database, `DELETE FROM installation`);
    await ask(
      database,
      `CREATE FUNCTION cut_short() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut short'; END $$;
       CREATE TRIGGER cut_short BEFORE INSERT ON device_kind EXECUTE FUNCTION cut_short()`,
    );
    await expect(start(database, 'demonstration')).rejects.toThrow('cut short');
    expect(await ask(database, `SELECT mode, seeded_at FROM installation`)).toEqual([
      { mode: 'demonstration', seeded_at: null },
    ]);
    const [person] = JSON.parse(readFileSync(join(dataDir, 'demo-users.json'), 'utf8')) as [
      { username: string; password: string; unit: string },
    ];
    expect(person.unit).toContain('检察院');
    await expect(start(database, 'production')).rejects.toBeInstanceOf(ModeError);

    await ask(database, `DROP TRIGGER cut_short ON device_kind`);
    const app = await start(database, 'demonstration');
    const logIn = await app.get(AuthService, { strict: false }).logIn(person.username, person.password, '127.0.0.1');
    await app.close();
    expect(logIn.user.username).toBe(person.username);
    expect(await ask(database, `SELECT mode, seeded_at IS NOT NULL AS seeded FROM installation`)).toEqual([
      { mode: 'demonstration', seeded: true },
    ]);
    expect(await ask(database, `SELECT EXISTS (SELECT FROM device) AS found`)).toEqual([{ found: true }]);
  });

  it('a database with demonstration users is refused in production even when nothing marks it', async () => {
    const database = await databaseOf('demonstration');
    await ask(database, `DELETE FROM installation`);
    await expect(start(database, 'production')).rejects.toBeInstanceOf(ModeError);
  });

  it('a production installation starts without demonstration people', async () => {
    const app = await start(await databaseOf('production'), 'production');
    const count = await app
      .get(UnitOfWork)
      .read((tx) => tx.queryOne<{ count: string }>(`SELECT count(*) FROM app_user WHERE demonstration`));
    await app.close();
    expect(count).toEqual({ count: '0' });
  });
});
