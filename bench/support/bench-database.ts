import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createApp } from '../../src/app.setup.js';
import { createLogger, EmbeddedPostgres, loadConfig } from '../../src/platform/index.js';

const FIRST = 'bench';

interface DemoLogIn {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
}

/** A durable embedded server with a seeded database and copies of it. */
export class BenchDatabase {
  private constructor(
    readonly dataDir: string,
    private readonly server: EmbeddedPostgres,
  ) {}

  /** `whileSeeded` gets the address of the application in this process, before any copy is made. */
  static async start(whileSeeded: (url: string, database: BenchDatabase) => Promise<void>): Promise<BenchDatabase> {
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-bench-'));
    const server = await EmbeddedPostgres.start({ dataDir, port: 0, settings: ['max_connections=200'] });
    const database = new BenchDatabase(dataDir, server);
    await database.query('postgres', `CREATE DATABASE ${FIRST} ENCODING 'UTF8' TEMPLATE template0`);
    const config = loadConfig({
      SKYDOCKET_MODE: 'demonstration',
      SKYDOCKET_DATA_DIR: dataDir,
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_LOG_LEVEL: 'silent',
    });
    const app = await createApp({ config, databaseUrl: database.urlOf(FIRST), logger: createLogger('silent') });
    await app.listen(0, '127.0.0.1');
    await whileSeeded(await app.getUrl(), database);
    await app.close();
    return database;
  }

  /** Of the database that copies are made of. */
  get firstUrl(): string {
    return this.urlOf(FIRST);
  }

  urlOf(name: string): string {
    return this.server.urlOf(name);
  }

  async copy(name: string): Promise<string> {
    await this.query('postgres', `CREATE DATABASE ${name} TEMPLATE ${FIRST}`);
    return this.urlOf(name);
  }

  async query(name: string, sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.urlOf(name) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  readonly logInOf = (role: string, unit = '河北省人民检察院'): DemoLogIn => {
    const people = JSON.parse(readFileSync(join(this.dataDir, 'demo-users.json'), 'utf8')) as DemoLogIn[];
    const person = people.find((candidate) => candidate.role === role && candidate.unit === unit);
    if (!person) throw new Error(`no demonstration ${role} in ${unit}`);
    return person;
  };

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
