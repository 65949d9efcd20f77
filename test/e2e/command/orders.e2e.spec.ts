import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderExpiry } from '../../../src/command/orders/order-expiry.js';
import {
  chainVerdict,
  CommandDesk,
  Console,
  type OpenedSession,
  orderTo,
  recordOf,
} from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';
import { book, hoursAhead, square } from '../missions/mission-kit.js';

interface Told {
  readonly id: string;
  readonly state: string;
  readonly isIssued: boolean;
  readonly receipts: readonly { recipientUserId: string; responsible: boolean; state: string; rejectReason?: string }[];
  readonly subOrders?: readonly { id: string }[];
}

let desk: CommandDesk;
let pilot: ApiClient;
let leader: ApiClient;
beforeAll(async () => {
  desk = await CommandDesk.start();
  pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
  leader = await desk.app.as({ role: 'commander', unit: '东光县' });
}, 120_000);
afterAll(async () => {
  pilot?.close();
  leader?.close();
  await desk?.stop();
});

const told = async (client: ApiClient, orderId: string) => (await client.get<Told>(`/orders/${orderId}`)).body;
const listed = async (client: ApiClient, query: string) =>
  (await client.get<{ items: Told[] }>(`/orders?${query}`)).body.items.map(({ id }) => id);

async function enters(client: ApiClient, session: OpenedSession, chief: Console, role: string): Promise<Console> {
  await chief.cmd('participant.invite', { userId: client.user.id, role });
  const console = await Console.of(client, session);
  expect(await console.cmd('participant.join')).toMatchObject({ ok: true });
  return console;
}

describe('an order to a role', () => {
  it('goes to everyone who has it, and the first who acknowledges answers for it', async () => {
    const { session, chief } = await desk.command();
    const [field, flyer] = [
      await enters(desk.county, session, chief, 'field_member'),
      await enters(pilot, session, chief, 'field_member'),
    ];
    expect(await chief.cmd('order.issue', orderTo({ role: 'expert' }))).toMatchObject({
      error: { code: 'ROLE_VACANT' },
    });
    const issued = orderTo({ role: 'field_member' });
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ ok: true });
    const { receipts } = await told(desk.city, issued.orderId);
    expect(receipts).toHaveLength(2);
    expect(receipts.some(({ responsible }) => responsible)).toBe(false);
    const ref = { orderId: issued.orderId };
    expect(await chief.cmd('order.acknowledge', ref)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    const both = await Promise.all([field.cmd('order.acknowledge', ref), flyer.cmd('order.acknowledge', ref)]);
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    const after = await told(desk.city, issued.orderId);
    expect(after.receipts.filter(({ responsible }) => responsible)).toHaveLength(1);
    expect(after.receipts.every(({ state }) => state === 'ACKNOWLEDGED')).toBe(true);
  });

  it('goes to nobody who was declined or removed, or has left', async () => {
    const { session, chief } = await desk.command();
    const flyer = await enters(pilot, session, chief, 'pilot');
    await enters(desk.county, session, chief, 'pilot');
    await chief.cmd('participant.remove', { userId: desk.county.user.id, reason: '撤出' });
    const issued = orderTo({ role: 'pilot' });
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ ok: true });
    const { receipts } = await told(desk.city, issued.orderId);
    expect(receipts.map(({ recipientUserId }) => recipientUserId)).toEqual([pilot.user.id]);
    await flyer.cmd('participant.leave');
    expect(await chief.cmd('order.issue', orderTo({ role: 'pilot' }))).toMatchObject({
      error: { code: 'ROLE_VACANT' },
    });
  });

  it('ends when all have said no, each with a reason', async () => {
    const { session, chief } = await desk.command();
    const [field, flyer] = [
      await enters(desk.county, session, chief, 'pilot'),
      await enters(pilot, session, chief, 'pilot'),
    ];
    const issued = orderTo({ role: 'pilot' });
    await chief.cmd('order.issue', issued);
    const no = { orderId: issued.orderId, reason: '电池不足' };
    expect(await field.cmd('order.reject', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await field.cmd('order.reject', no)).toMatchObject({ ok: true });
    expect((await told(desk.city, issued.orderId)).state).toBe('ISSUED');
    expect(await field.cmd('order.acknowledge', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'BAD_STATE' },
    });
    expect(await flyer.cmd('order.reject', no)).toMatchObject({ ok: true });
    const after = await told(desk.city, issued.orderId);
    expect(after.state).toBe('REJECTED');
    expect(after.receipts.map(({ rejectReason }) => rejectReason)).toEqual(['电池不足', '电池不足']);
  });
});

