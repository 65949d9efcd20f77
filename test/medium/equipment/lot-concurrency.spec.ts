import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LotStock } from '../../../src/equipment/upkeep/lots/lot-stock.service.js';
import { LotCreate, LotOpen } from '../../../src/equipment/upkeep/lots/lot-stock.schemas.js';
import { LotWatch } from '../../../src/equipment/upkeep/lots/lot-watch.service.js';
import type { UserActor } from '../../../src/identity/index.js';
import { UnitOfWork, SYSTEM } from '../../../src/platform/index.js';
import { PoolDesk, refusalOr, type View } from './pool-desk.js';

const DAY_MS = 86_400_000;
/** More would wait longer for a connection than the service keeps anybody waiting. */
const AT_ONCE = 50;

/** A date in China so many days from now. */
const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS + DAY_MS / 3).toISOString().slice(0, 10);

describe('many at the same shelf', () => {
  let desk: PoolDesk;
  let tester: UserActor;
  let manager: UserActor;
  let meterId: string;
  beforeAll(async () => {
    desk = await PoolDesk.open();
    [tester, manager] = await Promise.all([
      desk.person('tester', '东光县'),
      desk.person('equipment_manager', '东光县'),
    ]);
    const [meter] = await desk.query<{ id: string }>(
      `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE k.code = 'water-photometer' AND d.unit_id = $1 LIMIT 1`,
      [tester.unitId],
    );
    meterId = meter?.id ?? '';
    await desk.app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE lot SET quantity_on_hand = 0 WHERE unit_id = $1`, [tester.unitId]));
  });
  afterAll(() => desk.close());

  const receive = async (lotNumber: string, expiresOn: string, quantity: number): Promise<string> => {
    const input = LotCreate.parse({ kitCode: 'cod-vials', lotNumber, expiresOn, quantity });
    return (await desk.app.get(LotStock).receive(manager, input)).id;
  };
  const stockOf = (ids: readonly string[]) =>
    desk.query<{ id: string; onHand: number; reserved: number; kept: number; moved: number; balance: number }>(
      `SELECT t.id, t.quantity_on_hand AS "onHand", t.quantity_reserved AS reserved,
         (SELECT coalesce(sum(quantity), 0)::int FROM booking_lot WHERE lot_id = t.id AND state = 'reserved') AS kept,
         (SELECT coalesce(sum(quantity), 0)::int FROM lot_movement WHERE lot_id = t.id) AS moved,
         (SELECT balance_after FROM lot_movement WHERE lot_id = t.id ORDER BY id DESC LIMIT 1) AS balance
       FROM lot t WHERE t.id = ANY($1) ORDER BY least(t.expires_on, t.open_until), t.id`,
      [ids],
    );
  const isSound = (rows: Awaited<ReturnType<typeof stockOf>>): boolean =>
    rows.every(
      ({ onHand, reserved, kept, moved, balance }) =>
        reserved === kept && onHand === moved && onHand === balance && reserved >= 0 && reserved <= onHand,
    );

  it('two hundred, fifty at once, get exactly what lies there, first expired first, and the ledgers sum to the stock', async () => {
    const ids = [
      await receive('RACE-C', day(300), 60),
      await receive('RACE-A', day(100), 40),
      await receive('RACE-B', day(200), 50),
      await receive('RACE-SPENT', day(2), 500),
    ];
    const order = (nth: number) => {
      const during = desk.hours(24 * 10 + nth * 3, 1);
      return refusalOr(
        desk.book(tester, { during, deviceIds: [meterId], kits: [{ kitCode: 'cod-vials', quantity: 1 }] }),
      );
    };
    const answers: Awaited<ReturnType<typeof order>>[] = [];
    for (let wave = 0; wave < 200; wave += AT_ONCE)
      answers.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, nth) => order(wave + nth)))));
    const made = answers.filter((answer): answer is View => typeof answer !== 'string');
    expect(made.length).toBe(150);
    expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(new Set(['LOT_EXPIRED']));
    const rows = await stockOf(ids);
    expect(rows.map(({ reserved }) => reserved)).toEqual([0, 40, 50, 60]);
    expect(isSound(rows)).toBe(true);
    await Promise.all(made.slice(0, 75).map(({ id, version }) => desk.cancel(tester, id, { version })));
    expect(isSound(await stockOf(ids))).toBe(true);
    const left = (await stockOf(ids)).map(({ reserved }) => reserved);
    expect(left.reduce((sum, reserved) => sum + reserved, 0)).toBe(75);
  });

  it('a lot opened while it is being booked is never kept for longer than it is good without being told', async () => {
    const id = await receive('RACE-OPEN', day(400), 100);
    await desk.app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE kit_kind SET open_life_days = 5 WHERE code = 'cod-vials'`));
    const book = (nth: number) =>
      refusalOr(
        desk.book(tester, {
          during: desk.hours(24 * 60 + nth * 3, 1),
          deviceIds: [meterId],
          lots: [{ lotId: id, quantity: 1 }],
        }),
      );
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, nth) => book(nth))),
      desk.app.get(LotStock).open(manager, id, LotOpen.parse({}).openedAt),
    ]);
    const made = answers.filter((answer): answer is View => typeof answer !== 'string');
    expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(
      made.length === 20 ? new Set() : new Set(['LOT_EXPIRED']),
    );
    for (const { id: bookingId } of made)
      expect((await desk.told(bookingId)).map(({ code }) => code)).toContain('KEPT_LOT_OPENED');
    expect(await book(30)).toBe('LOT_EXPIRED');
    expect(isSound(await stockOf([id]))).toBe(true);
  });

  it('what expires and what is low is told once each, however many look at the same time', async () => {
    const id = await receive('RACE-SOON', day(20), 3);
    await desk.app.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO kit_minimum (unit_id, kit_kind_id, quantity, updated_at)
         SELECT $1, id, 100000, now() FROM kit_kind WHERE code = 'cod-vials' ON CONFLICT DO NOTHING`,
        [tester.unitId],
      ),
    );
    const watch = desk.app.get(LotWatch);
    await Promise.all([watch.tell(day(0)), watch.tell(day(0)), watch.tell(day(1))]);
    await watch.tell(day(2));
    const told = await desk.query<{ code: string; count: number }>(
      `SELECT code, count(*)::int AS count FROM notice
       WHERE user_id = $1 AND (subject_id = $2 OR (code = 'KIT_RUNS_LOW' AND subject_id = $3)) GROUP BY code ORDER BY code`,
      [manager.id, id, tester.unitId],
    );
    expect(told.filter(({ code }) => code === 'LOT_EXPIRES_SOON')).toEqual([{ code: 'LOT_EXPIRES_SOON', count: 1 }]);
    expect(told.find(({ code }) => code === 'KIT_RUNS_LOW')?.count).toBe(1);
  });
});
