import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { Clock } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import {
  type Ack,
  CommandDesk,
  Console,
  give,
  joined,
  type OpenedSession,
  orderTo,
  recordOf,
} from '../../support/command-desk.js';
import { steer } from '../../support/time.js';

const MEGABYTE = 1_024 * 1_024;
const EVENTS = ['join', 'sync', 'cmd', 'presence', 'view', 'signal', 'read'] as const;

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
// A person has so many sockets and no more.
afterEach(() => {
  for (const client of [desk.city, desk.county, desk.province, desk.outsider]) client.close();
});
afterAll(() => desk?.stop());

const ask = ({ socket }: Pick<Console, 'socket'>, event: string, ...values: unknown[]): Promise<Ack> =>
  socket.timeout(10_000).emitWithAck(event, ...values) as Promise<Ack>;
const codeOf = ({ ok, error }: Ack) => [ok, error?.code, error?.retryable];
const ringOf = (points: number) => {
  const ring = Array.from({ length: points }, (_, nth) => [116 + nth / 1e7, 38]);
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
};

describe('a socket of a session answers', () => {
  it('two megabytes for any of its events, as text, as bytes and as a shape', async () => {
    const { session, chief } = await desk.command();
    const payload = { sessionId: session.id, note: 'x'.repeat(2 * MEGABYTE) };
    for (const event of EVENTS) expect(codeOf(await ask(chief, event, payload))).toEqual([false, 'TOO_LARGE', false]);
    expect(codeOf(await ask(chief, 'cmd', { bytes: Buffer.alloc(2 * MEGABYTE) }))).toEqual([false, 'TOO_LARGE', false]);
    const shape = { featureId: randomUUID(), geometry: ringOf(100_000) };
    expect(codeOf(await chief.cmd('map.put', shape))).toEqual([false, 'TOO_LARGE', false]);
    expect(await chief.cmd('chat.say', { text: '继续' })).toEqual({ ok: true, seq: 2 });
  }, 30_000);

  it('what names no session, another’s, or none that can be', async () => {
    const { session, chief } = await desk.command();
    const stranger = { socket: await desk.outsider.socket('/command') };
    const said = (sessionId: unknown) =>
      ({
        join: { sessionId },
        sync: { sessionId },
        cmd: { cmdId: randomUUID(), sessionId, epoch: 1, type: 'chat.say', v: 1, payload: { text: 'x' } },
        presence: { sessionId, state: 'idle' },
        view: { sessionId },
        signal: { sessionId, kind: 'typing' },
        read: { sessionId, readUpTo: 1 },
      }) as const;
    for (const event of EVENTS) {
      expect(codeOf(await ask(chief, event, said(randomUUID())[event]))).toEqual([false, 'NOT_FOUND', false]);
      expect(codeOf(await ask(stranger, event, said(session.id)[event]))).toEqual([false, 'NOT_FOUND', false]);
      for (const nonsense of [undefined, null, 7, '', 'x', [session.id], { id: session.id }])
        expect(codeOf(await ask(chief, event, said(nonsense)[event]))).toEqual([false, 'VALIDATION_FAILED', false]);
    }
    expect(await recordOf(desk.city, session.id)).toHaveLength(1);
  });

  it('nobody where nobody waits, and does what was asked all the same', async () => {
    const { session, chief } = await desk.command();
    chief.socket.emit('cmd', 'x'.repeat(MEGABYTE));
    chief.socket.emit('cmd', { sessionId: session.id });
    chief.socket.emit('cmd');
    chief.socket.emit('explode', null);
    const command = {
      cmdId: randomUUID(),
      sessionId: session.id,
      type: 'chat.say',
      v: 1,
      payload: { text: '不等回答' },
    };
    chief.socket.emit('cmd', command);
    await chief.until(2);
    expect(await ask(chief, 'cmd', command)).toEqual({ ok: true, seq: 2, duplicate: true });
  });

  it('nobody who was suspended: the line ends, and no other is made', async () => {
    const { session, chief } = await desk.command();
    const security = await desk.app.as({ role: 'security_admin' });
    const pilot = await joined(chief, await desk.app.as({ role: 'pilot', unit: '沧州市' }), 'pilot');
    const { id } = pilot.client.user;
    const ended = new Promise<void>((done) => pilot.socket.once('disconnect', () => done()));
    expect((await security.patch(`/users/${id}`, { state: 'suspended' })).status).toBeLessThan(300);
    try {
      await ended;
      await expect(pilot.client.socket('/command')).rejects.toThrow('TOKEN_INVALID');
      const refused = await give(pilot.client, session.id, 'chat.say', { text: '还在' });
      expect([refused.status, refused.code]).toEqual([401, 'TOKEN_INVALID']);
    } finally {
      await security.patch(`/users/${id}`, { state: 'active' });
    }
    const types = (await recordOf(desk.city, session.id)).map(({ type }) => type);
    expect(types).not.toContain('chat.say');
  });
});

