import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';

interface Problem {
  readonly code: string;
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 366 * 24 * HOUR_MS;

describe('accounts and keys', () => {
  let app: TestApp;
  let security: ApiClient;
  let handler: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    security = await app.as({ role: 'security_admin' });
    handler = await app.as({ role: 'case_handler' });
  });
  afterAll(() => app.stop());

  function keyRequest(inMs = HOUR_MS): Record<string, unknown> {
    return {
      name: 'import',
      permissions: ['case.read', 'apiKey.create'],
      expiresAt: new Date(Date.now() + inMs).toISOString(),
    };
  }

  describe('an API key', () => {
    it('is made by its holder alone: no administrator gets into cases through one', async () => {
      const forHandler = { ...keyRequest(), userId: handler.user.id };
      expect((await security.post('/api-keys', forHandler)).status).toBe(403);
      expect((await (await app.as({ role: 'commander' })).post('/api-keys', forHandler)).status).toBe(403);
      expect((await security.post('/api-keys', keyRequest())).status).toBe(403);
      const own = await handler.post<{ userId: string }>('/api-keys', forHandler);
      expect([own.status, own.body.userId]).toEqual([201, handler.user.id]);
    });

    it('makes no further keys', async () => {
      const { body } = await handler.post<{ key: string }>('/api-keys', keyRequest());
      const machine = new ApiClient(app.url, body.key, handler.user);
      expect((await machine.post('/api-keys', keyRequest())).status).toBe(403);
    });

    it.each([-HOUR_MS, 2 * YEAR_MS])('does not end %d ms from now', async (inMs) => {
      const answer = await handler.post<Problem>('/api-keys', keyRequest(inMs));
      expect([answer.status, answer.body.code]).toEqual([422, 'API_KEY_EXPIRY_INVALID']);
    });
  });

  it('keeps an administrator from changing the own account', async () => {
    const answer = await security.patch<Problem>(`/users/${security.user.id}`, { roles: ['case_handler'] });
    expect([answer.status, answer.body.code]).toEqual([422, 'OWN_ACCOUNT']);
  });

  it('keeps one-time links nowhere in clear', async () => {
    const created = await security.post<{ passwordLink: string }>(
      '/users',
      { username: 'link.owner', displayName: 'x', unitId: security.user.unit.id, roles: ['pilot'] },
      { 'idempotency-key': 'link-1' },
    );
    expect(created.status).toBe(201);
    const kept = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(`SELECT 1 FROM idempotent_answer WHERE position($1 IN answer::text) > 0`, [created.body.passwordLink]),
      );
    expect(kept).toEqual([]);
  });
});
