import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceRefusal } from '../../../src/equipment/lending/bookings/booking.rules.js';
import { LoanReaches } from '../../../src/equipment/lending/bookings/loan-reach.service.js';
import { ReservationRepository } from '../../../src/equipment/lending/bookings/reservation.repository.js';
import { Reservations } from '../../../src/equipment/lending/bookings/reservations.service.js';
import { DeviceRepository } from '../../../src/equipment/register/pool/device.repository.js';
import { Clock, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import { deviceOf, hours } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

/** What is changed about a device before both are asked; the asker is a unit of another city. */
interface Case {
  readonly device?: string;
  readonly kind?: string;
  /** Result and last day of the deciding certificate; null: none at all. */
  readonly certificate?: readonly [result: string, dueOn: string] | null;
  /** Columns of a plan for the kind, and those of its mark where it has one. */
  readonly plan?: {
    readonly blocks: boolean;
    readonly every: string;
    readonly mark?: readonly [string, number, number];
  };
  /** What the device has been used, in seconds. */
  readonly used?: number;
  /** A part travels with it, and these are of the part. */
  readonly ofPart?: boolean;
  readonly refusal: string | null;
}

const during = { from: new Date(hours(1000).from), to: new Date(hours(1000).to) };
const chinaDay = (offset: number): string =>
  new Date(during.to.getTime() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
const [before, lastDay] = [chinaDay(-1), chinaDay(0)];

const CASES: Readonly<Record<string, Case>> = {
  'nothing in the way': { refusal: null },
  'not in service': { device: `state = 'maintenance'`, refusal: 'DEVICE_NOT_IN_SERVICE' },
  'lent to its own unit': { device: `loan_scope = 'own_unit'`, refusal: 'DEVICE_NOT_LENT' },
  'lent in its city': { device: `loan_scope = 'same_city'`, refusal: 'DEVICE_NOT_LENT' },
  'certificate not needed': { certificate: null, refusal: null },
  'certificate missing': { kind: 'calibration_required = true', certificate: null, refusal: 'CALIBRATION_MISSING' },
  'certificate failed': {
    kind: 'calibration_required = true',
    certificate: ['fail', lastDay],
    refusal: 'CALIBRATION_FAILED',
  },
  'certificate lapses': {
    kind: 'calibration_required = true',
    certificate: ['pass', before],
    refusal: 'CALIBRATION_LAPSES',
  },
  'certificate to the last day': {
    kind: 'calibration_required = true',
    certificate: ['pass', lastDay],
    refusal: null,
  },
  'light and uninsured': { device: `drone_class = 'light'`, refusal: null },
  'micro and lapsed': { device: `drone_class = 'micro', insured_until = '${before}'`, refusal: null },
  'small and uninsured': { device: `drone_class = 'small'`, refusal: 'INSURANCE_MISSING' },
  'medium and lapsing': {
    device: `drone_class = 'medium', insured_until = '${before}'`,
    refusal: 'INSURANCE_LAPSES',
  },
  'large and insured to the last day': { device: `drone_class = 'large', insured_until = '${lastDay}'`, refusal: null },
  'maintenance on the last day': {
    plan: { blocks: true, every: 'every_days = 10', mark: [chinaDay(-10), 0, 0] },
    refusal: 'MAINTENANCE_DUE',
  },
  'maintenance on the day after': {
    plan: { blocks: true, every: 'every_days = 10', mark: [chinaDay(-9), 0, 0] },
    refusal: null,
  },
  'maintenance that does not block': {
    plan: { blocks: false, every: 'every_days = 10', mark: [chinaDay(-90), 0, 0] },
    refusal: null,
  },
  'maintenance of a device counted from new': {
    plan: { blocks: true, every: 'every_days = 1' },
    refusal: 'MAINTENANCE_DUE',
  },
  'hours used up': {
    plan: { blocks: true, every: 'every_seconds = 3600', mark: [lastDay, 400, 0] },
    used: 4000,
    refusal: 'MAINTENANCE_DUE',
  },
  'hours left': {
    plan: { blocks: true, every: 'every_seconds = 3600', mark: [lastDay, 401, 0] },
    used: 4000,
    refusal: null,
  },
  'cycles used up': {
    device: 'cycle_count = 250',
    plan: { blocks: true, every: 'every_cycles = 200', mark: [lastDay, 0, 50] },
    refusal: 'MAINTENANCE_DUE',
  },
  'cycles left': {
    device: 'cycle_count = 249',
    plan: { blocks: true, every: 'every_cycles = 200', mark: [lastDay, 0, 50] },
    refusal: null,
  },
  'certificate of a part missing': {
    ofPart: true,
    kind: 'calibration_required = true',
    certificate: null,
    refusal: 'PART_UNFIT',
  },
  'certificate of a part to the last day': {
    ofPart: true,
    kind: 'calibration_required = true',
    certificate: ['pass', lastDay],
    refusal: null,
  },
  'certificate of a part lapses': {
    ofPart: true,
    kind: 'calibration_required = true',
    certificate: ['pass', before],
    refusal: 'PART_UNFIT',
  },
  'maintenance of a part on the last day': {
    ofPart: true,
    plan: { blocks: true, every: 'every_days = 10', mark: [chinaDay(-10), 0, 0] },
    refusal: 'PART_UNFIT',
  },
  'maintenance of a part that does not block': {
    ofPart: true,
    plan: { blocks: false, every: 'every_days = 10', mark: [chinaDay(-10), 0, 0] },
    refusal: null,
  },
  'cycles of a part used up': {
    ofPart: true,
    device: 'cycle_count = 250',
    plan: { blocks: true, every: 'every_cycles = 200', mark: [lastDay, 0, 50] },
    refusal: 'PART_UNFIT',
  },
  'cycles of a part left': {
    ofPart: true,
    device: 'cycle_count = 249',
    plan: { blocks: true, every: 'every_cycles = 200', mark: [lastDay, 0, 50] },
    refusal: null,
  },
};

/** The rules of TypeScript decide about devices named, those of SQL about any of a kind and the list of what is free. */
describe('whether a device may be booked', () => {
  let app: TestApp;
  let asker: ApiClient;
  let deviceId: string;
  let partId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    asker = await app.as({ role: 'field_officer', unit: '大名县' });
    const owner = await app.as({ role: 'field_officer', unit: '东光县' });
    deviceId = (await deviceOf(owner, 'mavic-3t')).id;
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    partId = (await register(manager, newDevice({ kindCode: 'battery-mavic-3', attributes: {} }))).body.id;
  });
  afterAll(() => app.stop());

  /** Sets a case up in a transaction that is given up again. */
  async function within<T>(given: Case, ask: (tx: Tx) => Promise<T>): Promise<T> {
    const { device, kind, certificate, plan, used, ofPart = false } = given;
    const subjectId = ofPart ? partId : deviceId;
    return app.get(UnitOfWork).read(async (tx) => {
      await tx.execute('BEGIN');
      try {
        await tx.execute(
          `UPDATE device SET ${['drone_class = NULL', 'insured_until = NULL']
            .filter((column) => !device?.includes(column.split(' ')[0] ?? ''))
            .concat(device ?? [])
            .join(', ')} WHERE id = $1`,
          [subjectId],
        );
        if (ofPart) {
          await tx.execute(`UPDATE device SET drone_class = NULL WHERE id = $1`, [deviceId]);
          await tx.execute(`UPDATE device SET part_of_id = $2 WHERE id = $1`, [partId, deviceId]);
        }
        if (kind)
          await tx.execute(`UPDATE device_kind SET ${kind} WHERE id = (SELECT kind_id FROM device WHERE id = $1)`, [
            subjectId,
          ]);
        await tx.execute(`DELETE FROM calibration WHERE device_id = $1`, [subjectId]);
        if (certificate)
          await tx.execute(
            `INSERT INTO calibration (id, device_id, kind, done_on, due_on, result, blocks_booking, recorded_at)
             VALUES (gen_random_uuid(), $1, 'verification', '2020-01-01', $3, $2, true, now())`,
            [subjectId, ...certificate],
          );
        if (used !== undefined)
          await tx.execute(
            `INSERT INTO device_usage (id, device_id, seconds, recorded_at) VALUES (gen_random_uuid(), $1, $2, now())`,
            [subjectId, used],
          );
        await tx.execute(`UPDATE maintenance_plan SET ended_at = now()`);
        if (plan) await planMaintenance(tx, subjectId, plan);
        return await ask(tx);
      } finally {
        await tx.execute('ROLLBACK');
      }
    });
  }

  async function planMaintenance(
    tx: Tx,
    subjectId: string,
    { blocks, every, mark }: NonNullable<Case['plan']>,
  ): Promise<void> {
    const [column, value] = every.split(' = ');
    const planId = randomUUID();
    await tx.execute(
      `INSERT INTO maintenance_plan (id, title, kind_id, ${column}, blocks, created_at)
       SELECT $1, 'Service', kind_id, $3, $4, now() FROM device WHERE id = $2`,
      [planId, subjectId, Number(value), blocks],
    );
    if (!mark) return;
    await tx.execute(
      `INSERT INTO maintenance_mark (plan_id, device_id, since_on, seconds_then, cycles_then) VALUES ($1, $2, $3, $4, $5)`,
      [planId, subjectId, ...mark],
    );
  }

  it.each(Object.entries(CASES))('is answered alike everywhere: %s', async (_, given) => {
    const reaches = app.get(LoanReaches);
    const unitId = asker.user.unit.id;
    const answers = await within(given, async (tx) => {
      const device = await app.get(Reservations).lockDevice(tx, deviceId);
      if (!device) throw new Error('no device');
      const refusal = deviceRefusal(app.get(Reservations).factsOf(device), reaches.placeOf(unitId), during);
      const reach = reaches.reachOf(unitId);
      const now = app.get(Clock).now();
      const wish = {
        kindIds: [device.kindId],
        capabilities: [],
        during,
        reach,
        place: null,
        withinMetres: null,
        exceptIds: [],
      };
      const picked = await app.get(ReservationRepository).nearestFree(tx, [deviceId], wish, now);
      const filter = { kindIds: [device.kindId], free: { during, reach }, parts: false, limit: 500 };
      const listed = await app.get(DeviceRepository).list(tx, filter, now);
      return {
        refusal: refusal?.code ?? null,
        picked: picked.length === 1,
        listed: listed.some(({ id }) => id === deviceId),
      };
    });
    const free = given.refusal === null;
    expect(answers).toEqual({ refusal: given.refusal, picked: free, listed: free });
  });
});
