import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  type DeviceBody,
  deviceOf,
  devicesOf,
  hours,
  type PageBody,
  type PeriodBody,
  type ProblemBody,
  toldOf,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody;

const statesOf = ({ devices }: BookingBody) => devices.map(({ state }) => state);

/** Devices whose owner decides about loans to other units. */
describe('loans that the owner decides', () => {
  let app: TestApp;
  let borrower: ApiClient;
  let ownOfficer: ApiClient;
  let ownManager: ApiClient;
  let cityManager: ApiClient;
  let stranger: ApiClient;
  let devices: DeviceBody[];
  beforeAll(async () => {
    app = await TestApp.start();
    [borrower, ownOfficer, ownManager, cityManager, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '大名县' }),
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '沧州市' }),
      app.as({ role: 'equipment_manager', unit: '献县' }),
    ]);
    devices = (await devicesOf(ownOfficer, { kind: 'mavic-3e' })).slice(0, 5);
    await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.execute(`UPDATE device SET loan_approval = 'other_units', unit_id = $1 WHERE id = ANY($2)`, [
          ownOfficer.user.unit.id,
          devices.map(({ id }) => id),
        ]),
      );
  });
  afterAll(() => app.stop());

  /** Each test has days of its own. */
  let day = 0;
  const nextDay = () => hours(24 * (day += 1) + 8, 4);
  const owned = (nth: number): DeviceBody => devices[nth] as DeviceBody;
  const book = (client: ApiClient, during: PeriodBody, deviceIds: readonly string[]) =>
    client.post<Booked>('/bookings', { during, purpose: 'Canal', deviceIds });
  const answer = (client: ApiClient, id: string, verb: 'approve' | 'refuse', body: unknown = {}) =>
    client.post<Booked>(`/bookings/${id}/${verb}`, body);

  it('are asked for, block meanwhile, and are told to whoever keeps the device', async () => {
    const during = nextDay();
    const { status, body } = await book(borrower, during, [owned(0).id]);
    expect([status, body.state, statesOf(body)]).toEqual([201, 'requested', ['requested']]);
    const hoursLeft = (Date.parse(body.holdExpiresAt ?? '') - Date.now()) / 3_600_000;
    expect(hoursLeft).toBeLessThanOrEqual(48);
    expect(Date.parse(body.holdExpiresAt ?? '')).toBeLessThanOrEqual(Date.parse(during.from));
    const second = await book(ownOfficer, during, [owned(0).id]);
    expect([second.status, second.body.conflicts[0]?.holdExpiresAt]).toEqual([409, body.holdExpiresAt]);
    const [told] = await toldOf(ownManager, body.id);
    expect([told?.code, told?.params['devices']]).toEqual(['LOAN_ASKED', owned(0).assetCode]);
    expect(told?.zh).toContain('大名县人民检察院');
    const waiting = await ownManager.get<PageBody<BookingBody>>('/bookings?toDecide=true');
    expect(waiting.body.items.map(({ id }) => id)).toContain(body.id);
    expect(waiting.body.items.find(({ id }) => id === body.id)).toMatchObject({
      redacted: true,
      purpose: null,
      requestedBy: { id: borrower.user.id },
    });
    expect((await borrower.get<PageBody<BookingBody>>('/bookings?toDecide=true')).body.items).toEqual([]);
    const early = await borrower.post<ProblemBody>('/check-outs', { deviceId: owned(0).id, bookingId: body.id });
    expect([early.status, early.body.code]).toEqual([409, 'BOOKING_NOT_OPEN']);
  });

  it('are lent by the owner’s equipment manager or the one above, and by nobody else', async () => {
    const { body } = await book(borrower, nextDay(), [owned(0).id]);
    expect((await answer(borrower, body.id, 'approve')).status).toBe(403);
    expect((await answer(ownOfficer, body.id, 'approve')).status).toBe(403);
    expect((await answer(stranger, body.id, 'approve')).status).toBe(404);
    const lent = await answer(cityManager, body.id, 'approve', { reason: '请按时归还', version: body.version });
    expect([lent.status, lent.body.state, lent.body.holdExpiresAt]).toEqual([200, 'reserved', null]);
    expect(lent.body.devices[0]?.decision?.by).toBe('沧州市院装备管理员');
    expect((await toldOf(borrower, body.id)).map(({ code }) => code)).toEqual(['LOAN_APPROVED']);
    const again = await answer(ownManager, body.id, 'refuse', { reason: 'late' });
    expect([again.status, again.body.code]).toEqual([409, 'LOAN_NOT_ASKED']);
  });

  it('are refused with a reason, which frees the period at once', async () => {
    const during = nextDay();
    const { body } = await book(borrower, during, [owned(0).id]);
    expect((await answer(ownManager, body.id, 'refuse')).status).toBe(400);
    const refused = await answer(ownManager, body.id, 'refuse', { reason: '当日自用' });
    expect([refused.status, refused.body.state]).toEqual([200, 'refused']);
    const seen = await borrower.get<BookingBody>(`/bookings/${body.id}`);
    expect(seen.body.devices).toEqual([
      expect.objectContaining({ state: 'refused', closingReason: '当日自用', closingCode: null }),
    ]);
    expect((await toldOf(borrower, body.id))[0]?.zh).toContain('当日自用');
    expect((await book(ownOfficer, during, [owned(0).id])).status).toBe(201);
  });

  it('give no right to fly before they are lent', async () => {
    const during = nextDay();
    const { body } = await book(borrower, during, [owned(0).id]);
    const right = () =>
      app.get(UnitOfWork).read((tx) =>
        app.get(EquipmentService).bookedOrHeldBy(tx, owned(0).id, borrower.user.unit.id, {
          from: new Date(during.from),
          to: new Date(during.to),
        }),
      );
    expect(await right()).toBeUndefined();
    await answer(ownManager, body.id, 'approve');
    expect(await right()).toEqual({ bookingId: body.id });
  });

  it('wait line by line: what needs no word is reserved, and each device is answered for itself', async () => {
    const [theirs] = await devicesOf(borrower, { kind: 'mavic-3t' });
    const { body } = await book(borrower, nextDay(), [theirs?.id ?? '', owned(0).id, owned(1).id]);
    const stateOf = (booking: BookingBody, id: string) => booking.devices.find((line) => line.id === id)?.state;
    expect([body.state, stateOf(body, theirs?.id ?? ''), stateOf(body, owned(1).id)]).toEqual([
      'requested',
      'reserved',
      'requested',
    ]);
    const other = await answer(ownManager, body.id, 'approve', { deviceIds: [theirs?.id] });
    expect([other.status, other.body.code]).toEqual([403, 'FORBIDDEN']);
    const unknown = await answer(ownManager, body.id, 'approve', { deviceIds: [owned(2).id] });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'DEVICE_NOT_IN_BOOKING']);
    const half = await answer(ownManager, body.id, 'approve', { deviceIds: [owned(0).id] });
    expect([half.body.state, stateOf(half.body, owned(0).id)]).toEqual(['requested', 'reserved']);
    const whole = await answer(ownManager, body.id, 'refuse', { reason: '维修' });
    expect([whole.body.state, stateOf(whole.body, owned(1).id), whole.body.holdExpiresAt]).toEqual([
      'reserved',
      'refused',
      null,
    ]);
  });

  it('need no word for the own unit and those above it', async () => {
    const city = await app.as({ role: 'field_officer', unit: '沧州市' });
    expect((await book(ownOfficer, nextDay(), [owned(0).id])).body.state).toBe('reserved');
    expect((await book(city, nextDay(), [owned(0).id])).body.state).toBe('reserved');
  });

  it('cannot be had at once: there is no time to ask', async () => {
    const now = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    const refused = await book(borrower, now, [owned(3).id]);
    expect([refused.status, refused.body.code]).toEqual([422, 'APPROVAL_REQUIRED']);
    const walkIn = await borrower.post<ProblemBody>('/check-outs', { deviceId: owned(3).id });
    expect([walkIn.status, walkIn.body.code]).toEqual([422, 'APPROVAL_REQUIRED']);
    expect((await ownOfficer.post('/check-outs', { deviceId: owned(3).id })).status).toBe(201);
  });

  it('are asked for again when they move, not when they shrink', async () => {
    const during = nextDay();
    const { body } = await book(borrower, during, [owned(0).id]);
    await answer(ownManager, body.id, 'approve');
    const move = (to: PeriodBody) => borrower.post<Booked>(`/bookings/${body.id}/move`, { during: to });
    const shorter = { from: during.from, to: new Date(Date.parse(during.to) - 3_600_000).toISOString() };
    expect((await move(shorter)).body.state).toBe('reserved');
    const later = await move(nextDay());
    expect([later.body.state, later.body.devices[0]?.decision]).toEqual(['requested', null]);
    expect(later.body.holdExpiresAt).not.toBeNull();
    expect((await toldOf(ownManager, body.id)).map(({ code }) => code)).toEqual(['LOAN_ASKED', 'LOAN_ASKED']);
  });

  it('are extended by the owner once the device is out', async () => {
    const device = owned(4);
    const during = {
      from: new Date(Date.now() + 60_000).toISOString(),
      to: new Date(Date.now() + 7_200_000).toISOString(),
    };
    const { body } = await book(borrower, during, [device.id]);
    await answer(ownManager, body.id, 'approve');
    expect((await borrower.post('/check-outs', { deviceId: device.id, bookingId: body.id })).status).toBe(201);
    const to = new Date(Date.now() + 10_800_000).toISOString();
    const asked = await borrower.post<Booked>(`/bookings/${body.id}/extend`, { to });
    expect([asked.status, asked.body.code]).toEqual([422, 'APPROVAL_REQUIRED']);
    expect((await stranger.post(`/bookings/${body.id}/extend`, { to })).status).toBe(404);
    const extended = await ownManager.post<Booked>(`/bookings/${body.id}/extend`, { to });
    expect([extended.status, extended.body.state, extended.body.during.to]).toEqual([200, 'out', to]);
  });

  it('that were changed meanwhile are not answered unseen', async () => {
    const { body } = await book(borrower, nextDay(), [owned(0).id]);
    await borrower.post(`/bookings/${body.id}/move`, { during: nextDay() });
    const stale = await answer(ownManager, body.id, 'approve', { version: body.version });
    expect([stale.status, stale.body.code, (stale.body as unknown as { version: number }).version]).toEqual([
      409,
      'BOOKING_CHANGED',
      body.version + 1,
    ]);
  });
});

