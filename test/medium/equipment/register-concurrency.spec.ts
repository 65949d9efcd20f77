import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Body {
  readonly id: string;
  readonly code: string;
  readonly field: string;
  readonly version: number;
}

const tally = (answers: readonly Answer<Body>[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status < 300 ? String(status) : `${status} ${body.code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

describe('many at the same register', () => {
  let app: TestApp;
  let manager: ApiClient;
  let province: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    province = await app.as({ role: 'equipment_manager' });
  });
  afterAll(() => app.stop());

  it('with one serial: one has it, each other is told which field is taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => register(manager, newDevice({ serial: 'RACE-SERIAL-1' }))),
    );
    expect(tally(answers)).toEqual({ '201': 1, '409 DEVICE_EXISTS': 19 });
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.field))).toEqual(
      new Set(['serial']),
    );
  });

  it('with one name, as asset code here and as serial there: one device answers to it', async () => {
    for (let nth = 0; nth < 10; nth += 1) {
      const name = `RACE-NAME-${nth}`;
      const answers = await Promise.all([
        register(manager, newDevice({ assetCode: name })),
        register(manager, newDevice({ serial: name })),
      ]);
      expect(tally(answers)).toEqual({ '201': 1, '409 DEVICE_EXISTS': 1 });
    }
  });

  it('who read one version: one changes it, the others are told to read again', async () => {
    const { body: device } = await register(manager, newDevice());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        manager.patch<Body>(`/devices/${device.id}`, { firmware: `1.${nth}`, version: 1 }),
      ),
    );
    expect(tally(answers)).toEqual({ '200': 1, '409 DEVICE_CHANGED': 19 });
  });

  it('while the fields of the kind change: no device is ever at odds with its kind', async () => {
    await province.post('/device-kinds', {
      code: 'raced-kind',
      category: 'food',
      nameZh: '甲',
      nameEn: 'A',
      model: 'A',
      linkKind: 'none',
      attributeSchema: { type: 'object', properties: { size: { type: 'number' } } },
    });
    const attributeSchema = { type: 'object', properties: { size: { type: 'integer' } } };
    const registrations = Array.from({ length: 30 }, () =>
      register(manager, newDevice({ kindCode: 'raced-kind', attributes: { size: 1.5 } })),
    );
    const change = province.patch<Body>('/device-kinds/raced-kind', { attributeSchema, version: 1 });
    const [changed, ...registered] = await Promise.all([change, ...registrations]);
    const unfit = await app.get(UnitOfWork).read((tx) =>
      tx.queryOne<{ count: number }>(
        `SELECT count(*)::int AS count FROM device d JOIN device_kind k ON k.id = d.kind_id
         WHERE k.code = 'raced-kind' AND k.attribute_schema->'properties'->'size'->>'type' = 'integer'`,
      ),
    );
    const taken = registered.filter(({ status }) => status === 201).length;
    const expected = changed.status === 200 ? { taken: 0, unfit: 0 } : { taken: 30, unfit: 0 };
    expect({ taken, unfit: unfit?.count }).toEqual(expected);
  });

  it('when it is booked and taken out of service: the booking is refused or named', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, nth) => {
        const { body: device } = await register(manager, newDevice());
        const during = {
          from: new Date(Date.now() + 3_600_000).toISOString(),
          to: new Date(Date.now() + 7_200_000).toISOString(),
        };
        const [booked, moved] = await Promise.all([
          manager.post<Body>('/bookings', { during, purpose: `race ${nth}`, deviceIds: [device.id] }),
          manager.post<{ affectedBookings: { bookingId: string }[] }>(`/devices/${device.id}/state`, {
            state: 'quarantined',
            reason: 'race',
          }),
        ]);
        const named = moved.body.affectedBookings.map(({ bookingId }) => bookingId);
        return booked.status === 201 ? named.includes(booked.body.id) : booked.body.code === 'DEVICE_NOT_IN_SERVICE';
      }),
    );
    expect(outcomes).toEqual(Array<boolean>(8).fill(true));
  });
});
