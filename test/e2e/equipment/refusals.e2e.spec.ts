import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BookingBody,
  type DeviceBody,
  devicesOf,
  hours,
  type PeriodBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody & { readonly bundleItems?: readonly { readonly label: string | null }[] };

/** A refusal names what is in the way, until when, and what could be had instead, on every way to a period. */
describe('a refusal', () => {
  let app: TestApp;
  let officer: ApiClient;
  let manager: ApiClient;
  let stranger: ApiClient;
  let drones: DeviceBody[];
  let meters: DeviceBody[];
  let hour = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, manager, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    drones = await devicesOf(officer, { kind: 'mavic-3e' });
    meters = await devicesOf(officer, { kind: 'water-photometer' });
  });
  afterAll(() => app.stop());

  const day = (): number => (hour += 48);
  const at = (list: readonly DeviceBody[], nth: number): DeviceBody => list[nth] as DeviceBody;
  const book = (client: ApiClient, during: PeriodBody, over: object) =>
    client.post<Booked>('/bookings', { during, purpose: 'Canal', ...over });
  const offered = ({ body }: { body: Booked }) =>
    body.alternatives.map(({ reason, deviceId }) => ({ reason, deviceId }));
  const kindOf = (id: string) => [...drones, ...meters].find((device) => device.id === id)?.kindCode;

  it('of one device of several offers others of its kind alone, and a time at which all of them are free', async () => {
    const from = day();
    const [drone, meter] = [at(drones, 0), at(meters, 0)];
    await book(stranger, hours(from, 2), { deviceIds: [drone.id] });
    await book(stranger, hours(from + 2, 2), { deviceIds: [meter.id] });
    const refused = await book(officer, hours(from, 2), { deviceIds: [meter.id, drone.id] });
    expect(refused.body.code).toBe('BOOKING_CONFLICT');
    expect(refused.body.conflicts.map(({ deviceId, during }) => [deviceId, during])).toEqual([
      [drone.id, hours(from, 2)],
    ]);
    const others = refused.body.alternatives.filter(({ reason }) => reason === 'same_kind');
    expect(new Set(others.map(({ deviceId }) => kindOf(deviceId)))).toEqual(new Set(['mavic-3e']));
    const [later] = refused.body.alternatives.filter(({ reason }) => reason === 'next_free_period');
    expect([later?.deviceId, later?.during]).toEqual([drone.id, hours(from + 4, 2)]);
    const taken = await book(officer, later?.during as PeriodBody, { deviceIds: [meter.id, drone.id] });
    expect(taken.status).toBe(201);
  });

  it('of devices of two kinds offers some of each', async () => {
    const from = day();
    const deviceIds = [at(drones, 0).id, at(meters, 0).id];
    await book(stranger, hours(from, 2), { deviceIds });
    const refused = await book(officer, hours(from, 2), { deviceIds });
    const others = refused.body.alternatives.filter(({ reason }) => reason === 'same_kind');
    expect(others.map(({ deviceId }) => kindOf(deviceId) ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      ...Array.from({ length: 5 }, () => 'mavic-3e'),
      ...Array.from({ length: 5 }, () => 'water-photometer'),
    ]);
    const again = await book(officer, hours(from, 2), {
      deviceIds: ['mavic-3e', 'water-photometer'].map(
        (kind) => others.find(({ deviceId }) => kindOf(deviceId) === kind)?.deviceId,
      ),
    });
    expect(again.status).toBe(201);
  });

  it('of a named device does not blame the kind that was wanted beside it', async () => {
    const from = day();
    const drone = at(drones, 1);
    await book(stranger, hours(from, 2), { deviceIds: [drone.id] });
    await book(stranger, hours(from, 2), { deviceIds: [at(meters, 0).id] });
    const refused = await book(officer, hours(from, 2), {
      deviceIds: [drone.id],
      anyOf: { kindCode: 'water-photometer', quantity: 1 },
    });
    expect(refused.body.conflicts.map(({ deviceId }) => deviceId)).toEqual([drone.id]);
    expect(new Set(offered(refused).map(({ deviceId }) => kindOf(deviceId)))).toEqual(new Set(['mavic-3e']));
  });

  it('of any within a distance names what is in the way there, and offers what is farther off', async () => {
    const from = day();
    const [first] = drones.filter(({ home }) => home !== null);
    const near = { lon: first?.home?.lon, lat: first?.home?.lat, km: 0.001 };
    const there = drones.filter(({ home }) => home?.lon === near.lon && home?.lat === near.lat).map(({ id }) => id);
    const elsewhere = drones.filter(({ id }) => !there.includes(id)).slice(0, 3);
    await book(stranger, hours(from, 2), { deviceIds: there });
    await book(stranger, hours(from, 2), { deviceIds: elsewhere.map(({ id }) => id) });
    const refused = await book(officer, hours(from, 2), { anyOf: { kindCode: 'mavic-3e', quantity: 1, near } });
    expect(refused.body.conflicts.map(({ deviceId }) => deviceId).toSorted()).toEqual(there.toSorted());
    const reasons = new Set(refused.body.alternatives.map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(['same_kind', 'next_free_period']));
  });

  it('of a bundle names the thing, what has it until when, and others', async () => {
    const from = day();
    const own = at(await devicesOf(officer, { kind: 'mavic-3t', unit: officer.user.unit.id }), 0);
    const bundle = await manager.post<{ id: string }>('/bundles', {
      name: '巡河套装',
      items: [
        { deviceId: own.id, label: '飞机' },
        { kindCode: 'sound-level', quantity: 1 },
      ],
    });
    await book(stranger, hours(from, 3), { deviceIds: [own.id] });
    const refused = await book(officer, hours(from, 2), { bundleId: bundle.body.id });
    expect(refused.body.bundleItems?.map(({ label }) => label)).toEqual(['飞机']);
    expect(refused.body.conflicts.map(({ during }) => during)).toEqual([hours(from, 3)]);
    expect(refused.body.alternatives.at(-1)).toMatchObject({ deviceId: own.id, during: hours(from + 3, 2) });
    expect(refused.body.alternatives).toHaveLength(6);
  });

  it.each(['extend', 'move', 'swap'])('to %s a booking says the same', async (way) => {
    const from = day();
    const [mine, theirs] = [at(drones, 2), at(drones, 3)];
    const booked = await book(officer, hours(from, 2), { deviceIds: [mine.id] });
    await book(stranger, hours(from + 2, 2), { deviceIds: [mine.id] });
    await book(stranger, hours(from, 3), { deviceIds: [theirs.id] });
    const asked = {
      extend: () => officer.post<Booked>(`/bookings/${booked.body.id}/extend`, { to: hours(from + 3, 1).from }),
      move: () => officer.post<Booked>(`/bookings/${booked.body.id}/move`, { during: hours(from + 1, 2) }),
      swap: () =>
        officer.post<Booked>(`/bookings/${booked.body.id}/move`, { replace: [{ deviceId: mine.id, by: theirs.id }] }),
    }[way];
    const refused = await asked!();
    const wanted = way === 'swap' ? theirs : mine;
    expect([refused.status, refused.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(refused.body.conflicts).toMatchObject([{ deviceId: wanted.id, unitName: '大名县人民检察院' }]);
    expect(offered(refused).filter(({ reason }) => reason === 'same_kind')).toHaveLength(5);
    expect(offered(refused)).toContainEqual({ reason: 'next_free_period', deviceId: wanted.id });
    expect((await officer.get<Booked>(`/bookings/${booked.body.id}`)).body).toMatchObject({
      during: hours(from, 2),
      version: 1,
    });
  });

  it('to a booking that lost one of its devices offers a time at which the others can come too', async () => {
    const commander = await app.as({ role: 'commander', unit: '沧州市' });
    const from = day();
    const [lost, kept] = [at(drones, 4), at(drones, 5)];
    const booked = await book(officer, hours(from, 2), { deviceIds: [lost.id, kept.id] });
    await book(stranger, hours(from + 2, 2), { deviceIds: [kept.id] });
    await book(commander, hours(from, 2), { deviceIds: [lost.id], priority: 7, preempt: { reason: '险情' } });
    const { alternatives } = (await officer.get<Booked>(`/bookings/${booked.body.id}`)).body;
    const later = alternatives.find(({ reason }) => reason === 'next_free_period');
    expect([later?.deviceId, later?.during]).toEqual([lost.id, hours(from + 4, 2)]);
    const accepted = await officer.post<Booked>(`/bookings/${booked.body.id}/accept-alternative`, {
      deviceId: lost.id,
      during: later?.during,
    });
    expect([accepted.status, accepted.body.state]).toEqual([200, 'reserved']);
  });
});
