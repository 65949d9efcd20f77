import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  deviceOf,
  type DeviceBody,
  devicesOf,
  hours,
  type PeriodBody,
  type ProblemBody,
  toldOf,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

type Booked = BookingBody & ProblemBody & { readonly bundle: { readonly id: string } | null };

const KIND = 'sound-level';

/** A tier above takes a whole bundle over, or nothing of it. */
describe('taking a bundle over', () => {
  let app: TestApp;
  let officer: ApiClient;
  let cityOfficer: ApiClient;
  let cityCommander: ApiClient;
  let own: DeviceBody;
  let meters: DeviceBody[];
  let bundleId: string;
  let hour = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, cityOfficer, cityCommander] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '沧州市' }),
      app.as({ role: 'commander', unit: '沧州市' }),
    ]);
    own = await deviceOf(officer, 'mavic-3t');
    meters = await devicesOf(officer, { kind: KIND });
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    const { body } = await manager.post<{ id: string }>('/bundles', {
      name: '噪声取证套装',
      items: [
        { deviceId: own.id, label: '飞机' },
        { kindCode: KIND, quantity: 2, label: '声级计' },
      ],
    });
    bundleId = body.id;
  });
  afterAll(() => app.stop());

  const next = (): PeriodBody => hours((hour += 24), 2);
  const ids = (devices: readonly DeviceBody[]) => devices.map(({ id }) => id);
  const book = async (client: ApiClient, during: PeriodBody, deviceIds: readonly string[], over: object = {}) => {
    const answer = await client.post<Booked>('/bookings', { during, purpose: 'Noise', deviceIds, ...over });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const takeOver = (during: PeriodBody, over: object = {}) =>
    cityCommander.post<Booked>('/bookings', {
      during,
      purpose: 'Alarm',
      bundleId,
      priority: 7,
      preempt: { reason: '群体事件' },
      ...over,
    });
  const stateOf = async ({ id }: { readonly id: string }) => (await officer.get<Booked>(`/bookings/${id}`)).body;
  const reasonsOf = ({ body }: { readonly body: ProblemBody }) => body.refusals.map(({ reason }) => reason);

  it('takes the device named and the missing of a kind, and tells each who loses', async () => {
    const during = next();
    const drone = await book(officer, during, [own.id]);
    const free = meters[3] as DeviceBody;
    const others = await book(officer, during, ids(meters.filter(({ id }) => id !== free.id)));
    const taken = await takeOver(during);
    expect([taken.status, taken.body.state, taken.body.bundle?.id]).toEqual([201, 'reserved', bundleId]);
    const got = taken.body.devices.map(({ id }) => id);
    expect(got).toHaveLength(3);
    expect(got).toEqual(expect.arrayContaining([own.id, free.id]));
    expect(await stateOf(drone)).toMatchObject({ state: 'cancelled', devices: [{ closingCode: 'pre_empted' }] });
    const after = await stateOf(others);
    const lost = after.devices.filter(({ state }) => state === 'cancelled').map(({ id }) => id);
    expect(lost).toEqual(got.filter((id) => id !== own.id && id !== free.id));
    expect(after.state).toBe('reserved');
    for (const loser of [drone, others]) {
      const [told] = await toldOf(officer, loser.id);
      expect([told?.code, told?.params['reason']]).toEqual(['BOOKING_TAKEN_OVER', '群体事件']);
    }
  });

  it('takes nothing of a kind while enough are free', async () => {
    const during = next();
    const others = await book(officer, during, ids(meters.slice(2)));
    const taken = await takeOver(during);
    expect(taken.body.devices.map(({ id }) => id)).toEqual(
      expect.arrayContaining([own.id, ...ids(meters.slice(0, 2))]),
    );
    expect(await stateOf(others)).toMatchObject({ state: 'reserved', version: 1 });
  });

  it.each([
    ['units of its own tier', () => cityOfficer, {}],
    ['bookings that count as much', () => officer, { priority: 5 }],
  ])('takes nothing from %s, and then nothing at all', async (_who, who, over) => {
    const during = next();
    const drone = await book(officer, during, [own.id], { priority: 1 });
    await book(who(), during, ids(meters), { priority: 5 });
    const refused = await takeOver(during, over);
    expect([refused.status, refused.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(refused.body.conflicts).toHaveLength(meters.length + 1);
    expect(refused.body.alternatives.filter(({ reason }) => reason === 'next_free_period').length).toBeGreaterThan(0);
    expect(await stateOf(drone)).toMatchObject({ state: 'reserved', version: 1 });
  });

  it('gives the missing back when the device named cannot be taken', async () => {
    const during = next();
    await book(cityOfficer, during, [own.id]);
    const others = await book(officer, during, ids(meters));
    const refused = await takeOver(during);
    expect([refused.status, refused.body.code, reasonsOf(refused)]).toEqual([
      409,
      'PREEMPTION_NOT_ALLOWED',
      ['tier_not_lower'],
    ]);
    expect(refused.body.conflicts.map(({ deviceId }) => deviceId)).toContain(own.id);
    expect(new Set(refused.body.alternatives.map(({ reason }) => reason))).toEqual(
      new Set(['same_kind', 'next_free_period']),
    );
    expect(await stateOf(others)).toMatchObject({ state: 'reserved', version: 1 });
  });

  it('never takes what is out, nor what an owner would be asked for', async () => {
    const during = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    await book(officer, during, ids(meters));
    const first = await takeOver(during);
    const [out, asked] = first.body.devices.map(({ id }) => id).filter((id) => id !== own.id) as [string, string];
    await cityCommander.post(`/bookings/${first.body.id}/cancel`);
    expect((await officer.post('/check-outs', { deviceId: out })).status).toBe(201);
    const elsewhere = await app.as({ role: 'field_officer', unit: '大名县' });
    await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.execute(`UPDATE device SET loan_approval = 'other_units', unit_id = $2 WHERE id = $1`, [
          asked,
          elsewhere.user.unit.id,
        ]),
      );
    const taken = await takeOver(during);
    expect([taken.status, taken.body.state]).toEqual([201, 'reserved']);
    const got = taken.body.devices.map(({ id }) => id);
    expect(got).toHaveLength(3);
    expect(got).not.toContain(out);
    expect(got).not.toContain(asked);
  });

  it('by many at once: each device has one who took it, and nobody is half served', async () => {
    const during = next();
    const lower = await Promise.all(meters.map(({ id }) => book(officer, during, [id])));
    const anyTwo = { bundleId: undefined, anyOf: { kindCode: KIND, quantity: 2 } };
    const answers = await Promise.all(Array.from({ length: meters.length }, () => takeOver(during, anyTwo)));
    const taken = answers
      .filter(({ status }) => status === 201)
      .flatMap(({ body }) => body.devices.map(({ id }) => id));
    expect(new Set(taken).size).toBe(taken.length);
    const [{ lendable } = { lendable: 0 }] = await app.get(UnitOfWork).read((tx) =>
      tx.query<{ lendable: number }>(
        `SELECT count(*)::int AS lendable FROM device WHERE id = ANY($1) AND loan_approval = 'none'
           AND NOT EXISTS (SELECT 1 FROM custody c WHERE c.device_id = device.id AND c.returned_at IS NULL)`,
        [ids(meters)],
      ),
    );
    expect(taken.length).toBe(lendable - (lendable % 2));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const states = await Promise.all(lower.map(stateOf));
    const lost = states
      .filter(({ state }) => state === 'cancelled')
      .flatMap(({ devices }) => devices.map(({ id }) => id));
    expect(lost.toSorted()).toEqual(taken.toSorted());
  });
});
