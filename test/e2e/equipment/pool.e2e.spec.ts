import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceBody,
  type DeviceDetailBody,
  deviceOf,
  devicesOf,
  hours,
  type PageBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface KindBody {
  readonly code: string;
  readonly category: string;
  readonly deviceCount: number;
}
interface LotBody {
  readonly id: string;
  readonly kitCode: string;
  readonly unitName: string;
  readonly deviceKindCode: string;
  readonly expired: boolean;
  readonly quantityOnHand: number;
  readonly quantityAvailable: number;
}
interface CalibrationBody {
  readonly id: string;
  readonly deviceId: string;
  readonly dueOn: string;
}

describe('the pool', () => {
  let app: TestApp;
  let dongguang: ApiClient;
  let manager: ApiClient;
  let daming: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [dongguang, manager, daming] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
  });
  afterAll(() => app.stop());

  it('has 32 kinds with 426 devices; what travels with them is listed apart', async () => {
    const { body } = await dongguang.get<PageBody<KindBody>>('/device-kinds');
    expect(body.items).toHaveLength(32);
    expect(body.items.reduce((sum, { deviceCount }) => sum + deviceCount, 0)).toBe(426);
    const parts = await dongguang.get<PageBody<KindBody>>('/device-kinds?parts=true');
    expect(parts.body.items.map(({ code }) => code)).toEqual([
      'remote-controller',
      'dock',
      'battery-tb65',
      'battery-mavic-3',
    ]);
  });

  it('lists each device once over all pages, by asset code', async () => {
    const codes = (await devicesOf(dongguang, { limit: '50' })).map(({ assetCode }) => assetCode);
    expect(codes).toHaveLength(426);
    expect(codes).toEqual([...new Set(codes)].toSorted());
  });

  it('filters by kind, category, unit and those below it, state, and words', async () => {
    const cangzhou = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
    const count = async (query: Record<string, string>) => (await devicesOf(dongguang, query)).length;
    expect(await count({ kind: 'mavic-3t' })).toBe(30);
    expect(await count({ category: 'uav' })).toBe(124);
    expect(await count({ unit: cangzhou.user.unit.id })).toBe(10);
    expect(await count({ unit: cangzhou.user.unit.id, below: 'true' })).toBeGreaterThan(25);
    expect(await count({ state: 'quarantined' })).toBe(0);
    expect(await count({ q: 'hb-uav-0007' })).toBe(1);
    expect(await count({ q: 'Mavic 3T' })).toBe(30);
    expect(await count({ q: '光度计' })).toBe(32);
    expect(await count({ q: '100%' })).toBe(0);
    expect((await devicesOf(dongguang, { q: '东光县' })).map(({ unitName }) => unitName)).toEqual([
      '东光县人民检察院',
      '东光县人民检察院',
    ]);
  });

  it('gives features at the homes, inside a box', async () => {
    interface Features {
      readonly type: string;
      readonly features: readonly { readonly geometry: { readonly coordinates: [number, number] } }[];
    }
    const { body } = await dongguang.get<Features>('/devices?f=geojson&limit=500&bbox=116,37.5,117.5,38.5');
    expect(body.type).toBe('FeatureCollection');
    expect(body.features.length).toBeGreaterThan(10);
    const outside = body.features.filter(
      ({
        geometry: {
          coordinates: [lon, lat],
        },
      }) => lon < 116 || lon > 117.5 || lat < 37.5 || lat > 38.5,
    );
    expect(outside).toEqual([]);
  });

  it.each([
    ['bbox=1,2,3', 'bbox'],
    ['bbox=117,38,116,39', 'bbox'],
    ['freeFrom=2030-01-01T00:00:00Z', 'freeTo'],
    ['limit=0', 'limit'],
    ['category=tank', 'category'],
    ['unit=me', 'unit'],
  ])('refuses ?%s', async (query, path) => {
    const { status, body } = await dongguang.get<ProblemBody>(`/devices?${query}`);
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.errors.map((error) => error.path)).toContain(path);
  });

  it('refuses a cursor that is not one of ours, and an unknown device', async () => {
    expect((await dongguang.get<ProblemBody>('/devices?cursor=abc')).body.code).toBe('CURSOR_INVALID');
    const unknown = await dongguang.get<ProblemBody>(`/devices/${dongguang.user.id}`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'DEVICE_NOT_FOUND']);
    const history = await dongguang.get<ProblemBody>(`/devices/${dongguang.user.id}/custody`);
    expect([history.status, history.body.code]).toEqual([404, 'DEVICE_NOT_FOUND']);
  });

  it.each(['/bookings', '/check-outs', '/calibrations', '/lots'])('refuses %s a cursor without an id', async (path) => {
    const cursor = Buffer.from('["abc"]').toString('base64url');
    const { status, body } = await dongguang.get<ProblemBody>(`${path}?cursor=${cursor}`);
    expect([status, body.code]).toEqual([400, 'CURSOR_INVALID']);
  });

  it('shows a device of another unit without its attributes, its own whole, with the controller that travels with it', async () => {
    const drone = await deviceOf(dongguang, 'mavic-3t');
    const own = (await dongguang.get<DeviceDetailBody>(`/devices/${drone.id}`)).body;
    expect(own).toMatchObject({ redacted: false, availability: 'free', attributes: { batteryCount: 4 } });
    expect(own.parts).toEqual([
      expect.objectContaining({ assetCode: `${drone.assetCode}-RC`, kindCode: 'remote-controller' }),
    ]);
    const foreign = await daming.get<DeviceDetailBody>(`/devices/${drone.id}`);
    expect(foreign.status).toBe(200);
    expect(foreign.body).toMatchObject({ redacted: true, attributes: null, serial: drone.serial });
  });

  it('offers as free for a period what can be booked: not what is booked, not what is not lent', async () => {
    const during = hours(100, 2);
    const query = { kind: 'mavic-3t', freeFrom: during.from, freeTo: during.to };
    const drone = await deviceOf(dongguang, 'mavic-3t');
    expect(await devicesOf(daming, query)).toHaveLength(30);
    await dongguang.post('/bookings', { during, purpose: 'river', deviceIds: [drone.id] });
    const free = await devicesOf(daming, query);
    expect(free).toHaveLength(29);
    expect(free.map(({ id }) => id)).not.toContain(drone.id);
    expect(await devicesOf(daming, { ...query, freeFrom: hours(102).from, freeTo: hours(103).from })).toHaveLength(30);
    const cameras = await devicesOf(daming, { ...query, kind: 'body-camera' });
    expect(cameras.filter(({ unitId }) => unitId !== daming.user.unit.id)).toEqual([]);
  });

  it('lists lots with what is left and whether they expired', async () => {
    const { body } = await dongguang.get<PageBody<LotBody>>(`/lots?unit=${dongguang.user.unit.id}`);
    expect(body.items.map(({ kitCode }) => kitCode).toSorted()).toEqual([
      'ammonia-reagent',
      'cod-vials',
      'nitrogen-reagent',
      'phosphorus-reagent',
    ]);
    expect(body.items.filter(({ expired }) => expired)).toEqual([]);
    const expired = await dongguang.get<PageBody<LotBody>>('/lots?limit=500&kit=cod-vials');
    expect(expired.body.items.filter((lot) => lot.expired)).toHaveLength(1);
    expect(new Set(expired.body.items.map(({ deviceKindCode }) => deviceKindCode))).toEqual(
      new Set(['water-photometer']),
    );
  });

  describe('calibrations', () => {
    const record = (client: ApiClient, device: DeviceBody, over: Record<string, unknown> = {}) =>
      client.post<CalibrationBody & ProblemBody>('/calibrations', {
        deviceId: device.id,
        kind: 'calibration',
        doneOn: '2026-01-05',
        dueOn: '2027-01-04',
        result: 'pass',
        ...over,
      });

    it('are recorded by the owner’s manager, once a certificate', async () => {
      const meter = await deviceOf(manager, 'water-photometer');
      const created = await record(manager, meter, { certificateNumber: 'CZ-2026-17' });
      expect([created.status, created.body.deviceId, created.body.dueOn]).toEqual([201, meter.id, '2027-01-04']);
      const again = await record(manager, meter, { certificateNumber: 'cz-2026-17' });
      expect([again.status, again.body.code]).toEqual([409, 'CERTIFICATE_EXISTS']);
      const { body } = await daming.get<PageBody<CalibrationBody>>(`/calibrations?deviceId=${meter.id}`);
      expect(body.items[0]?.id).toBe(created.body.id);
    });

    it('are refused to others, for the future, and with dates the wrong way round', async () => {
      const meter = await deviceOf(manager, 'water-photometer');
      expect((await record(dongguang, meter)).status).toBe(403);
      const other = await app.as({ role: 'equipment_manager', unit: '大名县' });
      expect((await record(other, meter)).status).toBe(403);
      expect((await record(manager, meter, { doneOn: '2090-01-01', dueOn: '2091-01-01' })).body.code).toBe(
        'CALIBRATION_IN_FUTURE',
      );
      expect((await record(manager, meter, { doneOn: '2026-02-01', dueOn: '2026-01-01' })).body.code).toBe(
        'VALIDATION_FAILED',
      );
      expect((await record(manager, { ...meter, id: manager.user.id })).body.code).toBe('DEVICE_NOT_FOUND');
    });
  });
});
