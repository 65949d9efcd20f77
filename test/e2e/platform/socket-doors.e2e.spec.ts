import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { Clock } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';
import { eventually, steer } from '../../support/time.js';

interface Ack {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly retryable: boolean };
  readonly expiresAt?: string;
}

const VIEW = { bbox: [114, 36, 117, 40], zoom: 8 };
const TOKEN_MS = 15 * 60_000;
const GRACE_MS = 30_000;
/** How long a revocation or an expiry may take to end a connection. */
const END_WITHIN_MS = 5_000;

describe('doors of the sockets', () => {
  let app: TestApp;
  let commander: ApiClient;
  const opened: Socket[] = [];
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_ORIGINS: 'https://console.example' } });
    commander = await app.as({ role: 'commander' });
  });
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.disconnect();
  });
  afterAll(() => app.stop());

  /** Tries to connect; gives `connected`, or why not. */
  async function attempt(
    auth: Record<string, unknown>,
    { namespace = '/live', ...options }: Partial<ManagerOptions & SocketOptions> & { namespace?: string } = {},
  ): Promise<string> {
    const socket = io(app.url + namespace, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
      ...options,
    });
    opened.push(socket);
    return new Promise((done) => {
      socket.once('connect', () => done('connected'));
      socket.once('connect_error', (error: Error & { data?: { code?: string } }) =>
        done(error.data?.code ?? error.message),
      );
    });
  }

  const ask = (socket: Socket, event: string, ...payload: unknown[]): Promise<Ack> =>
    socket.timeout(5_000).emitWithAck(event, ...payload) as Promise<Ack>;

  const codeOf = async (answer: Promise<Ack>): Promise<string | undefined> => (await answer).error?.code;

  describe('are refused', () => {
    it.each(['/live', '/command', '/replay', '/'])('without a token that is ours: %s', async (namespace) => {
      const token = `${commander.token.slice(0, -3)}abc`;
      expect(await attempt({}, { namespace })).toBe('UNAUTHENTICATED');
      for (const rubbish of [1, null, {}, ['x'], 'x'.repeat(10_000)])
        expect(await attempt({ token: rubbish }, { namespace })).toBe('UNAUTHENTICATED');
      for (const broken of ['x', token, 'sdk_unknown'])
        expect(await attempt({ token: broken }, { namespace })).toBe('TOKEN_INVALID');
    });

    it('in a namespace that nobody serves', async () => {
      expect(await attempt({ token: commander.token }, { namespace: '/nothing' })).toBe('Invalid namespace');
    });

    it('to a page of another origin, and granted to our own and to those named', async () => {
      const from = (origin: string): Promise<string> =>
        attempt({ token: commander.token }, { extraHeaders: { origin } });
      expect(await from('https://elsewhere.example')).toBe('websocket error');
      expect(await from('null')).toBe('websocket error');
      expect(await from(app.url)).toBe('connected');
      expect(await from('https://console.example')).toBe('connected');
    });

    it('over HTTP polling', async () => {
      expect(await attempt({ token: commander.token }, { transports: ['polling'] })).not.toBe('connected');
      const response = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling`);
      expect(response.status).toBe(400);
    });

    it('to a suspended person', async () => {
      const { person, change } = await newPerson('suspended.person');
      expect((await change({ state: 'suspended' })).status).toBe(200);
      expect(await attempt({ token: person.token })).toMatch(/^(UNAUTHENTICATED|TOKEN_INVALID)$/);
    });
  });

  describe('answer', () => {
    it('every event that nobody knows, with or without payload', async () => {
      const socket = await commander.socket('/live');
      for (const payload of [[], [{}], [1, 'two', null]])
        expect(await codeOf(ask(socket, 'no such event', ...payload))).toBe('UNKNOWN_EVENT');
      socket.emit('no such event', 'and nobody who waits');
      expect(await ask(socket, 'view', VIEW)).toEqual({ ok: true });
    });

    it.each([undefined, null, 'x', {}, { ...VIEW, more: 1 }, { ...VIEW, zoom: 'near' }])(
      'a payload of the wrong shape: %j',
      async (payload) => {
        expect(await codeOf(ask(await commander.socket('/live'), 'view', payload))).toBe('VALIDATION_FAILED');
      },
    );

    it('who may not', async () => {
      const auditor = await app.as({ role: 'audit_admin' });
      expect(await codeOf(ask(await auditor.socket('/live'), 'view', VIEW))).toBe('FORBIDDEN');
    });

    it('a message above 64 KB, and end a connection that sends above 4 MB', async () => {
      const socket = await commander.socket('/live');
      expect(await codeOf(ask(socket, 'view', { ...VIEW, more: 'x'.repeat(64 * 1024) }))).toBe('TOO_LARGE');
      expect(await ask(socket, 'view', VIEW)).toEqual({ ok: true });
      const ended = new Promise((done) => socket.once('disconnect', done));
      socket.emit('view', 'x'.repeat(4 * 1024 * 1024 + 1));
      await ended;
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    });

    it('a renewal: a fresh token of the same person only', async () => {
      const socket = await commander.socket('/live');
      const pilot = await app.as({ role: 'pilot' });
      expect(await codeOf(ask(socket, 'auth', { token: pilot.token }))).toBe('FORBIDDEN');
      expect(await codeOf(ask(socket, 'auth', { token: 'x' }))).toBe('TOKEN_INVALID');
      expect(await codeOf(ask(socket, 'auth'))).toBe('UNAUTHENTICATED');
      const { token } = await app.as({ role: 'commander' });
      const { ok, expiresAt = '' } = await ask(socket, 'auth', { token });
      expect(ok).toBe(true);
      expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(TOKEN_MS - 60_000);
    });
  });

  describe('end', () => {
    it('soon after the person was suspended or their log-ins ended, in every namespace', async () => {
      const { person, change, revoke } = await newPerson('revoked.person');
      const untouched = await commander.socket('/live');
      for (const end of [revoke, () => change({ state: 'suspended' })]) {
        const fresh = await ApiClient.logIn(app.url, person.user.username, PASSWORD);
        const sockets = [await fresh.socket('/live'), await fresh.socket('/command')];
        expect((await end()).status).toBeLessThan(300);
        await eventually(
          () => expect(sockets.map(({ connected }) => connected)).toEqual([false, false]),
          END_WITHIN_MS,
        );
      }
      expect(untouched.connected).toBe(true);
    });

    it('half a minute after their token, unless it was renewed', async () => {
      const fresh = await app.as({ role: 'commander' });
      const [forgetful, renewed] = [await fresh.socket('/live'), await fresh.socket('/live')];
      const time = steer(app.get(Clock));
      try {
        time.advance(TOKEN_MS + GRACE_MS - 15_000);
        await pause(END_WITHIN_MS + 500);
        expect([forgetful.connected, renewed.connected]).toEqual([true, true]);
        const { token } = await app.as({ role: 'commander' });
        expect((await ask(renewed, 'auth', { token })).ok).toBe(true);
        time.advance(15_000);
        await eventually(() => expect(forgetful.connected).toBe(false), END_WITHIN_MS + 1_000);
        expect(renewed.connected).toBe(true);
      } finally {
        jest.restoreAllMocks();
      }
    });
  });

  const PASSWORD = 'a long pass phrase';

  async function newPerson(username: string) {
    const security = await app.as({ role: 'security_admin' });
    const { body } = await security.post<{ id: string; passwordLink: string }>('/users', {
      username,
      displayName: username,
      unitId: security.user.unit.id,
      roles: ['commander'],
    });
    const set = await security.post('/auth/password', { link: body.passwordLink, password: PASSWORD });
    expect(set.status).toBe(204);
    return {
      person: await ApiClient.logIn(app.url, username, PASSWORD),
      change: (patch: Record<string, unknown>) => security.patch(`/users/${body.id}`, patch),
      revoke: () => security.post(`/users/${body.id}/revoke-sessions`),
    };
  }
});
