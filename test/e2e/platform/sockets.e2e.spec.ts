import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
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
      const made = await security.post<{ id: string; key: string }>('/api-keys', {
        userId: commander.user.id,
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
});
