import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionFollower } from '../../../src/command/index.js';
import { chainVerdict, CommandDesk, Console, orderTo, recordOf, waitFor } from '../../support/command-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

describe('a session', () => {
  it('is opened on a case by a commander, and its record begins with that', async () => {
    const session = await desk.openSession();
    expect(session).toMatchObject({ epoch: 1, lastSeq: 1, state: 'open' });
    const [first] = await recordOf(desk.city, session.id);
    expect(first).toMatchObject({
      seq: 1,
      type: 'session.opened',
      actor: { userId: desk.city.user.id, role: 'commander' },
    });
    const one = await desk.city.get(`/command-sessions/${session.id}`);
    expect(one.body).toMatchObject({
      id: session.id,
      participants: [{ userId: desk.city.user.id, role: 'commander' }],
    });
    const list = await desk.province.get<{ items: { id: string }[] }>('/command-sessions');
    expect(list.body.items.map(({ id }) => id)).toContain(session.id);
  });

  it('is not opened by a field officer, nor on a case that is not visible', async () => {
    const { caseId } = await desk.openSession();
    const body = { caseId, title: 'x', kind: 'dispatch' };
    expect((await desk.county.post('/command-sessions', body)).status).toBe(403);
    const elsewhere = await desk.app.as({ role: 'commander', unit: '邯郸市' });
    expect((await elsewhere.post('/command-sessions', body)).status).toBe(404);
    expect((await desk.city.post('/command-sessions', { ...body, kind: 'party' })).status).toBe(400);
    elsewhere.close();
  });
});

describe('three tiers', () => {
  it('see the same gapless list while city commands, province joins and county carries out an order', async () => {
    const { session, chief } = await desk.command();
    const above = await Console.of(desk.province, session);
    expect(await above.cmd('participant.join')).toMatchObject({ ok: true, seq: 2 });
    const issued = orderTo({ userId: desk.county.user.id }, { place: { lon: 116.54, lat: 37.89 } });
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ ok: true, seq: 3 });

    const field = await Console.of(desk.county, session);
    expect(await field.cmd('participant.join')).toMatchObject({ ok: true, seq: 4 });
    for (const step of ['delivered', 'seen', 'acknowledge', 'enRoute', 'onScene', 'submit']) {
      expect(await field.cmd(`order.${step}`, { orderId: issued.orderId })).toMatchObject({ ok: true });
    }
    expect(await chief.cmd('order.return', { orderId: issued.orderId, reason: '照片不清' })).toMatchObject({
      ok: true,
    });
    expect(await field.cmd('order.submit', { orderId: issued.orderId })).toMatchObject({ ok: true });
    expect(await chief.cmd('order.accept', { orderId: issued.orderId })).toMatchObject({ ok: true, seq: 13 });
    await Promise.all([chief, above, field].map((one) => one.until(13)));

    expect(field.follower.events).toEqual(chief.follower.events);
    expect(above.follower.events).toEqual(chief.follower.events);
    expect(chief.follower.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    expect(chainVerdict(session.id, await recordOf(desk.province, session.id))).toMatchObject({ ok: true, count: 13 });

    const mine = await desk.county.get<{ items: { id: string; state: string; receipts: object[] }[] }>('/orders');
    expect(mine.body.items[0]).toMatchObject({
      id: issued.orderId,
      state: 'ACCEPTED',
      place: { lon: 116.54, lat: 37.89 },
      receipts: [{ recipientUserId: desk.county.user.id, responsible: true, state: 'ACCEPTED' }],
    });
    const ofSession = await desk.province.get<{ items: object[] }>(`/orders?sessionId=${session.id}`);
    expect(ofSession.body.items).toEqual(mine.body.items.slice(0, 1));
  });

  it('of which one was cut off catch up to the same list', async () => {
    const { session, chief } = await desk.command();
    const above = await Console.of(desk.province, session);
    await chief.cmd('chat.say', { text: '一' });
    await above.until(2);
    above.socket.disconnect();
    for (let count = 0; count < 30; count += 1) await chief.cmd('chat.say', { text: `第 ${count} 句` });
    expect(above.follower.events).toHaveLength(2);
    await above.reconnect();
    await above.until(32);
    expect(above.follower.events).toEqual(chief.follower.events);
  });

  it('of which one lost the newest events learn of it by the heartbeat', async () => {
    const { session, chief } = await desk.command();
    const deaf = new SessionFollower(session.id);
    const socket = await desk.province.socket('/command');
    // why: a line that loses every event but still carries heartbeats cannot be had from a real socket on demand
    const lossy = {
      on: (event: string, listener: (message: never) => void) =>
        event === 'ev' ? undefined : socket.on(event, listener as () => void),
      timeout: (milliseconds: number) => socket.timeout(milliseconds),
    };
    await deaf.follow(lossy);
    await chief.cmd('chat.say', { text: '听到请回答' });
    const waited = await waitFor(() => deaf.events.length === 2);
    expect(waited).toBeLessThan(11_000);
  }, 20_000);
});

