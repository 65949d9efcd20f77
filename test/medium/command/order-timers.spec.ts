import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { EscalationPolicyRepository } from '../../../src/command/escalation/escalation-policy.repository.js';
import { stopped, type Timer } from '../../../src/command/escalation/escalation.rules.js';
import { OrderTimerRepository } from '../../../src/command/escalation/order-timer.repository.js';
import type { Order } from '../../../src/command/orders/order-row.js';
import type { OrderRepository } from '../../../src/command/orders/order.repository.js';
import type { Session } from '../../../src/command/sessions/session.repository.js';
import { createLogger, dataSourceOptions, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { bareOrders, bareSession } from '../../support/bare-session.js';
import { TestDatabase } from '../../support/database.js';

const ISSUED_AT = new Date('2026-03-01T10:00:00Z');
const minutesOn = (minutes: number) => new Date(ISSUED_AT.getTime() + minutes * 60_000);

let database: TestDatabase;
let source: DataSource;
let unitOfWork: UnitOfWork;
let session: Session;
let orders: OrderRepository;
const timers = new OrderTimerRepository();

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  source = await new DataSource(dataSourceOptions(database.url, 5)).initialize();
  unitOfWork = new UnitOfWork(source, createLogger('silent'));
  orders = bareOrders(unitOfWork);
  session = await bareSession(unitOfWork);
}, 60_000);
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const issued = (more: Partial<Order> = {}): Order => ({
  id: newId(),
  sessionId: session.id,
  to: { userId: session.createdBy },
  text: '赴排污口取样',
  place: undefined,
  priority: 'urgent',
  parentOrderId: undefined,
  ackDueAt: undefined,
  arriveDueAt: undefined,
  doneDueAt: undefined,
  expires: false,
  isIssued: true,
  evidenceIds: [],
  flightIds: [],
  bookingId: undefined,
  issuedBy: session.createdBy,
  issuedSeq: 1,
  issuedAt: ISSUED_AT,
  state: 'ISSUED',
  receipts: [{ recipientUserId: session.createdBy, responsible: true, state: 'ISSUED' }],
  ...more,
});

const timersOf = (id: string): Promise<Timer[]> => unitOfWork.read((tx) => timers.ofOrder(tx, id));
const save = (order: Order, at: number, step?: 'return'): Promise<void> =>
  unitOfWork.run(SYSTEM, (tx) => orders.save(tx, order, minutesOn(at), step));
const insert = (order: Order): Promise<void> => unitOfWork.run(SYSTEM, (tx) => orders.insert(tx, order));

async function stop(timer: Timer | undefined): Promise<void> {
  if (!timer) throw new Error('no timer');
  await unitOfWork.run(SYSTEM, (tx) => timers.move(tx, timer, stopped(timer), minutesOn(1)));
}

async function acknowledgeWithin(seconds: number | null): Promise<void> {
  const steps = [{ afterSeconds: 10, target: 'assignee', channel: 'message', maxLoops: 1 }] as const;
  const { unitId, createdBy: setBy } = session;
  await unitOfWork.run(SYSTEM, (tx) =>
    new EscalationPolicyRepository().save(tx, {
      id: newId(),
      unitId,
      priority: 'urgent',
      ackWithinSeconds: seconds,
      steps,
      setBy,
      setAt: new Date(),
    }),
  );
}

describe('the timers of an order', () => {
  it('stay as they are when the policy changes and something else of the order does', async () => {
    const [order, untimed] = [issued(), issued()];
    await insert(order);
    await stop((await timersOf(order.id))[0]);
    const before = await timersOf(order.id);
    expect(before).toMatchObject([{ kind: 'ack', state: 'stopped' }]);
    await acknowledgeWithin(null);
    await insert(untimed);
    await acknowledgeWithin(30);
    await save({ ...order, flightIds: [newId()] }, 2);
    await save({ ...untimed, flightIds: [newId()] }, 2);
    expect(await timersOf(order.id)).toEqual(before);
    expect(await timersOf(untimed.id)).toEqual([]);
  });

  it('are set anew by a return, and not by what comes after it', async () => {
    const order = issued({ ackDueAt: minutesOn(5), doneDueAt: minutesOn(60) });
    await insert(order);
    await save({ ...order, state: 'SUBMITTED' }, 30);
    expect((await timersOf(order.id)).map(({ state }) => state)).toEqual(['ended', 'ended']);
    const returned: Order = { ...order, state: 'RETURNED', doneDueAt: minutesOn(90) };
    await save(returned, 40, 'return');
    const done = async () => (await timersOf(order.id)).find(({ kind }) => kind === 'done');
    expect(await done()).toMatchObject({ state: 'running', round: 2, deadline: minutesOn(90) });
    await stop(await done());
    await save({ ...returned, flightIds: [newId()] }, 50);
    expect(await done()).toMatchObject({ state: 'stopped', round: 2 });
  });
});

describe('the receipts of an order', () => {
  it('that did not change are not written again', async () => {
    const people = await unitOfWork.read((tx) =>
      tx.query<{ id: string }>(`SELECT id FROM app_user ORDER BY id LIMIT 3`),
    );
    const receipts = people.map(({ id }) => ({
      recipientUserId: id,
      responsible: false,
      state: 'SEEN' as const,
      seenAt: minutesOn(1),
    }));
    const order = issued({ to: { role: 'pilot' }, state: 'SEEN', receipts });
    await insert(order);
    const versions = () =>
      unitOfWork.read((tx) =>
        tx.query<{ id: string; version: string }>(
          `SELECT recipient_user_id AS id, xmin::text AS version FROM order_receipt WHERE order_id = $1 ORDER BY 1`,
          [order.id],
        ),
      );
    const before = await versions();
    const [first, ...others] = receipts.map((one, nth) => (nth === 0 ? { ...one, deliveredAt: minutesOn(2) } : one));
    if (!first) throw new Error('nobody');
    await save({ ...order, receipts: [first, ...others] }, 3);
    const after = await versions();
    expect(after.map(({ version }, nth) => version === before[nth]?.version)).toEqual([false, true, true]);
    const found = await unitOfWork.read((tx) => orders.find(tx, session.id, order.id));
    expect(found?.receipts).toEqual([first, ...others]);
  });
});
