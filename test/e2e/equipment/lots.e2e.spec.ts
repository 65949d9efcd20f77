import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPIRY_NOTICE_DAYS, LotWatch } from '../../../src/equipment/upkeep/lots/lot-watch.service.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import {
  type DeviceBody,
  deviceOf,
  hours,
  type NoticeBody,
  type PageBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface LotBody extends ProblemBody {
  readonly id: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly usableUntil: string;
  readonly openedAt: string | null;
  readonly quantityOnHand: number;
  readonly quantityAvailable: number;
  readonly low: boolean;
  readonly minimum: number | null;
  readonly missing?: number;
  readonly lapsing?: readonly { readonly lotId: string; readonly usableUntil: string }[];
}

interface KeptBody extends LotBody {
  readonly lots: readonly { readonly lotId: string; readonly quantity: number }[];
}

const DAY_MS = 86_400_000;

/** A date in China so many days from now. */
function day(offset: number): string {
  return new Date(Date.now() + offset * DAY_MS + DAY_MS / 3).toISOString().slice(0, 10);
}

describe('lots of consumables', () => {
  let app: TestApp;
  let manager: ApiClient;
  let tester: ApiClient;
  let stranger: ApiClient;
  let meter: DeviceBody;
  let hour = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    [manager, tester, stranger] = await Promise.all([
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'tester', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
    ]);
    meter = await deviceOf(tester, 'water-photometer');
    // Nothing else of these kits lies on the county's shelf.
    await sql(`UPDATE lot SET quantity_on_hand = 0 WHERE unit_id = $1`, [tester.user.unit.id]);
  });
  afterAll(() => app.stop());

  const sql = (text: string, values: unknown[] = []): Promise<number> =>
    app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(text, values));

  const receive = (over: Record<string, unknown> = {}, client = manager) =>
    client.post<LotBody>('/lots', {
      kitCode: 'cod-vials',
      lotNumber: `N-${randomUUID().slice(0, 8)}`,
      expiresOn: day(400),
      quantity: 20,
      ...over,
    });

  const move = (id: string, category: string, quantity: number, reason?: string, client = manager) =>
    client.post<LotBody>(`/lots/${id}/movements`, { category, quantity, ...(reason !== undefined && { reason }) });

  /** Each booking a day of its own. */
  const book = (over: Record<string, unknown>) => {
    hour += 24;
    return tester.post<KeptBody>('/bookings', {
      during: hours(hour, 2),
      purpose: 'Field test',
      deviceIds: [meter.id],
      ...over,
    });
  };

  const ledger = async (id: string) =>
    (
      await manager.get<PageBody<{ category: string; quantity: number; balanceAfter: number; reason: string | null }>>(
        `/lots/${id}/movements`,
      )
    ).body.items.map(({ category, quantity, balanceAfter, reason }) => [category, quantity, balanceAfter, reason]);

  it('are received once, with their first movement', async () => {
    const { status, body } = await receive({ lotNumber: 'A-1', costCategory: '办案经费' });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ lotNumber: 'A-1', quantityOnHand: 20, openedAt: null, costCategory: '办案经费' }),
    ]);
    expect(await ledger(body.id)).toEqual([['restock', 20, 20, null]]);
    expect((await receive({ lotNumber: 'a-1' })).body.code).toBe('LOT_EXISTS');
    expect((await receive({ kitCode: 'none' })).body.code).toBe('KIT_UNKNOWN');
    expect((await receive({ receivedOn: day(2) })).body.code).toBe('LOT_RECEIVED_IN_FUTURE');
    expect((await receive({ receivedOn: day(0), expiresOn: day(-1) })).status).toBe(400);
    expect((await receive({ unitId: tester.user.unit.id }, stranger)).status).toBe(403);
    expect((await receive({}, tester)).status).toBe(403);
  });

  it('move with a reason where nobody would believe it, and never below what bookings keep', async () => {
    const { id } = (await receive({ quantity: 10 })).body;
    expect((await book({ lots: [{ lotId: id, quantity: 4 }] })).status).toBe(201);
    expect((await move(id, 'consume', 2, undefined, tester)).body.quantityOnHand).toBe(8);
    expect((await move(id, 'loss', 1)).status).toBe(400);
    expect((await move(id, 'adjustment', 3, 'counted', tester)).status).toBe(403);
    expect((await move(id, 'adjustment', -1, 'counted')).body).toMatchObject({
      quantityOnHand: 7,
      quantityAvailable: 3,
    });
    expect((await move(id, 'damage', 4, 'dropped')).body).toMatchObject({
      code: 'LOT_KEPT_FOR_BOOKINGS',
      onHand: 7,
      reserved: 4,
    });
    expect((await move(id, 'damage', 8, 'dropped')).body.code).toBe('LOT_SHORT');
    expect((await move(id, 'consume', -1)).status).toBe(400);
    expect(await ledger(id)).toEqual([
      ['adjustment', -1, 7, 'counted'],
      ['consume', -2, 8, null],
      ['restock', 10, 10, null],
    ]);
    expect((await stranger.get(`/lots/${id}/movements`)).status).toBe(403);
  });

  it('are moved by many at once without losing a piece', async () => {
    const { id } = (await receive({ quantity: 10 })).body;
    const answers = await Promise.all(Array.from({ length: 15 }, () => move(id, 'consume', 1, undefined, tester)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'LOT_SHORT')).toHaveLength(5);
    expect((await ledger(id)).map(([, , balance]) => balance)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('are good for the open life of their kit once they are opened; who keeps some for longer is told', async () => {
    await sql(
      `UPDATE kit_kind SET open_life_days = 5, storage_min_celsius = 2, storage_max_celsius = 8 WHERE code = $1`,
      ['ammonia-reagent'],
    );
    const { body: lot } = await receive({ kitCode: 'ammonia-reagent' });
    expect(lot).toMatchObject({ usableUntil: lot.expiresOn, storage: { minCelsius: 2, maxCelsius: 8 } });
    const during = hours(24 * 20, 2);
    const kept = await book({ during, lots: [{ lotId: lot.id, quantity: 1 }] });
    expect(kept.status).toBe(201);
    const opened = await tester.post<LotBody>(`/lots/${lot.id}/open`, {});
    expect(opened.body).toMatchObject({ usableUntil: day(5), openedAt: expect.any(String) });
    expect((await tester.post<LotBody>(`/lots/${lot.id}/open`, {})).body.code).toBe('LOT_OPEN_ALREADY');
    const { body: told } = await tester.get<PageBody<NoticeBody>>('/me/notices');
    expect(told.items).toContainEqual(
      expect.objectContaining({ code: 'KEPT_LOT_OPENED', subject: { kind: 'booking', id: kept.body.id } }),
    );
    const late = await book({ during: hours(24 * 21, 2), lots: [{ lotId: lot.id, quantity: 1 }] });
    expect([late.status, late.body]).toEqual([
      422,
      expect.objectContaining({ code: 'LOT_EXPIRED', usableUntil: day(5) }),
    ]);
  });

  it('are chosen by what expires first, as far as it lasts, over several', async () => {
    const kitCode = 'phosphorus-reagent';
    const early = (await receive({ kitCode, quantity: 3, expiresOn: day(300) })).body;
    const next = (await receive({ kitCode, quantity: 5, expiresOn: day(301) })).body;
    const gone = (await receive({ kitCode, quantity: 6, expiresOn: day(1), receivedOn: day(-9) })).body;
    hour += 72;
    const booked = await book({ kits: [{ kitCode, quantity: 4 }] });
    expect(booked.status).toBe(201);
    expect(booked.body.lots.map((lot) => [lot.lotId, lot.quantity])).toEqual(
      expect.arrayContaining([
        [early.id, 3],
        [next.id, 1],
      ]),
    );
    const lapsing = [expect.objectContaining({ lotId: gone.id, usableUntil: day(1) })];
    const expired = await book({ kits: [{ kitCode, quantity: 9 }] });
    expect([expired.status, expired.body]).toEqual([
      422,
      expect.objectContaining({ code: 'LOT_EXPIRED', kitCode, available: 4, missing: 5, lapsing }),
    ]);
    const short = await book({ kits: [{ kitCode, quantity: 11 }] });
    expect([short.status, short.body]).toEqual([409, expect.objectContaining({ code: 'LOT_SHORT', missing: 7 })]);
    expect((await book({ kits: [{ kitCode: 'none', quantity: 1 }] })).body.code).toBe('KIT_UNKNOWN');
  });

  it('are told of once for each occasion: what expires, what has expired, what runs low', async () => {
    const kitCode = 'nitrogen-reagent';
    const soon = (await receive({ kitCode, quantity: 2, expiresOn: day(EXPIRY_NOTICE_DAYS) })).body;
    const later = (await receive({ kitCode, quantity: 2, expiresOn: day(EXPIRY_NOTICE_DAYS + 2) })).body;
    const past = (await receive({ kitCode, quantity: 9, expiresOn: day(-1), receivedOn: day(-9) })).body;
    const minimum = { kitCode, minimum: 5 };
    expect((await manager.patch('/lots/minimum', minimum)).status).toBe(200);
    const watch = app.get(LotWatch);
    await watch.tell(day(0));
    await watch.tell(day(0));
    const { body: told } = await manager.get<PageBody<NoticeBody>>('/me/notices?limit=500');
    const about = (id: string) => told.items.filter(({ subject }) => subject.id === id).map(({ code }) => code);
    expect([about(soon.id), about(later.id), about(past.id)]).toEqual([['LOT_EXPIRES_SOON'], [], ['LOT_HAS_EXPIRED']]);
    const low = told.items.filter(({ code, params }) => code === 'KIT_RUNS_LOW' && String(params['minimum']) === '5');
    expect(low.map(({ params }) => String(params['quantity']))).toEqual(['4']);
    const query = `/lots?unit=${manager.user.unit.id}&kit=${kitCode}&low=true`;
    expect((await manager.get<PageBody<LotBody>>(query)).body.items.map(({ id }) => id)).toContain(soon.id);
    await manager.patch('/lots/minimum', { kitCode, minimum: 4 });
    expect((await manager.get<PageBody<LotBody>>(query)).body.items).toEqual([]);
    await manager.patch('/lots/minimum', { kitCode, minimum: null });
    expect((await manager.get<PageBody<LotBody>>(query)).body.items).toEqual([]);
  });
});