describe('a draft', () => {
  it('is seen by those who direct alone until it is issued, and its issue says all of it', async () => {
    const { session, chief } = await desk.command();
    const field = await enters(desk.county, session, chief, 'field_member');
    const draft = orderTo({ userId: desk.county.user.id }, { priority: 'urgent' });
    expect(await field.cmd('order.draft', draft)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await chief.cmd('order.draft', draft)).toMatchObject({ ok: true });
    const ref = { orderId: draft.orderId };
    expect((await desk.county.get(`/orders/${draft.orderId}`)).status).toBe(404);
    expect(await listed(desk.county, `sessionId=${session.id}`)).toEqual([]);
    expect(await listed(desk.county, 'limit=200')).not.toContain(draft.orderId);
    expect(await field.cmd('order.seen', ref)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await listed(desk.city, `sessionId=${session.id}&state=DRAFT`)).toEqual([draft.orderId]);
    expect(await told(desk.city, draft.orderId)).toMatchObject({ state: 'DRAFT', isIssued: false, receipts: [] });
    const { lastSeq } = (await desk.city.get<OpenedSession>(`/command-sessions/${session.id}`)).body;
    await field.until(lastSeq);
    expect(field.types.at(-1)).toBe('redacted');
    expect(chief.types.at(-1)).toBe('order.draft');
    expect(await chief.cmd('order.issue', ref)).toMatchObject({ ok: true });
    expect(await chief.cmd('order.issue', ref)).toMatchObject({ error: { code: 'BAD_STATE', state: 'ISSUED' } });
    const record = await recordOf(desk.county, session.id);
    expect(record.at(-1)).toMatchObject({
      type: 'order.issue',
      payload: { ...draft, recipientUserId: desk.county.user.id, state: 'ISSUED' },
    });
    expect(await field.cmd('order.acknowledge', ref)).toMatchObject({ ok: true });
    const whole = await recordOf(desk.city, session.id);
    expect(chainVerdict(session.id, whole)).toMatchObject({ ok: true });
  });

  it('is not there for what is done to issued orders, whoever does it', async () => {
    const { session, chief } = await desk.command();
    const draft = orderTo({ unitId: desk.city.user.unit.id });
    const issued = orderTo({ unitId: desk.city.user.unit.id });
    await chief.cmd('order.draft', draft);
    await chief.cmd('order.issue', issued);
    const ref = { orderId: draft.orderId };
    const given: readonly [string, object][] = [
      ['order.linkFlight', { ...ref, flightId: randomUUID() }],
      ['order.receive', { delivered: [draft.orderId, issued.orderId] }],
      ['order.seen', ref],
      ['order.acknowledge', ref],
      ['order.reject', { ...ref, reason: '电池不足' }],
      ['order.return', { ...ref, reason: '补拍' }],
      ['order.snooze', { ...ref, minutes: 5, reason: '隧道内无信号' }],
    ];
    for (const [type, payload] of given)
      expect(await chief.cmd(type, payload)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await told(desk.city, draft.orderId)).toMatchObject({ state: 'DRAFT', receipts: [] });
    expect((await told(desk.city, issued.orderId)).state).toBe('ISSUED');
    expect((await recordOf(desk.city, session.id)).at(-1)?.type).toBe('order.issue');
  });

  it('may name a shape, and keeps the place it had then', async () => {
    const { session, chief } = await desk.command();
    const featureId = randomUUID();
    const at = (lon: number) => ({ featureId, geometry: { type: 'Point', coordinates: [lon, 37.9] } });
    await chief.cmd('map.put', at(116.5));
    const draft = orderTo({ userId: desk.county.user.id }, { featureId });
    expect(await chief.cmd('order.draft', { ...draft, featureId: randomUUID() })).toMatchObject({
      error: { code: 'MAP_FEATURE_UNKNOWN' },
    });
    expect(await chief.cmd('order.draft', draft)).toMatchObject({ ok: true });
    await chief.cmd('map.put', at(117));
    await chief.cmd('order.issue', { orderId: draft.orderId });
    expect(await told(desk.city, draft.orderId)).toMatchObject({ place: { lon: 116.5, lat: 37.9 } });
    expect((await recordOf(desk.county, session.id)).at(-1)).toMatchObject({
      type: 'order.issue',
      payload: { place: { lon: 116.5, lat: 37.9 } },
    });
  });

  it('given up stays with those who direct', async () => {
    const { session, chief } = await desk.command();
    const field = await enters(desk.county, session, chief, 'field_member');
    const draft = orderTo({ unitId: desk.county.user.unit.id });
    await chief.cmd('order.draft', draft);
    const cancelled = await chief.cmd('order.cancel', { orderId: draft.orderId });
    expect(cancelled).toMatchObject({ ok: true });
    await field.until(cancelled.seq ?? 0);
    expect(field.types.at(-1)).toBe('redacted');
    expect((await desk.county.get(`/orders/${draft.orderId}`)).status).toBe(404);
    expect(await listed(desk.county, `sessionId=${session.id}&mine=true`)).toEqual([]);
  });
});

