import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ApiClient } from './client.js';
import { TestDatabase } from './database.js';
import { type DemoPerson, logInAs } from './demo-people.js';

/** A service in a process of its own that believes to be in that zone, like its database. */
export class Elsewhere {
  private constructor(
    private readonly database: TestDatabase,
    private readonly dataDir: string,
    private readonly service: ChildProcess,
    readonly url: string,
  ) {}

  /** @param at where its clock stands still, until `goTo`; it goes on where absent */
  static async start(zone: string, at?: Date): Promise<Elsewhere> {
    const database = await TestDatabase.create({ seeded: true });
    await onDatabase(database, `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET timezone = '${zone}'`);
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-zone-'));
    copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
    const script = at ? 'stopped-clock-service.mjs' : 'dying-service.mjs';
    const service = spawn(
      process.execPath,
      [`test/support/${script}`, database.url, dataDir, at?.toISOString() ?? 'survive'],
      { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, TZ: zone, PGTZ: zone } },
    );
    if (!service.stdout) throw new Error('the service cannot be heard');
    const [address] = (await once(service.stdout, 'data')) as [Buffer];
    return new Elsewhere(database, dataDir, service, address.toString().trim());
  }

  as(person: DemoPerson): Promise<ApiClient> {
    return logInAs(this.url, this.dataDir, person);
  }

  /** It is that late now, and what time alone does has been done. Log-ins may be over. */
  async goTo(at: Date): Promise<void> {
    const settled = once(this.service, 'message');
    this.service.send(at.toISOString());
    await settled;
  }

  query(sql: string, values: readonly unknown[] = []): Promise<void> {
    return onDatabase(this.database, sql, values);
  }

  async stop(): Promise<void> {
    const gone = once(this.service, 'exit');
    this.service.kill('SIGKILL');
    await gone;
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function onDatabase({ url }: TestDatabase, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql, [...values]);
  await client.end();
}
