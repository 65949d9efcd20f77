import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Jobs, LOGGER, type Logger, OnEveryMinute, OnJob, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually } from '../../support/time.js';

@Injectable()
class Workshop {
  readonly done: unknown[] = [];
  readonly attempts = new Map<unknown, number>();
  running = 0;
  mostRunning = 0;

  @OnJob('probe.work')
  async work({ piece, failures = 0, milliseconds = 0 }: Record<string, unknown>): Promise<void> {
    const attempt = (this.attempts.get(piece) ?? 0) + 1;
    this.attempts.set(piece, attempt);
    if (attempt <= Number(failures)) throw new Error(`attempt ${attempt} fails`);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    await pause(Number(milliseconds));
    this.running -= 1;
    this.done.push(piece);
  }
}

@Injectable()
class Watch {
  rounds = 0;

  @OnEveryMinute('probe.round')
  async goRound(): Promise<void> {
    this.rounds += 1;
  }
}

@Injectable()
class Rival {
  @OnJob('probe.work')
  async work(): Promise<void> {
    throw new Error('never runs');
  }
}

describe('jobs', () => {
  let database: TestDatabase;
  let platform: TestPlatform;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database, providers: [Workshop] });
  });
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  function enqueue(data: Record<string, unknown>, before?: () => void): Promise<void> {
    return platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Jobs).enqueue(tx, 'probe.work', data);
      before?.();
    });
  }

  function jobsOf(piece: string): Promise<{ state: string }[]> {
    return platform
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(`SELECT state FROM pgboss.job WHERE name = 'probe.work' AND data ->> 'piece' = $1`, [piece]),
      );
  }

  it('exist if the transaction commits, and run then', async () => {
    await enqueue({ piece: 'kept' });
    await eventually(() => expect(platform.get(Workshop).done).toContain('kept'));
    await eventually(async () => expect(await jobsOf('kept')).toEqual([{ state: 'completed' }]));
  });

  it('do not exist if it rolls back', async () => {
    const rolledBack = enqueue({ piece: 'lost' }, () => {
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await jobsOf('lost')).toEqual([]);
  });

  it('run again after a failure', async () => {
    await enqueue({ piece: 'stubborn', failures: 1 });
    await eventually(() => expect(platform.get(Workshop).done).toContain('stubborn'), 25_000);
    expect(platform.get(Workshop).attempts.get('stubborn')).toBe(2);
  });

  it('come in batches of which two run together, and a failing one leaves the others alone', async () => {
    const pieces = Array.from({ length: 10 }, (_, index) => `batch-${index}`);
    await platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Jobs).enqueue(tx, 'probe.work', { piece: 'batch-bad', failures: 1 });
      for (const piece of pieces) await platform.get(Jobs).enqueue(tx, 'probe.work', { piece, milliseconds: 40 });
    });
    const { done, attempts } = platform.get(Workshop);
    await eventually(() => expect(done).toEqual(expect.arrayContaining(pieces)), 4_000);
    expect(platform.get(Workshop).mostRunning).toBe(2);
    await eventually(() => expect(done).toContain('batch-bad'), 25_000);
    expect(pieces.map((piece) => attempts.get(piece))).toEqual(pieces.map(() => 1));
  });

  it('are said to be given up, as an error, after the last attempt', async () => {
    const said = jest.spyOn(platform.get<Logger>(LOGGER), 'error');
    await platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Jobs).enqueue(tx, 'probe.work', { piece: 'doomed', failures: 100 });
      await tx.execute(`UPDATE pgboss.job SET retry_limit = 0 WHERE data ->> 'piece' = 'doomed'`);
    });
    await eventually(async () => expect(await jobsOf('doomed')).toEqual([{ state: 'failed' }]));
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ queue: 'probe.work', attempt: 1 }), 'job given up');
    said.mockRestore();
  });

  it('are counted while they wait or run', async () => {
    await eventually(async () => expect((await platform.get(Jobs).depth()).get('probe.work')).toBe(0));
  });

  it('are refused for a queue that nobody works on', async () => {
    const orphan = platform.get(UnitOfWork).run(SYSTEM, (tx) => platform.get(Jobs).enqueue(tx, 'probe.none', {}));
    await expect(orphan).rejects.toThrow('no worker for queue probe.none');
  });

  it('are filled in by the clock once a minute, and no longer when nothing asks for it', async () => {
    const clocks = () =>
      platform
        .get(UnitOfWork)
        .read((tx) =>
          tx.query<{ name: string; cron: string }>(`SELECT name, cron FROM pgboss.schedule WHERE name LIKE 'probe.%'`),
        );
    await database.execute('DROP TRIGGER minutes_stand_still ON pgboss.schedule');
    const watched = await TestPlatform.start({ database, providers: [Watch] });
    expect(await clocks()).toEqual([{ name: 'probe.round', cron: '* * * * *' }]);
    await eventually(() => expect(watched.get(Watch).rounds).toBe(1), 25_000);
    await watched.stop();
    const plain = await TestPlatform.start({ database, providers: [Workshop] });
    expect(await clocks()).toEqual([]);
    await plain.stop();
  });

  it('under way are let finish when the service stops, and are done once', async () => {
    const own = await TestDatabase.create();
    const leaving = await TestPlatform.start({ database: own, providers: [Workshop] });
    await leaving.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await leaving.get(Jobs).enqueue(tx, 'probe.work', { piece: 'long', milliseconds: 1_500 });
      await leaving.get(Jobs).enqueue(tx, 'probe.work', { piece: 'failing', failures: 1 });
    });
    const { attempts, done } = leaving.get(Workshop);
    await eventually(() => expect(attempts.get('long')).toBe(1));
    await leaving.stop();
    expect(done).toEqual(['long']);
    const look = await TestPlatform.start({ database: own });
    const states = await look
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(`SELECT data ->> 'piece' AS piece, state FROM pgboss.job WHERE name = 'probe.work' ORDER BY 1`),
      );
    expect(states).toEqual([
      { piece: 'failing', state: 'retry' },
      { piece: 'long', state: 'completed' },
    ]);
    await look.stop();
    await own.drop();
  });

  it('are done and known to be done, or kept for later, whenever the service stops', async () => {
    const own = await TestDatabase.create();
    for (const waitMs of [0, 40, 90, 300]) {
      const leaving = await TestPlatform.start({ database: own, providers: [Workshop] });
      await leaving.get(UnitOfWork).run(SYSTEM, async (tx) => {
        for (const nth of Array(25).keys())
          await leaving.get(Jobs).enqueue(tx, 'probe.work', { piece: `${waitMs}-${nth}`, milliseconds: 5 });
      });
      await pause(500 + waitMs);
      await leaving.stop();
      const done = leaving.get(Workshop).done;
      expect(new Set(done).size).toBe(done.length);
      const look = await TestPlatform.start({ database: own });
      const known = await look
        .get(UnitOfWork)
        .read((tx) =>
          tx.query<{ piece: string }>(
            `SELECT data ->> 'piece' AS piece FROM pgboss.job WHERE name = 'probe.work' AND state = 'completed'`,
          ),
        );
      expect(known.map(({ piece }) => piece)).toEqual(expect.arrayContaining(done));
      await look.stop();
    }
    await own.drop();
  });

  it('stop the start when two workers claim one queue', async () => {
    const start = TestPlatform.start({ database, providers: [Workshop, Rival] });
    await expect(start).rejects.toThrow('queue probe.work has two workers');
  });
});
