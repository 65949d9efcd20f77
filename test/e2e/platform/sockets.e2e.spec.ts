import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Manager, type Socket } from 'socket.io-client';
import { MOST_EVENTS_PER_SECOND, MOST_SOCKETS_OF_A_USER, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';

/** Within this time a revocation has reached every open connection. */
const REVOKED_WITHIN_MS = 5_000;

describe('sockets', () => {
  let app: TestApp;
  const clients: ApiClient[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => app.stop());

  async function as(role: string): Promise<ApiClient> {
    const client = await app.as({ role });
    clients.push(client);
    return client;
  }

  function closedWithin(socket: Socket, milliseconds: number): Promise<boolean> {
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), milliseconds);
      socket.once('disconnect', () => {
        clearTimeout(timer);
        done(true);
      });
    });
  }

  describe('end', () => {
    it('within 5 s when their API key is revoked, and those of its user stay', async () => {
      const [security, commander] = [await as('security_admin'), await as('commander')];
      const made = await commander.post<{ id: string; key: string }>('/api-keys', {
        name: 'wall display',
        permissions: ['live.view'],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const machine = new ApiClient(app.url, made.body.key, commander.user);
      clients.push(machine);
      const [display, console] = [await machine.socket('/live'), await commander.socket('/live')];
      const closed = closedWithin(display, REVOKED_WITHIN_MS);
      expect((await security.delete(`/api-keys/${made.body.id}`)).status).toBe(204);
      expect(await closed).toBe(true);
      expect(console.connected).toBe(true);
    });

    it('within 5 s when another instance suspends their user', async () => {
      const tester = await as('tester');
      const socket = await tester.socket('/live');
      const closed = closedWithin(socket, REVOKED_WITHIN_MS);
      const setState = (state: string) =>
        app
          .get(UnitOfWork)
          .run(SYSTEM, (tx) => tx.execute('UPDATE app_user SET state = $2 WHERE id = $1', [tester.user.id, state]));
      await setState('suspended');
      try {
        expect(await closed).toBe(true);
      } finally {
        await setState('active');
      }
    });
  });

  interface Ack {
    readonly ok: boolean;
    readonly error?: { readonly code: string; readonly retryable: boolean };
  }

  it('answer every event, whatever comes with it', async () => {
    const commander = await as('commander');
    for (const [namespace, event] of [
      ['/live', 'view'],
      ['/command', 'join'],
      ['/command', 'cmd'],
    ] as const) {
      const socket = (await commander.socket(namespace)).timeout(5_000);
      const payloads: unknown[][] = [
        [],
        [undefined],
        [null],
        [[]],
        [[[]]],
        [[1, 2]],
        [0],
        [''],
        [true],
        ['x', {}, []],
        [{}, {}],
        [{ subscribe: 'x' }],
        [{ bbox: null }],
        [{ bbox: [1e308, 1e308, -1e308, 0], zoom: 1 }],
        [{ bbox: '', zoom: -1, follow: [[]] }],
        [Buffer.from('x')],
        [{ _placeholder: true, num: 0 }],
        [Object.fromEntries([['__proto__', 1]])],
      ];
      const answers = await Promise.all(payloads.map((values) => socket.emitWithAck(event, ...values)));
      expect((answers as Ack[]).map(({ ok, error }) => [ok, error?.code])).toEqual(
        payloads.map(() => [false, 'VALIDATION_FAILED']),
      );
      for (const name of ['', 'x'.repeat(10_000), 5 as unknown as string])
        expect(await socket.emitWithAck(name)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } });
    }
  });

  describe('are limited', () => {
    it('in how many a user has', async () => {
      const pilot = await as('pilot');
      for (let count = 0; count < MOST_SOCKETS_OF_A_USER; count += 1) await pilot.socket('/live');
      await expect(pilot.socket('/live')).rejects.toThrow('RATE_LIMITED');
      pilot.close();
      await (await as('case_handler')).socket('/live');
    });

    it('in how many events they send a second', async () => {
      const socket = (await (await as('commander')).socket('/live')).timeout(5_000);
      const sent = Array.from({ length: 3 * MOST_EVENTS_PER_SECOND }, () => socket.emitWithAck('no such event'));
      const answers = (await Promise.all(sent)) as Ack[];
      const limited = answers.filter(({ error }) => error?.code === 'RATE_LIMITED');
      expect(limited.length).toBeGreaterThanOrEqual(MOST_EVENTS_PER_SECOND);
      expect(limited[0]).toMatchObject({ ok: false, error: { retryable: true } });
    });

    it('in how long they may stay without saying who they are', async () => {
      const silent = new Manager(app.url, { transports: ['websocket'], reconnection: false });
      const closed = new Promise<string>((done) => silent.on('close', () => done('closed')));
      const timeUp = new Promise<string>((done) => setTimeout(() => done('still open'), 8_000).unref());
      expect(await Promise.race([closed, timeUp])).toBe('closed');
    });
  });
});
