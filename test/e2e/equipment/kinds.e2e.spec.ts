import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Kind {
  readonly performance: Record<string, unknown> | null;
  readonly code: string;
  readonly version: number;
  readonly capabilities: readonly string[];
  readonly attributeSchema: Record<string, unknown>;
  readonly turnaroundMinutes: number;
  readonly deviceCount: number;
}
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly path: string }[];
  readonly assetCode: string;
  readonly devices: readonly { readonly assetCode: string; readonly errors: readonly { readonly path: string }[] }[];
  readonly version: number;
}

const KIND = {
  code: 'thermal-camera',
  category: 'record_measure',
  nameZh: '手持热像仪',
  nameEn: 'Handheld thermal camera',
  model: 'FLIR E8',
  linkKind: 'import',
  turnaroundMinutes: 30,
  capabilities: ['thermal'],
  attributeSchema: {
    type: 'object',
    properties: { pixels: { type: 'integer', title: 'Pixels', 'x-title-zh': '像素', minimum: 1 } },
    required: ['pixels'],
  },
};

describe('kinds of devices', () => {
  let app: TestApp;
  let manager: ApiClient;
  let county: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager' });
    county = await app.as({ role: 'equipment_manager', unit: '东光县' });
  });
  afterAll(() => app.stop());

  it('are added with their fields and stand last in the list', async () => {
    const { status, body } = await manager.post<Kind>('/device-kinds', KIND);
    expect([status, body]).toEqual([
      201,
      {
        ...KIND,
        attributeSchema: { ...KIND.attributeSchema, additionalProperties: false },
        djiModelKeys: [],
        isPart: false,
        calibrationRequired: false,
        countsCycles: false,
        performance: null,
        version: 1,
        deviceCount: 0,
      },
    ]);
    const list = await county.get<PageBody<Kind>>('/device-kinds');
    expect(list.body.items.at(-1)).toEqual(body);
    expect((await county.get<Kind>('/device-kinds/thermal-camera')).body).toEqual(body);
  });

  it('carry what they can do and stand: what nobody entered stays unknown', async () => {
    const wanted = {
      ...KIND,
      code: 'long-flyer',
      performance: { source: 'sheet', maxFlightMinutes: 45, minCelsius: -10 },
    };
    const { body } = await manager.post<Kind>('/device-kinds', wanted);
    expect(body.performance).toMatchObject({ maxFlightMinutes: 45, minCelsius: -10, maxWindMetresPerSecond: null });
    const change = (performance: unknown) =>
      manager.patch<Kind>('/device-kinds/long-flyer', { performance, version: 1 });
    expect((await change({ source: 's', minCelsius: 40, maxCelsius: -10 })).status).toBe(400);
    expect((await change({ source: 's', maxWindKnots: 23 })).status).toBe(400);
    expect((await change({ maxFlightMinutes: 45 })).status).toBe(400);
    expect((await change({ source: 's', fliesInRain: true })).body.performance).toMatchObject({
      fliesInRain: true,
      maxFlightMinutes: null,
    });
  });

  it('are added once, also by several people at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => manager.post<Problem>('/device-kinds', { ...KIND, code: 'raced' })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409', '409', '409', '409']);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('DEVICE_KIND_EXISTS');
  });

  it.each([
    [
      { attributeSchema: { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } } },
      'attributeSchema.properties.a',
    ],
    [{ capabilities: ['Thermal'] }, 'capabilities.0'],
    [{ turnaroundMinutes: -1 }, 'turnaroundMinutes'],
    [{ code: 'Thermal Camera' }, 'code'],
    [{ colour: 'red' }, ''],
  ])('are refused with %j', async (over, path) => {
    const { status, body } = await manager.post<Problem>('/device-kinds', { ...KIND, code: 'other', ...over });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.errors.map((error) => error.path)).toContain(path);
  });

  it('belong to the whole province: managers of other units do not change them', async () => {
    expect((await county.post('/device-kinds', { ...KIND, code: 'mine' })).status).toBe(403);
    expect((await county.patch('/device-kinds/mavic-3t', { turnaroundMinutes: 5, version: 1 })).status).toBe(403);
  });

  it('are changed on the version that was read', async () => {
    const change = { turnaroundMinutes: 45, capabilities: ['thermal', 'zoom'] };
    const none = await manager.patch<Problem>('/device-kinds/matrice-30t', change);
    expect([none.status, none.body.code]).toEqual([428, 'VERSION_REQUIRED']);
    const done = await manager.send<Kind>('PATCH', '/device-kinds/matrice-30t', change, { 'if-match': '"1"' });
    expect([done.status, done.body.version, done.body.turnaroundMinutes]).toEqual([200, 2, 45]);
    const late = await manager.patch<Problem>('/device-kinds/matrice-30t', { ...change, version: 1 });
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'DEVICE_KIND_CHANGED', 2]);
    const unknown = await manager.patch<Problem>('/device-kinds/no-such-kind', { ...change, version: 1 });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'DEVICE_KIND_NOT_FOUND']);
    expect((await manager.patch<Problem>('/device-kinds/matrice-30t', { version: 2 })).status).toBe(400);
  });

  it('keep a schema that their devices fit: another is refused with the first that do not', async () => {
    const { body } = await manager.get<Kind>('/device-kinds/mavic-3m');
    const properties = body.attributeSchema['properties'] as Record<string, object>;
    const attributeSchema = { type: 'object', properties: { ...properties, batteryCount: { type: 'string' } } };
    const refused = await manager.patch<Problem>('/device-kinds/mavic-3m', { attributeSchema, version: body.version });
    expect([refused.status, refused.body.code]).toEqual([409, 'DEVICE_KIND_SCHEMA_VIOLATED']);
    expect(refused.body.devices).toHaveLength(8);
    expect(refused.body.devices[0]).toMatchObject({ assetCode: refused.body.assetCode });
    expect(refused.body.devices[0]?.errors.map(({ path }) => path)).toEqual(['attributes.batteryCount']);
    expect((await manager.get<Kind>('/device-kinds/mavic-3m')).body).toEqual(body);
    const wider = { type: 'object', properties: { ...properties, wingspan: { type: 'number' } } };
    const done = await manager.patch<Kind>('/device-kinds/mavic-3m', { attributeSchema: wider, version: body.version });
    expect([done.status, done.body.version]).toEqual([200, body.version + 1]);
  });
});
