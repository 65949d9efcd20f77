import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceOf, hours, type PageBody, type PeriodBody } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Item {
  readonly id: string;
  readonly label: string | null;
  readonly required: boolean;
  readonly deviceId: string | null;
  readonly kindCode: string | null;
  readonly quantity: number;
}
interface Bundle {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly items: readonly Item[];
  readonly errors: readonly { readonly path: string }[];
}
interface Booked {
  readonly id: string;
  readonly code: string;
  readonly devices: readonly { readonly id: string }[];
  readonly bundle: { readonly id: string; readonly name: string } | null;
  readonly bundleItems: readonly Item[] | undefined;
  readonly conflicts: readonly { readonly deviceId: string }[];
}

describe('bundles', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  let meterId: string;
  let counter = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
    meterId = (await deviceOf(officer, 'water-photometer')).id;
  });
  afterAll(() => app.stop());

  const drone = async () => (await register(manager, newDevice())).body.id;
  const create = (client: ApiClient, items: readonly unknown[], over = {}): Promise<Answer<Bundle>> => {
    counter += 1;
    return client.post('/bundles', { name: `河道取证套装 ${counter}`, items, ...over });
  };
  const book = (client: ApiClient, bundleId: string, during: PeriodBody, over = {}): Promise<Answer<Booked>> =>
    client.post('/bookings', { during, purpose: 'river', bundleId, ...over });
  const kit = async () => {
    const droneId = await drone();
    const { body } = await create(manager, [
      { deviceId: droneId, label: '飞机' },
      { kindCode: 'sound-level', quantity: 2 },
      { deviceId: meterId, required: false, label: '水质仪' },
    ]);
    const [flying, sound, meter] = body.items;
    if (!flying || !sound || !meter) throw new Error('no items');
    return { ...body, droneId, flying, sound, meter };
  };

  it('are put together by the owner’s manager and seen by everybody', async () => {
    const bundle = await kit();
    const seen = await stranger.get<Bundle>(`/bundles/${bundle.id}`);
    expect(seen.body).toMatchObject({
      name: bundle.name,
      unitId: manager.user.unit.id,
      unitName: '东光县人民检察院',
      version: 1,
      items: [
        { label: '飞机', required: true, deviceId: bundle.droneId, kindCode: null, quantity: 1 },
        { required: true, deviceId: null, kindCode: 'sound-level', quantity: 2, nameEn: expect.any(String) },
        { label: '水质仪', required: false, deviceId: meterId, assetCode: expect.stringMatching(/^HB-/) },
      ],
    });
    const list = await stranger.get<PageBody<Bundle>>(
      `/bundles?unit=${manager.user.unit.id}&q=${encodeURIComponent(bundle.name)}`,
    );
    expect(list.body.items.map(({ id }) => id)).toEqual([bundle.id]);
  });

  it('of the demonstration can be booked', async () => {
    const { body } = await officer.get<PageBody<Bundle>>('/bundles');
    const demo = body.items.filter(({ name }) => !name.startsWith('河道取证套装'));
    expect(demo.map(({ items }) => items.length).toSorted((a, b) => a - b)).toEqual([3, 4, 4]);
    const [own] = demo.filter(({ name }) => name === '河道排污取证套装');
    expect((await book(officer, own?.id ?? '', hours(200))).body.devices).toHaveLength(3);
  });

  it('are booked whole: each device named, and the nearest of a kind', async () => {
    const bundle = await kit();
    const { status, body } = await book(officer, bundle.id, hours(10));
    expect([status, body.devices.length, body.bundle]).toEqual([201, 4, { id: bundle.id, name: bundle.name }]);
    const ids = body.devices.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([bundle.droneId, meterId]));
    expect((await officer.get<Booked>(`/bookings/${body.id}`)).body.bundle?.id).toBe(bundle.id);
    const single = await officer.post<Booked>('/bookings', {
      during: hours(300),
      purpose: 'x',
      deviceIds: [bundle.droneId],
    });
    expect(single.body.bundle).toBeNull();
  });

  it('are booked with other devices, and without the optional things left at home', async () => {
    const bundle = await kit();
    const other = await drone();
    const { body } = await book(officer, bundle.id, hours(20), {
      leaveOut: [bundle.meter.id],
      deviceIds: [other, bundle.droneId],
    });
    const ids = body.devices.map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(ids).toEqual(expect.arrayContaining([bundle.droneId, other]));
    expect(ids).not.toContain(meterId);
    const required = await book(officer, bundle.id, hours(21), { leaveOut: [bundle.flying.id] });
    expect([required.status, required.body.code]).toEqual([422, 'BUNDLE_ITEM_REQUIRED']);
    expect((await book(officer, bundle.id, hours(21), { leaveOut: [meterId] })).body.code).toBe('BUNDLE_ITEM_UNKNOWN');
    const optional = await create(manager, [{ deviceId: meterId, required: false }]);
    const nothing = await book(officer, optional.body.id, hours(21), { leaveOut: [optional.body.items[0]?.id] });
    expect(nothing.body.code).toBe('BUNDLE_EMPTY');
  });

  it('that cannot be had name the item in the way', async () => {
    const bundle = await kit();
    await officer.post('/bookings', { during: hours(30), purpose: 'x', deviceIds: [bundle.droneId] });
    const busy = await book(stranger, bundle.id, hours(30));
    expect([busy.status, busy.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(busy.body.bundleItems).toMatchObject([
      { id: bundle.flying.id, label: '飞机', deviceId: bundle.droneId, required: true },
    ]);
    expect(busy.body.conflicts.map(({ deviceId }) => deviceId)).toEqual([bundle.droneId]);

    const greedy = await create(manager, [
      { deviceId: await drone() },
      { kindCode: 'sound-level', quantity: 19, label: '声级计' },
    ]);
    const short = await book(officer, greedy.body.id, hours(40));
    expect([short.status, short.body.code]).toEqual([409, 'BOOKING_CONFLICT']);
    expect(short.body.bundleItems).toMatchObject([{ label: '声级计', quantity: 19, kindCode: 'sound-level' }]);

    await manager.post(`/devices/${bundle.droneId}/state`, { state: 'maintenance', reason: 'check' });
    const unfit = await book(officer, bundle.id, hours(50));
    expect([unfit.status, unfit.body.code]).toEqual([422, 'DEVICE_NOT_IN_SERVICE']);
    expect(unfit.body.bundleItems).toMatchObject([{ id: bundle.flying.id }]);
    expect(
      (await officer.get<PageBody<Booked>>(`/bookings?deviceId=${meterId}`)).body.items.filter(
        ({ bundle: b }) => b?.id === bundle.id,
      ),
    ).toEqual([]);
  });

  it('of several kinds share out what is free, never one device twice', async () => {
    const { body } = await create(manager, [
      { kindCode: 'mavic-3t', quantity: 2, capabilities: ['thermal'] },
      { kindCode: 'mavic-3t', quantity: 3 },
      { kindCode: 'gnss-receiver', quantity: 1 },
    ]);
    const booked = await book(officer, body.id, hours(60));
    expect(new Set(booked.body.devices.map(({ id }) => id)).size).toBe(6);
  });

  it.each([
    [[], 'items'],
    [[{ quantity: 1 }], 'items.0.deviceId'],
    [[{ kindCode: 'mavic-3t', quantity: 0 }], 'items.0.quantity'],
    [
      [
        { kindCode: 'mavic-3t', quantity: 30 },
        { kindCode: 'mavic-3e', quantity: 21 },
      ],
      'items',
    ],
    [[{ kindCode: 'mavic-3t', colour: 'red' }], 'items.0'],
  ])('are refused with items %j', async (items, path) => {
    const { status, body } = await create(manager, items);
    expect([status, body.errors.map((error) => error.path)]).toEqual([400, [path]]);
  });

  it('hold their owner’s devices, and kinds there are', async () => {
    const foreign = await deviceOf(stranger, 'mavic-3t', (await app.as({ role: 'equipment_manager' })).user.unit.id);
    const code = async (items: readonly unknown[]) => (await create(manager, items)).body.code;
    expect(await code([{ deviceId: foreign.id }])).toBe('BUNDLE_DEVICE_OF_ANOTHER_UNIT');
    expect(await code([{ deviceId: manager.user.id }])).toBe('DEVICE_NOT_FOUND');
    expect(await code([{ kindCode: 'no-such-kind' }])).toBe('DEVICE_KIND_UNKNOWN');
    expect(await code([{ kindCode: 'remote-controller' }])).toBe('DEVICE_KIND_UNKNOWN');
    expect((await create(officer, [{ kindCode: 'mavic-3t' }])).status).toBe(403);
    expect((await create(stranger, [{ kindCode: 'mavic-3t' }], { unitId: manager.user.unit.id })).status).toBe(403);
  });

  it('are changed on the version that was read, and withdrawn; bookings made of them stay', async () => {
    const bundle = await kit();
    const booked = await book(officer, bundle.id, hours(70));
    const renamed = await manager.patch<Bundle>(`/bundles/${bundle.id}`, {
      name: '新套装',
      description: '两人用',
      version: 1,
    });
    expect(renamed.body).toMatchObject({ name: '新套装', description: '两人用', version: 2, items: [{}, {}, {}] });
    const late = await manager.patch<Bundle>(`/bundles/${bundle.id}`, { name: 'x', version: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'BUNDLE_CHANGED']);
    const fewer = await manager.patch<Bundle>(`/bundles/${bundle.id}`, {
      items: [{ kindCode: 'mavic-3e' }],
      version: 2,
    });
    expect(fewer.body.items).toMatchObject([{ kindCode: 'mavic-3e' }]);
    const twice = await create(manager, [{ kindCode: 'mavic-3e' }], { name: '新套装' });
    expect([twice.status, twice.body.code]).toEqual([409, 'BUNDLE_EXISTS']);
    expect((await stranger.delete(`/bundles/${bundle.id}`)).status).toBe(403);
    expect((await manager.delete(`/bundles/${bundle.id}`)).status).toBe(204);
    expect((await officer.get<Bundle>(`/bundles/${bundle.id}`)).body.code).toBe('BUNDLE_NOT_FOUND');
    expect((await book(officer, bundle.id, hours(80))).body.code).toBe('BUNDLE_NOT_FOUND');
    expect((await officer.get<Booked>(`/bookings/${booked.body.id}`)).body.bundle?.name).toBe(bundle.name);
    expect((await create(manager, [{ kindCode: 'mavic-3e' }], { name: '新套装' })).status).toBe(201);
  });

  it('are booked as bundles: leaveOut alone is no order', async () => {
    const alone = await officer.post<Bundle>('/bookings', {
      during: hours(90),
      purpose: 'x',
      deviceIds: [meterId],
      leaveOut: [],
    });
    expect(alone.body.errors.map((error) => error.path)).toEqual(['leaveOut']);
  });
});
