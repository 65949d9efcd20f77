import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { ApiClient } from '../../support/client.js';
import { TestApp } from '../../support/app.js';

interface Problem {
  readonly code: string;
  readonly requestId: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('identity over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function logIn(client: ApiClient): Promise<{ cookie: string; body: { accessToken: string } }> {
    const password = await passwordOf(client.user.username);
    const response = await fetch(`${app.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ username: client.user.username, password }),
    });
    return {
      cookie: response.headers.get('set-cookie') ?? '',
      body: (await response.json()) as { accessToken: string },
    };
  }

  async function passwordOf(username: string): Promise<string> {
    const { readFile } = await import('node:fs/promises');
    const people = JSON.parse(await readFile(`${app.dataDir}/demo-users.json`, 'utf8')) as {
      username: string;
      password: string;
    }[];
    return people.find((person) => person.username === username)?.password ?? '';
  }

  function refresh(cookie: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${app.url}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: { cookie: cookie.split(';')[0] ?? '', ...headers },
    });
  }

  it('answers a wrong password and an unknown name alike', async () => {
    const attempt = (username: string) =>
      fetch(`${app.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ username, password: 'wrong' }),
      });
    const [wrong, unknown] = await Promise.all([attempt('hebei.commander'), attempt('nobody')]);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(((await wrong.json()) as Problem).code).toBe('LOGIN_FAILED');
    expect(((await unknown.json()) as Problem).code).toBe('LOGIN_FAILED');
  });

  it('keeps the refresh token in a cookie that scripts and other sites cannot use', async () => {
    const { cookie } = await logIn(await app.as({ role: 'commander' }));
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/api/v1/auth');
    const foreign = await refresh(cookie, { origin: 'https://elsewhere.example' });
    expect(foreign.status).toBe(403);
    expect(((await foreign.json()) as Problem).code).toBe('CROSS_SITE');
  });

  it('logs out whoever has no cookie, too', async () => {
    expect((await fetch(`${app.url}/api/v1/auth/logout`, { method: 'POST' })).status).toBe(204);
  });

  it('rotates refresh tokens, and a second use ends the family', async () => {
    const { cookie } = await logIn(await app.as({ role: 'commander' }));
    const first = await refresh(cookie);
    expect(first.status).toBe(200);
    const next = first.headers.get('set-cookie') ?? '';
    const reused = await refresh(cookie);
    expect(((await reused.json()) as Problem).code).toBe('REFRESH_REUSED');
    expect((await refresh(next)).status).toBe(401);
  });

  it('lets only one of two simultaneous uses of a refresh token through', async () => {
    const { cookie } = await logIn(await app.as({ role: 'tester' }));
    const answers = await Promise.all([refresh(cookie), refresh(cookie)]);
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 401]));
  });

  it('refuses tokens that are missing, broken or signed by others', async () => {
    for (const token of [
      '',
      'x',
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
      `${(await app.as({ role: 'pilot' })).token}x`,
    ]) {
      const response = await fetch(`${app.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(401);
    }
  });

  it('creates a person through a one-time link and ends their access at once when suspended', async () => {
    const security = await app.as({ role: 'security_admin' });
    const created = await security.post<{ id: string; passwordLink: string }>('/users', {
      username: 'new.officer',
      displayName: '新现场员',
      unitId: security.user.unit.id,
      roles: ['field_officer'],
    });
    expect(created.status).toBe(201);
    const password = 'a long pass phrase';
    const set = (link: string) =>
      fetch(`${app.url}/api/v1/auth/password`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ link, password }),
      });
    expect((await set(created.body.passwordLink)).status).toBe(204);
    expect((await set(created.body.passwordLink)).status).toBe(410);
    const person = await ApiClient.logIn(app.url, 'new.officer', password);
    expect((await person.get('/me')).status).toBe(200);
    expect((await security.patch(`/users/${created.body.id}`, { state: 'suspended' })).status).toBe(200);
    expect((await person.get('/me')).status).toBe(401);
  });

  it('keeps administrators apart from each other and from case work', async () => {
    const security = await app.as({ role: 'security_admin' });
    const answer = await security.post<Problem>('/users', {
      username: 'too.much',
      displayName: 'x',
      unitId: security.user.unit.id,
      roles: ['security_admin', 'case_handler'],
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'ROLES_NOT_COMBINABLE']);
    for (const role of ['system_admin', 'security_admin', 'audit_admin']) {
      expect((await (await app.as({ role })).get('/cases')).status).toBe(403);
    }
  });

  it('confines an API key to its permissions and demands an Idempotency-Key of it', async () => {
    const security = await app.as({ role: 'security_admin' });
    const handler = await app.as({ role: 'case_handler' });
    const made = await handler.post<{ id: string; key: string }>('/api-keys', {
      name: 'import',
      permissions: ['case.create', 'case.read'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(made.status).toBe(201);
    const machine = new ApiClient(app.url, made.body.key, handler.user);
    const body = { number: '冀检公益 [2026] 901', title: 'x', domain: 'environment' };
    expect((await machine.post<Problem>('/cases', body)).body.code).toBe('IDEMPOTENCY_KEY_REQUIRED');
    const first = await machine.post<{ id: string }>('/cases', body, { 'idempotency-key': 'k-1' });
    const again = await machine.post<{ id: string }>('/cases', body, { 'idempotency-key': 'k-1' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    const other = await machine.post<Problem>('/cases', { ...body, title: 'y' }, { 'idempotency-key': 'k-1' });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await machine.get('/devices')).status).not.toBe(200);
    expect((await security.delete(`/api-keys/${made.body.id}`)).status).toBe(204);
    expect((await machine.get('/cases')).status).toBe(401);
  });

  it('shows a case to its unit, the units above and its members, and to nobody else', async () => {
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const outsider = await app.as({ role: 'case_handler', unit: '大名县' });
    const created = await handler.post<{ id: string }>('/cases', {
      number: '东检公益 [2026] 1',
      title: '河道污染',
      domain: 'environment',
    });
    expect(created.status).toBe(201);
    const seenBy = async (role: string, unit: string) =>
      (await (await app.as({ role, unit })).get(`/cases/${created.body.id}`)).status;
    expect(await seenBy('commander', '沧州市')).toBe(200);
    expect(await seenBy('commander', '河北省')).toBe(200);
    expect(await seenBy('commander', '邯郸市')).toBe(404);
    expect((await outsider.get(`/cases/${created.body.id}`)).status).toBe(404);
    expect((await handler.post(`/cases/${created.body.id}/members`, { userId: outsider.user.id })).status).toBe(201);
    expect((await outsider.get(`/cases/${created.body.id}`)).status).toBe(200);
    expect((await handler.delete(`/cases/${created.body.id}/members/${outsider.user.id}`)).status).toBe(204);
    expect((await outsider.get(`/cases/${created.body.id}`)).status).toBe(404);
  });

  it('opens a case number once, however many ask at the same time', async () => {
    const handler = await app.as({ role: 'case_handler' });
    const body = { number: '冀检公益 [2026] 77', title: 'x', domain: 'environment' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => handler.post<Problem>('/cases', body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body: { code } }) => code === 'CASE_NUMBER_TAKEN')).toHaveLength(7);
  });

  it('records refusals, and neither the service nor anyone else changes the trail', async () => {
    await (await app.as({ role: 'pilot' })).get('/audit');
    const auditor = await app.as({ role: 'audit_admin' });
    const refusals = await auditor.get<{ items: { action: string; actor: { name: string } }[] }>(
      '/audit?outcome=refused&action=audit.read',
    );
    expect(refusals.body.items[0]?.actor.name).toBe('省院飞手');
    const tamper = app.get(UnitOfWork).read((tx) => tx.execute(`DELETE FROM audit_entry`));
    await expect(tamper).rejects.toThrow('never changed or deleted');
  });

  it('says where a point lies, near which edge, and unknown outside', async () => {
    const client = await app.as({ role: 'field_officer', unit: '东光县' });
    const place = (lon: number, lat: number) =>
      client.get<{ state: string; county?: string; unitId?: string; inWords?: { en: string } }>(
        `/places?lon=${lon}&lat=${lat}`,
      );
    const inside = (await place(116.62, 37.89)).body;
    expect(inside).toMatchObject({ state: 'known', county: '东光县', unitId: client.user.unit.id });
    expect(inside.inWords?.en).toMatch(/of 东光镇$/);
    expect((await place(28.34, -21.4)).body).toMatchObject({ state: 'unknown', neighbours: [] });
  });

  it('has 180 units, the first three levels of the tree by parent and not by code', async () => {
    const client = await app.as({ role: 'commander' });
    const { items } = (
      await client.get<{ items: { id: string; name: string; parentId: string | null; tier: string }[] }>('/units')
    ).body;
    expect(items).toHaveLength(180);
    const parentOf = (name: string) => {
      const parentId = items.find((unit) => unit.name === name)?.parentId;
      return items.find(({ id }) => id === parentId)?.name;
    };
    expect(parentOf('东光县人民检察院')).toBe('沧州市人民检察院');
    expect(parentOf('定州市人民检察院')).toBe('河北省人民检察院');
    expect(parentOf('雄县人民检察院')).toBe('河北省人民检察院雄安新区分院');
    expect(parentOf('石家庄市桥西区人民检察院')).toBe('石家庄市人民检察院');
  });
});