describe('the record', () => {
  it('takes a repeated cmdId once and answers alike', async () => {
    const { session, chief } = await desk.command();
    const cmdId = randomUUID();
    const first = await chief.cmd('chat.say', { text: '一次' }, { cmdId });
    const again = await chief.cmd('chat.say', { text: '一次' }, { cmdId });
    expect(first).toEqual({ ok: true, seq: 2 });
    expect(again).toEqual({ ok: true, seq: 2, duplicate: true });
    const overHttp = await desk.city.post(`/command-sessions/${session.id}/commands`, {
      cmdId,
      epoch: 1,
      type: 'chat.say',
      v: 1,
      payload: { text: '一次' },
    });
    expect(overHttp).toMatchObject({ status: 201, body: { ok: true, seq: 2, duplicate: true } });
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => chief.cmd('chat.say', { text: '二' }, { cmdId: session.caseId })),
    );
    expect(both.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await recordOf(desk.city, session.id)).toHaveLength(3);
    for (const [type, payload] of [
      ['session.suspend', {}],
      ['chat.say', { text: '两次' }],
    ] as const)
      expect(await chief.cmd(type, payload, { cmdId })).toMatchObject({ error: { code: 'CMD_ID_REUSED' } });
  });

  it('says how far it is to a client that claims to be further', async () => {
    const { session, chief } = await desk.command();
    const page = await chief.socket.timeout(5_000).emitWithAck('sync', { sessionId: session.id, after: 1_000_000 });
    expect(page).toEqual({ ok: true, events: [], lastSeq: 1, epoch: 1, more: false });
  });

  it('stays gapless and chain-valid under concurrent commands of 20 clients', async () => {
    const session = await desk.openSession();
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? desk.city : desk.province)).map((client) =>
        Console.of(client, session),
      ),
    );
    await clients[0]?.cmd('participant.join');
    const talk = async (one: Console, index: number) => {
      const said = [];
      for (let count = 0; count < 15; count += 1)
        said.push(await one.cmd('chat.say', { text: `${index}/${count} 😀` }));
      return said;
    };
    const acks = (await Promise.all(clients.map(talk))).flat();
    expect(acks.every(({ ok }) => ok)).toBe(true);
    const seqs = acks.map(({ seq }) => seq ?? 0).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, index) => index + 3));
    const events = await recordOf(desk.city, session.id);
    expect(chainVerdict(session.id, events)).toMatchObject({ ok: true, count: 302 });
    await Promise.all(clients.map((one) => one.until(302)));
    for (const one of clients) expect(one.follower.events).toEqual(events);
    expect(await clients[0]?.socket.emitWithAck('sync', { sessionId: session.id, after: 300 })).toMatchObject({
      ok: true,
      lastSeq: 302,
      more: false,
    });
    for (const one of clients) one.socket.disconnect();
  }, 60_000);

  it('shows words to one unit as tombstones to the others, live and later', async () => {
    const { session, chief } = await desk.command();
    const above = await Console.of(desk.province, session);
    const colleague = await Console.of(desk.handler, session);
    await chief.cmd('chat.say', { text: '内部', audience: { kind: 'ORG' } });
    await chief.cmd('chat.say', { text: '仅省院', audience: { kind: 'TIER_AND_UP', tier: 'province' } });
    await chief.cmd('chat.say', { text: '大家', audience: { kind: 'ALL' } });
    await Promise.all([chief, above, colleague].map((one) => one.until(4)));
    expect(chief.types).toEqual(['session.opened', 'chat.say', 'chat.say', 'chat.say']);
    expect(above.types).toEqual(['session.opened', 'redacted', 'chat.say', 'chat.say']);
    expect(colleague.types).toEqual(['session.opened', 'chat.say', 'redacted', 'chat.say']);
    expect(await recordOf(desk.province, session.id)).toEqual(above.follower.events);
    expect(above.follower.events[1]).toEqual({ sessionId: session.id, seq: 2, redacted: true });
  });

  it('keeps the giver’s own time beside ours, and markup as text', async () => {
    const { session, chief } = await desk.command();
    const occurredAt = '2026-01-02T11:04:05+08:00';
    await chief.cmd('chat.say', { text: '<script>alert(1)</script>' }, { occurredAt });
    const [, said] = await recordOf(desk.city, session.id);
    expect(said).toMatchObject({
      occurredAt: '2026-01-02T03:04:05.000Z',
      payload: { text: '<script>alert(1)</script>' },
    });
    const future = new Date(Date.now() + 600_000).toISOString();
    expect(await chief.cmd('chat.say', { text: 'x' }, { occurredAt: future })).toMatchObject({
      error: { code: 'OCCURRED_IN_FUTURE', retryable: false },
    });
  });
});

