import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Actors, AuthService, Grants } from '../../../src/identity/index.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { UsersService } from '../../../src/identity/users/users.service.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';

interface Problem {
  readonly code: string;
}

const PASSWORD = 'a long pass phrase';
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

  async function newPerson(username: string, role: string): Promise<{ id: string; passwordLink: string }> {
    const created = await security.post<{ id: string; passwordLink: string }>('/users', {
      username,
      displayName: username,
      unitId: security.user.unit.id,
      roles: [role],
    });
    expect(created.status).toBe(201);
    return created.body;
  }

  async function setPassword(link: string): Promise<number> {
    const response = await fetch(`${app.url}/api/v1/auth/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link, password: PASSWORD }),
    });
    return response.status;
  }

  it('gives a person a new link, after which the earlier one is void', async () => {
    const person = await newPerson('lost.link', 'pilot');
    const again = await security.post<{ passwordLink: string }>(`/users/${person.id}/password-link`);
    expect(again.status).toBe(201);
    expect(await setPassword(person.passwordLink)).toBe(410);
    expect(await setPassword(again.body.passwordLink)).toBe(204);
    expect((await handler.post(`/users/${person.id}/password-link`)).status).toBe(403);
  });

  it('keeps one active security administrator when two suspend each other', async () => {
    const other = await newPerson('second.security', 'security_admin');
    const actors = await Promise.all([security.user.id, other.id].map((userId) => app.get(Actors).load({ userId })));
    const [first, second] = actors;
    if (!first || !second) throw new Error('two administrators were expected');
    const users = app.get(UsersService);
    const outcomes = await Promise.allSettled([
      users.change(first, second.id, { state: 'suspended' }),
      users.change(second, first.id, { state: 'suspended' }),
    ]);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals).toMatchObject([{ reason: { code: 'LAST_SECURITY_ADMINISTRATOR' } }]);
    const kept = outcomes[0].status === 'fulfilled' ? [first, second] : [second, first];
    await users.change(kept[0] ?? first, kept[1]?.id ?? second.id, { state: 'active' });
    security = await app.as({ role: 'security_admin' });
  });

  it('holds a refresh back until a revocation that began before it has ended', async () => {
    const person = await newPerson('revoked.meanwhile', 'pilot');
    expect(await setPassword(person.passwordLink)).toBe(204);
    const auth = app.get(AuthService);
    const { refreshToken } = await auth.logIn('revoked.meanwhile', PASSWORD, '127.0.0.1');
    let refreshed: Promise<unknown> = Promise.resolve();
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(`UPDATE app_user SET access_version = access_version + 1 WHERE id = $1`, [person.id]);
      refreshed = codeOf(auth.refresh(refreshToken));
      await tx.execute(`SELECT pg_sleep(0.5)`);
      await tx.execute(`UPDATE refresh_token SET revoked_at = now() WHERE user_id = $1`, [person.id]);
    });
    expect(await refreshed).toBe('TOKEN_INVALID');
    expect(await liveTokensOf(person.id)).toBe(0);
  });

  it('refuses a log-in whose account changed while the password was checked', async () => {
    const person = await newPerson('changed.meanwhile', 'pilot');
    expect(await setPassword(person.passwordLink)).toBe(204);
    let loggedIn: Promise<unknown> = Promise.resolve();
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(`UPDATE app_user SET access_version = access_version + 1 WHERE id = $1`, [person.id]);
      loggedIn = codeOf(app.get(AuthService).logIn('changed.meanwhile', PASSWORD, '127.0.0.1'));
      await tx.execute(`SELECT pg_sleep(1)`);
    });
    expect(await loggedIn).toBe('LOGIN_FAILED');
    expect(await liveTokensOf(person.id)).toBe(0);
  });

  it('renews a grant that has run out, and shortens none', async () => {
    const pilot = await app.as({ role: 'pilot' });
    const grants = app.get(Grants);
    const scopeId = newId();
    const grantUntil = (expiresAt?: Date) =>
      app
        .get(UnitOfWork)
        .run(SYSTEM, (tx) =>
          grants.grant(tx, { userId: pilot.user.id, scopeKind: 'case', scopeId, capability: 'read', expiresAt }),
        );
    const held = async () =>
      (await app.get(Actors).load({ userId: pilot.user.id })).grants.some((grant) => grant.scopeId === scopeId);
    await grantUntil(new Date(Date.now() - HOUR_MS));
    expect(await held()).toBe(false);
    await grantUntil(new Date(Date.now() + HOUR_MS));
    expect(await held()).toBe(true);
    await grantUntil(new Date(Date.now() - HOUR_MS));
    expect(await held()).toBe(true);
  });

  it('adds and removes a case member at once without leaving a grant behind', async () => {
    const outsider = await app.as({ role: 'case_handler', unit: '大名县' });
    const { id } = (
      await handler.post<{ id: string }>('/cases', { number: '冀检 [2026] 8', title: 'x', domain: 'environment' })
    ).body;
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        handler.post(`/cases/${id}/members`, { userId: outsider.user.id }),
        handler.delete(`/cases/${id}/members/${outsider.user.id}`),
        handler.post(`/cases/${id}/members`, { userId: outsider.user.id }),
        handler.delete(`/cases/${id}/members/${outsider.user.id}`),
      ]);
      const [row] = await app.get(UnitOfWork).read((tx) =>
        tx.query<{ members: string; grants: string }>(
          `SELECT (SELECT count(*) FROM case_member WHERE case_id = $1 AND user_id = $2) AS members,
                  (SELECT count(*) FROM access_grant WHERE scope_id = $1 AND user_id = $2 AND revoked_at IS NULL) AS grants`,
          [id, outsider.user.id],
        ),
      );
      expect(row?.grants).toBe(row?.members);
    }
  });

  async function liveTokensOf(userId: string): Promise<number> {
    const rows = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(`SELECT 1 FROM refresh_token WHERE user_id = $1 AND revoked_at IS NULL AND used_at IS NULL`, [userId]),
      );
    return rows.length;
  }
});

/** The code of the refusal; undefined when the work was done. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}
