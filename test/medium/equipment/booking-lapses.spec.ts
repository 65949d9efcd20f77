import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UserActor } from '../../../src/identity/index.js';
import { eventually } from '../../support/time.js';
import { PoolDesk, refusalOr, type View } from './pool-desk.js';

/** What time alone does to bookings. */
describe('the clock', () => {
  let desk: PoolDesk;
  let officer: UserActor;
  let other: UserActor;
  let manager: UserActor;
  let drones: string[];
  let used = 0;
  const untouched = (): string => drones[used++] as string;
  const stateOf = (booking: View, id: string) => booking.devices.find((line) => line.id === id)?.state;

  beforeAll(async () => {
    desk = await PoolDesk.open();
    officer = await desk.person('field_officer', '东光县');
    other = await desk.person('field_officer', '大名县');
    manager = await desk.person('equipment_manager', '东光县');
    drones = [...(await desk.deviceIds('mavic-3e')), ...(await desk.deviceIds('mavic-3t'))];
    await desk.query(`UPDATE device SET unit_id = $1 WHERE id = ANY ($2)`, [officer.unitId, drones]);
  });
  afterAll(() => desk.close());

  const book = (who: UserActor, deviceIds: string[], from: number, length: number, over: object = {}) =>
    desk.book(who, { during: desk.hours(from, length), deviceIds, ...over });
  const codesTo = async (who: UserActor, bookingId: string) =>
    (await desk.told(bookingId)).filter(({ userId }) => userId === who.id).map(({ code }) => code);

  describe('ends a hold', () => {
    it('at its minute, and a dead hold blocks nobody who comes before the sweep', async () => {
      const drone = untouched();
      const hold = await book(officer, [drone], 5, 2, { hold: { minutes: 10 } });
      desk.leap(9 / 60);
      expect(await refusalOr(book(other, [drone], 5, 2))).toBe('BOOKING_CONFLICT');
      desk.leap(2 / 60);
      expect(await refusalOr(desk.confirm(officer, hold.id))).toBe('HOLD_EXPIRED');
      expect(await book(other, [drone], 5, 2)).toMatchObject({ state: 'reserved' });
      expect((await desk.get(officer, hold.id)).state).toBe('expired');
    });

    it('for a wish for any, a walk-in, a change and a take-over alike', async () => {
      const [first, second, third] = [untouched(), untouched(), untouched()];
      await book(officer, [first, second, third], 0, 2, { hold: { minutes: 1 } });
      const mine = await book(other, [third], 3, 2);
      desk.leap(2 / 60);
      expect(await desk.move(other, mine.id, { during: desk.hours(1, 2) })).toMatchObject({ state: 'reserved' });
      const walkIn = await desk.checkOut(other, { deviceId: first });
      expect(Date.parse(walkIn.dueAt) - Date.parse(walkIn.checkedOutAt)).toBe(8 * 3_600_000);
      await desk.handBack(other, walkIn.id);
      const robots = await desk.deviceIds('underwater-robot');
      await book(officer, robots, 1, 2, { hold: { minutes: 1 } });
      desk.leap(2 / 60);
      const anyOf = { kindCode: 'underwater-robot', quantity: robots.length };
      expect((await desk.book(other, { during: desk.hours(1, 2), anyOf })).devices).toHaveLength(robots.length);
      const free = await book(officer, [first, second], 20, 2, { hold: { minutes: 1 } });
      desk.leap(2 / 60);
      const commander = await desk.person('commander', '沧州市');
      const during = { from: free.during.from, to: free.during.to };
      const preempt = { priority: 6, preempt: { reason: 'flood' } };
      expect(await desk.book(commander, { during, deviceIds: [first], ...preempt })).toMatchObject({
        state: 'reserved',
      });
      expect((await desk.get(officer, free.id)).state).toBe('expired');
    });

    it('and gives its lots back, also to somebody who needs them before the sweep', async () => {
      const tester = await desk.person('tester', '东光县');
      const [meter] = await desk.query<{ id: string }>(
        `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id
         WHERE k.code = 'water-photometer' AND d.unit_id = $1`,
        [tester.unitId],
      );
      const [lot] = await desk.query<{ id: string; onHand: number }>(
        `SELECT t.id, t.quantity_on_hand AS "onHand" FROM lot t JOIN kit_kind q ON q.id = t.kit_kind_id
         WHERE q.code = 'cod-vials' AND t.unit_id = $1`,
        [tester.unitId],
      );
      const lots = [{ lotId: lot?.id, quantity: lot?.onHand }];
      const deviceIds = [meter?.id ?? ''];
      await book(tester, deviceIds, 5, 1, { lots, hold: { minutes: 1 } });
      expect(await refusalOr(book(tester, deviceIds, 8, 1, { lots }))).toBe('LOT_SHORT');
      desk.leap(2 / 60);
      expect(await book(tester, deviceIds, 8, 1, { lots })).toMatchObject({ lots: [{ state: 'reserved' }] });
    });

    it('in one sweep, once, whoever else sweeps at the same time', async () => {
      const holds = await Promise.all(
        [1, 2, 3].map(() => book(officer, [untouched()], 5, 2, { hold: { minutes: 1 } })),
      );
      await Promise.all([desk.pass(1 / 30), desk.pass(0), desk.pass(0)]);
      const facts = await desk.query<{ aggregate: string }>(
        `SELECT aggregate FROM outbox WHERE type = 'equipment.booking_expired' AND aggregate = ANY ($1)`,
        [holds.map(({ id }) => `booking:${id}`)],
      );
      expect(facts).toHaveLength(3);
    });
  });

  it('ends a request that nobody answered, at the latest when its period begins', async () => {
    const drone = untouched();
    await desk.query(`UPDATE device SET loan_approval = 'other_units' WHERE id = $1`, [drone]);
    const soon = await book(other, [drone], 3, 1);
    const late = await book(other, [drone], 72, 1);
    await desk.pass(2.9);
    expect((await desk.get(other, soon.id)).state).toBe('requested');
    await desk.pass(0.2);
    expect((await desk.get(other, soon.id)).state).toBe('expired');
    expect(await refusalOr(desk.approve(manager, soon.id))).toBe('LOAN_NOT_ASKED');
    await desk.pass(45);
    expect((await desk.get(other, late.id)).state).toBe('expired');
    expect(await codesTo(other, late.id)).toEqual(['LOAN_UNANSWERED']);
    expect(await book(officer, [drone], 24, 3)).toMatchObject({ state: 'reserved' });
  });

  it('refuses an answer that comes too late, before anybody has swept', async () => {
    const drone = untouched();
    await desk.query(`UPDATE device SET loan_approval = 'other_units' WHERE id = $1`, [drone]);
    const { id } = await book(other, [drone], 2, 1);
    desk.leap(2);
    expect(await refusalOr(desk.approve(manager, id))).toBe('HOLD_EXPIRED');
  });

  describe('releases what nobody came for', () => {
    it('two hours after the start, with its lots, and tells both sides', async () => {
      const drone = untouched();
      const { id } = await book(other, [drone], 1, 8);
      await desk.pass(2.9);
      expect((await desk.get(other, id)).state).toBe('reserved');
      await desk.pass(0.2);
      expect((await desk.get(other, id)).state).toBe('no_show');
      expect(await codesTo(other, id)).toEqual(['BOOKING_NO_SHOW']);
      expect(await codesTo(manager, id)).toEqual(['BOOKING_NO_SHOW']);
      expect(await refusalOr(desk.checkOut(other, { deviceId: drone, bookingId: id }))).toBe('BOOKING_NOT_OPEN');
      expect(await book(officer, [drone], 0, 2)).toMatchObject({ state: 'reserved' });
    });

    it('device by device', async () => {
      const [first, second] = [untouched(), untouched()];
      const { id } = await book(officer, [first, second], 0, 8);
      await desk.checkOut(officer, { deviceId: first, bookingId: id });
      await desk.pass(2.1);
      const seen = await desk.get(officer, id);
      expect([seen.state, stateOf(seen, first), stateOf(seen, second)]).toEqual(['out', 'out', 'no_show']);
    });

    it('once, when somebody comes at the same moment: it is out, or it is released', async () => {
      const bookings = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const drone = untouched();
          return { drone, ...(await book(officer, [drone], 0, 8)) };
        }),
      );
      desk.leap(2.1);
      await Promise.all([
        desk.pass(0),
        ...bookings.map(({ drone, id }) => refusalOr(desk.checkOut(officer, { deviceId: drone, bookingId: id }))),
      ]);
      for (const { id, drone } of bookings) {
        const [custody] = await desk.query(`SELECT id FROM custody WHERE device_id = $1 AND returned_at IS NULL`, [
          drone,
        ]);
        expect((await desk.get(officer, id)).state).toBe(custody ? 'out' : 'no_show');
      }
    });
  });

  describe('finds a device overdue', () => {
    const dueBack = async (drone: string, length: number) => {
      const booking = await book(officer, [drone], 0, length);
      return { booking, custody: await desk.checkOut(officer, { deviceId: drone, bookingId: booking.id }) };
    };

    it('after a reminder; keeps it from others a day ahead, and rolls on', async () => {
      const drone = untouched();
      const { booking, custody } = await dueBack(drone, 3);
      await desk.pass(2.1);
      await desk.pass(0.1);
      expect(await codesTo(officer, booking.id)).toEqual(['DEVICE_DUE_SOON']);
      await desk.pass(1);
      expect((await desk.get(officer, booking.id)).state).toBe('overdue');
      expect(await codesTo(officer, booking.id)).toEqual(['DEVICE_DUE_SOON', 'DEVICE_OVERDUE']);
      expect(await codesTo(manager, booking.id)).toEqual(['DEVICE_OVERDUE']);
      const refused = (from: number) => refusalOr(book(other, [drone], from, 1));
      expect(await refused(22)).toBe('BOOKING_CONFLICT');
      await desk.pass(10);
      expect(await refused(22)).toBe('BOOKING_CONFLICT');
      expect(await refused(25)).toMatchObject({ state: 'reserved' });
      await desk.handBack(officer, custody.id);
      expect((await desk.get(officer, booking.id)).state).toBe('returned');
      expect(await refused(1)).toMatchObject({ state: 'reserved' });
    });

    it('and says so, not "turnaround", to whoever wants it then', async () => {
      const drone = untouched();
      await dueBack(drone, 1);
      await desk.pass(1.5);
      const error = await book(other, [drone], 3, 1).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'BOOKING_CONFLICT',
        details: { conflicts: [{ deviceId: drone, reason: 'overdue' }] },
      });
    });

    it('warns whoever comes next once, never overlaps, offers others; the hand-back ends it all', async () => {
      const drone = untouched();
      const { custody } = await dueBack(drone, 2);
      const next = await book(other, [drone], 3, 4);
      await desk.pass(2.5);
      await desk.pass(0.1);
      const seen = await desk.get(other, next.id);
      expect([seen.state, seen.devices[0]?.affected]).toEqual(['reserved', true]);
      expect(await codesTo(other, next.id)).toEqual(['BOOKING_AFFECTED']);
      expect(await codesTo(manager, next.id)).toEqual(['BOOKING_AFFECTED']);
      const [alternative] = seen.alternatives.filter(({ reason }) => reason === 'same_kind');
      expect(alternative?.during).toEqual(next.during);
      const later = seen.alternatives.find(({ reason }) => reason === 'next_free_period');
      expect(Date.parse(later?.during.from ?? '')).toBeGreaterThanOrEqual(desk.now.getTime() + 23 * 3_600_000);
      await desk.handBack(officer, custody.id);
      await eventually(async () => expect((await desk.get(other, next.id)).devices[0]?.affected).toBe(false));
      expect(await codesTo(other, next.id)).toEqual(['BOOKING_AFFECTED', 'BOOKING_CLEAR_AGAIN']);
      expect(await desk.checkOut(other, { deviceId: drone, bookingId: next.id })).toMatchObject({ state: 'out' });
    });

    it('lets whoever comes next have another in one step', async () => {
      const drone = untouched();
      await dueBack(drone, 2);
      const next = await book(other, [drone], 3, 4);
      expect(await refusalOr(desk.accept(other, next.id, { deviceId: drone, by: untouched() }))).toBe(
        'ALTERNATIVE_NOT_NEEDED',
      );
      await desk.pass(2.5);
      const { alternatives } = await desk.get(other, next.id);
      const by = alternatives[0]?.deviceId ?? '';
      const accepted = await desk.accept(other, next.id, { deviceId: drone, by });
      expect([stateOf(accepted, drone), stateOf(accepted, by)]).toEqual(['cancelled', 'reserved']);
      expect((await desk.get(other, next.id)).alternatives).toEqual([]);
    });

    it('blames nobody for not taking what was not there', async () => {
      const drone = untouched();
      const { custody } = await dueBack(drone, 1);
      const waits = await book(other, [drone], 2, 8);
      await desk.pass(5);
      expect((await desk.get(other, waits.id)).state).toBe('reserved');
      await desk.handBack(officer, custody.id);
      await desk.pass(1.9);
      expect((await desk.get(other, waits.id)).state).toBe('reserved');
      await desk.pass(0.2);
      expect((await desk.get(other, waits.id)).state).toBe('no_show');
    });

    it('and ends a booking whose whole period went by without it', async () => {
      const drone = untouched();
      await dueBack(drone, 1);
      const waits = await book(other, [drone], 2, 2);
      await desk.pass(4.1);
      const seen = await desk.get(other, waits.id);
      expect([seen.state, seen.devices[0]?.closingCode]).toEqual(['cancelled', 'not_back']);
      expect(await codesTo(other, waits.id)).toEqual(['DEVICE_NOT_BACK']);
    });

    it('in time again once it is extended, and reassures whoever waits', async () => {
      const drone = untouched();
      const { booking, custody } = await dueBack(drone, 1);
      const next = await book(other, [drone], 10, 2);
      await desk.pass(1.5);
      expect((await desk.get(other, next.id)).devices[0]?.affected).toBe(true);
      const clash = await refusalOr(desk.extend(officer, booking.id, desk.hours(9, 0).to));
      expect(clash).toBe('BOOKING_CONFLICT');
      const to = desk.hours(3, 0).to;
      expect(await desk.extend(officer, booking.id, to)).toMatchObject({ state: 'out', during: { to } });
      expect((await desk.get(other, next.id)).devices[0]?.affected).toBe(false);
      const [row] = await desk.query<{ dueAt: Date }>(`SELECT due_at AS "dueAt" FROM custody WHERE id = $1`, [
        custody.id,
      ]);
      expect(row?.dueAt.toISOString()).toBe(to);
      expect(await book(other, [drone], 4, 2)).toMatchObject({ state: 'reserved' });
    });
  });
});
