import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { genesisHash, verifyChain } from '../../src/command/events/event-chain.js';
import type { ChainedFact } from '../../src/command/events/event-chain.js';
import { type FollowedEvent, SessionFollower } from '../../src/command/index.js';
import { Grants } from '../../src/identity/index.js';
import { SYSTEM, UnitOfWork } from '../../src/platform/index.js';
import { TestApp } from '../support/app.js';
import type { ApiClient } from '../support/client.js';

interface Ack {
  readonly ok: boolean;
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: string; readonly retryable: boolean };
  readonly events?: FollowedEvent[];
  readonly lastSeq?: number;
  readonly more?: boolean;
}
interface OpenedSession {
  readonly id: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly state: string;
  readonly caseId: string;
}

/** Someone with a socket who follows the session and gives commands. */
class Console {
  private constructor(
    readonly client: ApiClient,
    public socket: Socket,
    readonly session: OpenedSession,
    readonly follower: SessionFollower,
  ) {}

  static async of(client: ApiClient, session: OpenedSession): Promise<Console> {
    const follower = new SessionFollower(session.id);
    const socket = await client.socket('/command');
    await follower.follow(socket);
    return new Console(client, socket, session, follower);
  }

  async cmd(type: string, payload: object = {}, more: object = {}): Promise<Ack> {
    const { epoch } = this.follower;
    const command = { cmdId: randomUUID(), sessionId: this.session.id, epoch, type, v: 1, payload, ...more };
    return (await this.socket.timeout(10_000).emitWithAck('cmd', command)) as Ack;
  }

  async reconnect(): Promise<void> {
    this.socket = await this.client.socket('/command');
    await this.follower.follow(this.socket);
  }

  get types(): (string | undefined)[] {
    return this.follower.events.map(({ type, redacted }) => (redacted ? 'redacted' : type));
  }