describe('what a session takes', () => {
  it.each([
    ['119 s ahead of our clock', 119, true],
    ['3 min ahead of it', 180, false],
    ['a year ahead', 31_536_000, false],
    ['a year ago', -31_536_000, true],
  ])('is a time of its giver, but none of the future: %s', async (_, seconds, isTaken) => {
    const { session, chief } = await desk.command();
    const occurredAt = new Date(Date.now() + seconds * 1_000).toISOString();
    const answer = await chief.cmd('chat.say', { text: '时间' }, { occurredAt });
    const overHttp = await give(desk.city, session.id, 'chat.say', { text: '时间' }, { occurredAt });
    expect([answer.ok, overHttp.status]).toEqual(isTaken ? [true, 201] : [false, 422]);
    expect([answer.error?.code, overHttp.code]).toEqual(
      isTaken ? [undefined, undefined] : ['OCCURRED_IN_FUTURE', 'OCCURRED_IN_FUTURE'],
    );
  });

  it.each(['yesterday', '2026-02-30T00:00:00Z', '2026-01-02', '', 1_767_312_245_000, null])(
    'is no time that cannot be: %j',
    async (occurredAt) => {
      const { chief } = await desk.command();
      const answer = await chief.cmd('chat.say', { text: '时间' }, { occurredAt });
      expect(codeOf(answer)).toEqual([false, 'VALIDATION_FAILED', false]);
    },
  );

  it('is markup as the words that were typed, wherever it stands', async () => {
    const { session, chief } = await desk.command();
    const above = await Console.of(desk.province, session);
    const markup = '<img src=x onerror=alert(1)>&lt;<!--';
    const geometry = { type: 'Point', coordinates: [116.5, 37.9] };
    await chief.cmd('chat.say', { text: markup });
    await chief.cmd('map.put', { featureId: randomUUID(), geometry, label: markup });
    await chief.cmd('order.issue', { ...orderTo({ userId: desk.county.user.id }), text: markup });
    await above.until(4);
    const words = above.follower.events.slice(1).map(({ payload }) => payload?.['text'] ?? payload?.['label']);
    expect(words).toEqual([markup, markup, markup]);
    const { headers, body } = await desk.city.get(`/command-sessions/${session.id}/events?after=0`);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(JSON.stringify(body).split(JSON.stringify(markup))).toHaveLength(4);
  });
});

describe('one who sends a thousand commands a second', () => {
  /** What one way used up is given back within seconds, and is no matter of the next. */
  let time: ReturnType<typeof steer>;
  beforeAll(() => {
    time = steer(desk.app.get(Clock));
  });
  beforeEach(() => time.advance(60_000));
  type Way = (type: string, payload: object) => Promise<Ack>;

  function overHttp(client: ApiClient, session: OpenedSession): Way {
    return async (type, payload) => {
      const { status, body, code } = await give(client, session.id, type, payload);
      return status === 201 ? body : { ok: false, error: { code: code ?? '', retryable: [429, 503].includes(status) } };
    };
  }

  /** So many of them at a time. */
  async function flood(way: Way, count: number, atOnce: number): Promise<Ack[]> {
    const answers: Ack[] = [];
    const lane = async (): Promise<void> => {
      for (let nth = 0; nth < count / atOnce; nth += 1) answers.push(await way('chat.say', { text: '快' }));
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return answers;
  }

  it.each([
    ['over a socket', 3_000, 1_000, (officer: Console) => officer.cmd.bind(officer)],
    ['over HTTP', 800, 100, ({ client, session }: Console) => overHttp(client, session)],
  ])(
    '%s is told to go slower, and the others are heard by everybody',
    async (_, count, atOnce, wayOf) => {
      const { session, chief } = await desk.command();
      const witness = await Console.of(desk.province, session);
      const officer = await joined(chief, desk.county, 'field_member');
      const run = { isOver: false };
      const flooding = flood(wayOf(officer), count, atOnce).finally(() => (run.isOver = true));
      const said: number[] = [];
      for (let line = 0; line < 20 || !run.isOver; line += 1) {
        const { ok, seq = 0 } = await chief.cmd('chat.say', { text: `命令 ${line}` });
        expect(ok).toBe(true);
        said.push(seq);
        await pause(50);
      }
      const answers = await flooding;
      const refused = answers.flatMap(({ error }) => (error ? [error] : []));
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['RATE_LIMITED']));
      expect(refused.every(({ retryable }) => retryable)).toBe(true);
      await witness.until(said.at(-1) ?? 0);
      const heard = new Map(witness.follower.events.map(({ seq, payload }) => [seq, payload?.['text']]));
      expect(said.map((seq) => heard.get(seq))).toEqual(said.map((_seq, line) => `命令 ${line}`));
      expect(witness.follower.events.map(({ seq }) => seq)).toEqual(witness.follower.events.map((_one, at) => at + 1));
    },
    60_000,
  );
});

describe('a line that breaks the protocol', () => {
  it.each([
    ['a shape of a million points', () => `42/command,7["cmd",${JSON.stringify(ringOf(1_000_000))}]`],
    ['what is no JSON', () => '42/command,7["cmd",{]'],
    ['an event without a name', () => '42/command,7[]'],
    ['bytes that never come', () => '451-/command,7["cmd",{"_placeholder":true,"num":0}]'],
    ['arrays thirty thousand deep', () => `42/command,7["cmd",${'['.repeat(30_000)}${']'.repeat(30_000)}]`],
    ['a packet of no known kind', () => '9999'],
  ])('with %s harms nobody else', async (_, frame) => {
    const { session, chief } = await desk.command();
    const above = await Console.of(desk.province, session);
    const line = new WebSocket(`${desk.app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise<void>((done) => line.once('close', () => done()));
    const answered = new Promise<void>((done) => {
      line.on('error', () => done());
      line.on('message', (data) => {
        const text = (data as Buffer).toString();
        if (text.startsWith('0')) line.send(`40/command,${JSON.stringify({ token: desk.county.token })}`);
        else if (text.startsWith('40/command,')) line.send(frame());
        else if (text.startsWith('43/command,7')) done();
      });
    });
    await Promise.race([closed, answered, pause(3_000)]);
    expect(await chief.cmd('chat.say', { text: '照常' })).toEqual({ ok: true, seq: 2 });
    await above.until(2);
    line.terminate();
  });
});
