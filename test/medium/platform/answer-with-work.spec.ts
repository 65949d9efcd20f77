import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Clock, Endpoint, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { OrderDesk, pace, type Told } from '../../support/order-desk.js';
import { eventually, steer } from '../../support/time.js';

describe('the answer to a request with a key is committed with its work', () => {
  let database: TestDatabase;
  let desk: OrderDesk;
  let time: ReturnType<typeof steer>;
  let key: string;
  let letGo: () => void = () => undefined;

  beforeAll(async () => {
    database = await TestDatabase.create();
    desk = await OrderDesk.open(database);
    time = steer(desk.platform.get(Clock));
  });
  beforeEach(async () => {
    await desk.clear();
    key = `key-${Math.random()}`;
  });
  afterEach(() => letGo());
  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  type Twist = Parameters<OrderDesk['post']>[0]['twist'];
  const post = (twist?: Twist, at: OrderDesk = desk, signal?: AbortSignal): Promise<Told> =>
    at.post({ text: 'x', twist }, { 'idempotency-key': key }, signal && { signal });

  function hold(where: 'beforeCommit' | 'afterCommit'): void {
    pace[where] = new Promise<void>((done) => (letGo = done));
  }

  async function committing(): Promise<number> {
    const rows = await desk.platform
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'COMMIT' AND state = 'active'`,
        ),
      );
    return rows.length;
  }

  it('so that another process gives it when the first one was gone before it answered', async () => {
    hold('afterCommit');
    const gone = new AbortController();
    const first = post(undefined, desk, gone.signal).catch(() => 'no answer');
    await eventually(async () => expect(await desk.written()).toBe(1));
    gone.abort();
    expect(await first).toBe('no answer');
    const other = await OrderDesk.open(database, false);
    try {
      const retry = await post(undefined, other);
      expect(retry).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    } finally {
      await other.close();
    }
    expect(await desk.written()).toBe(1);
  });

  it('so that a fault after the commit does not have the work done twice', async () => {
    expect((await post('failedAfter')).status).toBe(500);
    expect(await post('failedAfter')).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    expect(await desk.written()).toBe(1);
  });

  it('once, when the transaction had to be tried again', async () => {
    expect(await post('deadlock')).toEqual({ status: 202, body: { count: 1 }, replayed: false });
    expect([pace.begun, await desk.written()]).toEqual([2, 1]);
    expect((await post('deadlock')).replayed).toBe(true);
  });

  it('or not at all: a request that was taken for dead and ends late is undone', async () => {
    hold('beforeCommit');
    const late = post();
    await eventually(() => expect(pace.begun).toBe(1));
    time.advance(61_000);
    pace.beforeCommit = Promise.resolve();
    expect(await post()).toEqual({ status: 202, body: { count: 1 }, replayed: false });
    letGo();
    expect(await late).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_FLIGHT' } });
    expect(await post()).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    expect(await desk.written()).toBe(1);
  });

  it('in one transaction only: a second one is not begun', async () => {
    expect((await post('twice')).status).toBe(500);
    expect(await desk.written()).toBe(1);
    expect(await post('twice')).toMatchObject({ status: 202, replayed: true });
  });

  it('and is given, not the work done again, while the commit takes longer than a request is waited for', async () => {
    const slow = post('slowCommit');
    await eventually(async () => expect(await committing()).toBe(1));
    time.advance(61_000);
    expect(await post('slowCommit')).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    expect((await slow).status).toBe(202);
    expect([pace.begun, await desk.written()]).toEqual([1, 1]);
  });

  it.each<Record<string, string>>([{}, { 'idempotency-key': 'any' }])(
    'which gives it, or is undone: headers %j',
    async (headers) => {
      expect((await desk.post({ text: 'x', twist: 'noAnswer' }, headers)).status).toBe(500);
      expect(await desk.written()).toBe(0);
    },
  );

  it('and what follows the commit is work of its own', async () => {
    expect((await post('goesOn')).status).toBe(202);
    await eventually(async () => expect(await desk.written()).toBe(2));
  });

  it('wherever the body can be compared: a route that takes a stream says that it keeps keys itself', () => {
    const consumes = { mediaType: 'text/csv', schema: z.string() };
    const route = { method: 'POST', permission: 'order.issue', summary: 'Import', consumes } as const;
    expect(() => Endpoint(route)).toThrow('say idempotent: false');
    expect(() => Endpoint({ ...route, idempotent: false })).not.toThrow();
  });
});