  async until(seq: number): Promise<void> {
    await waitFor(() => this.follower.events.length >= seq);
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<number> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs} ms`);
    await pause(20);
  }
  return Date.now() - started;
}

let app: TestApp;
let province: ApiClient;
let city: ApiClient;
let county: ApiClient;
let handler: ApiClient;
let outsider: ApiClient;

beforeAll(async () => {
  app = await TestApp.start();
  [province, city, county, handler, outsider] = await Promise.all([
    app.as({ role: 'commander', unit: '河北省人民检察院' }),
    app.as({ role: 'commander', unit: '沧州市人民检察院' }),
    app.as({ role: 'field_officer', unit: '东光县' }),
    app.as({ role: 'case_handler', unit: '沧州市人民检察院' }),
    app.as({ role: 'field_officer', unit: '大名县' }),
  ]);
}, 120_000);

afterAll(async () => {
  for (const client of [province, city, county, handler, outsider]) client?.close();
  await app?.stop();
});

let cases = 0;
async function openSession(by: ApiClient = city): Promise<OpenedSession> {
  cases += 1;
  const file = await handler.post<{ id: string }>('/cases', {
    number: `沧检行公立〔2026〕${cases}号`,
    title: '南运河排污',
    domain: 'environment',
    members: [by.user.id],
  });
  expect(file.status).toBe(201);
  const opened = await by.post<OpenedSession>('/command-sessions', {
    caseId: file.body.id,
    title: '南运河',
    kind: 'dispatch',
  });
  expect(opened.status).toBe(201);
  return opened.body;
}

async function record(client: ApiClient, sessionId: string): Promise<(ChainedFact & { hash: string })[]> {
  const { status, body } = await client.get<{ items: (ChainedFact & { hash: string })[] }>(
    `/command-sessions/${sessionId}/events?after=0`,
  );
  expect(status).toBe(200);
  return body.items;
}

/** As anyone with the record could check it: each hash over the one before. */
function chainVerdict(sessionId: string, events: readonly (ChainedFact & { hash: string })[]) {
  const start = { seq: 0, hash: genesisHash(sessionId) };
  const hashes = [start.hash, ...events.map(({ hash }) => Buffer.from(hash, 'hex'))];
  const chained = events.map((event, index) => ({
    ...event,
    prevHash: hashes[index] ?? start.hash,
    hash: hashes[index + 1] ?? start.hash,
  }));
  return verifyChain(chained, start);
}

const order = (to: object, more: object = {}) => ({ orderId: randomUUID(), to, text: '赴排污口取样', ...more });

describe('a session', () => {
  it('is opened on a case by a commander, and its record begins with that', async () => {
    const session = await openSession();
    expect(session).toMatchObject({ epoch: 1, lastSeq: 1, state: 'open' });
    const [first] = await record(city, session.id);
    expect(first).toMatchObject({ seq: 1, type: 'session.opened', actor: { userId: city.user.id, role: 'commander' } });
    const one = await city.get(`/command-sessions/${session.id}`);
    expect(one.body).toMatchObject({ id: session.id, participants: [{ userId: city.user.id, role: 'commander' }] });
    const list = await province.get<{ items: { id: string }[] }>('/command-sessions');
    expect(list.body.items.map(({ id }) => id)).toContain(session.id);
  });

  it('is not opened by a field officer, nor on a case that is not visible', async () => {
    const { caseId } = await openSession();
    const body = { caseId, title: 'x', kind: 'dispatch' };
    expect((await county.post('/command-sessions', body)).status).toBe(403);
    const elsewhere = await app.as({ role: 'commander', unit: '邯郸市' });
    expect((await elsewhere.post('/command-sessions', body)).status).toBe(404);
    expect((await city.post('/command-sessions', { ...body, kind: 'party' })).status).toBe(400);
    elsewhere.close();
  });
});

describe('three tiers', () => {
  it('see the same gapless list while city commands, province joins and county carries out an order', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const above = await Console.of(province, session);
    expect(await above.cmd('participant.join')).toMatchObject({ ok: true, seq: 2 });
    const issued = order({ userId: county.user.id }, { place: { lon: 116.54, lat: 37.89 } });
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ ok: true, seq: 3 });

    const field = await Console.of(county, session);
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
    expect(chainVerdict(session.id, await record(province, session.id))).toMatchObject({ ok: true, count: 13 });

    const mine = await county.get<{ items: { id: string; state: string; receipts: object[] }[] }>('/orders');
    expect(mine.body.items[0]).toMatchObject({
      id: issued.orderId,
      state: 'ACCEPTED',
      place: { lon: 116.54, lat: 37.89 },
      receipts: [{ recipientUserId: county.user.id, responsible: true, state: 'ACCEPTED' }],
    });
    const ofSession = await province.get<{ items: object[] }>(`/orders?sessionId=${session.id}`);
    expect(ofSession.body.items).toEqual(mine.body.items.slice(0, 1));
  });

  it('of which one was cut off catch up to the same list', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const above = await Console.of(province, session);
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
    const session = await openSession();
    const chief = await Console.of(city, session);
    const deaf = new SessionFollower(session.id);
    const socket = await province.socket('/command');
    const { on } = socket;
    // why: a line that loses every event but still carries heartbeats cannot be had from a real socket on demand
    const lossy = {
      on: (event: string, listener: (message: never) => void) =>
        event !== 'ev' && on.call(socket, event, listener as () => void),
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
    const session = await openSession();
    const chief = await Console.of(city, session);
    const cmdId = randomUUID();
    const first = await chief.cmd('chat.say', { text: '一次' }, { cmdId });
    const again = await chief.cmd('chat.say', { text: '一次' }, { cmdId });
    expect(first).toEqual({ ok: true, seq: 2 });
    expect(again).toEqual({ ok: true, seq: 2, duplicate: true });
    const overHttp = await city.post(`/command-sessions/${session.id}/commands`, {
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
    expect(await record(city, session.id)).toHaveLength(3);
    expect(await chief.cmd('session.suspend', {}, { cmdId })).toMatchObject({ error: { code: 'CMD_ID_REUSED' } });
  });

  it('stays gapless and chain-valid under concurrent commands of 20 clients', async () => {
    const session = await openSession();
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? city : province)).map((client) =>
        Console.of(client, session),
      ),
    );
    await clients[0]?.cmd('participant.join');
    const acks = await Promise.all(
      clients.flatMap((one, index) =>
        Array.from({ length: 15 }, (_, count) => one.cmd('chat.say', { text: `${index}/${count} 😀` })),
      ),
    );
    expect(acks.every(({ ok }) => ok)).toBe(true);
    const seqs = acks.map(({ seq }) => seq ?? 0).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, index) => index + 3));
    const events = await record(city, session.id);
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
    const session = await openSession();
    const chief = await Console.of(city, session);
    const above = await Console.of(province, session);
    const colleague = await Console.of(handler, session);
    await chief.cmd('chat.say', { text: '内部', audience: { kind: 'ORG' } });
    await chief.cmd('chat.say', { text: '仅省院', audience: { kind: 'TIER_AND_UP', tier: 'province' } });
    await chief.cmd('chat.say', { text: '大家', audience: { kind: 'ALL' } });
    await Promise.all([chief, above, colleague].map((one) => one.until(4)));
    expect(chief.types).toEqual(['session.opened', 'chat.say', 'chat.say', 'chat.say']);
    expect(above.types).toEqual(['session.opened', 'redacted', 'chat.say', 'chat.say']);
    expect(colleague.types).toEqual(['session.opened', 'chat.say', 'redacted', 'chat.say']);
    expect(await record(province, session.id)).toEqual(above.follower.events);
    expect(above.follower.events[1]).toEqual({ sessionId: session.id, seq: 2, redacted: true });
  });

  it('keeps the giver’s own time beside ours, and markup as text', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const occurredAt = '2026-01-02T11:04:05+08:00';
    await chief.cmd('chat.say', { text: '<script>alert(1)</script>' }, { occurredAt });
    const [, said] = await record(city, session.id);
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

describe('command', () => {
  it('passes by offer and acceptance, and what was given under the old epoch is stale', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const deputy = await Console.of(handler, session);
    expect(await chief.cmd('command.offer', { toUserId: handler.user.id })).toMatchObject({
      error: { code: 'CANNOT_COMMAND' },
    });
    await deputy.cmd('participant.join');
    expect(await deputy.cmd('command.accept')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await chief.cmd('command.offer', { toUserId: handler.user.id })).toMatchObject({ ok: true });
    expect(await deputy.cmd('command.accept')).toMatchObject({ ok: true });
    expect(await chief.cmd('order.issue', order({ userId: county.user.id }), { epoch: 1 })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await deputy.cmd('order.issue', order({ userId: county.user.id }), { epoch: 1 })).toMatchObject({
      error: { code: 'STALE_COMMAND_EPOCH', retryable: false, currentEpoch: 2 },
    });
    expect(await deputy.cmd('order.issue', order({ userId: county.user.id }), { epoch: 2 })).toMatchObject({
      ok: true,
    });
  });

  it('is taken over by one of two at once; the other and the former commander are stale', async () => {
    const officer = await app.as({ role: 'commander', unit: '东光县' });
    const session = await openSession(officer);
    const local = await Console.of(officer, session);
    const [fromCity, fromProvince] = [await Console.of(city, session), await Console.of(province, session)];
    const issued = order({ userId: county.user.id });
    await local.cmd('order.issue', issued);
    const reason = { reason: '情况紧急' };
    const both = await Promise.all([
      fromCity.cmd('command.takeOver', reason, { epoch: 1 }),
      fromProvince.cmd('command.takeOver', reason, { epoch: 1 }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)?.error?.code).toBe('STALE_COMMAND_EPOCH');
    const { body } = await city.get<{ epoch: number; participants: { role: string }[] }>(
      `/command-sessions/${session.id}`,
    );
    expect(body.epoch).toBe(2);
    expect(body.participants.filter(({ role }) => role === 'commander')).toHaveLength(1);
    expect(await local.cmd('order.cancel', { orderId: issued.orderId }, { epoch: 1 })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    const field = await Console.of(county, session);
    expect(await field.cmd('order.acknowledge', { orderId: issued.orderId }, { epoch: 1 })).toMatchObject({ ok: true });
    expect(await field.cmd('command.takeOver', reason, { epoch: 2 })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    officer.close();
  });

  it('suspends, resumes, closes and reopens; a suspension stops no report', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const issued = order({ userId: county.user.id });
    await chief.cmd('order.issue', issued);
    const field = await Console.of(county, session);
    await chief.cmd('session.suspend');
    expect(await chief.cmd('order.issue', order({ userId: county.user.id }))).toMatchObject({
      error: { code: 'BAD_STATE', state: 'suspended' },
    });
    expect(await field.cmd('order.acknowledge', { orderId: issued.orderId })).toMatchObject({ ok: true });
    expect(await chief.cmd('session.resume')).toMatchObject({ ok: true });
    expect(await chief.cmd('session.close')).toMatchObject({ ok: true });
    expect(await field.cmd('order.enRoute', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'BAD_STATE' },
    });
    expect(await chief.cmd('session.reopen')).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await chief.cmd('session.reopen', { reason: '补充取证' })).toMatchObject({ ok: true });
    expect((await city.get(`/command-sessions/${session.id}`)).body).toMatchObject({ state: 'open' });
  });
});

describe('orders', () => {
  it('to a unit are answered for by the first who acknowledges', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const issued = order({ unitId: county.user.unit.id });
    await chief.cmd('order.issue', issued);
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const [field, flyer] = [await Console.of(county, session), await Console.of(pilot, session)];
    await field.cmd('order.seen', { orderId: issued.orderId });
    await flyer.cmd('order.acknowledge', { orderId: issued.orderId });
    const [listed] = (
      await county.get<{ items: { receipts: object[]; state: string }[] }>(`/orders?sessionId=${session.id}`)
    ).body.items;
    expect(listed?.state).toBe('ACKNOWLEDGED');
    expect(listed?.receipts).toHaveLength(2);
    expect(listed?.receipts).toContainEqual(
      expect.objectContaining({ recipientUserId: pilot.user.id, responsible: true }),
    );
    pilot.close();
  });

  it('are refused with their code when nobody or the wrong one would get them', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const admin = await app.as({ role: 'system_admin' });
    expect(await chief.cmd('order.issue', order({ userId: admin.user.id }))).toMatchObject({
      error: { code: 'CANNOT_TAKE_PART' },
    });
    expect(await chief.cmd('order.issue', order({ unitId: randomUUID() }))).toMatchObject({
      error: { code: 'CANNOT_TAKE_PART' },
    });
    expect(await chief.cmd('order.issue', order({ deviceId: randomUUID() }))).toMatchObject({
      error: { code: 'DEVICE_NOT_HELD' },
    });
    const issued = order({ userId: county.user.id });
    await chief.cmd('order.issue', issued);
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ error: { code: 'ORDER_EXISTS' } });
    expect(await chief.cmd('order.acknowledge', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await chief.cmd('order.accept', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'BAD_STATE', state: 'ISSUED' },
    });
    expect(await chief.cmd('order.accept', { orderId: randomUUID() })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect((await record(city, session.id)).map(({ type }) => type)).toEqual(['session.opened', 'order.issue']);
    admin.close();
  });
});

describe('the shared map', () => {
  it('takes a shape and lets it be removed once', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const featureId = randomUUID();
    const put = { featureId, geometry: { type: 'Point', coordinates: [116.5, 37.9] }, label: '排口' };
    expect(await chief.cmd('map.put', put)).toMatchObject({ ok: true });
    expect(await chief.cmd('map.remove', { featureId })).toMatchObject({ ok: true });
    expect(await chief.cmd('map.remove', { featureId })).toMatchObject({ error: { code: 'MAP_FEATURE_UNKNOWN' } });
  });
});

describe('an outsider', () => {
  it('finds no session, by socket or HTTP', async () => {
    const session = await openSession();
    const socket = await outsider.socket('/command');
    const notFound = { ok: false, error: { code: 'NOT_FOUND', retryable: false } };
    expect(await socket.emitWithAck('join', { sessionId: session.id, after: 0 })).toMatchObject(notFound);
    expect(await socket.emitWithAck('sync', { sessionId: session.id, after: 0 })).toMatchObject(notFound);
    const command = {
      cmdId: randomUUID(),
      sessionId: session.id,
      epoch: 1,
      type: 'chat.say',
      v: 1,
      payload: { text: 'x' },
    };
    expect(await socket.emitWithAck('cmd', command)).toMatchObject(notFound);
    expect((await outsider.get(`/command-sessions/${session.id}`)).status).toBe(404);
    expect((await outsider.get(`/command-sessions/${session.id}/events?after=0`)).status).toBe(404);
    expect((await outsider.get(`/orders?sessionId=${session.id}`)).status).toBe(404);
    const list = await outsider.get<{ items: object[] }>('/command-sessions');
    expect(list.body.items).toEqual([]);
  });

  it('who was invited takes part, reads the case, and is shown out within 5 s when the right ends', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    const caseOf = () => outsider.get(`/cases/${session.caseId}`);
    expect((await caseOf()).status).toBe(404);
    await chief.cmd('participant.invite', { userId: outsider.user.id, role: 'expert' });
    const guest = await Console.of(outsider, session);
    expect(await guest.cmd('chat.say', { text: '未加入' })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await guest.cmd('participant.join')).toMatchObject({ error: { code: 'ALREADY_JOINED' } });
    expect(await guest.cmd('chat.say', { text: '在' })).toMatchObject({ ok: true });
    expect((await caseOf()).status).toBe(200);

    const left: object[] = [];
    guest.socket.on('left', (message: object) => left.push(message));
    const grants = app.get(Grants);
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => grants.revoke(tx, { userId: outsider.user.id, scopeKind: 'session', scopeId: session.id }));
    expect(await waitFor(() => left.length > 0)).toBeLessThan(5_000);
    expect(left).toEqual([{ sessionId: session.id, code: 'FORBIDDEN' }]);
    const known = guest.follower.events.length;
    await chief.cmd('chat.say', { text: '内部' });
    await pause(300);
    expect(guest.follower.events).toHaveLength(known);
    expect(await guest.cmd('chat.say', { text: 'x' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('whose unit was invited joins with it, and leaving ends what came with joining', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
    await chief.cmd('participant.invite', { unitId: outsider.user.unit.id });
    const list = await outsider.get<{ items: { id: string }[] }>('/command-sessions');
    expect(list.body.items.map(({ id }) => id)).toContain(session.id);
    const guest = await Console.of(outsider, session);
    expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect((await outsider.get(`/cases/${session.caseId}`)).status).toBe(200);
    expect(await guest.cmd('participant.leave')).toMatchObject({ ok: true });
    expect((await outsider.get(`/cases/${session.caseId}`)).status).toBe(404);
  });
});

describe('bad input', () => {
  it('is answered with its code, and the session goes on', async () => {
    const session = await openSession();
    const chief = await Console.of(city, session);
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
    const session = await openSession();
    const pilot = await app.as({ role: 'pilot', unit: '沧州市' });
    const flood = await Console.of(pilot, session);
    const chief = await Console.of(city, session);
    const acks = await Promise.all(Array.from({ length: 1_000 }, () => flood.cmd('chat.say', { text: 'x' })));
    const codes = new Set(acks.map(({ error }) => error?.code));
    expect(codes).toContain('RATE_LIMITED');
    expect(acks.find(({ error }) => error?.code === 'RATE_LIMITED')?.error?.retryable).toBe(true);
    expect(await chief.cmd('chat.say', { text: '正常' })).toMatchObject({ ok: true, seq: 2 });
    pilot.close();
  }, 30_000);
});

describe('refusals', () => {
  it('of rights are in the audit trail', async () => {
    const session = await openSession();
    const colleague = await Console.of(handler, session);
    await colleague.cmd('session.close');
    const rows = await app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT action, outcome, actor_id FROM audit_entry WHERE subject_id = $1`, [session.id]));
    expect(rows).toEqual([{ action: 'command.session.close', outcome: 'refused', actor_id: handler.user.id }]);
  });
});
