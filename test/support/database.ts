import pg from 'pg';

export interface TestDatabaseOptions {
  /** With the demonstration's data. */
  readonly seeded?: boolean;
  /** False: nothing in it at all. */
  readonly migrated?: boolean;
}

let counter = 0;

/** A database of its own for one test file, cloned from a template in about a tenth of a second. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
  ) {}

  static async create({ seeded = false, migrated = true }: TestDatabaseOptions = {}): Promise<TestDatabase> {
    counter += 1;
    const name = `t_${process.pid}_${Date.now()}_${counter}`;
    const filled = seeded ? 'skydocket_seeded' : 'skydocket_migrated';
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${migrated ? filled : 'template0'}`);
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    return new TestDatabase(url.href, name);
  }

  /** As it is now, for a restoration later; nobody may be connected. */
  async copy(): Promise<TestDatabase> {
    counter += 1;
    const name = `${this.name}_${counter}`;
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${this.name}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return new TestDatabase(url.href, name);
  }

  async execute(sql: string): Promise<void> {
    await executeAt(this.url, sql);
  }

  async drop(): Promise<void> {
    await onServer(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

function serverUrl(): string {
  const url = process.env['SKYDOCKET_TEST_SERVER'];
  if (!url) throw new Error('run tests with `npm test`, which prepares the database server');
  return url;
}

async function onServer(sql: string): Promise<void> {
  await executeAt(serverUrl(), sql);
}

async function executeAt(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
