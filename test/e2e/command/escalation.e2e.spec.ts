import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SessionLog } from '../../../src/command/events/session-log.js';
import { PresenceBoard } from '../../../src/command/presence/presence-board.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import {
  chainVerdict,
  CommandDesk,
  Console,
  give,
  joined,
  type OpenedSession,
  orderTo,
  personIn,
  recordOf,
  shown,
} from '../../support/command-desk.js';
import { escalationsIn, look, orderAsShown, QUICK_POLICY } from '../../support/escalation-desk.js';
import type { ApiClient } from '../../support/client.js';
import { MessageGateway } from '../../support/message-gateway.js';
import { eventually, steer, stopClock } from '../../support/time.js';

let desk: CommandDesk;
let gateway: MessageGateway;
let leader: ApiClient;
let pilot: ApiClient;
let time: ReturnType<typeof steer>;

beforeAll(async () => {
  gateway = await MessageGateway.start();
  const env = { SKYDOCKET_MESSAGE_URL: gateway.url, SKYDOCKET_MESSAGE_SECRET: 'a secret that both sides know' };
  desk = await CommandDesk.start({ env });
  leader = await desk.app.as({ role: 'commander', unit: '东光县' });
  pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
  const path = `/escalation-policies/${desk.city.user.unit.id}/flash`;
  expect((await desk.city.send('PUT', path, QUICK_POLICY)).status).toBe(200);
  await clearDesk(desk.county.user.unit.id);
}, 120_000);
beforeEach(() => {
  time = steer(desk.app.get(Clock));
});
afterEach(() => {
  jest.restoreAllMocks();
  gateway.statuses.length = 0;
});
afterAll(async () => {
  leader?.close();
  pilot?.close();
  await desk?.stop();
  await gateway?.stop();
});

/** The demonstration keeps a desk; here nobody does unless a test says so. */
async function clearDesk(unitId: string): Promise<void> {
  const { body } = await leader.get<{ items: { id: string }[] }>(`/roster?unit=${unitId}&limit=200`);
  for (const { id } of body.items) expect((await leader.delete(`/roster/${id}`)).status).toBe(204);
}

const DUE_AND_FIRST = 70_000;

const flashTo = (to: object, more: object = {}) => orderTo(to, { priority: 'flash', ...more });

async function issued(session: OpenedSession, order = flashTo({ userId: desk.county.user.id })): Promise<string> {
  expect((await give(desk.city, session.id, 'order.issue', order)).status).toBe(201);
  return order.orderId;
}

/** Moves on and looks, so many times. */
async function after(milliseconds: number, times = 1): Promise<void> {
  for (let nth = 0; nth < times; nth += 1) {
    time.advance(milliseconds);
    await look(desk.app);
  }
}

const levels = async (session: OpenedSession, orderId: string) =>
  (await escalationsIn(desk.city, session.id, orderId)).map(({ payload }) => {
    const { level, loop, target } = payload as { level: number; loop: number; target: string };
    return `${level}.${loop} ${target}`;
  });