describe('holds', () => {
  let app: TestApp;
  let officer: ApiClient;
  let other: ApiClient;
  let drone: DeviceBody;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, other] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    drone = await deviceOf(officer, 'mavic-3t');
  });
  afterAll(() => app.stop());

  const hold = (during: PeriodBody, over: Record<string, unknown> = {}) =>
    officer.post<Booked>('/bookings', {
      during,
      purpose: 'Canal',
      deviceIds: [drone.id],
      hold: { minutes: 10 },
      ...over,
    });

  it('keep the device until they are confirmed, once', async () => {
    const during = hours(8, 2);
    const held = await hold(during);
    expect([held.status, held.body.state]).toEqual([201, 'held']);
    const minutesLeft = (Date.parse(held.body.holdExpiresAt ?? '') - Date.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(9);
    expect(minutesLeft).toBeLessThanOrEqual(10);
    const refused = await other.post<Booked>('/bookings', { during, purpose: 'x', deviceIds: [drone.id] });
    expect([refused.status, refused.body.conflicts[0]?.holdExpiresAt]).toEqual([409, held.body.holdExpiresAt]);
    const path = `/bookings/${held.body.id}/confirm`;
    expect((await other.post(path)).status).toBe(404);
    const confirmed = await officer.post<Booked>(path);
    expect([confirmed.status, confirmed.body.state, confirmed.body.holdExpiresAt]).toEqual([200, 'reserved', null]);
    const again = await officer.post<Booked>(path);
    expect([again.status, again.body.code]).toEqual([409, 'BOOKING_NOT_HELD']);
  });

  it('of any of a kind bind devices at once', async () => {
    const held = await hold(hours(20, 2), { deviceIds: undefined, anyOf: { kindCode: 'mavic-3t', quantity: 2 } });
    expect([held.body.state, statesOf(held.body)]).toEqual(['held', ['held', 'held']]);
    expect((await officer.post<Booked>(`/bookings/${held.body.id}/cancel`)).body.state).toBe('cancelled');
  });

  it('become requests where the owner decides', async () => {
    await app
      .get(UnitOfWork)
      .read((tx) => tx.execute(`UPDATE device SET loan_approval = 'other_units' WHERE id = $1`, [drone.id]));
    const during = hours(30, 2);
    const body = { during, purpose: 'x', deviceIds: [drone.id], hold: { minutes: 5 } };
    const held = await other.post<Booked>('/bookings', body);
    const confirmed = await other.post<Booked>(`/bookings/${held.body.id}/confirm`);
    expect([held.body.state, confirmed.body.state, confirmed.body.holdExpiresAt]).toEqual([
      'held',
      'requested',
      expect.any(String),
    ]);
  });
});
