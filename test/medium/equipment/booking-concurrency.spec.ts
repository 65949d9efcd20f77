import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { type BookingBody, type CheckOutBody, devicesOf, hours, type ProblemBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Answer = { readonly status: number; readonly body: BookingBody & CheckOutBody & ProblemBody };

const times = <T>(count: number, work: (nth: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, nth) => work(nth)));

const LIVE = `'requested', 'held', 'reserved', 'out', 'overdue'`;

/** How often each status (and code) was answered. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status === 201 ? '201' : `${status} ${body.code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Many people want the same thing at the same moment; over HTTP, on a real server. */
describe('concurrent wishes', () => {
  let app: TestApp;
  let people: ApiClient[];
  beforeAll(async () => {
    app = await TestApp.start();
    people = await Promise.all(
      ['东光县', '献县', '大名县', '沧州市人民检察院', '邯郸市人民检察院'].map((unit) =>
        app.as({ role: 'field_officer', unit }),
      ),
    );
  });
  afterAll(() => app.stop());

  const person = (nth: number): ApiClient => people[nth % people.length] as ApiClient;
  const post = (nth: number, path: string, body: unknown): Promise<Answer> => person(nth).post(path, body);

  /** Pairs of live lines of one device that overlap. */
  async function overlaps(): Promise<number> {
    const row = await app.get(UnitOfWork).read((tx) =>
      tx.queryOne<{ count: number }>(
        `SELECT count(*)::int AS count FROM booking_line a JOIN booking_line b
           ON a.device_id = b.device_id AND a.id < b.id AND a.blocked && b.blocked
         WHERE a.state IN (${LIVE}) AND b.state IN (${LIVE})`,
      ),
    );
    return row?.count ?? -1;
  }

  it('for one device and period: exactly one of 50 has it, the others learn why', async () => {
    const [device] = await devicesOf(person(0), { kind: 'mavic-3e' });
    const body = { during: hours(5, 2), purpose: 'race', deviceIds: [device?.id] };
    const answers = await times(50, (nth) => post(nth, '/bookings', body));
    expect(tally(answers)).toEqual({ '201': 1, '409 BOOKING_CONFLICT': 49 });
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map((answer) => answer.body.conflicts[0]?.deviceId))).toEqual(new Set([device?.id]));
  });

  it('that reach the database without the service are refused by the database itself', async () => {
    const [device] = await devicesOf(person(0), { kind: 'mavic-3e' });
    const first = await post(0, '/bookings', { during: hours(80, 2), purpose: 'first', deviceIds: [device?.id] });
    const second = await post(0, '/bookings', { during: hours(82, 2), purpose: 'second', deviceIds: [device?.id] });
    const move = app
      .get(UnitOfWork)
      .read((tx) =>
        tx.execute(
          `UPDATE booking_line SET blocked = (SELECT blocked FROM booking_line WHERE booking_id = $1) WHERE booking_id = $2`,
          [first.body.id, second.body.id],
        ),
      );
    await expect(move).rejects.toMatchObject({ constraint: 'booking_line_no_overlap' });
  });

  it('for any of a kind: as many as there are devices, whatever the pace', async () => {
    const kind = 'water-heavy-metal';
    const during = hours(10, 2);
    const free = await devicesOf(person(0), { kind, freeFrom: during.from, freeTo: during.to });
    expect(free.length).toBeGreaterThan(5);
    expect(free.length).toBeLessThan(60);
    const answers = await times(60, (nth) =>
      post(nth, '/bookings', { during, purpose: 'any', anyOf: { kindCode: kind, quantity: 1 } }),
    );
    expect(tally(answers)).toEqual({ '201': free.length, '409 BOOKING_CONFLICT': 60 - free.length });
    const given = answers.filter(({ status }) => status === 201).map(({ body }) => body.devices[0]?.id);
    expect(new Set(given).size).toBe(free.length);
  });

  it('for several of a kind at once: no device stays idle while a wish could have been met', async () => {
    const kind = 'sound-level';
    const during = hours(20, 2);
    const free = await devicesOf(person(0), { kind, freeFrom: during.from, freeTo: during.to });
    const answers = await times(20, (nth) =>
      post(nth, '/bookings', { during, purpose: 'threes', anyOf: { kindCode: kind, quantity: 3 } }),
    );
    expect(tally(answers)['201']).toBe(Math.floor(free.length / 3));
  });

  it('of 200 for bundles of 5 out of 10: no deadlock reaches anybody, all are answered, no overlap is left', async () => {
    const devices = (await devicesOf(person(0), { kind: 'food-analyser' })).slice(0, 10).map(({ id }) => id);
    const draw = (nth: number) => devices.map((id, at) => ({ id, key: (nth * 7919 + at * 104_729) % 1013 }));
    const bundle = (nth: number) =>
      draw(nth)
        .toSorted((a, b) => a.key - b.key)
        .slice(0, 5)
        .map(({ id }) => id);
    const answers = await times(200, (nth) =>
      post(nth, '/bookings', { during: hours(30 + (nth % 3), 2), purpose: 'bundle', deviceIds: bundle(nth) }),
    );
    const counts = tally(answers);
    expect(Object.keys(counts).toSorted()).toEqual(['201', '409 BOOKING_CONFLICT']);
    expect((counts['201'] ?? 0) + (counts['409 BOOKING_CONFLICT'] ?? 0)).toBe(200);
    // Two bundles without a common device, in two periods that only touch.
    expect(counts['201']).toBeLessThanOrEqual(4);
    expect(counts['201']).toBeGreaterThanOrEqual(1);
    expect(await overlaps()).toBe(0);
    expect(refusedFalsely(answers, bundle, await liveLines(devices))).toEqual([]);
  }, 60_000);

  /** Periods of the devices that are taken, as hours from the first of them. */
  async function liveLines(deviceIds: readonly string[]): Promise<{ deviceId: string; from: string; to: string }[]> {
    const rows = await app.get(UnitOfWork).read((tx) =>
      tx.query<{ deviceId: string; from: Date; to: Date }>(
        `SELECT device_id AS "deviceId", lower(blocked) AS from, upper(blocked) AS to FROM booking_line
         WHERE device_id = ANY ($1) AND state IN (${LIVE})`,
        [deviceIds],
      ),
    );
    return rows.map(({ deviceId, from, to }) => ({ deviceId, from: from.toISOString(), to: to.toISOString() }));
  }

  /** Refused although, when all is done, nobody has any of the devices then. */
  function refusedFalsely(
    answers: readonly Answer[],
    bundle: (nth: number) => readonly string[],
    taken: readonly { deviceId: string; from: string; to: string }[],
  ): number[] {
    return answers.flatMap(({ status }, nth) => {
      const { from, to } = hours(30 + (nth % 3), 2);
      const isTaken = taken.some((line) => bundle(nth).includes(line.deviceId) && line.from < to && from < line.to);
      return status === 409 && !isTaken ? [nth] : [];
    });
  }

  it('of 200 for any drone out of 60: exactly 60 have one, and nobody hears falsely that none is free', async () => {
    await app.get(UnitOfWork).read(async (tx) => {
      await tx.execute(
        `INSERT INTO device_kind (id, code, ordinal, category, name_zh, name_en, model, link_kind, dji_model_keys,
           attribute_schema, is_part, calibration_required, turnaround_minutes, created_at)
         SELECT gen_random_uuid(), 'race-drone', 900, category, name_zh, name_en, model, link_kind, dji_model_keys,
           attribute_schema, is_part, calibration_required, 0, created_at
         FROM device_kind WHERE code = 'mavic-3e'`,
      );
      await tx.execute(
        `INSERT INTO device (id, kind_id, unit_id, asset_code, model, state, loan_scope, attributes, created_at, updated_at)
         SELECT gen_random_uuid(), k.id, $1, 'RACE-' || n, k.model, 'in_service', 'whole_province', '{}', now(), now()
         FROM device_kind k, generate_series(1, 60) n WHERE k.code = 'race-drone'`,
        [person(0).user.unit.id],
      );
    });
    const during = hours(10, 2);
    const answers = await times(200, (nth) =>
      post(nth, '/bookings', { during, purpose: 'any', anyOf: { kindCode: 'race-drone', quantity: 1 } }),
    );
    expect(tally(answers)).toEqual({ '201': 60, '409 BOOKING_CONFLICT': 140 });
    const given = answers.filter(({ status }) => status === 201).map(({ body }) => body.devices[0]?.id);
    expect(new Set(given).size).toBe(60);
  }, 60_000);

  it('to change and to book: whoever comes second is refused with a reason, and nothing overlaps', async () => {
    const devices = (await devicesOf(person(0), { kind: 'matrice-30t' })).slice(8, 16).map(({ id }) => id);
    const mine = await times(devices.length, (nth) =>
      post(0, '/bookings', { during: hours(200, 2), purpose: 'mine', deviceIds: [devices[nth]] }),
    );
    const answers = await Promise.all(
      mine.flatMap(({ body: { id } }, nth) => {
        const next = devices[(nth + 1) % devices.length];
        return [
          post(0, `/bookings/${id}/extend`, { to: hours(204).from }),
          post(0, `/bookings/${id}/move`, { during: hours(203, 2) }),
          post(0, `/bookings/${id}/move`, { replace: [{ deviceId: devices[nth], by: next }] }),
          post(1, '/bookings', { during: hours(202, 3), purpose: 'theirs', deviceIds: [devices[nth], next] }),
          post(2, '/bookings', { during: hours(203), purpose: 'any', anyOf: { kindCode: 'matrice-30t', quantity: 2 } }),
        ];
      }),
    );
    const codes = new Set(answers.filter(({ status }) => status >= 400).map(({ body }) => body.code));
    const expected = ['BOOKING_CONFLICT', 'DEVICE_NOT_IN_BOOKING', 'EXTENSION_NOT_LATER'];
    expect([...codes].filter((code) => !expected.includes(code))).toEqual([]);
    expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(0);
    expect(await overlaps()).toBe(0);
  });

  it('to take one device: one holds it, the other is told that it is out', async () => {
    const [device] = await devicesOf(person(0), { kind: 'mavic-3m' });
    const answers = await times(10, (nth) => post(nth, '/check-outs', { assetCode: device?.assetCode }));
    expect(tally(answers)).toEqual({ '201': 1, '409 DEVICE_ALREADY_OUT': 9 });
  });

  it('to hand one device back: it comes back once', async () => {
    const [, device] = await devicesOf(person(0), { kind: 'mavic-3m' });
    const out = await post(0, '/check-outs', { assetCode: device?.assetCode });
    const answers = await times(10, () => post(0, `/check-outs/${out.body.id}/hand-back`, {}));
    const back = answers.filter(({ status }) => status === 200);
    const late = answers.filter(({ body }) => body.code === 'ALREADY_HANDED_BACK');
    expect([back.length, late.length]).toEqual([1, 9]);
  });

  it('to cancel and to check out one booking: one of the two happens, whole', async () => {
    const devices = (await devicesOf(person(0), { kind: 'matrice-30t' })).slice(0, 8);
    const outcomes = await Promise.all(
      devices.map(async ({ id }) => {
        const during = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
        const { body } = await post(0, '/bookings', { during, purpose: 'both', deviceIds: [id] });
        const [cancelled, out] = await Promise.all([
          post(0, `/bookings/${body.id}/cancel`, {}),
          post(0, '/check-outs', { deviceId: id, bookingId: body.id }),
        ]);
        const { body: after } = await person(0).get<BookingBody>(`/bookings/${body.id}`);
        return [cancelled.status, out.status, after.state].join(' ');
      }),
    );
    expect(outcomes.filter((outcome) => outcome !== '200 409 cancelled' && outcome !== '409 201 out')).toEqual([]);
  });

  it('for the last of a lot: never more is promised than there is', async () => {
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    const [meter] = await devicesOf(tester, { kind: 'water-photometer', unit: tester.user.unit.id });
    const { body } = await tester.get<{ items: { id: string }[] }>(`/lots?unit=${tester.user.unit.id}&kit=cod-vials`);
    const lots = [{ lotId: body.items[0]?.id, quantity: 20 }];
    const answers = await times(10, (nth) =>
      tester.post<Answer['body']>('/bookings', {
        during: hours(50 + nth),
        purpose: 'kit',
        deviceIds: [meter?.id],
        lots,
      }),
    );
    expect(tally(answers)).toEqual({ '201': 2, '409 LOT_SHORT': 8 });
  });

  it('for the last of a kit: pieces of several lots are promised once, and everybody is answered', async () => {
    const [tester, manager] = await Promise.all([
      app.as({ role: 'tester', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
    ]);
    const [meter] = await devicesOf(tester, { kind: 'water-photometer', unit: tester.user.unit.id });
    const kitCode = 'soil-bag';
    const expiries = ['2036-03-01', '2036-01-01', '2036-02-01'];
    await Promise.all(
      expiries.map((expiresOn) => manager.post('/lots', { kitCode, lotNumber: expiresOn, expiresOn, quantity: 7 })),
    );
    const shelf = `/lots?unit=${tester.user.unit.id}&kit=${kitCode}`;
    const free = async () => {
      const { body } = await tester.get<{ items: { quantityAvailable: number; expired: boolean }[] }>(shelf);
      return body.items.reduce((sum, lot) => sum + (lot.expired ? 0 : lot.quantityAvailable), 0);
    };
    const before = await free();
    const quantity = 5;
    const answers = await times(Math.ceil(before / quantity) + 5, (nth) =>
      tester.post<Answer['body']>('/bookings', {
        during: hours(70 + nth),
        purpose: 'kit',
        deviceIds: [meter?.id],
        kits: [{ kitCode, quantity }],
      }),
    );
    const served = Math.floor(before / quantity);
    expect(tally(answers)).toEqual({ '201': served, '409 LOT_SHORT': answers.length - served });
    expect(await free()).toBe(before % quantity);
  });
});