describe('an order that nobody acknowledges', () => {
  it('is brought before one after the other, each telling once, with who could be woken', async () => {
    time = stopClock(desk.app.get(Clock));
    const { session, chief } = await desk.command();
    const orderId = await issued(session);
    expect(await orderAsShown(desk.city, orderId)).toMatchObject({
      escalations: [],
      timers: [{ kind: 'ack', state: 'running', next: { level: 1, loop: 1, target: 'assignee' } }],
    });
    await after(DUE_AND_FIRST - 1_000);
    expect(await levels(session, orderId)).toEqual([]);
    await after(1_000);
    await look(desk.app);
    expect(await levels(session, orderId)).toEqual(['1.1 assignee']);
    await after(10_000, 2);
    // Nobody keeps the desk: the next step follows at once.
    await desk.app.get(PresenceBoard).round();
    await look(desk.app);
    await after(10_000, 3);
    const told = await escalationsIn(desk.city, session.id, orderId);
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { level: 1, loop: 1, target: 'assignee', told: [{ userId: desk.county.user.id, reachability: 'none' }] },
      { level: 1, loop: 2, target: 'assignee', next: { level: 2 } },
      { level: 2, target: 'duty_desk', told: [], vacancy: 'nobody_on_duty' },
      { level: 3, target: 'superior', told: [{ userId: desk.city.user.id, reachability: 'in_page' }] },
      { level: 4, target: 'commander', told: [{ userId: desk.city.user.id }] },
      { level: 5, target: 'tier_above', told: [{ userId: desk.province.user.id, reachability: 'none' }] },
    ]);
    expect(told[5]?.payload).not.toHaveProperty('next');
    const order = await orderAsShown(desk.city, orderId);
    expect(order.timers).toMatchObject([{ kind: 'ack', state: 'exhausted' }]);
    expect(order.escalations.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq));
    await after(60_000);
    expect(await levels(session, orderId)).toHaveLength(6);
    expect(chief.socket.connected).toBe(true);
    expect(chainVerdict(session.id, await recordOf(desk.city, session.id))).toMatchObject({ ok: true });
  });

  it('is told to the person in the page, in words without the case', async () => {
    const session = await desk.openSession();
    const orderId = await issued(session);
    await after(DUE_AND_FIRST);
    const { body } = await desk.county.get<{ items: { code: string; params: object; subject: object }[] }>(
      '/me/notices?limit=5',
    );
    expect(body.items.find(({ code }) => code === 'ORDER_ACK_OVERDUE')).toMatchObject({
      params: {},
      subject: { kind: 'order', id: orderId },
    });
  });

  it('goes to the mobile of who has one; the session shows who can be woken by what', async () => {
    const { session, chief } = await desk.command();
    await joined(chief, desk.county, 'field_member').then(({ socket }) => socket.disconnect());
    await joined(chief, pilot, 'pilot').then(({ socket }) => socket.disconnect());
    await give(desk.city, session.id, 'participant.invite', { unitId: desk.county.user.unit.id });
    const contact = `/users/${desk.county.user.id}/contact`;
    expect((await desk.county.send('PUT', contact, { mobile: '13800000000', email: null })).status).toBe(200);
    const orderId = await issued(session);
    await after(DUE_AND_FIRST);
    await desk.app.get(PresenceBoard).round();
    const [told] = await escalationsIn(desk.city, session.id, orderId);
    expect(told?.payload).toMatchObject({ told: [{ userId: desk.county.user.id, reachability: 'message' }] });
    await eventually(() => expect(gateway.messages.some(({ body }) => body.includes('13800000000'))).toBe(true));
    for (const { body } of gateway.messages) expect(body).not.toMatch(/南运河|沧检|取样/);
    const { participants } = await shown(desk.city, session.id);
    const by = new Map(participants.map(({ userId, reachability }) => [userId, reachability]));
    expect(by.get(desk.city.user.id)).toBe('in_page');
    expect(by.get(desk.county.user.id)).toBe('message');
    expect(by.get(pilot.user.id)).toBe('none');
    expect(by.get(null)).toBeNull();
    await desk.county.send('PUT', contact, { mobile: null, email: null });
  });

  it('wakes nobody any more once it is answered, also where a message was still to be sent', async () => {
    const contact = `/users/${desk.county.user.id}/contact`;
    expect((await desk.county.send('PUT', contact, { mobile: '13800000000', email: null })).status).toBe(200);
    gateway.statuses.push(...Array.from({ length: 1_000 }, () => 503));
    const session = await desk.openSession();
    const orderId = await issued(session);
    await after(DUE_AND_FIRST);
    const deliveries = () =>
      desk.app
        .get(UnitOfWork)
        .read((tx) =>
          tx.query(`SELECT state, last_fault AS fault FROM delivery WHERE subject_id = $1 AND channel = 'message'`, [
            orderId,
          ]),
        );
    await eventually(async () => expect(await deliveries()).toEqual([{ state: 'queued', fault: 'TRY_AGAIN' }]));
    expect((await give(desk.county, session.id, 'order.acknowledge', { orderId })).status).toBe(201);
    expect(await deliveries()).toEqual([{ state: 'failed', fault: 'TOO_LATE' }]);
    await desk.county.send('PUT', contact, { mobile: null, email: null });
  });

  it('ends with the answer, and goes on for the arrival and the work', async () => {
    const session = await desk.openSession();
    const at = (seconds: number) => new Date(desk.app.get(Clock).now().getTime() + seconds * 1_000).toISOString();
    const due = { ackDueAt: at(30), arriveDueAt: at(60), doneDueAt: at(90) };
    const orderId = await issued(session, flashTo({ userId: desk.county.user.id }, due));
    const ref = { orderId };
    expect((await give(desk.county, session.id, 'order.acknowledge', ref)).status).toBe(201);
    await after(45_000);
    expect(await levels(session, orderId)).toEqual([]);
    await after(30_000);
    const [late] = await escalationsIn(desk.city, session.id, orderId);
    expect(late?.payload).toMatchObject({ kind: 'arrive', level: 1, target: 'assignee', dueAt: due.arriveDueAt });
    expect((await give(desk.county, session.id, 'order.onScene', ref)).status).toBe(201);
    expect((await give(desk.county, session.id, 'order.submit', ref)).status).toBe(201);
    const returned = await give(desk.city, session.id, 'order.return', { ...ref, reason: '补拍', doneDueAt: at(60) });
    expect(returned.status).toBe(201);
    const order = await orderAsShown(desk.city, orderId);
    expect(Object.fromEntries(order.timers.map(({ kind, state }) => [kind, state]))).toEqual({
      ack: 'ended',
      arrive: 'ended',
      done: 'running',
    });
    await after(DUE_AND_FIRST);
    expect((await escalationsIn(desk.city, session.id, orderId)).at(-1)?.payload).toMatchObject({ kind: 'done' });
    expect((await give(desk.city, session.id, 'order.cancel', ref)).status).toBe(201);
    expect((await orderAsShown(desk.city, orderId)).timers.every(({ state }) => state === 'ended')).toBe(true);
  });

  it('waits while the session rests, and a draft waits for nothing', async () => {
    const session = await desk.openSession();
    const orderId = await issued(session);
    const draft = flashTo({ userId: desk.county.user.id });
    await give(desk.city, session.id, 'order.draft', draft);
    await give(desk.city, session.id, 'session.suspend');
    await after(DUE_AND_FIRST, 2);
    expect(await levels(session, orderId)).toEqual([]);
    await give(desk.city, session.id, 'session.resume');
    await look(desk.app);
    expect(await levels(session, orderId)).toEqual(['1.1 assignee']);
    expect((await orderAsShown(desk.city, draft.orderId)).timers).toEqual([]);
  });
});

