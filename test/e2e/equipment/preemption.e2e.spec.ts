import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody & { readonly alternatives: ProblemBody['alternatives'] };

/** A tier above takes a period over, with a reason. */
describe('taking a period over', () => {
  let app: TestApp;
  let officer: ApiClient;
  let cityCommander: ApiClient;
  let cityOfficer: ApiClient;
  let provinceCommander: ApiClient;
  let drones: DeviceBody[];
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, cityCommander, cityOfficer, provinceCommander] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'commander', unit: '沧州市' }),
      app.as({ role: 'field_officer', unit: '沧州市' }),
      app.as({ role: 'commander' }),
    ]);
    drones = await devicesOf(officer, { kind: 'mavic-3e' });
  });
  afterAll(() => app.stop());

  let used = 0;
  const untouched = (): DeviceBody => drones[used++] as DeviceBody;
  const book = (client: ApiClient, during: PeriodBody, deviceIds: readonly string[], over: object = {}) =>
    client.post<Booked>('/bookings', { during, purpose: 'Canal', deviceIds, ...over });
  const takeOver = (client: ApiClient, during: PeriodBody, deviceIds: readonly string[], priority = 7) =>
    book(client, during, deviceIds, { priority, preempt: { reason: '溃坝险情' } });
  const refusalsOf = (answer: { body: ProblemBody }) => answer.body.refusals.map(({ reason }) => reason);

  it('cancels what is displaced, tells why and what could be had instead', async () => {
    const drone = untouched();
    const lost = await book(officer, hours(8, 4), [drone.id]);
    const taken = await takeOver(cityCommander, hours(10, 4), [drone.id]);
    expect([taken.status, taken.body.state, taken.body.priority]).toEqual([201, 'reserved', 7]);
    const seen = await officer.get<Booked>(`/bookings/${lost.body.id}`);
    expect(seen.body).toMatchObject({
      state: 'cancelled',
      version: 2,
      devices: [{ id: drone.id, state: 'cancelled', closingCode: 'pre_empted', closingReason: '溃坝险情' }],
    });
    const [other] = seen.body.alternatives.filter(({ reason }) => reason === 'same_kind');
    expect(other?.during).toEqual(hours(8, 4));
    const [told] = await toldOf(officer, lost.body.id);
    expect([told?.code, told?.params['taker'], told?.params['reason']]).toEqual([
      'BOOKING_TAKEN_OVER',
      '沧州市人民检察院',
      '溃坝险情',
    ]);
    expect(told?.params['alternatives']).toContain(other?.assetCode);
  });

  it('offers another device, which can be had in one step, with the lots that were let go', async () => {
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    const meter = await deviceOf(tester, 'water-photometer');
    const list = await tester.get<PageBody<{ id: string }>>(`/lots?unit=${tester.user.unit.id}&kit=cod-vials`);
    const lots = [{ lotId: list.body.items[0]?.id, quantity: 5 }];
    const lost = await book(tester, hours(8, 2), [meter.id], { lots });
    await takeOver(cityCommander, hours(8, 2), [meter.id]);
    const seen = await tester.get<Booked>(`/bookings/${lost.body.id}`);
    expect(seen.body.lots[0]?.state).toBe('released');
    const [other] = seen.body.alternatives;
    const accept = (body: object) => tester.post<Booked>(`/bookings/${lost.body.id}/accept-alternative`, body);
    const accepted = await accept({ deviceId: meter.id, by: other?.deviceId });
    expect([accepted.status, accepted.body.state, accepted.body.lots[0]?.state]).toEqual([200, 'reserved', 'reserved']);
    expect(accepted.body.devices.map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [meter.id, 'cancelled'],
        [other?.deviceId, 'reserved'],
      ]),
    );
    const again = await accept({ deviceId: meter.id, by: other?.deviceId });
    expect([again.status, again.body.code]).toEqual([409, 'ALTERNATIVE_NOT_NEEDED']);
    expect((await tester.get<Booked>(`/bookings/${lost.body.id}`)).body.alternatives).toEqual([]);
  });

  it('offers the same device at another time', async () => {
    const drone = untouched();
    const lost = await book(officer, hours(8, 2), [drone.id]);
    await takeOver(cityCommander, hours(8, 2), [drone.id]);
    const { alternatives } = (await officer.get<Booked>(`/bookings/${lost.body.id}`)).body;
    const later = alternatives.find(({ reason }) => reason === 'next_free_period');
    expect([later?.deviceId, later?.during]).toEqual([drone.id, hours(10, 2)]);
    const accepted = await officer.post<Booked>(`/bookings/${lost.body.id}/accept-alternative`, {
      deviceId: drone.id,
      during: later?.during,
    });
    expect([accepted.status, accepted.body.state, accepted.body.during]).toEqual([200, 'reserved', hours(10, 2)]);
  });

  it('takes only the devices named from a bundle', async () => {
    const [first, second] = [untouched(), untouched()];
    const bundle = await book(officer, hours(8, 2), [first.id, second.id]);
    expect((await takeOver(cityCommander, hours(9, 2), [first.id])).status).toBe(201);
    const seen = await officer.get<Booked>(`/bookings/${bundle.body.id}`);
    expect([seen.body.state, ...seen.body.devices.map(({ id, state }) => `${id} ${state}`).toSorted()]).toEqual([
      'reserved',
      ...[`${first.id} cancelled`, `${second.id} reserved`].toSorted(),
    ]);
  });

  it('is refused to the same tier, to an equal priority, and never takes a device out of a hand', async () => {
    const [first, second, third] = [untouched(), untouched(), untouched()];
    await book(cityOfficer, hours(8, 2), [first.id]);
    const sameTier = await takeOver(cityCommander, hours(8, 2), [first.id], 9);
    expect([sameTier.status, sameTier.body.code, refusalsOf(sameTier)]).toEqual([
      409,
      'PREEMPTION_NOT_ALLOWED',
      ['tier_not_lower'],
    ]);
    expect((await takeOver(provinceCommander, hours(8, 2), [first.id])).status).toBe(201);
    await book(officer, hours(8, 2), [second.id]);
    expect(refusalsOf(await takeOver(cityCommander, hours(8, 2), [second.id], 5))).toEqual(['priority_not_lower']);
    await officer.post('/check-outs', { deviceId: third.id });
    const now = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    expect(refusalsOf(await takeOver(provinceCommander, now, [third.id], 9))).toEqual(['device_out']);
  });

  it('is all or nothing', async () => {
    const [first, second] = [untouched(), untouched()];
    const lower = await book(officer, hours(8, 2), [first.id]);
    await book(cityOfficer, hours(8, 2), [second.id]);
    expect((await takeOver(cityCommander, hours(8, 2), [first.id, second.id])).status).toBe(409);
    expect((await officer.get<Booked>(`/bookings/${lower.body.id}`)).body).toMatchObject({
      state: 'reserved',
      version: 1,
    });
  });

  it('is for who commands; a priority above the usual too', async () => {
    const drone = untouched();
    const urgent = await book(cityOfficer, hours(8, 2), [drone.id], { priority: 6 });
    expect([urgent.status, urgent.body.code]).toEqual([403, 'PRIORITY_NOT_ALLOWED']);
    const taking = await takeOver(cityOfficer, hours(8, 2), [drone.id], 5);
    expect([taking.status, taking.body.code]).toEqual([403, 'PREEMPTION_FORBIDDEN']);
    expect((await book(cityOfficer, hours(8, 2), [drone.id], { priority: 0 })).status).toBe(201);
  });

  it('needs no word of an owner that would have to be asked', async () => {
    const drone = untouched();
    await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.execute(`UPDATE device SET loan_approval = 'other_units', unit_id = $2 WHERE id = $1`, [
          drone.id,
          provinceCommander.user.unit.id,
        ]),
      );
    await book(officer, hours(8, 2), [drone.id]);
    expect(refusalsOf(await takeOver(cityCommander, hours(8, 2), [drone.id]))).toEqual(['owner_decides']);
    expect((await takeOver(provinceCommander, hours(8, 2), [drone.id])).status).toBe(201);
  });

  it('by two at once: one has it, the other is told', async () => {
    const devices = Array.from({ length: 6 }, untouched);
    const outcomes = await Promise.all(
      devices.map(async ({ id }) => {
        const lost = await book(officer, hours(8, 2), [id]);
        const answers = await Promise.all([
          takeOver(cityCommander, hours(8, 2), [id]),
          takeOver(cityCommander, hours(8, 2), [id]),
        ]);
        const after = await officer.get<Booked>(`/bookings/${lost.body.id}`);
        const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
        return [...statuses, after.body.devices[0]?.closingCode].join(' ');
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(['201 409 pre_empted']));
  });
});
