import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceDetailBody,
  deviceOf,
  hours,
  type PageBody,
  type ProblemBody,
  FreshDevices,
  fromNow,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Answered = CheckOutBody & ProblemBody;
const HOUR_MS = 3_600_000;

describe('check-outs', () => {
  let app: TestApp;
  let officer: ApiClient;
  let tester: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    [officer, tester, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'tester', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    const opened = await handler.post<{ id: string }>('/cases', {
      number: '冀东检公益[2026]7号',
      title: 'Drain at the canal',
      domain: 'environment',
    });
    caseId = opened.body.id;
  });
  afterAll(() => app.stop());

  const checkOut = (client: ApiClient, body: unknown) => client.post<Answered>('/check-outs', body);
  const handBack = (client: ApiClient, id: string, body: unknown = {}) =>
    client.post<Answered>(`/check-outs/${id}/hand-back`, body);
  /** A shared device that no other test uses. */
  const fresh = new FreshDevices();
  const untouched = (kind: string) => fresh.next(officer, kind);

  it('by asset code take the unit’s own booking; a second one is refused; the hand-back ends it', async () => {
    const drone = await deviceOf(officer, 'mavic-3t');
    fresh.keep(drone.id);
    const during = { from: fromNow(1), to: fromNow(5) };
    const booking = await officer.post<BookingBody>('/bookings', {
      during,
      purpose: 'Canal',
      caseId,
      deviceIds: [drone.id],
    });
    const out = await checkOut(officer, {
      assetCode: drone.assetCode.toLowerCase(),
      condition: 'two batteries',
      signature: 'M0 0L9 9',
    });
    expect(out.status).toBe(201);
    expect(out.body).toMatchObject({
      deviceId: drone.id,
      bookingId: booking.body.id,
      holder: { id: officer.user.id },
      dueAt: during.to,
      caseId,
      state: 'out',
      reminders: [],
    });
    const second = await checkOut(stranger, { assetCode: drone.assetCode });
    expect([second.status, second.body.code]).toEqual([409, 'DEVICE_ALREADY_OUT']);
    expect((await officer.get<BookingBody>(`/bookings/${booking.body.id}`)).body.state).toBe('out');
    expect((await officer.post<ProblemBody>(`/bookings/${booking.body.id}/cancel`)).body.code).toBe(
      'BOOKING_NOT_CANCELLABLE',
    );
    const device = await officer.get<DeviceDetailBody>(`/devices/${drone.id}`);
    expect(device.body).toMatchObject({ availability: 'out', custody: { holder: { id: officer.user.id } } });

    const back = await handBack(officer, out.body.id, { condition: 'scratched', position: { lon: 116.5, lat: 37.9 } });
    expect([back.status, back.body.state, back.body.conditionIn]).toEqual([200, 'returned', 'scratched']);
    const again = await handBack(officer, out.body.id);
    expect([again.status, again.body.code]).toEqual([409, 'ALREADY_HANDED_BACK']);
    expect((await officer.get<BookingBody>(`/bookings/${booking.body.id}`)).body.state).toBe('returned');
    expect((await officer.get<DeviceDetailBody>(`/devices/${drone.id}`)).body).toMatchObject({
      availability: 'free',
      busy: [],
    });
  });

  it('by the code of a controller take the drone it travels with', async () => {
    const drone = await untouched('mavic-3t');
    const out = await checkOut(officer, { assetCode: `${drone.assetCode}-RC` });
    expect([out.status, out.body.deviceId]).toEqual([201, drone.id]);
    const equipment = app.get(EquipmentService);
    const held = await app.get(UnitOfWork).read(async (tx) => {
      const controller = await equipment.findDevice(tx, { assetCode: `${drone.assetCode}-rc` });
      return controller && equipment.openCustody(tx, controller.id);
    });
    expect(held?.id).toBe(out.body.id);
  });

  it('without a booking make one from now on, up to what is promised to others', async () => {
    const free = await untouched('mavic-3e');
    const out = await checkOut(officer, { deviceId: free.id, purpose: 'Alarm call', caseId });
    expect(new Date(out.body.dueAt).getTime() - new Date(out.body.checkedOutAt).getTime()).toBe(8 * HOUR_MS);
    expect(out.body.caseId).toBe(caseId);

    const promised = await untouched('mavic-3e');
    const during = { from: fromNow(2), to: fromNow(3) };
    await stranger.post('/bookings', { during, purpose: 'Theirs', deviceIds: [promised.id] });
    expect((await checkOut(officer, { deviceId: promised.id })).body.dueAt).toBe(during.from);
  });

  it('are refused where somebody else’s period runs, with the way out', async () => {
    const device = await untouched('mavic-3e');
    const during = { from: fromNow(0), to: fromNow(3) };
    await stranger.post('/bookings', { during, purpose: 'Theirs', deviceIds: [device.id] });
    const refused = await checkOut(officer, { deviceId: device.id });
    expect([refused.status, refused.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(refused.body.conflicts).toEqual([expect.objectContaining({ deviceId: device.id, during })]);
    expect(refused.body.alternatives.map(({ reason }) => reason)).toContain('same_kind');
  });

  it('may be early, but not into somebody else’s period', async () => {
    const device = await untouched('mavic-3e');
    const mine = await officer.post<BookingBody>('/bookings', {
      during: { from: fromNow(4), to: fromNow(5) },
      purpose: 'Mine',
      deviceIds: [device.id],
    });
    const between = { from: fromNow(1), to: fromNow(2) };
    await stranger.post('/bookings', { during: between, purpose: 'Theirs', deviceIds: [device.id] });
    const early = await checkOut(officer, { deviceId: device.id, bookingId: mine.body.id });
    expect([early.status, early.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(early.body.conflicts.map((conflict) => conflict.during)).toEqual([between]);
  });

  it('are refused on a booking that is another unit’s, given up, or for another device', async () => {
    const device = await untouched('mavic-3e');
    const other = await untouched('mavic-3e');
    const during = { from: fromNow(1), to: fromNow(2) };
    const mine = await officer.post<BookingBody>('/bookings', { during, purpose: 'Mine', deviceIds: [device.id] });
    const attempt = async (client: ApiClient, deviceId: string) => {
      const { status, body } = await checkOut(client, { deviceId, bookingId: mine.body.id });
      return [status, body.code];
    };
    const commander = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
    expect(await attempt(stranger, device.id)).toEqual([404, 'NOT_FOUND']);
    expect(await attempt(commander, device.id)).toEqual([403, 'BOOKING_OF_ANOTHER_UNIT']);
    expect(await attempt(officer, other.id)).toEqual([422, 'DEVICE_NOT_IN_BOOKING']);
    await officer.post(`/bookings/${mine.body.id}/cancel`);
    expect(await attempt(officer, device.id)).toEqual([409, 'BOOKING_NOT_OPEN']);
  });

  it.each([
    ['neither code nor id', {}],
    ['both', { assetCode: 'HB-UAV-0001', deviceId: '018f0000-0000-7000-8000-000000000001' }],
    ['a code that cannot be one', { assetCode: 'a/+/#' }],
    [
      'a return in the booking and beside it',
      { assetCode: 'HB-UAV-0001', bookingId: '018f0000-0000-7000-8000-000000000001', dueAt: '2027-01-01T00:00:00Z' },
    ],
  ])('are refused with %s', async (_words, body) => {
    const { status, body: problem } = await checkOut(officer, body);
    expect([status, problem.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('are refused for what does not exist and for a return in the past', async () => {
    expect((await checkOut(officer, { assetCode: 'HB-NONE-1' })).body.code).toBe('DEVICE_NOT_FOUND');
    const device = await untouched('mavic-3e');
    expect((await checkOut(officer, { deviceId: device.id, dueAt: fromNow(-1) })).body.code).toBe('PERIOD_INVERTED');
    expect((await handBack(officer, officer.user.id)).status).toBe(404);
  });

  it('take the kits of the booking from the ledger, and give back what was not used', async () => {
    const meter = await deviceOf(tester, 'water-photometer');
    interface LotBody {
      readonly id: string;
      readonly quantityOnHand: number;
    }
    const stock = async () =>
      (await tester.get<PageBody<LotBody>>(`/lots?unit=${tester.user.unit.id}&kit=ammonia-reagent`)).body.items[0];
    const lotId = (await stock())?.id;
    await tester.post('/bookings', {
      during: { from: fromNow(0), to: fromNow(4) },
      purpose: 'Tests',
      caseId,
      deviceIds: [meter.id],
      lots: [{ lotId, quantity: 10 }],
    });
    expect((await stock())?.quantityOnHand).toBe(50);
    const out = await checkOut(tester, { assetCode: meter.assetCode });
    expect(out.body.lots).toEqual([expect.objectContaining({ lotId, kitCode: 'ammonia-reagent' })]);
    expect((await stock())?.quantityOnHand).toBe(40);
    const tooMuch = await handBack(tester, out.body.id, { lots: [{ lotId, quantity: 11 }] });
    expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'LOT_RETURN_TOO_MUCH']);
    expect((await handBack(tester, out.body.id, { lots: [{ lotId, quantity: 4 }] })).status).toBe(200);
    expect((await stock())?.quantityOnHand).toBe(44);
    const ledger = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ category: string; quantity: number; balance: number }>(
          `SELECT category, quantity, balance_after AS balance FROM lot_movement WHERE lot_id = $1 ORDER BY id`,
          [lotId],
        ),
      );
    expect(ledger).toEqual([
      { category: 'restock', quantity: 50, balance: 50 },
      { category: 'checkout', quantity: -10, balance: 40 },
      { category: 'return', quantity: 4, balance: 44 },
    ]);
  });

  it('tell the owner who and where, strangers which unit and when, and nobody else the case', async () => {
    const drone = await deviceOf(officer, 'mavic-3t');
    const strangerCase = await (
      await app.as({ role: 'case_handler', unit: '大名县' })
    ).post<{ id: string }>('/cases', {
      number: '冀大检公益[2026]8号',
      title: 'Theirs',
      domain: 'environment',
    });
    const out = await checkOut(stranger, {
      deviceId: drone.id,
      caseId: strangerCase.body.id,
      purpose: 'Theirs',
      condition: 'fine',
    });
    expect(out.body).toMatchObject({ redacted: false, caseId: strangerCase.body.id });
    const owner = await officer.get<PageBody<CheckOutBody>>(`/devices/${drone.id}/custody`);
    expect(owner.body.items[0]).toMatchObject({
      id: out.body.id,
      redacted: true,
      caseId: null,
      purpose: null,
      holder: { id: stranger.user.id },
      conditionOut: 'fine',
    });
    const third = await app.as({ role: 'field_officer', unit: '献县' });
    const seen = await third.get<PageBody<CheckOutBody>>(`/devices/${drone.id}/custody`);
    expect(seen.body.items[0]).toMatchObject({
      id: out.body.id,
      redacted: true,
      caseId: null,
      holder: null,
      conditionOut: null,
      bookingId: null,
    });
    expect((await third.get(`/check-outs/${out.body.id}`)).status).toBe(404);
    expect(
      (await third.get<PageBody<CheckOutBody>>('/check-outs?open=true')).body.items.map(({ id }) => id),
    ).not.toContain(out.body.id);
    expect((await third.post(`/check-outs/${out.body.id}/hand-back`)).status).toBe(404);
    const listed = await officer.get<PageBody<CheckOutBody>>(`/check-outs?open=true&deviceId=${drone.id}`);
    expect(listed.body.items).toEqual([expect.objectContaining({ id: out.body.id, caseId: null })]);
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    expect((await handBack(manager, out.body.id)).status).toBe(200);
  });

  it('answer the rooms to the right: who held it when, on which booking, with which certificate', async () => {
    const meter = await deviceOf(officer, 'water-photometer');
    const equipment = app.get(EquipmentService);
    const booked = await officer.post<BookingBody>('/bookings', {
      during: hours(300, 4),
      purpose: 'Later',
      deviceIds: [meter.id],
    });
    const out = await checkOut(officer, { deviceId: meter.id, dueAt: fromNow(1) });
    const answers = await app.get(UnitOfWork).read(async (tx) => ({
      device: await equipment.findDevice(tx, { serial: meter.serial.toLowerCase() }),
      now: await equipment.custodyAt(tx, meter.id, new Date()),
      before: await equipment.custodyAt(tx, meter.id, new Date(Date.now() - 1000 * HOUR_MS)),
      mine: (await equipment.openCustodiesOf(tx, officer.user.id)).map(({ id }) => id),
      booking: await equipment.bookingOf(tx, booked.body.id),
      covered: await equipment.bookedOrHeldBy(tx, meter.id, officer.user.unit.id, {
        from: new Date(Date.now() + 60_000),
        to: new Date(Date.now() + 120_000),
      }),
      uncovered: await equipment.bookedOrHeldBy(tx, meter.id, stranger.user.unit.id, {
        from: new Date(),
        to: new Date(Date.now() + 1),
      }),
      calibration: await equipment.calibrationAt(tx, meter.id, new Date()),
      before2020: await equipment.calibrationAt(tx, meter.id, new Date('2019-01-01T00:00:00Z')),
    }));
    expect(answers.device).toMatchObject({
      id: meter.id,
      assetCode: meter.assetCode,
      kindCode: 'water-photometer',
      linkKind: 'live',
    });
    expect(answers.now).toMatchObject({ id: out.body.id, holderUserId: officer.user.id, returnedAt: null });
    expect(answers.before).toBeUndefined();
    expect(answers.mine).toContain(out.body.id);
    expect(answers.booking).toMatchObject({
      deviceIds: [meter.id],
      state: 'reserved',
      during: { from: new Date(hours(300).from) },
    });
    expect(answers.covered).toEqual({ bookingId: out.body.bookingId, custodyId: out.body.id });
    expect(answers.uncovered).toBeUndefined();
    expect(answers.calibration.state).toBe('valid');
    expect(answers.before2020).toEqual({ state: 'unknown' });
  });

  it('count the use of a device once for each source', async () => {
    const drone = await untouched('mavic-3e');
    const equipment = app.get(EquipmentService);
    await app.get(UnitOfWork).read(async (tx) => {
      await equipment.recordUsage(tx, drone.id, { seconds: 600.4, source: 'flight:1' });
      await equipment.recordUsage(tx, drone.id, { seconds: 600.4, source: 'flight:1' });
      await equipment.recordUsage(tx, drone.id, { seconds: 30 });
      await equipment.recordUsage(tx, drone.id, { seconds: 30 });
    });
    const { body } = await officer.get<{ usedSeconds: number }>(`/devices/${drone.id}`);
    expect(body.usedSeconds).toBe(660);
  });
});