describe('whoever keeps the desk of the addressed unit', () => {
  it('is let into the session as pulled in; whoever was removed is told nothing', async () => {
    const now = desk.app.get(Clock).now().getTime();
    const shift = {
      userId: pilot.user.id,
      during: { from: new Date(now - 60_000).toISOString(), to: new Date(now + 3_600_000).toISOString() },
      desk: 'command',
      telephone: '12345',
    };
    const onDuty = await leader.post<{ id: string }>('/roster', shift);
    expect(onDuty.status).toBe(201);
    const session = await desk.openSession();
    const orderId = await issued(session);
    expect((await pilot.get(`/command-sessions/${session.id}`)).status).toBe(404);
    await after(DUE_AND_FIRST);
    await after(10_000, 2);
    expect((await escalationsIn(desk.city, session.id, orderId)).at(-1)?.payload).toMatchObject({
      target: 'duty_desk',
      told: [{ userId: pilot.user.id }],
    });
    expect(await personIn(desk.city, session.id, pilot.user.id)).toMatchObject({
      state: 'invited',
      joinMode: 'pulled_in',
    });
    expect((await pilot.get(`/orders/${orderId}`)).status).toBe(200);
    expect((await give(pilot, session.id, 'participant.join')).status).toBe(201);
    const removed = { userId: pilot.user.id, reason: '无关' };
    expect((await give(desk.city, session.id, 'participant.remove', removed)).status).toBe(201);
    const again = await issued(session);
    await give(desk.city, session.id, 'order.override', { orderId: again, level: 2, reason: '无人接听' });
    await look(desk.app);
    expect((await escalationsIn(desk.city, session.id, again)).at(-1)?.payload).toMatchObject({
      told: [],
      vacancy: 'nobody_on_duty',
    });
    await leader.delete(`/roster/${onDuty.body.id}`);
  });
});

