import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, type CanActivate, Controller, type ExecutionContext, Injectable } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { z } from 'zod';
import { type AuthenticatedRequest, Clock, Endpoint, PlatformErrors, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually, steer } from '../../support/time.js';

const Order = z.strictObject({ text: z.string(), refuse: z.boolean().optional(), fail: z.boolean().optional() });

interface Told {
  readonly status: number;
  readonly body: { readonly count?: number; readonly code?: string };
  readonly replayed: boolean;
}

/** Whoever the caller says they are; `machine` comes with an API key. */
@Injectable()
class SayWhoGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const id = request.get('x-who') ?? 'somebody';
    request.actor = { kind: 'user', id, name: id, snapshot: {}, apiKeyId: id === 'machine' ? 'k' : undefined };
    return true;
  }
}

const counter = {
  count: 0,
  hold: Promise.resolve(),
};

@Controller('orders')
class OrdersController {
  @Endpoint({
    method: 'POST',
    permission: 'order.issue',
    summary: 'Counts',
    status: 202,
    response: z.object({ count: z.number() }),
  })
  async issue(
    @Body({ schema: Order }) { refuse, fail }: z.output<typeof Order>,
  ): Promise<{ count: number; inner: string }> {
    if (refuse) throw PlatformErrors.CONFLICT();
    counter.count += 1;
    const { count } = counter;
    await counter.hold;
    if (fail) throw new Error('after the change');
    return { count, inner: 'not declared' };
  }

  @Endpoint({
    method: 'POST',
    path: 'always',
    permission: 'order.issue',
    summary: 'Counts every time',
    response: z.object({ count: z.number() }),
    idempotent: false,
  })
  always(): { count: number } {
    counter.count += 1;
    return { count: counter.count };
  }
}

describe('Idempotency-Key', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let url: string;
  let time: ReturnType<typeof steer>;
  let key: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({
      database,
      controllers: [OrdersController],
      providers: [{ provide: APP_GUARD, useClass: SayWhoGuard }],
    });
    await platform.nest.listen(0, '127.0.0.1');
    url = await platform.nest.getUrl();
    time = steer(platform.get(Clock));
  });
  beforeEach(() => {
    counter.count = 0;
    counter.hold = Promise.resolve();
    key = `key-${Math.random()}`;
  });
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  async function post(
    body: z.input<typeof Order>,
    headers: Record<string, string> = { 'idempotency-key': key },
    path = '/orders',
  ): Promise<Told> {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as Told['body'],
      replayed: response.headers.get('idempotency-replayed') === 'true',
    };
  }

  it('answers the same request again with the first status and body', async () => {
    expect(await post({ text: 'x' })).toEqual({ status: 202, body: { count: 1 }, replayed: false });
    expect(await post({ text: 'x' })).toEqual({ status: 202, body: { count: 1 }, replayed: true });
    expect(counter.count).toBe(1);
  });

  it('runs one of two that come at once, and refuses the other while it runs', async () => {
    let finish: () => void = () => undefined;
    counter.hold = new Promise<void>((done) => (finish = done));
    const both = [post({ text: 'x' }), post({ text: 'x' })];
    const refused = await Promise.race(both);
    expect([refused.status, refused.body.code]).toEqual([409, 'REQUEST_IN_FLIGHT']);
    finish();
    expect(new Set((await Promise.all(both)).map(({ status }) => status))).toEqual(new Set([202, 409]));
    expect(counter.count).toBe(1);
    expect((await post({ text: 'x' })).replayed).toBe(true);
  });

  it('refuses the key with another body, while the first runs and after it', async () => {
    let finish: () => void = () => undefined;
    counter.hold = new Promise<void>((done) => (finish = done));
    const first = post({ text: 'x' });
    await eventually(() => expect(counter.count).toBe(1));
    const during = await post({ text: 'y' });
    finish();
    await first;
    const after = await post({ text: 'y' });
    expect([during, after].map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'IDEMPOTENCY_KEY_REUSED'],
      [422, 'IDEMPOTENCY_KEY_REUSED'],
    ]);
    expect(counter.count).toBe(1);
  });

  it('frees the key of a refused request', async () => {
    const refused = await post({ text: 'x', refuse: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('frees the key of a request that was never well formed', async () => {
    const malformed = await post({ text: 1 } as unknown as z.input<typeof Order>);
    expect([malformed.status, malformed.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('keeps the key of a request that failed on our side, until it counts as abandoned', async () => {
    expect((await post({ text: 'x', fail: true })).status).toBe(500);
    expect((await post({ text: 'x', fail: true })).body.code).toBe('REQUEST_IN_FLIGHT');
    expect(counter.count).toBe(1);
    time.advance(61_000);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('is the same key however the address is spelt', async () => {
    await post({ text: 'x' });
    expect(await post({ text: 'x' }, { 'idempotency-key': key }, '/orders/')).toMatchObject({ replayed: true });
    expect(await post({ text: 'x' }, { 'idempotency-key': key }, '/ORDERS')).toMatchObject({ replayed: true });
    expect(counter.count).toBe(1);
  });

  it('keeps the answer of the request that holds the key, whatever an abandoned one does later', async () => {
    let finish: () => void = () => undefined;
    counter.hold = new Promise<void>((done) => (finish = done));
    const late = post({ text: 'x' });
    await eventually(() => expect(counter.count).toBe(1));
    time.advance(61_000);
    counter.hold = Promise.resolve();
    expect(await post({ text: 'x' })).toMatchObject({ body: { count: 2 }, replayed: false });
    finish();
    expect((await late).body.count).toBe(1);
    expect(await post({ text: 'x' })).toMatchObject({ body: { count: 2 }, replayed: true });
  });

  it('belongs to one actor', async () => {
    const answers = [];
    for (const who of ['one', 'two']) answers.push(await post({ text: 'x' }, { 'idempotency-key': key, 'x-who': who }));
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
    await platform.get(UnitOfWork).read((tx) =>
      tx.execute(
        `INSERT INTO idempotent_answer (actor_id, route, key, body_sha256, created_at)
         VALUES ('somebody', 'POST /orders {}', encode(sha256(convert_to($1, 'UTF8')), 'hex'),
                 sha256(convert_to('{"text":"x"}', 'UTF8')), $2)`,
        [key, platform.get(Clock).now()],
      ),
    );
    expect((await post({ text: 'x' })).body.code).toBe('REQUEST_IN_FLIGHT');
    time.advance(61_000);
    expect(await post({ text: 'x' })).toMatchObject({ status: 202, replayed: false });
  });

  it('is optional for people, demanded of machines, and without meaning where a repeat must run', async () => {
    expect((await post({ text: 'x' }, {})).status).toBe(202);
    expect((await post({ text: 'x' }, { 'x-who': 'machine' })).body.code).toBe('IDEMPOTENCY_KEY_REQUIRED');
    await post({ text: 'x' }, { 'idempotency-key': key }, '/orders/always');
    expect(await post({ text: 'x' }, { 'idempotency-key': key }, '/orders/always')).toMatchObject({
      body: { count: 3 },
      replayed: false,
    });
  });
});
