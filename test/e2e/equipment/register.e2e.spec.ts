import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceOf, hours, type PageBody } from '../../factories/pool.js';
import { type Answered, newDevice, type RegisteredBody, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface NoticeBody {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly subject: { readonly id: string };
}

describe('the register of devices', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let city: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [manager, officer, city, stranger] = await Promise.all([
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '沧州市人民检察院' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
    ]);
  });
  afterAll(() => app.stop());

  const change = (client: ApiClient, id: string, body: unknown): Promise<Answered> =>
    client.patch(`/devices/${id}`, body);
  const move = (client: ApiClient, id: string, state: string, over = {}): Promise<Answered> =>
    client.post(`/devices/${id}/state`, { state, reason: 'counted', ...over });

  it('knows whether a device reports its identity only once somebody has said so', async () => {
    const { body } = await register(manager, newDevice());
    expect(body.reportsIdentity).toBeNull();
    expect((await change(manager, body.id, { reportsIdentity: 'no', version: 1 })).body.reportsIdentity).toBe('no');
    expect((await change(manager, body.id, { reportsIdentity: null, version: 2 })).body.reportsIdentity).toBeNull();
    expect((await change(manager, body.id, { reportsIdentity: 'unknown', version: 3 })).status).toBe(400);
  });

  it('takes a drone in whole, with its class by its masses', async () => {
    const wanted = newDevice({
      kindCode: 'matrice-350',
      emptyMassGrams: 6_470,
      maxTakeoffMassGrams: 9_200,
      firmware: '09.01.0003',
      reportsIdentity: 'yes',
      insurancePolicy: 'PICC-1',
      insuredUntil: '2027-03-31',
      linkKind: 'import',
      capabilities: ['speaker'],
      loanScope: 'same_city',
      loanApproval: 'other_units',
      purchasedOn: '2023-07-01',
      priceCents: 8_260_000,
      home: { lon: 116.5, lat: 37.9 },
      attributes: { batteryCount: 6, payloadSlots: 3 },
    });
    const { status, body } = await register(manager, wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...wanted,
      unitId: manager.user.unit.id,
      model: 'DJI Matrice 350 RTK + H30T/H20T',
      droneClass: 'small',
      capabilities: ['payload', 'rain', 'rtk', 'speaker', 'thermal', 'zoom'],
      state: 'in_service',
      version: 1,
      availability: 'free',
      redacted: false,
    });
    expect((await officer.get<RegisteredBody>(`/devices/${body.id}`)).body.priceCents).toBe(8_260_000);
    const foreign = (await stranger.get<RegisteredBody>(`/devices/${body.id}`)).body;
    expect(foreign).toMatchObject({ insuredUntil: '2027-03-31', droneClass: 'small', firmware: '09.01.0003' });
    expect([foreign.priceCents, foreign.insurancePolicy, foreign.purchasedOn, foreign.attributes]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('stands at its unit where nobody says otherwise, and belongs to a unit the manager looks after', async () => {
    const own = await register(manager, newDevice());
    expect(own.body.home).not.toBeNull();
    const nowhere = await register(manager, newDevice({ home: null }));
    expect(nowhere.body.home).toBeNull();
    const forCounty = await register(city, newDevice({ unitId: manager.user.unit.id }));
    expect([forCounty.status, forCounty.body.unitId]).toEqual([201, manager.user.unit.id]);
    expect((await register(manager, newDevice({ unitId: city.user.unit.id }))).status).toBe(403);
    expect((await register(officer, newDevice())).status).toBe(403);
    const nobody = await register(manager, newDevice({ unitId: officer.user.id }));
    expect([nobody.status, nobody.body.code]).toEqual([422, 'UNIT_UNKNOWN']);
  });

  it.each([
    [{ kindCode: 'no-such-kind' }, 422, 'DEVICE_KIND_UNKNOWN', []],
    [
      { attributes: { batteryCount: 'many', wings: 2 } },
      422,
      'DEVICE_ATTRIBUTES_INVALID',
      ['attributes.wings', 'attributes.batteryCount'],
    ],
    [{ droneClass: 'light', emptyMassGrams: 6_470 }, 422, 'DRONE_CLASS_CONTRADICTED', []],
    [{ kindCode: 'sound-level', attributes: {}, droneClass: 'light' }, 422, 'NOT_A_DRONE', []],
    [{ assetCode: 'HB UAV' }, 400, 'VALIDATION_FAILED', ['assetCode']],
    [{ serial: '+/#' }, 400, 'VALIDATION_FAILED', ['serial']],
    [{ emptyMassGrams: -1 }, 400, 'VALIDATION_FAILED', ['emptyMassGrams']],
    [{ insuredUntil: '2026-02-30' }, 400, 'VALIDATION_FAILED', ['insuredUntil']],
    [{ state: 'retired' }, 400, 'VALIDATION_FAILED', ['']],
  ])('refuses %j', async (over, status, code, paths) => {
    const wanted = newDevice(over);
    const answer = await register(manager, wanted);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((answer.body.errors ?? []).map(({ path }) => path)).toEqual(paths);
    const { body } = await manager.get<PageBody<unknown>>(`/devices?q=${encodeURIComponent(wanted.assetCode)}`);
    expect(body.items).toEqual([]);
  });

  it('knows each name once, and says whose it is', async () => {
    const first = newDevice({ serial: 'SN-FIRST-1', productIdCode: 'PID-1', uomRegistration: 'UAS-1' });
    const taken = (await register(manager, first)).body;
    const attempt = async (over: Record<string, unknown>) => {
      const { status, body } = await register(manager, newDevice(over));
      return [status, body.code, body.field, body.assetCode];
    };
    const refusal = (field: string) => [409, 'DEVICE_EXISTS', field, taken.assetCode];
    expect(await attempt({ assetCode: first.assetCode.toLowerCase() })).toEqual(refusal('assetCode'));
    expect(await attempt({ serial: 'sn-first-1' })).toEqual(refusal('serial'));
    expect(await attempt({ serial: first.assetCode })).toEqual(refusal('serial'));
    expect(await attempt({ assetCode: 'SN-FIRST-1' })).toEqual(refusal('assetCode'));
    expect(await attempt({ productIdCode: 'pid-1' })).toEqual(refusal('productIdCode'));
    expect(await attempt({ uomRegistration: 'uas-1' })).toEqual(refusal('uomRegistration'));
  });

  it('is corrected on the version that was read; null takes a value away', async () => {
    const { body: device } = await register(manager, newDevice({ firmware: '1.0', serial: 'SN-CORRECT-1' }));
    const done = await change(manager, device.id, { firmware: null, model: 'DJI Mavic 3T Advanced', version: 1 });
    expect([done.status, done.body]).toMatchObject([
      200,
      { firmware: null, model: 'DJI Mavic 3T Advanced', version: 2, serial: 'SN-CORRECT-1' },
    ]);
    const late = await change(manager, device.id, { firmware: '2.0', version: 1 });
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'DEVICE_CHANGED', 2]);
    expect((await change(manager, device.id, { firmware: '2.0' })).body.code).toBe('VERSION_REQUIRED');
    const tagged = await manager.send<RegisteredBody>(
      'PATCH',
      `/devices/${device.id}`,
      { firmware: '2.0' },
      { 'if-match': '"2"' },
    );
    expect([tagged.status, tagged.body.version]).toEqual([200, 3]);
    expect((await change(stranger, device.id, { firmware: '3.0', version: 3 })).status).toBe(403);
    expect((await change(officer, device.id, { firmware: '3.0', version: 3 })).status).toBe(403);
    expect((await change(manager, manager.user.id, { firmware: '3.0', version: 3 })).body.code).toBe(
      'DEVICE_NOT_FOUND',
    );
  });

  it('is judged on a change as when it was registered', async () => {
    const { body: device } = await register(manager, newDevice({ emptyMassGrams: 920, maxTakeoffMassGrams: 1_050 }));
    expect(device.droneClass).toBe('light');
    const heavier = await change(manager, device.id, { emptyMassGrams: 4_001, maxTakeoffMassGrams: 7_000, version: 1 });
    expect(heavier.body).toMatchObject({ code: 'DRONE_CLASS_CONTRADICTED', lowest: 'small' });
    const computed = await change(manager, device.id, {
      emptyMassGrams: 4_001,
      maxTakeoffMassGrams: 7_000,
      droneClass: null,
      version: 1,
    });
    expect(computed.body).toMatchObject({ droneClass: 'small', version: 2 });
    const attributes = await change(manager, device.id, { attributes: { batteryCount: 0.5 }, version: 2 });
    expect([attributes.body.code, attributes.body.errors?.map(({ path }) => path)]).toEqual([
      'DEVICE_ATTRIBUTES_INVALID',
      ['attributes.batteryCount'],
    ]);
    const { body: other } = await register(manager, newDevice());
    const name = await change(manager, device.id, { assetCode: other.assetCode, version: 2 });
    expect([name.body.code, name.body.field]).toEqual(['DEVICE_EXISTS', 'assetCode']);
  });

  it('lets a device go to another unit by who looks after both, and its parts go with it', async () => {
    const { body: drone } = await register(city, newDevice({ unitId: manager.user.unit.id }));
    expect((await change(manager, drone.id, { unitId: city.user.unit.id, version: 1 })).status).toBe(403);
    const moved = await change(city, drone.id, { unitId: city.user.unit.id, version: 1 });
    expect([moved.status, moved.body.unitId]).toEqual([200, city.user.unit.id]);
    const meter = await deviceOf(city, 'mavic-3t');
    const { body: whole } = await city.get<RegisteredBody>(`/devices/${meter.id}`);
    const [part] = whole.parts;
    const alone = await change(city, part?.id ?? '', { unitId: manager.user.unit.id, version: 1 });
    expect([alone.status, alone.body.code]).toEqual([409, 'PART_FOLLOWS_DEVICE']);
    await change(city, meter.id, { unitId: manager.user.unit.id, version: whole.version });
    expect((await city.get<RegisteredBody>(`/devices/${part?.id}`)).body.unitId).toBe(manager.user.unit.id);
  });

  it('takes a device out of service, names the bookings it will not serve and tells who made them', async () => {
    const { body: drone } = await register(manager, newDevice());
    const during = hours(30, 2);
    const booking = await officer.post<{ id: string }>('/bookings', {
      during,
      purpose: 'river',
      deviceIds: [drone.id],
    });
    const { status, body } = await move(manager, drone.id, 'quarantined', { reason: 'cracked arm' });
    expect([status, body.state, body.stateReason, body.availability]).toEqual([
      200,
      'quarantined',
      'cracked arm',
      'unavailable',
    ]);
    expect(body.affectedBookings).toEqual([
      {
        bookingId: booking.body.id,
        unitId: officer.user.unit.id,
        unitName: '东光县人民检察院',
        during,
        state: 'reserved',
      },
    ]);
    const notices = await officer.get<PageBody<NoticeBody>>('/me/notices');
    expect(notices.body.items).toContainEqual(
      expect.objectContaining({
        code: 'BOOKED_DEVICE_WITHDRAWN',
        params: expect.objectContaining({ assetCode: drone.assetCode }),
      }),
    );
    expect(
      (await officer.post<Answered['body']>('/bookings', { during: hours(40), purpose: 'x', deviceIds: [drone.id] }))
        .body.code,
    ).toBe('DEVICE_NOT_IN_SERVICE');
    const back = await move(manager, drone.id, 'in_service');
    expect(back.body).toMatchObject({ state: 'in_service', affectedBookings: [], version: 3 });
  });

  it('moves states only as the table says, and never retires what is out or has parts', async () => {
    const { body: drone } = await register(manager, newDevice());
    expect((await move(manager, drone.id, 'in_service')).body).toMatchObject({
      code: 'DEVICE_STATE_REFUSED',
      from: 'in_service',
    });
    expect((await move(manager, drone.id, 'lost', { version: 7 })).body.code).toBe('DEVICE_CHANGED');
    expect((await move(stranger, drone.id, 'lost')).status).toBe(403);
    const out = await officer.post<{ id: string }>('/check-outs', { deviceId: drone.id });
    expect(out.status).toBe(201);
    const retired = await move(manager, drone.id, 'retired');
    expect([retired.status, retired.body.code]).toEqual([409, 'DEVICE_OUT']);
    expect((await move(manager, drone.id, 'lost')).body).toMatchObject({ state: 'lost', availability: 'out' });
    await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
    expect((await move(manager, drone.id, 'retired')).body.state).toBe('retired');
    expect((await move(manager, drone.id, 'quarantined')).body.state).toBe('quarantined');
    const whole = await deviceOf(stranger, 'mavic-3t', (await app.as({ role: 'equipment_manager' })).user.unit.id);
    const province = await app.as({ role: 'equipment_manager' });
    expect((await move(province, whole.id, 'retired')).body.code).toBe('DEVICE_HAS_PARTS');
  });

  it('keeps a retired device’s fields from coming back unfit', async () => {
    const province = await app.as({ role: 'equipment_manager' });
    const kind = (over = {}) => ({
      code: 'retiring-kind',
      category: 'food',
      nameZh: '甲',
      nameEn: 'A',
      model: 'A',
      linkKind: 'none',
      attributeSchema: { type: 'object', properties: { a: { type: 'string' } } },
      ...over,
    });
    await province.post('/device-kinds', kind());
    const { body: device } = await register(province, newDevice({ kindCode: 'retiring-kind', attributes: { a: 'x' } }));
    await move(province, device.id, 'retired');
    const attributeSchema = { type: 'object', properties: { a: { type: 'integer' } } };
    expect((await province.patch('/device-kinds/retiring-kind', { attributeSchema, version: 1 })).status).toBe(200);
    expect((await move(province, device.id, 'quarantined')).body.code).toBe('DEVICE_ATTRIBUTES_INVALID');
    expect((await change(province, device.id, { attributes: { a: 1 }, version: 2 })).status).toBe(200);
    expect((await move(province, device.id, 'quarantined')).body.state).toBe('quarantined');
  });

  it('blocks a drone whose insurance lapses where the law asks for one, and reminds where it does not', async () => {
    const masses = { emptyMassGrams: 6_470, maxTakeoffMassGrams: 9_200 };
    const heavy = { kindCode: 'matrice-350', attributes: {}, ...masses };
    const book = async (over: Record<string, unknown>) => {
      const { body: drone } = await register(manager, newDevice({ ...heavy, ...over }));
      const wish = { during: hours(60), purpose: 'x', deviceIds: [drone.id] };
      return (await officer.post<Answered['body']>('/bookings', wish)).body.code;
    };
    expect(await book({})).toBe('INSURANCE_MISSING');
    expect(await book({ insuredUntil: '2020-01-01' })).toBe('INSURANCE_LAPSES');
    expect(await book({ insuredUntil: '2099-01-01' })).toBeUndefined();
    const { body: light } = await register(manager, newDevice({ droneClass: 'light', insuredUntil: '2020-01-01' }));
    const out = await officer.post<{ id: string; reminders: { code: string }[] }>('/check-outs', {
      deviceId: light.id,
    });
    expect([out.status, out.body.reminders.map(({ code }) => code)]).toEqual([
      201,
      expect.arrayContaining(['INSURANCE_LAPSES']),
    ]);
    await officer.post(`/check-outs/${out.body.id}/hand-back`, {});
  });

  it('finds devices by what they can do, in the list and for any of a kind', async () => {
    const { body: drone } = await register(
      manager,
      newDevice({ kindCode: 'drone-files-only', attributes: {}, capabilities: ['loudhailer'] }),
    );
    const list = await stranger.get<PageBody<{ id: string }>>('/devices?capability=loudhailer,photo');
    expect(list.body.items.map(({ id }) => id)).toEqual([drone.id]);
    const anyOf = { kindCode: 'drone-files-only', quantity: 1, capabilities: ['loudhailer'] };
    const booked = await stranger.post<{ devices: { id: string }[] }>('/bookings', {
      during: hours(50),
      purpose: 'x',
      anyOf,
    });
    expect([booked.status, booked.body.devices.map(({ id }) => id)]).toEqual([201, [drone.id]]);
    const second = await stranger.post<Answered['body']>('/bookings', { during: hours(50), purpose: 'x', anyOf });
    expect([second.status, second.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect((await stranger.get('/devices?capability=Loud')).status).toBe(400);
  });
});
