import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CountedUnit, CountRepository } from '../../../src/command/counts/count.repository.js';
import { chinaDateOf, SYSTEM, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, type Console, joined, orderTo } from '../../support/command-desk.js';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly sessions: {
    readonly total: number;
    readonly byKind: Record<string, { total: number; byState: Record<string, number> }>;
  };
  readonly orders: {
    readonly issued: number;
    readonly remote: number;
    readonly local: number;
    readonly unknown: number;
  };
  readonly acknowledge: {
    readonly n: number;
    readonly medianSeconds: number | null;
    readonly p90Seconds: number | null;
    readonly unanswered: number;
    readonly withdrawn: number;
    readonly implausible: number;
  };
  readonly arrive: { readonly n: number; readonly medianSeconds: number | null; readonly notReported: number };
}

interface Counts {
  readonly zone: string;
  readonly unitName: string;
  readonly total: Row;
  readonly rows: readonly Row[];
}

const DAY_MS = 86_400_000;
const TODAY = `from=${chinaDateOf(new Date(Date.now() - DAY_MS))}&to=${chinaDateOf(new Date(Date.now() + 2 * DAY_MS))}`;

let desk: CommandDesk;
let chief: Console;
beforeAll(async () => {
  desk = await CommandDesk.start();
  ({ chief } = await desk.command());
  await act();
}, 120_000);
afterAll(() => desk?.stop());

const countsOf = async (client: ApiClient, query: string) =>
  (await client.get<Counts>(`/command-counts?${query}`)).body;

/** Four orders to the county and one to a person of the commander's own unit, reported at times of our choosing. */
async function act(): Promise<void> {
  const field = await joined(chief, desk.county, 'field_member');
  const colleague = await joined(chief, desk.handler, 'scribe');
  const orders = Array.from({ length: 4 }, () => orderTo({ userId: desk.county.user.id }));
  const [slow, fast, , dropped] = orders;
  for (const order of orders) await chief.cmd('order.issue', order);
  const own = orderTo({ userId: desk.handler.user.id });
  await chief.cmd('order.issue', own);
  for (const order of [slow, fast]) {
    await field.cmd('order.acknowledge', { orderId: order?.orderId });
    await field.cmd('order.onScene', { orderId: order?.orderId });
  }
  await colleague.cmd('order.acknowledge', { orderId: own.orderId });
  await chief.cmd('order.cancel', { orderId: dropped?.orderId });
  await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
    const reported = async (orderId: string | undefined, ack: number, arrive: number | null) =>
      tx.execute(
        `UPDATE order_receipt r SET acknowledged_at = o.issued_at + make_interval(secs => $2),
           on_scene_at = o.issued_at + make_interval(secs => $3) FROM work_order o WHERE o.id = r.order_id AND o.id = $1`,
        [orderId, ack, arrive],
      );
    await reported(slow?.orderId, 300, 3_600);
    await reported(fast?.orderId, 100, 1_200);
    // A clock that is behind: before the order was issued.
    await reported(own.orderId, -5, null);
  });
}

