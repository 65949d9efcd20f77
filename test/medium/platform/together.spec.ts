import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Socket } from 'node:net';
import { databaseFault, SYSTEM, together, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';

describe('statements that are begun together', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database });
    unitOfWork = platform.get(UnitOfWork);
    await unitOfWork.read((tx) => tx.execute(`CREATE TABLE word (word text PRIMARY KEY)`));
  });
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  const add = (tx: Tx, word: string): Promise<unknown> =>
    tx.prepared('test.add', `INSERT INTO word VALUES ($1)`, [word]);
  const count = async (tx: Tx): Promise<number> =>
    (await tx.prepared<{ count: number }>('test.count', `SELECT count(*)::int AS count FROM word`, []))[0]?.count ?? 0;

  async function socketOf(tx: Tx): Promise<Socket> {
    const client = (await tx.manager.queryRunner?.connect()) as { connection: { stream: Socket } };
    return client.connection.stream;
  }

  it('are answered in their order, each seeing what those before it did', async () => {
    const counts = await unitOfWork.run(SYSTEM, (tx) =>
      together([count(tx), add(tx, 'one'), count(tx), add(tx, 'two'), count(tx)]),
    );
    expect(counts.filter((answer) => typeof answer === 'number')).toEqual([0, 1, 2]);
  });

  it('leave in one packet', async () => {
    const packets = await unitOfWork.run(SYSTEM, async (tx) => {
      const sending = jest.spyOn((await socketOf(tx)) as Required<Socket>, '_writev');
      await together([add(tx, 'three'), count(tx), add(tx, 'four'), count(tx)]);
      const sent = sending.mock.calls.length;
      sending.mockRestore();
      return sent;
    });
    expect(packets).toBe(1);
  });

  it('leave with the beginning of their transaction, and with its end', async () => {
    const packets: number[] = [];
    await unitOfWork.run(SYSTEM, async (tx) => {
      const sending = jest.spyOn((await socketOf(tx)) as Required<Socket>, '_writev');
      tx.afterCommit(() => {
        packets.push(sending.mock.calls.length);
        sending.mockRestore();
      });
      expect(await count(tx)).toBe(4);
      packets.push(sending.mock.calls.length);
      tx.lastly(add(tx, 'seven'));
      tx.lastly(tx.prepared('test.take', `DELETE FROM word WHERE word = 'seven'`, []));
    });
    expect(packets).toEqual([1, 2]);
  });

  it('fail with what the first of them met, and leave nothing', async () => {
    const work = unitOfWork.run(SYSTEM, (tx) =>
      together([add(tx, 'five'), add(tx, 'five'), add(tx, 'six'), count(tx)]),
    );
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(databaseFault(error)).toMatchObject({ sqlState: '23505', constraint: 'word_pkey' });
    expect(await unitOfWork.read(count)).toBe(4);
  });

  it('can be carried out again after they first failed unparsed behind another', async () => {
    const late = (tx: Tx): Promise<unknown[]> => tx.prepared('test.late', `SELECT 'late' AS word`, []);
    await unitOfWork
      .run(SYSTEM, async (tx) => {
        await together([add(tx, 'one'), late(tx)]);
      })
      .catch(() => undefined);
    const words = await Promise.all(Array.from({ length: 40 }, () => unitOfWork.read(late)));
    expect(words.every(([row]) => JSON.stringify(row) === '{"word":"late"}')).toBe(true);
  });
});
