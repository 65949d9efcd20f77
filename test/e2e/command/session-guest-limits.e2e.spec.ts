import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { SessionRepository } from '../../../src/command/sessions/session.repository.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { CommandDesk, give, recordOf } from '../../support/command-desk.js';
import { callAsGuest, DAY_MS, invitedGuest } from '../../support/guests.js';
import { eventually, steer, stopClock } from '../../support/time.js';

let desk: CommandDesk;
const sockets: Socket[] = [];
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => desk?.stop());

const call = (method: string, path: string, more?: { token?: string; body?: object }) =>
  callAsGuest(desk, method, path, more);
const enter = (token: string) => call('POST', '/command-guests/enter', { body: { token } });

const invited = () => invitedGuest(desk);

async function connect(token: string): Promise<Socket> {
  const socket = io(`${desk.app.url}/command-guests`, { transports: ['websocket'], auth: { token }, forceNew: true });
  sockets.push(socket);
  await new Promise<void>((done, fail) => {
    socket.on('connect', done);
    socket.on('connect_error', fail);
  });
  return socket;
}

/** Waits until so many connections queue for a row that somebody holds. */
async function queued(count: number): Promise<void> {
  await eventually(async () => {
    const [row] = await desk.app.get(UnitOfWork).read((tx) =>
      tx.query<{ waiting: number }>(
        `SELECT count(DISTINCT l.pid)::int AS waiting FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE NOT l.granted AND a.datname = current_database()`,
      ),
    );
    expect(row?.waiting).toBe(count);
  });
}

describe('an entry that waits for the session', () => {
  it.each([
    ['session.close', () => ({})],
    ['guest.revoke', (guestId: string) => ({ guestId })],
  ])('is none once %s was first', async (type, payloadOf) => {
    const { session, guestId, token } = await invited();
    let first: ReturnType<typeof give> | undefined;
    let second: ReturnType<typeof enter> | undefined;
    await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await desk.app.get(SessionRepository).lock(tx, session.id);
      first = give(desk.city, session.id, type, payloadOf(guestId));
      await queued(1);
      second = enter(token);
      await queued(2);
    });
    expect((await first)?.status).toBe(201);
    expect((await second)?.body.code).toBe('GUEST_PASS_REFUSED');
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({ type });
  });
});

describe('words that wait for the session', () => {
  it('are none once their guest was shown out', async () => {
    const { session, guestId, token } = await invitedGuest(desk, { maySpeak: true });
    const { accessToken } = (await enter(token)).body;
    let first: ReturnType<typeof give> | undefined;
    let second: ReturnType<typeof call> | undefined;
    await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await desk.app.get(SessionRepository).lock(tx, session.id);
      first = give(desk.city, session.id, 'guest.revoke', { guestId });
      await queued(1);
      const body = { cmdId: randomUUID(), text: '我还在' };
      second = call('POST', '/command-guests/words', { token: accessToken, body });
      await queued(2);
    });
    expect((await first)?.status).toBe(201);
    expect((await second)?.body.code).toBe('GUEST_PASS_REFUSED');
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({ type: 'guest.revoke' });
  });
});

describe('a right token', () => {
  it('lets one guest in ten times a minute, and nobody else wait for it', async () => {
    const [busy, other] = [await invited(), await invited()];
    stopClock(desk.app.get(Clock));
    const codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) codes.push((await enter(busy.token)).body.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(10);
    expect(codes.slice(10)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect((await enter(other.token)).status).toBe(200);
  });

  it('of somebody who has entered before does not queue for the session', async () => {
    const { session, token } = await invited();
    const { fromSeq } = (await enter(token)).body;
    await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await desk.app.get(SessionRepository).lock(tx, session.id);
      expect(await enter(token)).toMatchObject({ status: 200, body: { fromSeq } });
    });
  });

  it('reads so much in ten seconds, over sockets and HTTP together', async () => {
    const { token } = await invited();
    const { accessToken } = (await enter(token)).body;
    const socket = await connect(accessToken);
    stopClock(desk.app.get(Clock));
    for (let round = 0; round < 30; round += 1)
      expect(await socket.emitWithAck('sync', {})).toMatchObject({ ok: true });
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => call('GET', '/command-guests/record', { token: accessToken })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(30);
    expect(answers.filter(({ body }) => body.code === 'RATE_LIMITED')).toHaveLength(10);
    expect(await socket.emitWithAck('sync', {})).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  });
});

describe('wrong tokens', () => {
  it('are refused, recorded and soon no longer looked at, not even the right one', async () => {
    const { token } = await invited();
    // Away from what the tests before have tried.
    steer(desk.app.get(Clock)).advance(2 * DAY_MS);
    for (const bad of ['', 'short', 'x'.repeat(44)]) expect((await enter(bad)).status).toBe(400);
    const codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) codes.push((await enter('x'.repeat(43))).body.code);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'GUEST_PASS_REFUSED'));
    expect(codes.slice(10)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect((await enter(token)).body.code).toBe('RATE_LIMITED');
    await eventually(async () => {
      const rows = await desk.app
        .get(UnitOfWork)
        .read((tx) =>
          tx.query(`SELECT DISTINCT outcome FROM audit_entry WHERE action = 'command.guestEnter' ORDER BY outcome`),
        );
      expect(rows).toEqual([{ outcome: 'done' }, { outcome: 'refused' }]);
    });
  });

  it('that come all at once are no more than one after the other', async () => {
    steer(desk.app.get(Clock)).advance(3 * DAY_MS);
    const codes = (await Promise.all(Array.from({ length: 30 }, () => enter('y'.repeat(43))))).map(
      ({ body }) => body.code,
    );
    expect(codes.filter((code) => code === 'GUEST_PASS_REFUSED')).toHaveLength(10);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(20);
  });
});
