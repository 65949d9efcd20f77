import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  JobLease,
  JobLost,
  Jobs,
  OnGivenUp,
  OnJob,
  Readiness,
  SYSTEM,
  UnitOfWork,
} from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually } from '../../support/time.js';

const LEASE_SECONDS = 2;
/** A lease that lapses is seen by the next look for such, and its job waits for the pause before the next attempt. */
const TAKEN_UP_WITHIN_MS = 20_000;

/** What all workshops of this process did, in order. */
const told: string[] = [];
const leases: JobLease[] = [];
let running = 0;
let mostRunning = 0;

@Injectable()
class Workshop {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @OnJob('lease.work')
  async work({ piece, milliseconds = 0, fails = false }: Record<string, unknown>, lease: JobLease): Promise<void> {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    told.push(`begun ${String(piece)}`);
    leases.push(lease);
    await pause(Number(milliseconds));
    running -= 1;
    if (fails === true) throw new Error('never again');
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await lease.hold(tx);
      await tx.execute('INSERT INTO lease_probe (piece) VALUES ($1)', [piece]);
    });
    told.push(`done ${String(piece)}`);
  }

  @OnGivenUp('lease.work')
  async giveUp({ piece }: Record<string, unknown>): Promise<void> {
    told.push(`given up ${String(piece)}`);
  }
}

