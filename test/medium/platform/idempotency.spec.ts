import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { Clock, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { type Order, OrderDesk, pace, type Told } from '../../support/order-desk.js';
import { eventually, steer } from '../../support/time.js';

describe('Idempotency-Key', () => {
  let database: TestDatabase;
  let desk: OrderDesk;
  let time: ReturnType<typeof steer>;
  let key: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    desk = await OrderDesk.open(database);
    time = steer(desk.platform.get(Clock));
  });
  beforeEach(async () => {
    await desk.clear();
    key = `key-${Math.random()}`;
  });
  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  const post = (body: z.input<typeof Order>, headers: Record<string, string> = {}, path?: string): Promise<Told> =>
    desk.post(body, { 'idempotency-key': key, ...headers }, path === undefined ? {} : { path });

  /** Holds requests just before they commit. */
  function hold(): () => void {
    let go: () => void = () => undefined;
    pace.beforeCommit = new Promise<void>((done) => (go = done));
    return go;
  }

  it('answers the same request again with the first status and body', async () => {
    expect(await post({ text: 'x' })).toEqual({ status: 202, body: { count: 1 }, replayed: false });
    expect(await post({ text: 'x' })).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    expect(await desk.written()).toBe(1);
  });

  it('answers a request that wrote nothing again, too', async () => {
    expect(await post({ text: 'x', twist: 'onlyAsked' })).toMatchObject({ body: { count: 1 }, replayed: false });
    expect(await post({ text: 'x', twist: 'onlyAsked' })).toMatchObject({ body: { count: 1 }, replayed: true });
  });

  it('runs one of two that come at once, and refuses the other while it runs', async () => {
    const go = hold();
    const both = [post({ text: 'x' }), post({ text: 'x' })];
    const refused = await Promise.race(both);
    expect([refused.status, refused.body.code]).toEqual([409, 'REQUEST_IN_FLIGHT']);
    go();
    expect(new Set((await Promise.all(both)).map(({ status }) => status))).toEqual(new Set([202, 409]));
    expect(await desk.written()).toBe(1);
    expect((await post({ text: 'x' })).replayed).toBe(true);
  });

  it('refuses the key with another body, while the first runs and after it', async () => {
    const go = hold();
    const first = post({ text: 'x' });
    await eventually(() => expect(pace.begun).toBe(1));
    const during = await post({ text: 'y' });
    go();
    await first;
    const after = await post({ text: 'y' });
    expect([during, after].map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'IDEMPOTENCY_KEY_REUSED'],
      [422, 'IDEMPOTENCY_KEY_REUSED'],
    ]);
    expect(await desk.written()).toBe(1);
  });

  it.each([
    ['refused', 403, 'FORBIDDEN'],
    ['refusedInWork', 409, 'CONFLICT'],
    ['failed', 500, 'INTERNAL'],
    ['failedAtCommit', 500, 'INTERNAL'],
  ] as const)('frees the key of a request that was %s, which wrote nothing', async (twist, status, code) => {
    const refused = await post({ text: 'x', twist });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await desk.written()).toBe(0);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, body: { count: 1 }, replayed: false });
  });

  it('frees the key of a request that was never well formed', async () => {
    const malformed = await post({ text: 1 } as unknown as z.input<typeof Order>);
    expect([malformed.status, malformed.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('is the same key however the address is spelt', async () => {
    await post({ text: 'x' });
    expect(await post({ text: 'x' }, {}, '/orders/')).toMatchObject({ replayed: true });
    expect(await post({ text: 'x' }, {}, '/ORDERS')).toMatchObject({ replayed: true });
    expect(await desk.written()).toBe(1);
  });

  it('belongs to one actor', async () => {
    const answers = [];
    for (const who of ['one', 'two']) answers.push(await post({ text: 'x' }, { 'x-who': who }));
    expect(answers.map(({ body, replayed }) => [body.count, replayed])).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  it('is forgotten after a day', async () => {
    await post({ text: 'x' });
    time.advance(24 * 3_600_000 + 1_000);
    expect(await post({ text: 'y' })).toMatchObject({ status: 202, replayed: false });
  });

  it('is freed a minute after its process died', async () => {
    await desk.platform.get(UnitOfWork).read((tx) =>
      tx.execute(
        `INSERT INTO idempotent_answer (actor_id, route, key, body_sha256, created_at)
         VALUES ('somebody', 'POST /orders {}', encode(sha256(convert_to($1, 'UTF8')), 'hex'),
                 sha256(convert_to('{"text":"x"}', 'UTF8')), $2)`,
        [key, desk.platform.get(Clock).now()],
      ),
    );
    expect((await post({ text: 'x' })).body.code).toBe('REQUEST_IN_FLIGHT');
    time.advance(61_000);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('is optional for people, demanded of machines, and without meaning where a repeat must run', async () => {
    expect((await desk.post({ text: 'x' }, {})).status).toBe(202);
    expect((await desk.post({ text: 'x' }, { 'x-who': 'machine' })).body.code).toBe('IDEMPOTENCY_KEY_REQUIRED');
    await post({ text: 'x' }, {}, '/orders/always');
    expect(await post({ text: 'x' }, {}, '/orders/always')).toMatchObject({ body: { count: 5 }, replayed: false });
  });
});
