import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import type { Order } from '../../../src/command/orders/order-row.js';
import type { OrderRepository } from '../../../src/command/orders/order.repository.js';
import type { OrderProgress } from '../../../src/command/orders/order.rules.js';
import type { Session } from '../../../src/command/sessions/session.repository.js';
import { createLogger, dataSourceOptions, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { bareOrders, bareSession } from '../../support/bare-session.js';
import { TestDatabase } from '../../support/database.js';
import {
  ADDRESSEES,
  type AddresseeKind,
  issuedTo,
  moves,
  OrderModel,
  type OrderShelf,
  PEOPLE,
} from '../../support/order-model.js';

let database: TestDatabase;
let source: DataSource;
let unitOfWork: UnitOfWork;
let session: Session;
/** People of the demonstration behind the names of the model. */
let ids: ReadonlyMap<string, string>;
let orders: OrderRepository;

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  source = await new DataSource(dataSourceOptions(database.url, 5)).initialize();
  unitOfWork = new UnitOfWork(source, createLogger('silent'));
  orders = bareOrders(unitOfWork);
  session = await bareSession(unitOfWork);
  const people = await unitOfWork.read((tx) =>
    tx.query<{ id: string }>(`SELECT id FROM app_user ORDER BY id LIMIT ${PEOPLE.length}`),
  );
  ids = new Map(PEOPLE.map((name, nth) => [name, people[nth]?.id ?? '']));
}, 60_000);

afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const named = (progress: OrderProgress, names: ReadonlyMap<string, string>): OrderProgress => ({
  ...progress,
  receipts: progress.receipts.map((one) => ({ ...one, recipientUserId: names.get(one.recipientUserId) ?? '' })),
});
const back = (): ReadonlyMap<string, string> => new Map([...ids].map(([name, id]) => [id, name]));

function written(more: Partial<Order> = {}): Order {
  return {
    id: newId(),
    sessionId: session.id,
    to: { role: 'pilot' },
    text: '赴排污口取样',
    place: undefined,
    priority: 'routine',
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
    issuedAt: new Date('2026-03-01T10:00:00Z'),
    state: 'ISSUED',
    receipts: [],
    ...more,
  };
}

const insert = (order: Order): Promise<void> => unitOfWork.run(SYSTEM, (tx) => orders.insert(tx, order));
const find = (id: string) => unitOfWork.read((tx) => orders.find(tx, session.id, id));

/** Each step is written by one transaction and read back from the tables. */
async function inDatabase(kind: AddresseeKind): Promise<OrderShelf> {
  const order = written(named(issuedTo(kind), ids));
  await insert(order);
  const read = async (): Promise<OrderProgress> => {
    const found = await find(order.id);
    if (!found) throw new Error('the order is gone');
    const { state, receipts } = found;
    return named({ state, receipts }, back());
  };
  const write = (next: OrderProgress): Promise<void> =>
    unitOfWork.run(SYSTEM, (tx) => orders.save(tx, { ...order, ...named(next, ids) }, new Date()));
  return { read, write };
}

describe('an order in the database', () => {
  it.each(ADDRESSEES)(
    'to a %s stands as the model says after whatever is done to it',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(moves(15), async (commands) => {
          const real = await inDatabase(kind);
          await fc.asyncModelRun(() => ({ model: new OrderModel(kind), real }), commands);
        }),
        { numRuns: 15 },
      );
    },
    60_000,
  );

  it('comes back as it was written', async () => {
    const parent = written();
    const order = written({
      to: { unitId: session.unitId },
      place: { lon: 116.5, lat: 37.9 },
      priority: 'flash',
      parentOrderId: parent.id,
      ackDueAt: new Date('2026-03-01T10:05:00Z'),
      arriveDueAt: new Date('2026-03-01T11:00:00Z'),
      doneDueAt: new Date('2026-03-01T12:00:00Z'),
      expires: true,
    });
    await insert(parent);
    await insert(order);
    expect(await find(order.id)).toEqual(order);
    expect(await unitOfWork.read((tx) => orders.below(tx, parent.id))).toEqual([order]);
  });

  it('has one id in all sessions, and one receipt a person', async () => {
    const order = written();
    const outcomes = await Promise.allSettled([insert(order), insert({ ...order, sessionId: (await other()).id })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'ORDER_EXISTS' } });
  });

  it.each([
    ['an addressee of no kind', `to_role = NULL`, 'work_order_addressee_check'],
    ['two addressees', `to_unit_id = issued_by`, 'work_order_addressee_check'],
    ['itself as its parent', `parent_order_id = id`, 'work_order_parent_check'],
    ['an expiry without a time', `expires = true`, 'work_order_expires_check'],
    ['a draft that is under way', `is_issued = false`, 'work_order_issued_check'],
    ['a priority nobody knows', `priority = 'now'`, 'work_order_priority_check'],
    ['a role that commands', `to_role = 'commander'`, 'work_order_to_role_check'],
  ])('does not take %s', async (_, change, constraint) => {
    const order = written();
    await insert(order);
    const changing = unitOfWork.run(SYSTEM, (tx) =>
      tx.execute(`UPDATE work_order SET ${change} WHERE id = $1`, [order.id]),
    );
    await expect(changing).rejects.toThrow(constraint);
  });

  it('has its parent in its own session', async () => {
    const parent = written({ sessionId: (await other()).id });
    await insert(parent);
    await expect(insert(written({ parentOrderId: parent.id }))).rejects.toThrow('work_order_parent_fkey');
  });
});

const other = (): Promise<Session> => bareSession(unitOfWork);
