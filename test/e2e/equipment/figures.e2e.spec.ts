import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SPREADSHEET_MEDIA_TYPES, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { type CheckOutBody, type DeviceBody, deviceOf, type ProblemBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';

interface Row {
  readonly group: string;
  readonly devices: number;
  readonly bookings: number;
  readonly outHours: number;
  readonly bookedHours: number;
  readonly utilisation: number;
  readonly unused: number;
}
interface Report {
  readonly items: readonly Row[];
  readonly total: Row;
}

interface ActivityBody {
  readonly items: readonly { readonly action: string; readonly by: string; readonly subject: unknown }[];
}

const HOUR_MS = 3_600_000;

describe('figures of the pool', () => {
  let app: TestApp;
  let officer: ApiClient;
  let stranger: ApiClient;
  let drone: DeviceBody;
  let held: CheckOutBody;
  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'field_officer', unit: '大名县' });
    drone = await deviceOf(officer, 'mavic-3t');
    const dueAt = new Date(Date.now() + 4 * HOUR_MS).toISOString();
    held = (await officer.post<CheckOutBody>('/check-outs', { deviceId: drone.id, dueAt })).body;
    // It left ten hours ago and was due two hours ago.
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(
        `UPDATE custody SET checked_out_at = now() - interval '10 hours', due_at = now() - interval '2 hours' WHERE id = $1`,
        [held.id],
      );
      await tx.execute(
        `UPDATE booking SET during = tstzrange(now() - interval '10 hours', now() - interval '2 hours') WHERE id = $1`,
        [held.bookingId],
      );
    });
  });
  afterAll(() => app.stop());

  const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
  const utilisation = async (query: string): Promise<Report> =>
    (await stranger.get<Report>(`/reports/pool/utilisation?from=${ago(20)}&to=${ago(0)}&${query}`)).body;

  it('count hours booked and out within the period, by kind', async () => {
    const { items, total } = await utilisation(`kind=mavic-3t&unit=${officer.user.unit.id}`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ group: 'mavic-3t', devices: 1, bookings: 1, unused: 0 });
    expect(items[0]?.outHours).toBeCloseTo(10, 1);
    expect(items[0]?.bookedHours).toBeCloseTo(8, 1);
    expect(items[0]?.utilisation).toBeCloseTo(0.5, 2);
    expect(total).toMatchObject({ group: 'all', devices: 1 });
  });

  it('count only what falls into the period', async () => {
    const { body } = await stranger.get<Report>(
      `/reports/pool/utilisation?by=unit&from=${ago(6)}&to=${ago(1)}&unit=${officer.user.unit.id}&kind=mavic-3t`,
    );
    expect(body.items[0]).toMatchObject({ group: officer.user.unit.id, utilisation: 1 });
    expect(body.items[0]?.bookedHours).toBeCloseTo(4, 1);
  });

  it('hold every device of the pool once, whatever the grouping', async () => {
    const totals = await Promise.all(['kind', 'category', 'unit'].map(async (by) => utilisation(`by=${by}`)));
    expect(totals.map(({ total }) => total.devices)).toEqual([426, 426, 426]);
    expect(totals.map(({ items }) => items.length)).toEqual([32, 8, 180]);
  });

  it('name devices that lie idle, and not those that are out', async () => {
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE device SET created_at = now() - interval '1 year'`));
    const query = `/reports/pool/idle?days=30&unit=${officer.user.unit.id}`;
    const { body } = await stranger.get<{ items: { id: string; lastUsedAt: string | null }[] }>(query);
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items.map(({ id }) => id)).not.toContain(drone.id);
    expect(body.items.every(({ lastUsedAt }) => lastUsedAt === null)).toBe(true);
  });

  it('list what is out after its time', async () => {
    const { body } = await officer.get<{ items: { id: string }[] }>('/check-outs?overdue=true');
    expect(body.items.map(({ id }) => id)).toEqual([held.id]);
  });

  it('tell what was done to a device and by whom, to its parties', async () => {
    const { body } = await officer.get<{ items: { action: string; by: string; unit: string }[] }>(
      `/devices/${drone.id}/activity`,
    );
    expect(body.items[0]).toMatchObject({ action: 'equipment.checkOut', by: '东光县院现场取证员' });
    expect(body.items[0]?.unit).toContain('东光县');
    expect((await stranger.get<ProblemBody>(`/devices/${drone.id}/activity`)).status).toBe(404);
    expect((await officer.get<ProblemBody>(`/devices/${officer.user.id}/activity`)).body.code).toBe('DEVICE_NOT_FOUND');
  });

  it.each([
    ['xlsx', SPREADSHEET_MEDIA_TYPES.xlsx, 'PK'],
    ['pdf', 'application/pdf', '%PDF'],
  ])('are handed on as %s, for whoever sees the figures', async (f, type, magic) => {
    const answer = await fetch(
      `${app.url}/api/v1/reports/pool/utilisation/file?from=${ago(20)}&to=${ago(0)}&kind=mavic-3t&f=${f}`,
      { headers: { authorization: `Bearer ${stranger.token}` } },
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, magic.length).toString()).toBe(magic);
    const wrong = await officer.get(`/reports/pool/utilisation/file?from=${ago(0)}&to=${ago(20)}`);
    expect(wrong.status).toBe(400);
    if (f !== 'pdf' || !HAS_POPPLER) return;
    expect(textOf(bytes).replace(/\s/g, '')).toContain('设备利用情况');
  });

  it('tell what the people of a unit did, to those who look into the unit', async () => {
    const commander = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
    const path = `/reports/pool/units/${officer.user.unit.id}/activity`;
    const { body } = await commander.get<ActivityBody>(path);
    expect(body.items[0]).toMatchObject({
      action: 'equipment.checkOut',
      by: '东光县院现场取证员',
      subject: { kind: expect.any(String) },
    });
    const paged = await officer.get<ActivityBody>(`${path}?limit=1`);
    expect([paged.body.items.length, paged.body.items[0]]).toEqual([1, body.items[0]]);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await officer.get<ProblemBody>(`/reports/pool/units/${drone.id}/activity`)).body.code).toBe('UNIT_UNKNOWN');
  });

  it('tell what a person did, to that person and to those who look into the unit', async () => {
    const path = `/reports/pool/people/${officer.user.id}/activity`;
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    for (const reader of [officer, manager]) {
      const { body } = await reader.get<ActivityBody>(path);
      expect(body.items.map(({ action }) => action)).toContain('equipment.checkOut');
      expect(body.items.every(({ action }) => action.startsWith('equipment.'))).toBe(true);
    }
    expect((await stranger.get<ActivityBody>(path)).body.items).toEqual([]);
  });

  it.each([
    'from=soon&to=later&colour=blue',
    'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    '',
  ])('refuse the period %j', async (query) => {
    expect((await officer.get(`/reports/pool/utilisation?${query}`)).status).toBe(400);
  });

  it('know an unknown kind', async () => {
    const { body } = await officer.get<ProblemBody>('/reports/pool/idle?kind=tank');
    expect(body.code).toBe('DEVICE_KIND_UNKNOWN');
  });
});
