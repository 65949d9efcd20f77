import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { devicesOf, hours } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Body {
  readonly id: string;
  readonly code: string;
  readonly devices: readonly { readonly id: string }[];
  readonly bundleItems: readonly unknown[] | undefined;
}

const codeOf = ({ status, body }: Answer<Body>): string => (status < 300 ? String(status) : `${status} ${body.code}`);

describe('many at the same bundles', () => {
  let app: TestApp;
  let manager: ApiClient;
  let people: ApiClient[];
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    people = await Promise.all(
      ['东光县', '大名县', '沧州市人民检察院'].map((unit) => app.as({ role: 'commander', unit })),
    );
  });
  afterAll(() => app.stop());

  const bundleOf = async (name: string, items: readonly unknown[]) =>
    (await manager.post<Body>('/bundles', { name, items })).body.id;
  const book = (nth: number, bundleId: string, hour: number): Promise<Answer<Body>> =>
    (people[nth % people.length] ?? manager).post('/bookings', { during: hours(hour, 2), purpose: 'race', bundleId });

  it('that one has whole, and the others are told which item is in the way', async () => {
    const bundleId = await bundleOf('race of one', [
      { deviceId: (await register(manager, newDevice())).body.id },
      { deviceId: (await register(manager, newDevice())).body.id },
    ]);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, nth) => book(nth, bundleId, 10)));
    expect(answers.map(codeOf).toSorted()).toEqual(['201', ...Array<string>(19).fill('409 BOOKING_CONFLICT')]);
    expect(answers.filter(({ status, body }) => status === 409 && (body.bundleItems?.length ?? 0) === 0)).toEqual([]);
  });

  it('of the same kinds in any order: all that fits is given, whole, and no deadlock reaches anybody', async () => {
    const kinds = ['sound-level', 'multi-gas', 'food-analyser'];
    const bundleIds = await Promise.all(
      [0, 1, 2].map((turn) =>
        bundleOf(
          `race of kinds ${turn}`,
          kinds.map((_, nth) => ({ kindCode: kinds[(turn + nth) % 3], quantity: 3 })),
        ),
      ),
    );
    const during = hours(20, 2);
    const free = await Promise.all(
      kinds.map((kind) => devicesOf(manager, { kind, freeFrom: during.from, freeTo: during.to })),
    );
    const fits = Math.min(...free.map((devices) => Math.floor(devices.length / 3)));
    const answers = await Promise.all(Array.from({ length: 24 }, (_, nth) => book(nth, bundleIds[nth % 3] ?? '', 20)));
    const counts = new Map<string, number>();
    for (const answer of answers) counts.set(codeOf(answer), (counts.get(codeOf(answer)) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ '201': fits, '409 BOOKING_CONFLICT': 24 - fits });
    expect(answers.filter(({ status, body }) => status === 201 && body.devices.length !== 9)).toEqual([]);
    const lines = await app.get(UnitOfWork).read((tx) =>
      tx.queryOne<{ count: number }>(
        `SELECT count(*)::int AS count FROM booking_line l JOIN booking_bundle u ON u.booking_id = l.booking_id
         WHERE u.name LIKE 'race of kinds%'`,
      ),
    );
    expect(lines?.count).toBe(9 * fits);
  });
});
