import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody;

describe('bookings', () => {
  let app: TestApp;
  let officer: ApiClient;
  let cityCommander: ApiClient;
  let stranger: ApiClient;
  let drone: DeviceBody;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, cityCommander, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'commander', unit: '沧州市人民检察院' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    drone = await deviceOf(officer, 'mavic-3t');
  });
  afterAll(() => app.stop());

  const book = (client: ApiClient, during: PeriodBody, over: Record<string, unknown> = {}) =>
    client.post<Booked>('/bookings', { during, purpose: 'Drain at the canal', deviceIds: [drone.id], ...over });

  it('reserves a device and refuses an overlap with what conflicts and what could be had instead', async () => {
    const during = hours(8, 4);
    const first = await book(officer, during);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      state: 'reserved',
      during,
      devices: [{ id: drone.id, assetCode: drone.assetCode }],
    });
    const second = await book(stranger, hours(10, 4));
    expect([second.status, second.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(second.body.conflicts).toEqual([expect.objectContaining({ deviceId: drone.id, during, reason: 'booked' })]);
    const { alternatives } = second.body;
    const others = alternatives.filter(({ reason }) => reason === 'same_kind');
    expect(others).toHaveLength(5);
    expect(others.map(({ distanceMetres }) => distanceMetres)).toEqual(
      others.map(({ distanceMetres }) => distanceMetres).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
    expect(alternatives.filter(({ reason }) => reason === 'next_free_period')).toEqual([
      expect.objectContaining({ deviceId: drone.id, during: hours(12, 4) }),
    ]);
  });

  it('lets periods touch', async () => {
    expect((await book(officer, hours(12, 2))).status).toBe(201);
    expect((await book(stranger, hours(14, 2))).status).toBe(201);
    expect((await book(stranger, hours(6, 2))).status).toBe(201);
  });

  it('refuses with the reason when only the turnaround is in the way', async () => {
    const kit = await deviceOf(
      officer,
      'inspection-case',
      (await devicesOf(officer, { kind: 'inspection-case' }))[0]?.unitId,
    );
    await app
      .get(UnitOfWork)
      .read((tx) => tx.execute(`UPDATE device_kind SET turnaround_minutes = 30 WHERE code = 'inspection-case'`));
    expect((await book(officer, hours(8, 2), { deviceIds: [kit.id] })).status).toBe(201);
    const tight = await book(officer, hours(10, 2), { deviceIds: [kit.id] });
    expect([tight.status, tight.body.conflicts.map(({ reason }) => reason)]).toEqual([409, ['turnaround']]);
    const before = await book(officer, hours(6, 2), { deviceIds: [kit.id] });
    expect([before.status, before.body.conflicts.map(({ reason }) => reason)]).toEqual([409, ['turnaround']]);
    expect((await book(officer, hours(10.5, 2), { deviceIds: [kit.id] })).status).toBe(201);
  });

  it('keeps purpose, case and person from other units', async () => {
    const opened = await (
      await app.as({ role: 'case_handler', unit: '东光县' })
    ).post<{ id: string }>('/cases', {
      number: '冀东检公益[2026]1号',
      title: 'Drain at the canal',
      domain: 'environment',
    });
    const { body } = await book(officer, hours(20), { caseId: opened.body.id });
    expect(body).toMatchObject({ caseId: opened.body.id, redacted: false });
    const redacted = { redacted: true, caseId: null, purpose: null, requestedBy: null };
    const seen = await stranger.get<PageBody<BookingBody>>(`/bookings?deviceId=${drone.id}`);
    expect(seen.body.items.find(({ id }) => id === body.id)).toMatchObject(redacted);
    expect((await stranger.get(`/bookings/${body.id}`)).status).toBe(404);
    expect(
      (await stranger.get<PageBody<BookingBody>>('/bookings?limit=500')).body.items.map(({ id }) => id),
    ).not.toContain(body.id);
    expect(
      (await stranger.get<PageBody<BookingBody>>(`/bookings?deviceId=${drone.id}&caseId=${opened.body.id}`)).body.items,
    ).toEqual([]);
    expect((await cityCommander.get<BookingBody>(`/bookings/${body.id}`)).body).toMatchObject({
      redacted: false,
      caseId: opened.body.id,
    });
  });

  it('shows the owner that its device is booked, not why', async () => {
    const { body } = await book(stranger, hours(24));
    const seen = await officer.get<BookingBody>(`/bookings/${body.id}`);
    expect(seen.body).toMatchObject({ redacted: true, purpose: null, devices: [{ id: drone.id }] });
    expect((await officer.post(`/bookings/${body.id}/cancel`)).status).toBe(404);
  });

  it('refuses a case that the person cannot see', async () => {
    const foreign = await (
      await app.as({ role: 'case_handler', unit: '大名县' })
    ).post<{ id: string }>('/cases', {
      number: '冀大检公益[2026]1号',
      title: 'Another',
      domain: 'environment',
    });
    expect((await book(officer, hours(30), { caseId: foreign.body.id })).status).toBe(404);
    expect((await book(officer, hours(30))).status).toBe(201);
  });

  it('frees the period at once when a booking is given up, once', async () => {
    const { body } = await book(officer, hours(40, 2));
    expect((await stranger.post(`/bookings/${body.id}/cancel`)).status).toBe(404);
    const cancelled = await officer.post<BookingBody>(`/bookings/${body.id}/cancel`, { reason: 'rain' });
    expect([cancelled.status, cancelled.body.state, cancelled.body.devices[0]?.state]).toEqual([
      200,
      'cancelled',
      'cancelled',
    ]);
    const again = await officer.post<ProblemBody>(`/bookings/${body.id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'BOOKING_NOT_CANCELLABLE']);
    expect((await book(stranger, hours(40, 2))).status).toBe(201);
  });

  it('answers a repeated Idempotency-Key with the first booking', async () => {
    const body = { during: hours(50), purpose: 'once', deviceIds: [drone.id] };
    const key = { 'idempotency-key': 'book-once-1' };
    const first = await officer.post<Booked>('/bookings', body, key);
    const second = await officer.post<Booked>('/bookings', body, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
  });

  describe('any of a kind', () => {
    const anyOf = (client: ApiClient, during: PeriodBody, quantity: number, over: Record<string, unknown> = {}) =>
      client.post<Booked>('/bookings', {
        during,
        purpose: 'survey',
        anyOf: { kindCode: 'autel-evo-max-4t', quantity, ...over },
      });

    it('binds devices at once, the nearest first, and says when fewer are free', async () => {
      const [nearest] = await devicesOf(officer, { kind: 'autel-evo-max-4t' });
      const home = nearest?.home;
      const one = await anyOf(officer, hours(60), 1, { near: { ...home, km: 300 } });
      expect([one.status, one.body.devices.map(({ id }) => id)]).toEqual([201, [nearest?.id]]);
      const tooMany = await anyOf(officer, hours(60), 3);
      expect([tooMany.status, tooMany.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
      expect(tooMany.body.conflicts.map(({ deviceId }) => deviceId)).toEqual([nearest?.id]);
      expect(tooMany.body.alternatives.map(({ reason }) => reason).toSorted()).toEqual([
        'next_free_period',
        'same_kind',
        'same_kind',
      ]);
      expect((await anyOf(officer, hours(60), 2)).body.devices).toHaveLength(2);
    });

    it('stays within the distance, and refuses a kind nobody has', async () => {
      const far = await anyOf(officer, hours(70), 1, { near: { lon: 119.9, lat: 42.5, km: 1 } });
      expect([far.status, far.body.conflicts]).toEqual([409, []]);
      const unknown = await anyOf(officer, hours(70), 1, { kindCode: 'zeppelin' });
      expect([unknown.status, unknown.body.code]).toEqual([422, 'DEVICE_KIND_UNKNOWN']);
    });
  });

  describe('what stands in the way', () => {
    const code = async (during: PeriodBody, over: Record<string, unknown> = {}) => {
      const { status, body } = await book(officer, during, over);
      return [status, body.code];
    };

    it.each([
      ['an empty period', { from: '2027-05-01T00:00:00Z', to: '2027-05-01T00:00:00Z' }, 'PERIOD_EMPTY'],
      ['an inverted period', { from: '2027-05-02T00:00:00Z', to: '2027-05-01T00:00:00Z' }, 'PERIOD_INVERTED'],
      ['a year in the past', { from: '2021-05-01T00:00:00Z', to: '2021-05-02T00:00:00Z' }, 'PERIOD_IN_PAST'],
    ])('is %s', async (_words, during, expected) => {
      expect(await code(during)).toEqual([422, expected]);
    });

    it('is a device that is unknown, a part, out of service or not lent', async () => {
      const [controller] = await devicesOf(officer, { parts: 'true' });
      const [camera] = (await devicesOf(officer, { kind: 'body-camera' })).filter(
        ({ unitId }) => unitId !== officer.user.unit.id,
      );
      const [vehicle] = await devicesOf(officer, { kind: 'command-vehicle' });
      await app
        .get(UnitOfWork)
        .read((tx) => tx.execute(`UPDATE device SET state = 'maintenance' WHERE id = $1`, [vehicle?.id]));
      expect(await code(hours(80), { deviceIds: [officer.user.id] })).toEqual([404, 'DEVICE_NOT_FOUND']);
      expect(await code(hours(80), { deviceIds: [controller?.id] })).toEqual([422, 'DEVICE_IS_PART']);
      expect(await code(hours(80), { deviceIds: [drone.id, camera?.id] })).toEqual([422, 'DEVICE_NOT_LENT']);
      expect(await code(hours(80), { deviceIds: [vehicle?.id] })).toEqual([422, 'DEVICE_NOT_IN_SERVICE']);
      expect(await code(hours(80))).toEqual([201, undefined]);
    });

    it('is a calibration that lapses before the period ends', async () => {
      const meter = await deviceOf(officer, 'water-photometer');
      expect(await code(hours(24 * 700, 4), { deviceIds: [meter.id] })).toEqual([422, 'CALIBRATION_LAPSES']);
      expect(await code(hours(80), { deviceIds: [meter.id] })).toEqual([201, undefined]);
    });

    it.each([
      ['no device', { deviceIds: undefined }],
      [
        'a device twice',
        { deviceIds: ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000001'] },
      ],
      ['10,000 devices', { deviceIds: Array.from({ length: 10_000 }, () => '018f0000-0000-7000-8000-000000000001') }],
      ['an unknown field', { colour: 'red' }],
      ['a priority beyond the scale', { priority: 10 }],
      ['a hold of two hours', { hold: { minutes: 120 } }],
      ['a take-over without reason', { preempt: {} }],
      ['a purpose with a NUL', { purpose: 'a\u0000b' }],
      ['an instant without zone', { during: { from: '2027-05-01T00:00:00', to: '2027-05-01T01:00:00' } }],
    ])('is a body with %s', async (_words, over) => {
      expect(await code(hours(80), over)).toEqual([400, 'VALIDATION_FAILED']);
    });
  });

  describe('with kits', () => {
    interface LotBody {
      readonly id: string;
      readonly kitCode: string;
      readonly unitId: string;
      readonly expired: boolean;
      readonly quantityAvailable: number;
    }
    const lotsOf = async (query: string) =>
      (await officer.get<PageBody<LotBody>>(`/lots?limit=500&${query}`)).body.items;

    it('keeps the quantity until the booking is given up', async () => {
      const meter = await deviceOf(officer, 'water-photometer');
      const [lot] = await lotsOf(`unit=${officer.user.unit.id}&kit=cod-vials`);
      const lots = [{ lotId: lot?.id, quantity: 40 }];
      const first = await book(officer, hours(90), { deviceIds: [meter.id], lots });
      expect(first.body.lots).toEqual([expect.objectContaining({ lotId: lot?.id, quantity: 40, state: 'reserved' })]);
      const second = await book(officer, hours(92), { deviceIds: [meter.id], lots });
      expect([second.status, second.body.code]).toEqual([409, 'LOT_SHORT']);
      expect((await lotsOf(`unit=${officer.user.unit.id}&kit=cod-vials`))[0]?.quantityAvailable).toBe(10);
      await officer.post(`/bookings/${first.body.id}/cancel`);
      expect((await book(officer, hours(92), { deviceIds: [meter.id], lots })).status).toBe(201);
    });

    it('refuses a lot that has expired, is a stranger’s, or does not exist', async () => {
      const meter = await deviceOf(officer, 'water-photometer');
      const all = await lotsOf('kit=cod-vials');
      const expired = all.find((lot) => lot.expired);
      const owners = await devicesOf(officer, { kind: 'water-photometer', unit: expired?.unitId ?? '' });
      const attempt = async (deviceId: string | undefined, lotId: string | undefined) =>
        (await book(officer, hours(95), { deviceIds: [deviceId], lots: [{ lotId, quantity: 1 }] })).body.code;
      expect(await attempt(owners[0]?.id, expired?.id)).toBe('LOT_EXPIRED');
      expect(await attempt(meter.id, all.find(({ unitId }) => unitId !== officer.user.unit.id)?.id)).toBe(
        'LOT_NOT_LENT',
      );
      expect(await attempt(meter.id, officer.user.id)).toBe('LOT_NOT_FOUND');
    });
  });
});