describe('the lease of a job', () => {
  let database: TestDatabase;
  let dataDir: string;
  const platforms: TestPlatform[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create();
    await database.execute('CREATE TABLE lease_probe (piece text NOT NULL)');
    dataDir = mkdtempSync(join(tmpdir(), 'skydocket-leases-'));
  });
  afterEach(async () => {
    for (const platform of platforms.splice(0)) await platform.stop();
    await database.execute('TRUNCATE lease_probe');
    told.length = leases.length = running = mostRunning = 0;
  });
  afterAll(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  async function instance(): Promise<TestPlatform> {
    const env = { SKYDOCKET_JOB_LEASE_SECONDS: String(LEASE_SECONDS) };
    const platform = await TestPlatform.start({ database, providers: [Workshop], env });
    platforms.push(platform);
    return platform;
  }

  const enqueue = (platform: TestPlatform, data: Record<string, unknown>): Promise<void> =>
    platform.get(UnitOfWork).run(SYSTEM, (tx) => platform.get(Jobs).enqueue(tx, 'lease.work', data));
  const rows = <T>(platform: TestPlatform, sql: string): Promise<T[]> =>
    platform.get(UnitOfWork).read((tx) => tx.query<T>(sql));
  const made = async (platform: TestPlatform): Promise<string[]> =>
    (await rows<{ piece: string }>(platform, 'SELECT piece FROM lease_probe')).map(({ piece }) => piece);

  it('lasts as long as the job, and no second run begins in any instance', async () => {
    const first = await instance();
    await instance();
    await enqueue(first, { piece: 'long', milliseconds: LEASE_SECONDS * 3_000 });
    await eventually(() => expect(told).toContain('done long'), TAKEN_UP_WITHIN_MS);
    await pause(LEASE_SECONDS * 1_000);
    expect(told).toEqual(['begun long', 'done long']);
    expect(mostRunning).toBe(1);
    expect(await made(first)).toEqual(['long']);
  });

  it('leaves to another instance what one has no lane for', async () => {
    const first = await instance();
    await instance();
    for (const piece of ['a', 'b', 'c', 'd']) await enqueue(first, { piece, milliseconds: 1_500 });
    await eventually(() => expect(mostRunning).toBe(4));
    await eventually(async () => expect((await made(first)).toSorted()).toEqual(['a', 'b', 'c', 'd']));
  });

  it('lapses with the process: another one takes the job up', async () => {
    const child = spawn(
      process.execPath,
      ['test/support/dying-worker.mjs', database.url, dataDir, 'lease.work', String(LEASE_SECONDS)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    await eventually(() => expect(said.join('')).toContain('ready'), TAKEN_UP_WITHIN_MS);
    const db = await TestPlatform.start({ database });
    await db.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO pgboss.job (name, data, expire_in, retry_limit)
         VALUES ('lease.work', '{"piece": "orphan"}', interval '2 s', 5)`,
      ),
    );
    await eventually(() => expect(said.join('')).toContain('begun'));
    await db.stop();
    const survivor = await instance();
    await pause(LEASE_SECONDS * 2_000);
    expect(told).toEqual([]);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    const killedAt = Date.now();
    await eventually(() => expect(told).toEqual(['begun orphan', 'done orphan']), TAKEN_UP_WITHIN_MS);
    expect(Date.now() - killedAt).toBeGreaterThan(LEASE_SECONDS * 500);
    expect(await made(survivor)).toEqual(['orphan']);
  });

  it('once lost lets nothing be committed, and the later run says how the job ended', async () => {
    const platform = await instance();
    await enqueue(platform, { piece: 'slow', milliseconds: 4_000 });
    await eventually(() => expect(told).toEqual(['begun slow']));
    // As if this process had stood still for longer than its lease, and another had begun the job anew.
    await database.execute(
      `UPDATE pgboss.job SET retry_count = retry_count + 1 WHERE name = 'lease.work' AND state = 'active'`,
    );
    await eventually(() => expect(leases[0]?.signal.aborted).toBe(true));
    expect(leases[0]?.signal.reason).toBeInstanceOf(JobLost);
    await eventually(() => expect(running).toBe(0), TAKEN_UP_WITHIN_MS);
    expect(await made(platform)).toEqual([]);
    await eventually(() => expect(told).toEqual(['begun slow', 'begun slow']), TAKEN_UP_WITHIN_MS);
    await eventually(async () => expect(await made(platform)).toEqual(['slow']), TAKEN_UP_WITHIN_MS);
  });

  it('is refused by the database where it does not know yet that it is lost', async () => {
    const platform = await instance();
    const other = new JobLease({ queue: 'lease.work', id: '018f0000-0000-7000-8000-000000000000', attempt: 0 }, 0);
    const late = platform.get(UnitOfWork).run(SYSTEM, (tx) => other.hold(tx));
    await expect(late).rejects.toThrow(JobLost);
  });

  it('given up with the last attempt, is said to the one who asked for the job and to the operator', async () => {
    const platform = await instance();
    await platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Jobs).enqueue(tx, 'lease.work', { piece: 'doomed', fails: true });
      await tx.execute(`UPDATE pgboss.job SET retry_limit = 0 WHERE data ->> 'piece' = 'doomed'`);
    });
    await eventually(() => expect(told).toEqual(['begun doomed', 'given up doomed']), TAKEN_UP_WITHIN_MS);
    expect(await platform.get(Jobs).lost()).toEqual(new Map([['lease.work', 1]]));
    const check = (await platform.get(Readiness).checks()).find(({ name }) => name === 'jobs');
    expect(check).toMatchObject({ state: 'ok', detail: 'given up within seven days: 1 of lease.work' });
  });

  it('given up where the process died in the last attempt, is said, too', async () => {
    const platform = await instance();
    await database.execute(
      `INSERT INTO pgboss.job (name, data, state, started_on, expire_in, retry_limit, retry_count, dead_letter)
       VALUES ('lease.work', '{"piece": "dead"}', 'active', now() - interval '1 hour', interval '2 s', 5, 5,
               'lease.work.given-up')`,
    );
    await eventually(() => expect(told).toEqual(['given up dead']), TAKEN_UP_WITHIN_MS);
    expect((await platform.get(Jobs).lost()).get('lease.work')).toBeGreaterThan(0);
  });

  it('belongs to queues of earlier versions, too', async () => {
    const before = await TestPlatform.start({ database, providers: [Workshop] });
    const seconds = (platform: TestPlatform): Promise<{ seconds: number }[]> =>
      rows(platform, `SELECT expire_seconds AS seconds FROM pgboss.queue WHERE name = 'lease.work'`);
    expect(await seconds(before)).toEqual([{ seconds: 60 }]);
    await database.execute(
      `INSERT INTO pgboss.job (name, data, start_after) VALUES ('lease.work', '{"piece": "old"}', now() + interval '1 h')`,
    );
    await before.stop();
    const after = await instance();
    expect(await seconds(after)).toEqual([{ seconds: LEASE_SECONDS }]);
    const waiting = `SELECT expire_in::text AS lease FROM pgboss.job WHERE name = 'lease.work' AND state = 'created'`;
    expect(await rows(after, waiting)).toEqual([{ lease: '00:00:02' }]);
  });
});