describe('what the service is judged by', () => {
  it('is counted by tier of those the orders went to, and what is not known is not nought', async () => {
    const { rows, total, zone } = await countsOf(desk.city, `${TODAY}&by=tier`);
    expect(zone).toBe('Asia/Shanghai');
    const county = rows.find(({ key }) => key === 'county');
    expect(county?.orders).toEqual({ issued: 4, remote: 4, local: 0, unknown: 0 });
    expect(county?.acknowledge).toEqual({
      n: 2,
      medianSeconds: 200,
      p90Seconds: 280,
      implausible: 0,
      unanswered: 1,
      withdrawn: 1,
    });
    expect(county?.arrive).toMatchObject({ n: 2, medianSeconds: 2_400, notReported: 0 });
    const city = rows.find(({ key }) => key === 'city');
    expect(city?.orders).toEqual({ issued: 1, remote: 0, local: 1, unknown: 0 });
    expect(city?.acknowledge).toMatchObject({ n: 0, medianSeconds: null, p90Seconds: null, implausible: 1 });
    expect(city?.sessions.byKind['dispatch']).toMatchObject({ total: 1, byState: { open: 1, closed: 0 } });
    expect(total.orders).toMatchObject({ issued: 5, remote: 4, local: 1 });
    expect(total.acknowledge).toMatchObject({ n: 2, medianSeconds: 200 });
    expect(total.sessions.total).toBe(1);
  });

  it('is counted by unit and by month of China', async () => {
    const units = await countsOf(desk.city, `${TODAY}&by=unit`);
    expect(units.rows.map(({ key }) => key)).toContain(desk.county.user.unit.id);
    expect(units.rows.find(({ key }) => key === desk.county.user.unit.id)?.name).toContain('东光');
    const months = await countsOf(desk.city, `${TODAY}&by=month`);
    expect(months.rows.reduce((sum, { orders }) => sum + orders.issued, 0)).toBe(5);
    expect(months.rows.every(({ key }) => /^\d{4}-\d{2}$/.test(key))).toBe(true);
  });

  it('is of the reader’s unit and those below it, and of no other', async () => {
    expect((await countsOf(desk.county, TODAY)).total.orders.issued).toBe(4);
    expect((await countsOf(desk.outsider, TODAY)).total.orders.issued).toBe(0);
    const ofCounty = `${TODAY}&unit=${desk.county.user.unit.id}`;
    expect((await countsOf(desk.province, ofCounty)).total.orders.issued).toBe(4);
    expect((await desk.outsider.get(`/command-counts?${ofCounty}`)).status).toBe(404);
    expect((await desk.county.get(`/command-counts?${TODAY}&unit=${desk.city.user.unit.id}`)).status).toBe(404);
  });

  it('takes a day of China from midnight there', async () => {
    const at = async (instant: string) => {
      await desk.app
        .get(UnitOfWork)
        .run(SYSTEM, (tx) =>
          tx.execute(`UPDATE command_session SET created_at = $1 WHERE id = $2`, [instant, chief.session.id]),
        );
      const { total } = await countsOf(desk.city, 'from=2026-03-01&to=2026-04-01&by=month');
      return total.sessions.total;
    };
    expect(await at('2026-02-28T15:59:59.999Z')).toBe(0);
    expect(await at('2026-02-28T16:00:00.000Z')).toBe(1);
    expect(await at('2026-03-31T15:59:59.999Z')).toBe(1);
    expect(await at('2026-03-31T16:00:00.000Z')).toBe(0);
  });

  it('comes as a table that says what it does not know', async () => {
    const response = await fetch(`${desk.city.url}/api/v1/command-counts/file?${TODAY}&by=tier`, {
      headers: { authorization: `Bearer ${desk.city.token}` },
    });
    expect(response.headers.get('content-type')).toContain('text/csv');
    const lines = (await response.text()).trim().split(/\r?\n/);
    expect(lines[0]).toContain('远程调度');
    expect(lines.find((line) => line.includes('市级'))).toContain('unknown');
    expect(lines.find((line) => line.includes('县级'))).toMatch(/,200,280,/);
    expect(lines.at(-1)).toContain('total');
  });

  it.each([
    '',
    'from=2026-01-01',
    'from=2026-01-01&to=2026-01-01',
    'from=2026-02-01&to=2026-01-01',
    'from=2000-01-01&to=2026-01-01',
    'from=2026-01-01T00:00:00Z&to=2026-02-01',
    'from=2026-01-01&to=2026-02-01&by=week',
    'from=2026-01-01&to=2026-02-01&unit=x',
  ])('refuses %j', async (query) => {
    expect((await desk.city.get(`/command-counts?${query}`)).status).toBe(400);
    expect((await desk.city.get(`/command-counts/file?${query}`)).status).toBe(400);
  });
});

describe('an order to a role that nobody has acknowledged', () => {
  it('counts with the unit of the session, and whether it went far is unknown', async () => {
    const figures = async () => {
      const { orders, acknowledge } = (await countsOf(desk.city, `${TODAY}&unit=${desk.city.user.unit.id}`)).total;
      return { ...orders, unanswered: acknowledge.unanswered };
    };
    const { chief: other } = await desk.command();
    await joined(other, desk.county, 'pilot');
    const before = await figures();
    expect(await other.cmd('order.issue', orderTo({ role: 'pilot' }))).toMatchObject({ ok: true });
    const { issued, unknown, unanswered, ...rest } = before;
    expect(await figures()).toEqual({
      ...rest,
      issued: issued + 1,
      unknown: unknown + 1,
      unanswered: unanswered + 1,
    });
  });
});

describe('with 100,000 orders of three years', () => {
  it('a month is found by its index', async () => {
    await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(
        `INSERT INTO work_order (id, session_id, to_user_id, text, state, priority, expires, is_issued, evidence_ids, flight_ids,
           issued_by, issued_seq, issued_at, updated_at)
         SELECT gen_random_uuid(), $1, $2, 'x', 'ISSUED', 'routine', false, true, '{}', '{}', $3, 1, '2023-01-01T00:00:00Z'::timestamptz + n * interval '15 minutes',
           now() FROM generate_series(1, 100000) n`,
        [chief.session.id, desk.county.user.id, desk.city.user.id],
      );
    });
    await desk.app.database.execute('ANALYZE work_order');
    const units: CountedUnit[] = [{ id: desk.county.user.unit.id, tier: 'county' }];
    const month = { from: new Date('2024-03-01T00:00:00Z'), to: new Date('2024-04-01T00:00:00Z') };
    const plan: string[] = [];
    const [all] = await desk.app.get(UnitOfWork).read(async (tx) => {
      const explaining = {
        query: async (sql: string, values: unknown[]) => {
          const rows = await tx.query<Record<string, string>>(`EXPLAIN ${sql}`, values);
          plan.push(...rows.map((row) => row['QUERY PLAN'] ?? ''));
          return [];
        },
      } as unknown as Tx;
      const counts = desk.app.get(CountRepository);
      await counts.orders(explaining, 'unit', month, units);
      return (await counts.orders(tx, 'unit', month, units)).filter(({ key }) => key === null);
    });
    expect(plan.join('\n')).toContain('ix_work_order_issued');
    expect(all).toMatchObject({ issued: 31 * 24 * 4, unanswered: 31 * 24 * 4, ackMedian: null });
  });
});
