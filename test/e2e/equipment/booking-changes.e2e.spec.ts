import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  deviceOf,
  devicesOf,
  hours,
  type PageBody,
  type PeriodBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody;

const HOUR_MS = 3_600_000;
const fromNow = (hour: number) => new Date(Date.now() + hour * HOUR_MS).toISOString();

describe('changing a booking', () => {
  let app: TestApp;
  let officer: ApiClient;
  let other: ApiClient;
  let drones: DeviceBody[];
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, other] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    drones = await devicesOf(officer, { kind: 'mavic-3e' });
  });
  afterAll(() => app.stop());

  /** Each test has devices of its own. */
  let used = 0;
  const untouched = (): DeviceBody => drones[used++] as DeviceBody;
  const book = async (client: ApiClient, during: PeriodBody, deviceIds: readonly string[], over: object = {}) =>
    (await client.post<Booked>('/bookings', { during, purpose: 'Canal', deviceIds, ...over })).body;
  const change = (client: ApiClient, id: string, verb: string, body: unknown) =>
    client.post<Booked>(`/bookings/${id}/${verb}`, body);
  const stateOf = ({ devices }: BookingBody, id: string) => devices.find((line) => line.id === id)?.state;
  const checkOut = (client: ApiClient, deviceId: string, bookingId: string) =>
    client.post<CheckOutBody>('/check-outs', { deviceId, bookingId });

  describe('extend', () => {
    it('moves the end, and the due time of what is out', async () => {
      const drone = untouched();
      const { id } = await book(officer, { from: fromNow(0), to: fromNow(2) }, [drone.id]);
      const out = await checkOut(officer, drone.id, id);
      const to = fromNow(5);
      const extended = await change(officer, id, 'extend', { to });
      expect([extended.status, extended.body.state, extended.body.during.to]).toEqual([200, 'out', to]);
      expect((await officer.get<CheckOutBody>(`/check-outs/${out.body.id}`)).body.dueAt).toBe(to);
      const blocked = await other.post<Booked>('/bookings', {
        during: { from: fromNow(4), to: fromNow(6) },
        purpose: 'x',
        deviceIds: [drone.id],
      });
      expect(blocked.body.code).toBe('BOOKING_CONFLICT');
    });

    it('names who comes next, and offers others for the longer part', async () => {
      const drone = untouched();
      const { id, version } = await book(officer, hours(8, 2), [drone.id]);
      await book(other, hours(11, 2), [drone.id]);
      const refused = await change(officer, id, 'extend', { to: hours(12).from });
      expect([refused.status, refused.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
      expect(refused.body.conflicts).toEqual([
        expect.objectContaining({ deviceId: drone.id, unitName: '大名县人民检察院', during: hours(11, 2) }),
      ]);
      const others = refused.body.alternatives.filter(({ reason }) => reason === 'same_kind');
      expect(others[0]?.during).toEqual({ from: hours(10).from, to: hours(12).from });
      const fits = await change(officer, id, 'extend', { to: hours(11).from, version });
      expect([fits.status, fits.body.version]).toEqual([200, version + 1]);
    });

    it('is refused where it is none, where it is too long, and where nothing is left of the booking', async () => {
      const drone = untouched();
      const { id } = await book(officer, hours(8, 2), [drone.id]);
      const code = async (to: string) => (await change(officer, id, 'extend', { to })).body.code;
      expect(await code(hours(10).from)).toBe('EXTENSION_NOT_LATER');
      expect(await code(hours(9).from)).toBe('EXTENSION_NOT_LATER');
      expect(await code(hours(24 * 370).from)).toBe('PERIOD_TOO_LONG');
      await change(officer, id, 'cancel', {});
      expect(await code(hours(12).from)).toBe('BOOKING_NOT_CHANGEABLE');
      expect((await change(other, id, 'extend', { to: hours(12).from })).status).toBe(404);
    });

    it('asks certificate and lots again', async () => {
      const tester = await app.as({ role: 'tester', unit: '东光县' });
      const meter = await deviceOf(tester, 'water-photometer');
      const list = await tester.get<PageBody<{ id: string }>>(`/lots?unit=${tester.user.unit.id}&kit=cod-vials`);
      const lots = [{ lotId: list.body.items[0]?.id, quantity: 1 }];
      await app
        .get(UnitOfWork)
        .read((tx) =>
          tx.execute(`UPDATE lot SET expires_on = (now() + interval '40 days')::date WHERE id = $1`, [lots[0]?.lotId]),
        );
      const { id } = await book(tester, hours(8, 2), [meter.id], { lots });
      const code = async (hour: number) => (await change(tester, id, 'extend', { to: hours(hour).from })).body.code;
      expect(await code(24 * 45)).toBe('LOT_EXPIRED');
      expect(await code(24 * 364)).toBe('CALIBRATION_LAPSES');
      expect(await code(24 * 30)).toBeUndefined();
    });
  });

  describe('move', () => {
    it('takes the booking to another period, also over its own', async () => {
      const drone = untouched();
      const { id } = await book(officer, hours(8, 3), [drone.id]);
      const moved = await change(officer, id, 'move', { during: hours(9, 3) });
      expect([moved.status, moved.body.during, stateOf(moved.body, drone.id)]).toEqual([200, hours(9, 3), 'reserved']);
      expect(await book(other, hours(8), [drone.id])).toMatchObject({ state: 'reserved' });
      expect(await book(other, hours(11), [drone.id])).toMatchObject({ code: 'BOOKING_CONFLICT' });
    });

    it('is refused where somebody else is, and leaves everything as it was', async () => {
      const [first, second] = [untouched(), untouched()];
      const { id } = await book(officer, hours(8, 2), [first.id, second.id]);
      await book(other, hours(12, 2), [second.id]);
      const refused = await change(officer, id, 'move', { during: hours(11, 2) });
      expect([refused.status, refused.body.conflicts.map(({ deviceId }) => deviceId)]).toEqual([409, [second.id]]);
      expect((await officer.get<BookingBody>(`/bookings/${id}`)).body).toMatchObject({
        during: hours(8, 2),
        version: 1,
      });
      expect(await book(other, hours(8, 2), [first.id])).toMatchObject({ code: 'BOOKING_CONFLICT' });
    });

    it('swaps a device, frees the first at once, and can swap back', async () => {
      const [first, second] = [untouched(), untouched()];
      const { id } = await book(officer, hours(8, 2), [first.id]);
      const swapped = await change(officer, id, 'move', { replace: [{ deviceId: first.id, by: second.id }] });
      expect([stateOf(swapped.body, first.id), stateOf(swapped.body, second.id)]).toEqual(['cancelled', 'reserved']);
      expect(swapped.body.devices.find((line) => line.id === first.id)?.closingCode).toBe('swapped');
      const theirs = await book(other, hours(8, 2), [first.id]);
      expect(theirs.state).toBe('reserved');
      const back = { replace: [{ deviceId: second.id, by: first.id }] };
      expect((await change(officer, id, 'move', back)).body.code).toBe('BOOKING_CONFLICT');
      await change(other, theirs.id, 'cancel', {});
      const returned = await change(officer, id, 'move', back);
      expect([stateOf(returned.body, first.id), stateOf(returned.body, second.id)]).toEqual(['reserved', 'cancelled']);
    });

    it('gives the booking other devices, as many as wished', async () => {
      const [first, second, third] = [untouched(), untouched(), untouched()];
      const { id } = await book(officer, hours(8, 2), [first.id, second.id]);
      const moved = await change(officer, id, 'move', { deviceIds: [second.id, third.id], during: hours(8, 4) });
      expect([first, second, third].map((device) => stateOf(moved.body, device.id))).toEqual([
        'cancelled',
        'reserved',
        'reserved',
      ]);
      expect(moved.body.during).toEqual(hours(8, 4));
    });

    it.each([
      ['nothing', {}],
      ['devices and a swap', { deviceIds: ['018f0000-0000-7000-8000-000000000001'], replace: [] }],
      [
        'one substitute for two',
        {
          replace: ['1', '2'].map((last) => ({
            deviceId: `018f0000-0000-7000-8000-00000000000${last}`,
            by: '018f0000-0000-7000-8000-000000000009',
          })),
        },
      ],
    ])('refuses a body with %s', async (_words, body) => {
      const answer = await change(officer, '018f0000-0000-7000-8000-000000000000', 'move', body);
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('refuses what cannot be: unknown, not lent, not in the booking, in it already', async () => {
      const [first, second] = [untouched(), untouched()];
      const camera = (await devicesOf(officer, { kind: 'body-camera' })).find(
        ({ unitId }) => unitId !== officer.user.unit.id,
      );
      const { id } = await book(officer, hours(8, 2), [first.id, second.id]);
      const swap = async (deviceId: string, by: string | undefined) =>
        (await change(officer, id, 'move', { replace: [{ deviceId, by }] })).body.code;
      expect(await swap(first.id, officer.user.id)).toBe('DEVICE_NOT_FOUND');
      expect(await swap(first.id, camera?.id)).toBe('DEVICE_NOT_LENT');
      expect(await swap(officer.user.id, untouched().id)).toBe('DEVICE_NOT_IN_BOOKING');
      expect(await swap(first.id, second.id)).toBe('DEVICE_IN_BOOKING');
    });

    it('leaves what is out where it is', async () => {
      const [first, second, third] = [untouched(), untouched(), untouched()];
      const { id } = await book(officer, { from: fromNow(0), to: fromNow(3) }, [first.id, second.id]);
      const out = await checkOut(officer, first.id, id);
      const moved = await change(officer, id, 'move', { during: { from: fromNow(1), to: fromNow(4) } });
      expect([moved.status, moved.body.code]).toEqual([409, 'BOOKING_NOT_CHANGEABLE']);
      const swapped = await change(officer, id, 'move', { replace: [{ deviceId: second.id, by: third.id }] });
      expect([first, second, third].map((device) => stateOf(swapped.body, device.id))).toEqual([
        'out',
        'cancelled',
        'reserved',
      ]);
      await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
      const again = await change(officer, id, 'move', { deviceIds: [third.id, first.id] });
      expect([again.status, again.body.code]).toEqual([409, 'DEVICE_CAME_BACK']);
    });
  });

  describe('cancel', () => {
    it('gives up single devices while others are out', async () => {
      const [first, second, third] = [untouched(), untouched(), untouched()];
      const { id } = await book(officer, { from: fromNow(0), to: fromNow(3) }, [first.id, second.id, third.id]);
      const out = await checkOut(officer, first.id, id);
      expect((await change(officer, id, 'cancel', {})).body.code).toBe('BOOKING_NOT_CANCELLABLE');
      expect((await change(officer, id, 'cancel', { deviceIds: [first.id] })).body.code).toBe(
        'BOOKING_NOT_CANCELLABLE',
      );
      const part = await change(officer, id, 'cancel', { deviceIds: [second.id], reason: 'rain' });
      expect([part.status, part.body.state]).toEqual([200, 'out']);
      expect(part.body.devices.find((line) => line.id === second.id)).toMatchObject({
        state: 'cancelled',
        closingCode: 'given_up',
        closingReason: 'rain',
      });
      expect(await book(other, { from: fromNow(0), to: fromNow(3) }, [second.id])).toMatchObject({ state: 'reserved' });
      await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
      const partly = await officer.get<BookingBody>(`/bookings/${id}`);
      expect([partly.body.state, stateOf(partly.body, first.id), stateOf(partly.body, third.id)]).toEqual([
        'reserved',
        'returned',
        'reserved',
      ]);
      expect((await change(officer, id, 'cancel', {})).body.state).toBe('returned');
    });

    it('goes by the version that was seen', async () => {
      const drone = untouched();
      const { id, version } = await book(officer, hours(8, 2), [drone.id]);
      await change(officer, id, 'extend', { to: hours(11).from });
      const stale = await change(officer, id, 'cancel', { version });
      expect([stale.status, stale.body.code]).toEqual([409, 'BOOKING_CHANGED']);
      expect((await change(officer, id, 'cancel', { version: version + 1 })).status).toBe(200);
    });
  });
});

describe('what a device can do', () => {
  let app: TestApp;
  let officer: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
  });
  afterAll(() => app.stop());

  it('finds it, by itself or by its kind, near a place', async () => {
    const [near] = await devicesOf(officer, { kind: 'mavic-3t' });
    await app.get(UnitOfWork).read(async (tx) => {
      await tx.execute(
        `UPDATE device_kind SET capabilities = '{thermal,rtk}' WHERE code IN ('mavic-3t', 'matrice-30t')`,
      );
      await tx.execute(`UPDATE device SET capabilities = '{loudspeaker}' WHERE id = $1`, [near?.id]);
    });
    const wish = (anyOf: unknown, hour: number) =>
      officer.post<Booked>('/bookings', { during: hours(hour), purpose: 'x', anyOf });
    const both = await wish({ capabilities: ['thermal', 'loudspeaker'], quantity: 1 }, 8);
    expect(both.body.devices.map(({ id }) => id)).toEqual([near?.id]);
    const thermal = await wish({ capabilities: ['thermal'], quantity: 1, near: { ...near?.home, km: 500 } }, 12);
    expect(thermal.body.devices.map(({ id }) => id)).toEqual([near?.id]);
    const kind = await wish({ kindCode: 'matrice-30t', capabilities: ['rtk'], quantity: 2 }, 16);
    expect(kind.status).toBe(201);
    const none = await wish({ kindCode: 'mavic-3e', capabilities: ['thermal'], quantity: 1 }, 16);
    expect([none.status, none.body.code, none.body.conflicts]).toEqual([409, 'BOOKING_CONFLICT', []]);
    const taken = await wish({ capabilities: ['loudspeaker'], quantity: 1 }, 8);
    expect(taken.body.conflicts.map(({ deviceId }) => deviceId)).toEqual([near?.id]);
    expect((await wish({ quantity: 1 }, 8)).body.code).toBe('VALIDATION_FAILED');
  });
});
