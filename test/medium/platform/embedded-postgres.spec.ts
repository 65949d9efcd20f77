import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

interface Owner {
  readonly child: ChildProcess;
  readonly url?: string;
  readonly refused?: string;
  readonly name?: string;
}

/** Each server is owned by a process of its own, as in life. */
describe('embedded PostgreSQL', () => {
  let folder: string;
  const owners: Owner[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket postgres 目录 '));
  });
  afterEach(async () => {
    for (const owner of owners.splice(0)) await end(owner);
    rmSync(folder, { recursive: true, force: true });
  });

  async function start({ port = 0, at = 0 } = {}): Promise<Owner> {
    const child = spawn(process.execPath, ['test/support/postgres-owner.mjs', folder, String(port), String(at)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // An owner that was refused may end before it is asked to.
    child.stdin.on('error', () => undefined);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const owner = { child, ...(JSON.parse(line) as object) };
    owners.push(owner);
    return owner;
  }

  async function end({ child }: Owner, signal?: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    if (signal) child.kill(signal);
    else child.stdin?.write('stop\n');
    await gone;
  }

  async function ask<Row extends object>({ url }: Owner, sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function withRow(): Promise<Owner> {
    const owner = await start();
    await ask(owner, `CREATE TABLE kept AS SELECT '县' AS word`);
    return owner;
  }

  it('starts in a path with spaces and starts again with its data', async () => {
    await end(await withRow());
    const again = await start();
    expect(await ask(again, `SELECT word FROM kept`)).toEqual([{ word: '县' }]);
  });

  it('is UTF8, compares by code point, keeps UTC and stays on the loopback', async () => {
    const [settings] = await ask<Record<string, string>>(
      await start(),
      `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
              current_setting('listen_addresses') AS addresses, current_setting('password_encryption') AS passwords,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(settings).toEqual({
      encoding: 'UTF8',
      zone: 'UTC',
      addresses: '127.0.0.1',
      passwords: 'scram-sha-256',
      locale: 'C.UTF-8',
    });
  });

  it('keeps its password in a private file and refuses another', async () => {
    const { url = '' } = await start();
    const file = join(folder, 'secrets', 'postgres.password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(url).toContain(readFileSync(file, 'utf8').trim());
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(ask({ url: wrong.href } as Owner, `SELECT 1`)).rejects.toThrow('password authentication failed');
  });

  it('ends with its owner and starts again after kill -9', async () => {
    const owner = await withRow();
    await end(owner, 'SIGKILL');
    const again = await start();
    expect(again.refused).toBeUndefined();
    expect(await ask(again, `SELECT word FROM kept`)).toEqual([{ word: '县' }]);
  });

  it('starts after a kill -9 while it made its cluster', async () => {
    const child = spawn(process.execPath, ['test/support/postgres-owner.mjs', folder, '0', '0'], { stdio: 'ignore' });
    const begun = (): boolean =>
      readdirSync(folder).some((name) => name.startsWith('postgres') && existsSync(join(folder, name, 'PG_VERSION')));
    while (!begun()) await pause(2);
    await end({ child }, 'SIGKILL');
    expect(existsSync(join(folder, 'postgres', 'PG_VERSION'))).toBe(false);
    const again = await start();
    expect(again.refused).toBeUndefined();
    expect(await ask(again, `SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });

  it('says at once that the password is another', async () => {
    await end(await start());
    writeFileSync(join(folder, 'secrets', 'postgres.password'), 'another');
    const began = Date.now();
    const { refused, name } = await start();
    expect(name).toBe('EmbeddedPostgresError');
    expect(refused).toContain('secrets/postgres.password');
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('tells its owner when it ends although nobody asked', async () => {
    const { child } = await withRow();
    const server = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const gone = once(child, 'exit');
    process.kill(server, 'SIGQUIT');
    expect(await gone).toEqual([3, null]);
  });

  it('says that its port is taken and how to choose another', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { refused, name } = await start({ port });
    holder.close();
    expect(name).toBe('EmbeddedPostgresError');
    expect(refused).toBe(`Port ${port} is taken. Set SKYDOCKET_PG_PORT to another port for the embedded PostgreSQL.`);
    expect((await start()).refused).toBeUndefined();
  });

  it('refuses a second process on its folder and leaves the first one alone', async () => {
    const first = await withRow();
    const second = await start();
    expect(second.refused).toContain(`Another Skydocket process (${first.child.pid}) runs on ${folder}`);
    expect(await ask(first, `SELECT word FROM kept`)).toEqual([{ word: '县' }]);
  });

  it('is not kept from starting by a process that was killed while it claimed the folder', async () => {
    mkdirSync(join(folder, 'owner.claim'));
    expect((await start()).refused).toBeUndefined();
  });

  it('lets one of two win that start at the same moment', async () => {
    const at = Date.now() + 2_000;
    const all = await Promise.all([start({ at }), start({ at })]);
    const [winner, ...others] = all.filter(({ url }) => url);
    expect(others).toEqual([]);
    expect(all.filter(({ refused }) => refused?.includes('Another Skydocket process'))).toHaveLength(1);
    expect(await ask(winner as Owner, `SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});
