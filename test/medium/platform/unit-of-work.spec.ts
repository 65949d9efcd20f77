import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asAppError, databaseFault, SYSTEM, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { meetingOf } from '../../support/time.js';

const fault = (sqlState: string): string =>
  `DO $$ BEGIN RAISE EXCEPTION 'made by the test' USING ERRCODE = '${sqlState}'; END $$`;

describe('unit of work', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database });
    unitOfWork = platform.get(UnitOfWork);
    await unitOfWork.read(async (tx) => {
      await tx.execute(`CREATE TABLE tally (name text PRIMARY KEY, count integer NOT NULL)`);
      await tx.execute(`CREATE TABLE late (value integer UNIQUE DEFERRABLE INITIALLY DEFERRED)`);
    });
  });
  beforeEach(() =>
    unitOfWork.read((tx) =>
      tx.execute(`INSERT INTO tally VALUES ('a', 0), ('b', 0)
                                        ON CONFLICT (name) DO UPDATE SET count = 0`),
    ),
  );
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  const add = (tx: Tx, name: string): Promise<number> =>
    tx.execute(`UPDATE tally SET count = count + 1 WHERE name = $1`, [name]);

  async function tally(): Promise<Record<string, number>> {
    const rows = await unitOfWork.read((tx) => tx.query<{ name: string; count: number }>(`SELECT * FROM tally`));
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  it('commits everything and gives the result', async () => {
    const result = await unitOfWork.run(SYSTEM, async (tx) => {
      await add(tx, 'a');
      await add(tx, 'b');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await tally()).toEqual({ a: 1, b: 1 });
  });

  it('rolls everything back when the work throws', async () => {
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      await add(tx, 'a');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await tally()).toEqual({ a: 0, b: 0 });
  });

  it('does the work again after a deadlock, without doubling its effect', async () => {
    const meet = meetingOf(2);
    let attempts = 0;
    const crossing = (first: string, second: string): Promise<void> =>
      unitOfWork.run(SYSTEM, async (tx) => {
        attempts += 1;
        await add(tx, first);
        if (attempts <= 2) await meet();
        await add(tx, second);
      });
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(attempts).toBeGreaterThan(2);
    expect(await tally()).toEqual({ a: 2, b: 2 });
  });

  it('gives up after five attempts, and the caller may try again', async () => {
    let attempts = 0;
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      attempts += 1;
      await tx.execute(fault('40001'));
    });
    const thrown: unknown = await work.catch((error: unknown) => error);
    expect(attempts).toBe(5);
    expect(asAppError(thrown)).toMatchObject({ code: 'CONFLICT', entry: { retryable: true } });
  });

  it('does not repeat other faults of the database', async () => {
    let attempts = 0;
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      attempts += 1;
      await tx.execute(fault('23505'));
    });
    await expect(work).rejects.toThrow('made by the test');
    expect(attempts).toBe(1);
  });

  it('commits nothing when a statement fails that nobody waited for, and says so with its error', async () => {
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      await add(tx, 'a');
      tx.lastly(tx.prepared('test.twice', `INSERT INTO tally VALUES ('a', 0)`, []));
      tx.lastly(tx.prepared('test.behind', `UPDATE tally SET count = 7 WHERE name = 'b'`, []));
    });
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(databaseFault(error)).toMatchObject({ sqlState: '23505', constraint: 'tally_pkey' });
    expect(await tally()).toEqual({ a: 0, b: 0 });
  });

  it('says the first error, where the work met one behind a statement that had failed unawaited', async () => {
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      tx.lastly(tx.prepared('test.twice', `INSERT INTO tally VALUES ('a', 0)`, []));
      await add(tx, 'b');
    });
    expect(databaseFault(await work.catch((reason: unknown) => reason))).toMatchObject({ sqlState: '23505' });
  });

  it('does the work again when what nobody waited for met a deadlock', async () => {
    let attempts = 0;
    await unitOfWork.run(SYSTEM, async (tx) => {
      attempts += 1;
      if (attempts === 1) tx.lastly(tx.execute(fault('40P01')));
      await add(tx, 'a');
    });
    expect(attempts).toBe(2);
    expect(await tally()).toEqual({ a: 1, b: 0 });
  });

  it('does not call committed what the database rolled back because an error was let pass', async () => {
    const work = unitOfWork.run(SYSTEM, async (tx) => {
      await add(tx, 'a');
      await tx.execute(fault('23505')).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('nothing was committed');
    expect(await tally()).toEqual({ a: 0, b: 0 });
  });

  it('lets no statement follow the end of its transaction', async () => {
    let late: Promise<unknown> | undefined;
    await unitOfWork.run(SYSTEM, async (tx) => {
      tx.afterCommit(() => {
        late = add(tx, 'b');
        late.catch(() => undefined);
      });
      return add(tx, 'a');
    });
    await expect(late).rejects.toThrow('after the end of its transaction');
    expect(await tally()).toEqual({ a: 1, b: 0 });
  });

  it('runs afterCommit work once, when others can see what was done', async () => {
    let attempts = 0;
    const seen: Promise<Record<string, number>>[] = [];
    await unitOfWork.run(SYSTEM, async (tx) => {
      attempts += 1;
      tx.afterCommit(() => seen.push(tally()));
      await add(tx, 'a');
      if (attempts === 1) await tx.execute(fault('40P01'));
      expect(seen).toEqual([]);
    });
    expect(await Promise.all(seen)).toEqual([{ a: 1, b: 0 }]);
  });

  it('lets a committed change stand when work after the commit throws, and does the rest of that work', async () => {
    const ran: string[] = [];
    const result = await unitOfWork.run(SYSTEM, async (tx) => {
      tx.afterCommit(() => {
        throw new Error('no');
      });
      tx.afterCommit(() => ran.push('second'));
      return add(tx, 'a');
    });
    expect([result, ran]).toEqual([1, ['second']]);
    expect(await tally()).toEqual({ a: 1, b: 0 });
  });

  it('refuses afterCommit work where nothing is committed', async () => {
    await expect(unitOfWork.read(async (tx) => tx.afterCommit(() => undefined))).rejects.toThrow('use UnitOfWork.run');
  });

  it('never runs afterCommit work when the work throws or the commit itself fails', async () => {
    const ran: string[] = [];
    const thrown = unitOfWork.run(SYSTEM, async (tx) => {
      tx.afterCommit(() => ran.push('thrown'));
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    const refused = unitOfWork.run(SYSTEM, async (tx) => {
      tx.afterCommit(() => ran.push('refused'));
      await tx.execute(`INSERT INTO late VALUES (1), (1)`);
    });
    await expect(refused).rejects.toThrow('late_value_key');
    expect(ran).toEqual([]);
  });
});