describe('bad input', () => {
  it('is answered with its code, and the session goes on', async () => {
    const { chief } = await desk.command();
    const ask = (event: string, ...values: unknown[]) => chief.socket.timeout(5_000).emitWithAck(event, ...values);
    expect(await ask('explode', {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT', retryable: false } });
    expect(await chief.cmd('chat.say', { text: 'x'.repeat(100_000) })).toMatchObject({
      ok: false,
      error: { code: 'TOO_LARGE' },
    });
    expect(await chief.cmd('order.explode')).toMatchObject({ error: { code: 'UNKNOWN_COMMAND' } });
    expect(await chief.cmd('chat.say', { text: '' })).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await chief.cmd('chat.say', { text: 'a\0b' })).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    for (const rubbish of [undefined, null, 7, 'x', [], {}, [[]], { sessionId: 'x' }]) {
      expect(await ask('cmd', rubbish)).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
      expect(await ask('join', rubbish)).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    }
    expect(await ask('cmd')).toMatchObject({ ok: false });
    expect(await chief.cmd('chat.say', { text: '继续' })).toMatchObject({ ok: true, seq: 2 });
  });

  it('a thousand commands at once are limited, the user told to retry, and others unaffected', async () => {
    const session = await desk.openSession();
    const pilot = await desk.app.as({ role: 'pilot', unit: '沧州市' });
    const flood = await Console.of(pilot, session);
    const chief = await Console.of(desk.city, session);
    const acks = await Promise.all(Array.from({ length: 1_000 }, () => flood.cmd('chat.say', { text: 'x' })));
    const codes = new Set(acks.map(({ error }) => error?.code));
    expect(codes).toContain('RATE_LIMITED');
    expect(acks.find(({ error }) => error?.code === 'RATE_LIMITED')?.error?.retryable).toBe(true);
    expect(await chief.cmd('chat.say', { text: '正常' })).toMatchObject({ ok: true, seq: 2 });
    pilot.close();
  }, 30_000);
});
