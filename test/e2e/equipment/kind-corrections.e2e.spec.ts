import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { hours } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Body {
  readonly id: string;
  readonly code: string;
  readonly kindCode: string;
  readonly droneClass: string | null;
  readonly attributes: Record<string, unknown>;
  readonly version: number;
  readonly bookingIds: readonly string[];
  readonly errors: readonly { readonly path: string }[];
}

describe('the kind of a device', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const drone = async () => (await register(manager, newDevice({ droneClass: 'light' }))).body.id;
  const correct = (id: string, over: Record<string, unknown> = {}, client = manager) =>
    client.post<Body>(`/devices/${id}/kind`, {
      kindCode: 'sound-level',
      reason: '登记时选错类型',
      attributes: {},
      version: 1,
      ...over,
    });

  it('is corrected with a reason, and what only the wrong kind had goes with it', async () => {
    const id = await drone();
    const { status, body } = await correct(id);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ kindCode: 'sound-level', droneClass: null, attributes: {}, version: 2 }),
    ]);
    const written = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.queryOne<{ details: Record<string, unknown> }>(
          `SELECT details FROM audit_entry WHERE action = 'equipment.correctKind' AND subject_id = $1`,
          [id],
        ),
      );
    expect(written?.details).toMatchObject({
      reason: '登记时选错类型',
      changed: { kindCode: { from: 'mavic-3t', to: 'sound-level' }, droneClass: { from: 'light', to: null } },
    });
  });

  it('is judged anew with the fields it has', async () => {
    const id = await drone();
    const kept = await correct(id, { attributes: undefined });
    expect([kept.status, kept.body.code]).toEqual([422, 'DEVICE_ATTRIBUTES_INVALID']);
    expect(kept.body.errors.map(({ path }) => path)).toContain('attributes.batteryCount');
    expect((await correct(id, { droneClass: 'small' })).body.code).toBe('NOT_A_DRONE');
    expect((await correct(id, { kindCode: 'mavic-3t' })).body.code).toBe('DEVICE_OF_THIS_KIND');
    expect((await correct(id, { kindCode: 'no-such-kind' })).body.code).toBe('DEVICE_KIND_UNKNOWN');
    expect((await correct(id, { version: 2 })).body.code).toBe('DEVICE_CHANGED');
    expect((await correct(id, { version: undefined })).body.code).toBe('VERSION_REQUIRED');
    expect((await correct(id, { reason: '' })).status).toBe(400);
    expect((await correct(id, {}, officer)).status).toBe(403);
  });

  it('stays while it is booked or out', async () => {
    const id = await drone();
    const booked = await officer.post<Body>('/bookings', { during: hours(50), purpose: 'x', deviceIds: [id] });
    const refused = await correct(id);
    expect([refused.status, refused.body.code, refused.body.bookingIds]).toEqual([
      409,
      'DEVICE_BOOKED',
      [booked.body.id],
    ]);
    await officer.post(`/bookings/${booked.body.id}/cancel`, { version: booked.body.version });
    const out = await officer.post<Body>('/check-outs', { deviceId: id });
    expect((await correct(id)).body.code).toBe('DEVICE_OUT');
    await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
    expect((await correct(id)).status).toBe(200);
  });

  it('and a booking of any of the wrong kind never both happen', async () => {
    const province = await app.as({ role: 'equipment_manager' });
    const kind = { code: 'race-kind', category: 'soil', nameZh: '竞争', nameEn: 'Race', model: 'R', linkKind: 'none' };
    await province.post('/device-kinds', kind);
    const made = await Promise.all(
      Array.from({ length: 6 }, () => register(manager, newDevice({ kindCode: kind.code, attributes: {} }))),
    );
    const book = () =>
      officer.post<{ devices: readonly { readonly id: string }[] }>('/bookings', {
        during: hours(60),
        purpose: 'x',
        anyOf: { kindCode: kind.code, quantity: 1 },
      });
    const [corrected, booked] = await Promise.all([
      Promise.all(made.map(({ body }) => correct(body.id))),
      Promise.all(made.map(book)),
    ]);
    const movedIds = made.filter((_, nth) => corrected[nth]?.status === 200).map(({ body }) => body.id);
    const bookedIds = booked.flatMap(({ status, body }) => (status === 201 ? body.devices.map(({ id }) => id) : []));
    expect(new Set([...movedIds, ...bookedIds]).size).toBe(6);
    expect(movedIds.length + bookedIds.length).toBe(6);
    expect([...corrected, ...booked].filter(({ status }) => status >= 500)).toEqual([]);
  });
});
