import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Socket } from 'socket.io-client';
import { Actors } from '../../../src/identity/index.js';
import { UserRepository } from '../../../src/identity/users/user.repository.js';
import { KeyRing, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';

/** What one log-in gave: a client with the access token, and the cookie. */
interface LoggedIn {
  readonly client: ApiClient;
  readonly cookie: string;
}

interface Session {
  readonly accessToken: string;
  readonly user: ApiClient['user'];
}

/** On this instance a connection ends with the commit; this is only for its way to the client. */
const AT_ONCE_MS = 1_000;
/** Within this time the end of a log-in has reached the other instances. */
const ELSEWHERE_MS = 5_000;

describe('a log-out', () => {
  let app: TestApp;
  const clients: ApiClient[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  async function logIn(): Promise<LoggedIn> {
    const people = JSON.parse(readFileSync(join(app.dataDir, 'demo-users.json'), 'utf8')) as Record<string, string>[];
    const person = people.find(({ role, unit }) => role === 'commander' && unit?.includes('河北省人民检察院'));
    const { username, password } = person ?? {};
    return keep(await auth('login', { 'content-type': 'application/json' }, JSON.stringify({ username, password })));
  }

  async function keep(response: Response): Promise<LoggedIn> {
    expect(response.status).toBe(200);
    const { accessToken, user } = (await response.json()) as Session;
    const client = new ApiClient(app.url, accessToken, user);
    clients.push(client);
    return { client, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }

  function auth(step: string, headers: Record<string, string>, body?: string): Promise<Response> {
    return fetch(`${app.url}/api/v1/auth/${step}`, { method: 'POST', headers, body });
  }

  const refresh = ({ cookie }: LoggedIn): Promise<Response> => auth('refresh', { cookie });

  async function logOut(headers: Record<string, string>): Promise<void> {
    expect((await auth('logout', headers)).status).toBe(204);
  }

  const socketsOf = async ({ client }: LoggedIn): Promise<Socket[]> => [
    await client.socket('/live'),
    await client.socket('/command'),
  ];

  const expectClosed = (sockets: readonly Socket[], withinMs = AT_ONCE_MS): Promise<void> =>
    eventually(() => expect(sockets.map(({ connected }) => connected)).toEqual(sockets.map(() => false)), withinMs);

  const seen = async ({ client }: LoggedIn): Promise<number> => (await client.get('/me')).status;

  it('ends refresh, access token and sockets of that log-in at once, and nothing of another one', async () => {
    const [here, elsewhere] = [await logIn(), await logIn()];
    const [mine, others] = [await socketsOf(here), await socketsOf(elsewhere)];
    expect([await seen(here), await seen(elsewhere)]).toEqual([200, 200]);
    await logOut({ cookie: here.cookie });
    expect(await seen(here)).toBe(401);
    await expectClosed(mine);
    expect((await refresh(here)).status).toBe(401);
    await expect(here.client.socket('/live')).rejects.toThrow('TOKEN_INVALID');
    expect(await seen(elsewhere)).toBe(200);
    expect(others.map(({ connected }) => connected)).toEqual([true, true]);
    expect((await refresh(elsewhere)).status).toBe(200);
  });

  it('needs no more than the access token', async () => {
    const here = await logIn();
    const sockets = await socketsOf(here);
    await logOut({ authorization: `Bearer ${here.client.token}` });
    expect([await seen(here), (await refresh(here)).status]).toEqual([401, 401]);
    await expectClosed(sockets);
  });

  it('ends every token that the log-in was given, whichever refresh token it comes with', async () => {
    const first = await logIn();
    const second = await keep(await refresh(first));
    expect([await seen(first), await seen(second)]).toEqual([200, 200]);
    await logOut({ cookie: first.cookie });
    expect([await seen(first), await seen(second), (await refresh(second)).status]).toEqual([401, 401, 401]);
  });

  it('takes tokens that are none, and is recorded when it ended something', async () => {
    const recorded = (): Promise<unknown[]> =>
      app.get(UnitOfWork).read((tx) => tx.query(`SELECT 1 FROM audit_entry WHERE action = 'auth.logOut'`));
    const here = await logIn();
    const before = (await recorded()).length;
    const none: Record<string, string>[] = [{}, { cookie: 'skydocket_refresh=x' }, { authorization: 'Bearer sdk_x' }];
    for (const headers of none) await logOut(headers);
    expect(await recorded()).toHaveLength(before);
    for (let times = 0; times < 2; times += 1) await logOut({ cookie: here.cookie });
    expect(await recorded()).toHaveLength(before + 1);
  });

  it('that comes while a refresh is under way ends what that gives, too', async () => {
    const first = await logIn();
    const second = await keep(await refresh(first));
    let refreshing: Promise<Response> | undefined;
    let ending: Promise<void> | undefined;
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(`SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE`, [first.client.user.id]);
      refreshing = refresh(second);
      await waitingForTheAccount(1);
      ending = logOut({ cookie: first.cookie });
      await waitingForTheAccount(2);
    });
    if (!refreshing) throw new Error('no refresh was begun');
    const third = await keep(await refreshing);
    await ending;
    expect([await seen(second), await seen(third), (await refresh(third)).status]).toEqual([401, 401, 401]);
  });

  function waitingForTheAccount(count: number): Promise<void> {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return eventually(async () => {
      expect(await app.get(UnitOfWork).read((tx) => tx.query(sql))).toHaveLength(count);
    });
  }

  it('is not undone by what was read before it', async () => {
    const here = await logIn();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((done) => (go = done));
    app.get(Actors).forget(here.client.user.id);
    const users = app.get(UserRepository);
    const grantsOf = users.grantsOf.bind(users);
    const reading = jest.spyOn(users, 'grantsOf').mockImplementationOnce(async (...asked) => {
      const grants = await grantsOf(...asked);
      await gate;
      return grants;
    });
    const slow = here.client.get('/me');
    await eventually(() => expect(reading).toHaveBeenCalledTimes(1));
    await logOut({ cookie: here.cookie });
    go();
    await slow;
    expect(await seen(here)).toBe(401);
  });

  it('takes along the sockets that were renewed by that log-in, and leaves those that have moved on', async () => {
    const [first, second] = [await logIn(), await logIn()];
    const [socket] = await socketsOf(first);
    const answer: unknown = await socket?.timeout(AT_ONCE_MS).emitWithAck('auth', { token: second.client.token });
    expect(answer).toMatchObject({ ok: true });
    await logOut({ cookie: first.cookie });
    await pause(AT_ONCE_MS);
    expect(socket?.connected).toBe(true);
    await logOut({ cookie: second.cookie });
    await expectClosed(socket ? [socket] : []);
  });

  it('on another instance bites here within 5 s', async () => {
    const here = await logIn();
    const sockets = await socketsOf(here);
    expect(await seen(here)).toBe(200);
    const began = Date.now();
    await app.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `UPDATE refresh_token SET revoked_at = now()
           WHERE family_id = (SELECT family_id FROM refresh_token WHERE user_id = $1 ORDER BY id DESC LIMIT 1)`,
        [here.client.user.id],
      ),
    );
    await eventually(async () => expect(await seen(here)).toBe(401), ELSEWHERE_MS);
    await expectClosed(sockets, ELSEWHERE_MS - (Date.now() - began));
  });

  it('has a like in a refresh token that comes twice: the thief’s access token and sockets end, too', async () => {
    const owner = await logIn();
    const thief = await keep(await refresh(owner));
    const sockets = await socketsOf(thief);
    const reused = await refresh(owner);
    expect(await reused.json()).toMatchObject({ code: 'REFRESH_REUSED' });
    expect(await seen(thief)).toBe(401);
    await expectClosed(sockets);
  });

  it('has no way round it: a token of ours that names no log-in, or somebody else’s, is none', async () => {
    const [here, pilot] = [await logIn(), await app.as({ role: 'pilot' })];
    const claims = JSON.parse(Buffer.from(here.client.token.split('.')[1] ?? '', 'base64url').toString()) as object;
    const signed = (change: object): Promise<string> =>
      new SignJWT({ ...claims, ...change })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(app.nest.get<KeyRing>(KeyRing, { strict: false }).key('access-token'));
    const status = async (token: string): Promise<number> =>
      seen({ ...here, client: new ApiClient(app.url, token, here.client.user) });
    expect(await status(await signed({}))).toBe(200);
    expect(await status(await signed({ sid: undefined }))).toBe(401);
    expect(await status(await signed({ sub: pilot.user.id }))).toBe(401);
  });
});
