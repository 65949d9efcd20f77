import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Jobs, OnJob, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually } from '../../support/time.js';

@Injectable()
class Workshop {
  readonly done: unknown[] = [];
  readonly attempts = new Map<unknown, number>();

  @OnJob('probe.work')
  async work({ piece, failures = 0 }: Record<string, unknown>): Promise<void> {
    const attempt = (this.attempts.get(piece) ?? 0) + 1;
    this.attempts.set(piece, attempt);
    if (attempt <= Number(failures)) throw new Error(`attempt ${attempt} fails`);
    this.done.push(piece);
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

  it('are counted while they wait or run', async () => {
    await eventually(async () => expect(await platform.get(Jobs).depth()).toEqual(new Map([['probe.work', 0]])));
  });

  it('are refused for a queue that nobody works on', async () => {
    const orphan = platform.get(UnitOfWork).run(SYSTEM, (tx) => platform.get(Jobs).enqueue(tx, 'probe.none', {}));
    await expect(orphan).rejects.toThrow('no worker for queue probe.none');
  });

  it('stop the start when two workers claim one queue', async () => {
    const start = TestPlatform.start({ database, providers: [Workshop, Rival] });
    await expect(start).rejects.toThrow('queue probe.work has two workers');
  });
});