describe('those who direct', () => {
  it('put off, move on and stop what is told, with a reason that stays', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const orderId = await issued(session);
    const snooze = { orderId, minutes: 5, reason: '隧道内无信号' };
    expect(await field.cmd('order.snooze', snooze)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await chief.cmd('order.snooze', snooze, { epoch: 9 })).toMatchObject({
      error: { code: 'STALE_COMMAND_EPOCH' },
    });
    expect(await chief.cmd('order.snooze', { ...snooze, minutes: 61 })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await chief.cmd('order.snooze', { orderId, minutes: 5 })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await chief.cmd('order.snooze', { ...snooze, orderId: randomUUID() })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await chief.cmd('order.snooze', snooze)).toMatchObject({ ok: true });
    await after(290_000);
    expect(await levels(session, orderId)).toEqual([]);
    await after(10_000);
    expect(await levels(session, orderId)).toEqual(['1.1 assignee']);
    const override = { orderId, reason: '现场失联' };
    expect(await chief.cmd('order.override', override)).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await chief.cmd('order.override', { ...override, stop: true, level: 2 })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await chief.cmd('order.override', { ...override, level: 6 })).toMatchObject({
      error: { code: 'NO_SUCH_LEVEL' },
    });
    expect(await chief.cmd('order.override', { ...override, level: 4 })).toMatchObject({ ok: true });
    await look(desk.app);
    expect(await chief.cmd('order.override', { ...override, level: 1 })).toMatchObject({ ok: true });
    await look(desk.app);
    expect(await levels(session, orderId)).toEqual(['1.1 assignee', '4.1 commander', '1.1 assignee']);
    expect(await chief.cmd('order.override', { ...override, stop: true })).toMatchObject({ ok: true });
    await after(60_000);
    expect(await levels(session, orderId)).toHaveLength(3);
    expect(await chief.cmd('order.snooze', snooze)).toMatchObject({ error: { code: 'NOTHING_AWAITED' } });
    expect((await orderAsShown(desk.city, orderId)).timers).toMatchObject([{ state: 'stopped' }]);
    const record = await recordOf(desk.city, session.id);
    expect(record.find(({ type }) => type === 'order.snooze')?.payload).toMatchObject({
      ...snooze,
      timers: [{ kind: 'ack', level: 1 }],
    });
  });
});

describe('at the same moment', () => {
  it('two looks tell once', async () => {
    const session = await desk.openSession();
    const orderIds = [await issued(session), await issued(session), await issued(session)];
    time.advance(DUE_AND_FIRST);
    await Promise.all(Array.from({ length: 6 }, () => look(desk.app)));
    for (const orderId of orderIds) expect(await levels(session, orderId)).toEqual(['1.1 assignee']);
  });

  it('an acknowledgement and a telling go one after the other, and neither is lost', async () => {
    const session = await desk.openSession();
    for (let nth = 0; nth < 5; nth += 1) {
      const orderId = await issued(session);
      time.advance(DUE_AND_FIRST);
      const [answer] = await Promise.all([
        give(desk.county, session.id, 'order.acknowledge', { orderId }),
        look(desk.app),
      ]);
      expect(answer.status).toBe(201);
      await look(desk.app);
      const told = await escalationsIn(desk.city, session.id, orderId);
      expect(told.length).toBeLessThanOrEqual(1);
      // Whatever is told stands before the answer in the record.
      for (const { seq } of told) expect(seq).toBeLessThan(answer.body.seq ?? 0);
      const order = await orderAsShown(desk.city, orderId);
      expect(order).toMatchObject({ state: 'ACKNOWLEDGED', timers: [{ state: 'ended' }] });
      expect(order.escalations).toHaveLength(told.length);
    }
  });

  it('what dies before its commit is told once, the next time', async () => {
    const session = await desk.openSession();
    const orderId = await issued(session);
    time.advance(DUE_AND_FIRST);
    const log = desk.app.get(SessionLog);
    const append = log.append.bind(log);
    const dying = jest.spyOn(log, 'append').mockImplementation((...given) => {
      append(...given);
      const [tx] = given;
      // Asleep until it has died, so that the commit right behind it is never reached.
      tx.lastly(tx.prepared('test.die', `SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)`, []));
    });
    await look(desk.app);
    const rows = () =>
      desk.app
        .get(UnitOfWork)
        .read((tx) => tx.query(`SELECT FROM order_escalation WHERE order_id = $1`, [orderId]), SYSTEM);
    expect(dying).toHaveBeenCalled();
    expect(await levels(session, orderId)).toEqual([]);
    expect(await rows()).toHaveLength(0);
    // From here on the service's own rounds may tell it as well.
    dying.mockRestore();
    // What failed rests a while before it is tried again; more often than once it may have failed here.
    await after(30_000);
    await look(desk.app);
    expect(await levels(session, orderId)).toEqual(['1.1 assignee']);
    expect(await rows()).toHaveLength(1);
    const field = await Console.of(desk.county, session);
    expect(field.types).toContain('order.escalated');
  });
});
