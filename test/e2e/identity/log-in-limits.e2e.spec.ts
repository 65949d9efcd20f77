import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';

const ATTEMPTS = 4;
const ADDRESS_ATTEMPTS = 5 * ATTEMPTS;

describe('log-in limits', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      env: { SKYDOCKET_LOGIN_ATTEMPTS: String(ATTEMPTS), SKYDOCKET_TRUSTED_PROXIES: '127.0.0.1' },
    });
  });
  afterAll(() => app.stop());

  async function statusOf(path: string, body: object, address: string): Promise<number> {
    const response = await fetch(`${app.url}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  function guess(username: string, address: string): Promise<number> {
    return statusOf('login', { username, password: 'wrong' }, address);
  }

  function counted(statuses: readonly number[], status: number): number {
    return statuses.filter((each) => each === status).length;
  }

  it('count simultaneous guesses at one name, wherever they come from', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 30 }, (_, index) => guess('hebei.tester', `198.51.100.${index}`)),
    );
    expect([counted(statuses, 401), counted(statuses, 429)]).toEqual([ATTEMPTS, 30 - ATTEMPTS]);
  });

  it('let one address guess five times as often as one name, then stop it for every name', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 30 }, (_, index) => guess(`nobody.${index}`, '203.0.113.1')),
    );
    expect([counted(statuses, 401), counted(statuses, 429)]).toEqual([ADDRESS_ATTEMPTS, 30 - ADDRESS_ATTEMPTS]);
    expect(await guess('somebody.else', '203.0.113.2')).toBe(401);
  });

  it('are not used up by people who log in', async () => {
    for (let index = 0; index < 2 * ATTEMPTS; index += 1)
      expect((await app.as({ role: 'commander' })).token).not.toBe('');
  });

  it('count guesses at one-time links by address', async () => {
    const body = { link: 'x'.repeat(43), password: 'a long pass phrase' };
    const statuses = await Promise.all(Array.from({ length: 30 }, () => statusOf('password', body, '203.0.113.3')));
    expect([counted(statuses, 410), counted(statuses, 429)]).toEqual([ADDRESS_ATTEMPTS, 30 - ADDRESS_ATTEMPTS]);
  });
});