describe('whoever was removed from the session', () => {
  it('reads its orders no more, also those that were addressed to them or to their unit', async () => {
    const { session, chief } = await desk.command();
    await enters(pilot, session, chief, 'pilot');
    const orders = [{ userId: pilot.user.id }, { unitId: pilot.user.unit.id }, { role: 'pilot' }].map((to) =>
      orderTo(to),
    );
    for (const order of orders) expect(await chief.cmd('order.issue', order)).toMatchObject({ ok: true });
    const statuses = () =>
      Promise.all(orders.map(async ({ orderId }) => (await pilot.get(`/orders/${orderId}`)).status));
    expect(await statuses()).toEqual([200, 200, 200]);
    await chief.cmd('participant.remove', { userId: pilot.user.id, reason: '撤出' });
    expect(await statuses()).toEqual([403, 403, 403]);
    expect((await leader.get(`/orders/${orders[1]?.orderId}`)).status).toBe(200);
  });
});

describe('a sub-order', () => {
  it('is given by whoever answers for the order, to their own unit and downward, without the right to direct', async () => {
    const { session, chief } = await desk.command();
    const parent = orderTo({ unitId: desk.county.user.unit.id });
    await chief.cmd('order.issue', parent);
    const [local, flyer] = [await Console.of(leader, session), await Console.of(pilot, session)];
    const below = (to: object) => orderTo(to, { parentOrderId: parent.orderId });
    expect(await local.cmd('order.issue', below({ userId: pilot.user.id }))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    await local.cmd('order.acknowledge', { orderId: parent.orderId });
    const sub = below({ userId: pilot.user.id });
    expect(await local.cmd('order.issue', sub, { epoch: undefined })).toMatchObject({ ok: true });
    for (const to of [{ userId: desk.handler.user.id }, { unitId: desk.outsider.user.unit.id }, { role: 'pilot' }]) {
      expect(await local.cmd('order.issue', below(to))).toMatchObject({ error: { code: 'FORBIDDEN' } });
    }
    expect(await flyer.cmd('order.issue', below({ userId: desk.county.user.id }))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    for (const type of ['order.acknowledge', 'order.submit']) await flyer.cmd(type, { orderId: sub.orderId });
    expect(await flyer.cmd('order.accept', { orderId: sub.orderId })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await local.cmd('order.accept', { orderId: parent.orderId })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await local.cmd('order.accept', { orderId: sub.orderId })).toMatchObject({ ok: true });
    expect((await told(desk.city, parent.orderId)).subOrders?.map(({ id }) => id)).toEqual([sub.orderId]);
  });

  it('needs a parent of the session that has not ended', async () => {
    const [here, there] = [await desk.command(), await desk.command()];
    const elsewhere = orderTo({ userId: desk.county.user.id });
    await there.chief.cmd('order.issue', elsewhere);
    const under = (parentOrderId: string) => orderTo({ userId: desk.county.user.id }, { parentOrderId });
    expect(await here.chief.cmd('order.issue', under(elsewhere.orderId))).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await here.chief.cmd('order.issue', under(randomUUID()))).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await there.chief.cmd('order.cancel', { orderId: elsewhere.orderId });
    expect(await there.chief.cmd('order.issue', under(elsewhere.orderId))).toMatchObject({
      error: { code: 'BAD_STATE', state: 'CANCELLED' },
    });
    const own = orderTo({ userId: desk.county.user.id });
    expect(await here.chief.cmd('order.issue', { ...own, parentOrderId: own.orderId })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('receipts', () => {
  it('of many orders go together, all or none', async () => {
    const { session, chief } = await desk.command();
    const orders = Array.from({ length: 3 }, () => orderTo({ userId: desk.county.user.id }));
    const foreign = orderTo({ userId: pilot.user.id });
    for (const order of [...orders, foreign]) await chief.cmd('order.issue', order);
    const field = await Console.of(desk.county, session);
    const [a = '', b = '', c = ''] = orders.map(({ orderId }) => orderId);
    expect(await field.cmd('order.receive', { delivered: [a, foreign.orderId] })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await field.cmd('order.receive', { delivered: [a, randomUUID()] })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await field.cmd('order.receive', { delivered: [a, b, c], seen: [a, b] })).toMatchObject({ ok: true });
    const states = await Promise.all([a, b, c].map(async (id) => (await told(desk.city, id)).state));
    expect(states).toEqual(['SEEN', 'SEEN', 'DELIVERED']);
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({
      type: 'order.receive',
      payload: { states: { [a]: 'SEEN', [c]: 'DELIVERED' } },
    });
  });
});

describe('an order that expires', () => {
  const ahead = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

  it('ends once when nobody has acknowledged it by its time, and its giver is told', async () => {
    const { session, chief } = await desk.command();
    const field = await enters(desk.county, session, chief, 'field_member');
    const lapsing = { ackDueAt: ahead(-1), expires: true };
    const [missed, taken, patient] = [
      orderTo({ userId: desk.county.user.id }, lapsing),
      orderTo({ userId: desk.county.user.id }, { ...lapsing, ackDueAt: ahead(3_600) }),
      orderTo({ userId: desk.county.user.id }, { ackDueAt: ahead(-1) }),
    ];
    for (const order of [taken, patient, missed]) await chief.cmd('order.issue', order);
    await field.cmd('order.acknowledge', { orderId: taken.orderId });
    const expiry = desk.app.get(OrderExpiry);
    await Promise.all([expiry.round(new Date()), expiry.round(new Date())]);
    const states = await Promise.all([missed, taken, patient].map(async ({ orderId }) => told(desk.city, orderId)));
    expect(states.map(({ state }) => state)).toEqual(['EXPIRED', 'ACKNOWLEDGED', 'ISSUED']);
    const record = await recordOf(desk.county, session.id);
    expect(record.filter(({ type }) => type === 'order.expired')).toMatchObject([
      { payload: { orderId: missed.orderId, state: 'EXPIRED' }, occurredAt: lapsing.ackDueAt },
    ]);
    expect(chainVerdict(session.id, record)).toMatchObject({ ok: true });
    expect(await field.cmd('order.acknowledge', { orderId: missed.orderId })).toMatchObject({
      error: { code: 'BAD_STATE', state: 'EXPIRED' },
    });
    const { body } = await desk.city.get<{ items: { code: string }[] }>('/me/notices?limit=20');
    expect(body.items.filter(({ code }) => code === 'ORDER_EXPIRED')).toHaveLength(1);
  });

  it('does not end in a session that is closed', async () => {
    const { session, chief } = await desk.command();
    const order = orderTo({ userId: desk.county.user.id }, { ackDueAt: ahead(3_600), expires: true });
    await chief.cmd('order.issue', order);
    await chief.cmd('session.close');
    await desk.app.get(OrderExpiry).round(new Date(Date.now() + 7_200_000));
    expect((await recordOf(desk.city, session.id)).at(-1)?.type).toBe('session.close');
  });
});

describe('the list', () => {
  it('filters by priority, by what is overdue and by whom it concerns', async () => {
    const { session, chief } = await desk.command();
    const past = new Date(Date.now() - 60_000).toISOString();
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    const late = orderTo({ userId: desk.county.user.id }, { ackDueAt: past, doneDueAt: ahead, priority: 'flash' });
    const onTime = orderTo({ userId: pilot.user.id }, { ackDueAt: ahead });
    const unmet = orderTo({ userId: pilot.user.id }, { arriveDueAt: past });
    for (const order of [late, onTime, unmet]) await chief.cmd('order.issue', order);
    const query = `sessionId=${session.id}`;
    expect(await listed(desk.city, `${query}&priority=flash`)).toEqual([late.orderId]);
    expect(await listed(desk.city, `${query}&overdue=true`)).toEqual(
      expect.arrayContaining([late.orderId, unmet.orderId]),
    );
    expect(await listed(desk.city, `${query}&overdue=true`)).not.toContain(onTime.orderId);
    expect(await listed(desk.county, `${query}&mine=true`)).toEqual([late.orderId]);
    const field = await Console.of(desk.county, session);
    await field.cmd('order.acknowledge', { orderId: late.orderId });
    expect(await listed(desk.city, `${query}&overdue=true`)).toEqual([unmet.orderId]);
    const flyer = await Console.of(pilot, session);
    await flyer.cmd('order.acknowledge', { orderId: unmet.orderId });
    await flyer.cmd('order.onScene', { orderId: unmet.orderId });
    expect(await listed(desk.city, `${query}&overdue=true`)).toEqual([]);
    expect((await desk.city.get(`/orders?${query}&overdue=perhaps`)).status).toBe(400);
    expect((await desk.outsider.get(`/orders/${late.orderId}`)).status).toBe(404);
  });
});

describe('flights', () => {
  it('are tied to an order by whoever sees both', async () => {
    const { session, chief } = await desk.command();
    const issued = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', issued);
    const aircraft = await book(pilot, 'category=uav', hoursAhead(24, 36));
    const planned = await pilot.post<{ id: string }>('/flights', {
      deviceId: aircraft.id,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during: hoursAhead(25, 26),
      volumes: [{ geometry: square(116.3, 37.5, 0.02), lowerMetres: 30, upperMetres: 120 }],
    });
    expect(planned.status).toBe(201);
    const flightId = planned.body.id;
    const field = await Console.of(desk.county, session);
    const link = { orderId: issued.orderId, flightId };
    expect(await field.cmd('order.linkFlight', { ...link, flightId: randomUUID() })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await field.cmd('order.linkFlight', link)).toMatchObject({ ok: true });
    await field.cmd('order.acknowledge', { orderId: issued.orderId });
    expect(await field.cmd('order.submit', { orderId: issued.orderId, flightIds: [flightId] })).toMatchObject({
      ok: true,
    });
    expect(await told(desk.city, issued.orderId)).toMatchObject({ flightIds: [flightId] });
  });
});
