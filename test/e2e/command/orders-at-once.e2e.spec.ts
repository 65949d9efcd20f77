import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderExpiry } from '../../../src/command/orders/order-expiry.js';
import type { ApiClient } from '../../support/client.js';
import {
  type Ack,
  chainVerdict,
  CommandDesk,
  Console,
  joined,
  type OpenedSession,
  orderTo,
  type RecordedEvent,
  recordOf,
} from '../../support/command-desk.js';

interface Told {
  readonly state: string;
  readonly receipts: readonly { responsible: boolean; submittedAt?: string; acknowledgedAt?: string }[];
}

const TIMES = 8;

let desk: CommandDesk;
let pilot: ApiClient;
let session: OpenedSession;
let chief: Console;
let deputy: Console;
let field: Console;
let flyer: Console;

beforeAll(async () => {
  desk = await CommandDesk.start();
  pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
  ({ session, chief } = await desk.command());
  deputy = await joined(chief, desk.handler, 'deputy');
  field = await joined(chief, desk.county, 'field_member');
  flyer = await joined(chief, pilot, 'field_member');
}, 120_000);
afterAll(async () => {
  pilot?.close();
  await desk?.stop();
});

const told = async (orderId: string) => (await desk.city.get<Told>(`/orders/${orderId}`)).body;
const outcome = ({ ok, error }: Ack): string => (ok ? 'ok' : (error?.code ?? ''));

async function issued(to: object, more: object = {}): Promise<{ orderId: string }> {
  const order = orderTo(to, more);
  expect(await chief.cmd('order.issue', order)).toMatchObject({ ok: true });
  return { orderId: order.orderId };
}

/** Types of what the record says of the order, in its order. */
async function storyOf({ orderId }: { orderId: string }): Promise<string[]> {
  const all = await recordOf(desk.city, session.id);
  const isAbout = ({ payload }: RecordedEvent): boolean => (payload as { orderId?: string }).orderId === orderId;
  return all.filter(isAbout).map(({ type }) => type);
}

describe('two at once', () => {
  it('of a unit acknowledge: one answers, both receipts stand', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const order = await issued({ unitId: desk.county.user.unit.id });
      const both = await Promise.all([field, flyer].map((one) => one.cmd('order.acknowledge', order)));
      expect(both.map(outcome)).toEqual(['ok', 'ok']);
      const { state, receipts } = await told(order.orderId);
      expect(state).toBe('ACKNOWLEDGED');
      expect(receipts.filter(({ responsible }) => responsible)).toHaveLength(1);
    }
  }, 60_000);

  it('cancel and hand in: what came second met what came first', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const order = await issued({ userId: desk.county.user.id });
      await field.cmd('order.acknowledge', order);
      const [cancelled, submitted] = await Promise.all([
        chief.cmd('order.cancel', order),
        field.cmd('order.submit', order),
      ]);
      const after = await told(order.orderId);
      expect(outcome(cancelled)).toBe('ok');
      expect(after.state).toBe('CANCELLED');
      const story = await storyOf(order);
      const isHandedIn = story.includes('order.submit');
      expect(outcome(submitted)).toBe(isHandedIn ? 'ok' : 'BAD_STATE');
      expect(story.slice(2)).toEqual(isHandedIn ? ['order.submit', 'order.cancel'] : ['order.cancel']);
      expect(after.receipts[0]?.submittedAt !== undefined).toBe(isHandedIn);
    }
  }, 60_000);

  it('who direct decide: one accepts or one returns, never both', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const order = await issued({ userId: desk.county.user.id });
      for (const step of ['order.acknowledge', 'order.submit']) await field.cmd(step, order);
      const both = await Promise.all([
        chief.cmd('order.accept', order),
        deputy.cmd('order.return', { ...order, reason: '样品标签缺失' }),
      ]);
      expect(both.map(outcome).sort()).toEqual(['BAD_STATE', 'ok']);
      expect((await told(order.orderId)).state).toBe(outcome(both[0]) === 'ok' ? 'ACCEPTED' : 'RETURNED');
    }
  }, 60_000);

  it('issue the same draft: once', async () => {
    const draft = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.draft', draft);
    const ref = { orderId: draft.orderId };
    const both = await Promise.all([chief.cmd('order.issue', ref), deputy.cmd('order.issue', ref)]);
    expect(both.map(outcome).sort()).toEqual(['BAD_STATE', 'ok']);
    expect(await storyOf(ref)).toEqual(['order.draft', 'order.issue']);
  });

  it('issue under one id in two sessions: one', async () => {
    const elsewhere = await desk.command();
    const order = orderTo({ userId: desk.county.user.id });
    const both = await Promise.all([chief.cmd('order.issue', order), elsewhere.chief.cmd('order.issue', order)]);
    expect(both.map(outcome).sort()).toEqual(['ORDER_EXISTS', 'ok']);
  });

  it('acknowledge and let it expire: either, and never silently both', async () => {
    const expiry = desk.app.get(OrderExpiry);
    const ackDueAt = new Date(Date.now() + 3_600_000).toISOString();
    for (let time = 0; time < TIMES; time += 1) {
      const order = await issued({ userId: desk.county.user.id }, { ackDueAt, expires: true });
      const late = new Date(Date.now() + 7_200_000);
      const [acknowledged] = await Promise.all([
        field.cmd('order.acknowledge', order),
        expiry.round(late),
        expiry.round(late),
      ]);
      const story = (await storyOf(order)).slice(1);
      const isTaken = outcome(acknowledged) === 'ok';
      expect(story).toEqual(isTaken ? ['order.acknowledge'] : ['order.expired']);
      const { state, receipts } = await told(order.orderId);
      expect([state, receipts[0]?.acknowledgedAt !== undefined]).toEqual([
        isTaken ? 'ACKNOWLEDGED' : 'EXPIRED',
        isTaken,
      ]);
    }
  }, 60_000);

  it('end the order above and give one under it: none is given under what has ended', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const parent = await issued({ userId: desk.county.user.id });
      await field.cmd('order.acknowledge', parent);
      const sub = orderTo({ userId: pilot.user.id }, { parentOrderId: parent.orderId });
      const [ended, given] = await Promise.all([chief.cmd('order.cancel', parent), field.cmd('order.issue', sub)]);
      expect(outcome(ended)).toBe('ok');
      const isFirst = (given.seq ?? Infinity) < (ended.seq ?? 0);
      expect(outcome(given)).toBe(isFirst ? 'ok' : 'BAD_STATE');
    }
  }, 60_000);

  it('leave a record whose chain is whole', async () => {
    const whole = await recordOf(desk.city, session.id);
    expect(chainVerdict(session.id, whole)).toMatchObject({ ok: true });
  });
});
