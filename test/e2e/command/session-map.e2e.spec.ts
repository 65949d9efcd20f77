import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { rowsOf } from '../telemetry/telemetry-kit.js';
import { type Ack, CommandDesk, type Console, eventAt, joined, orderTo, recordOf } from '../../support/command-desk.js';

interface Feature {
  readonly id: string;
  readonly geometry: { readonly type: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

const POINT = { type: 'Point', coordinates: [116.54, 37.89] };
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [116.5, 37.8],
      [116.6, 37.8],
      [116.6, 37.9],
      [116.5, 37.9],
      [116.5, 37.8],
    ],
  ],
};

describe('the map of a session', () => {
  let desk: CommandDesk;
  beforeAll(async () => {
    desk = await CommandDesk.start();
  });
  afterAll(async () => {
    await desk?.stop();
  });
  // A person has so many sockets and no more.
  afterEach(() => {
    for (const client of [desk.city, desk.county, desk.province]) client.close();
  });

  const mapOf = async (client: ApiClient, sessionId: string, query = ''): Promise<Feature[]> => {
    const { status, body } = await client.get<{ features: Feature[] }>(`/command-sessions/${sessionId}/map${query}`);
    expect(status).toBe(200);
    return body.features;
  };
  const put = (console: Console, more: object = {}, featureId: string = randomUUID()): Promise<Ack> =>
    console.cmd('map.put', { featureId, geometry: POINT, ...more });
  const code = ({ error }: Ack) => error?.code;

  it('shows every kind, what it measures, and its place in words', async () => {
    const { session, chief } = await desk.command();
    const line = { type: 'LineString', coordinates: SQUARE.coordinates[0]?.slice(0, 2) };
    await put(chief, { label: '排污口' });
    await put(chief, { kind: 'label', label: '取样断面' });
    await put(chief, { kind: 'range_ring', radiiMetres: [500, 1_000] });
    await put(chief, { kind: 'bearing', bearing: { degreesTrue: 90, lengthMetres: 1_000 } });
    await put(chief, { kind: 'measurement', geometry: line });
    await put(chief, { kind: 'measurement', geometry: SQUARE, style: { line: 'dashed', fillOpacity: 0.2 } });
    const shapes = await mapOf(desk.city, session.id);
    const [area, length, bearing, rings, label, point] = shapes.map(({ properties }) => properties);
    expect(point).toMatchObject({ kind: 'point', version: 1, label: '排污口', userName: expect.any(String) });
    expect(point?.place).toMatchObject({ county: '东光县', inWords: { zh: expect.any(String) } });
    expect(label).toMatchObject({ kind: 'label' });
    expect(rings).toMatchObject({ kind: 'range_ring', radiiMetres: [500, 1_000] });
    // 1 km due east at this latitude, by the radius of its parallel.
    expect((bearing?.end as { lon?: number } | undefined)?.lon).toBeCloseTo(116.54 + 0.011367, 4);
    // 0.1° of longitude at 37.8° N: 8,805 m and a little; of latitude: 11,100 m.
    expect((length?.measured as { lengthMetres?: number } | undefined)?.lengthMetres).toBeCloseTo(8_807.4, -1);
    const { areaSquareMetres = 0, model } = (area?.measured ?? {}) as { areaSquareMetres?: number; model?: string };
    expect(areaSquareMetres / 97_700_000).toBeCloseTo(1, 2);
    expect(model).toContain('WGS-84');
    expect(area?.style).toEqual({ line: 'dashed', fillOpacity: 0.2 });
  });

  it('counts versions, refuses a stale one with the present one, and lets the last writer win without', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const id = randomUUID();
    expect((await put(chief, {}, id)).ok).toBe(true);
    expect((await put(field, { baseVersion: 1, label: '二' }, id)).ok).toBe(true);
    const stale = await put(chief, { baseVersion: 1, label: '三' }, id);
    expect(stale.error).toMatchObject({ code: 'MAP_FEATURE_CHANGED', currentVersion: 2, retryable: false });
    const gone = await chief.cmd('map.remove', { featureId: id, baseVersion: 1 });
    expect(code(gone)).toBe('MAP_FEATURE_CHANGED');
    expect((await put(chief, { label: '四' }, id)).ok).toBe(true);
    expect((await mapOf(desk.city, session.id))[0]?.properties).toMatchObject({ version: 3, label: '四' });
  });

  it('lets one of ten who change the same version win', async () => {
    const { session, chief } = await desk.command();
    const id = randomUUID();
    await put(chief, {}, id);
    const tries = Array.from({ length: 10 }, (_, nth) => put(chief, { baseVersion: 1, label: `${nth}` }, id));
    const acks = await Promise.all(tries);
    expect(acks.filter(({ ok }) => ok)).toHaveLength(1);
    expect(acks.filter((ack) => code(ack) === 'MAP_FEATURE_CHANGED')).toHaveLength(9);
    expect((await mapOf(desk.city, session.id))[0]?.properties).toMatchObject({ version: 2 });
  });

  it('removes softly, puts back, and shows the map as it was', async () => {
    const { session, chief } = await desk.command();
    const id = randomUUID();
    const drawn = await put(chief, { label: '井', kind: 'range_ring', radiiMetres: [50] }, id);
    const removed = await chief.cmd('map.remove', { featureId: id });
    expect(await mapOf(desk.city, session.id)).toEqual([]);
    expect(code(await chief.cmd('map.remove', { featureId: id }))).toBe('MAP_FEATURE_UNKNOWN');
    const back = await chief.cmd('map.restore', { featureId: id });
    expect((await eventAt(chief, back.seq)).payload).toMatchObject({ geometry: POINT, label: '井', radiiMetres: [50] });
    expect(code(await chief.cmd('map.restore', { featureId: id }))).toBe('BAD_STATE');
    expect(code(await chief.cmd('map.restore', { featureId: randomUUID() }))).toBe('MAP_FEATURE_UNKNOWN');
    const versions = async (query: string) =>
      (await mapOf(desk.city, session.id, query)).map(({ properties }) => properties.version);
    expect(await versions('')).toEqual([3]);
    expect(await versions(`?at=${drawn.seq}`)).toEqual([1]);
    expect(await versions(`?at=${removed.seq}`)).toEqual([]);
    expect(await versions(`?at=${back.seq}`)).toEqual([3]);
  });

  it('keeps a shape for its audience from everyone else, by every way', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const id = randomUUID();
    const drawn = await put(chief, { audience: { kind: 'ORG' }, label: '内部' }, id);
    await field.until(drawn.seq ?? 0);
    expect(field.types.at(-1)).toBe('redacted');
    expect(await mapOf(desk.county, session.id)).toEqual([]);
    expect(await mapOf(desk.county, session.id, `?at=${drawn.seq}`)).toEqual([]);
    expect(await mapOf(desk.city, session.id)).toHaveLength(1);
    expect(code(await put(field, {}, id))).toBe('MAP_FEATURE_UNKNOWN');
    expect(code(await field.cmd('map.remove', { featureId: id }))).toBe('MAP_FEATURE_UNKNOWN');
    expect(code(await put(chief, { audience: { kind: 'TIER_AND_UP', tier: 'city' } }, id))).toBe('MAP_AUDIENCE_FIXED');
    const up = { audience: { kind: 'TIER_AND_UP', tier: 'city' }, label: '仅上级' };
    const raised = await put(field, up);
    expect((await eventAt(field, raised.seq)).payload).toMatchObject({ label: '仅上级' });
    const again = await put(chief, { label: '仍内部' }, id);
    await field.until(again.seq ?? 0);
    expect(field.types.at(-1)).toBe('redacted');
  });

  it('lets a shape end by its time', async () => {
    const { session, chief } = await desk.command();
    const within = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
    expect(code(await put(chief, { expiresAt: within(-1_000) }))).toBe('MAP_FEATURE_OVER');
    const soon = await put(chief, { expiresAt: within(1_000), label: '片刻' });
    const later = await put(chief, { expiresAt: within(600_000), label: '临时' });
    const labels = async (query: string) =>
      (await mapOf(desk.city, session.id, query)).map(({ properties }) => properties.label);
    await eventually(async () => expect(await labels('')).toEqual(['临时']));
    expect(await labels(`?at=${soon.seq}`)).toEqual(['片刻']);
    expect(await labels(`?at=${later.seq}`)).toEqual(['临时', '片刻']);
    expect((await chief.cmd('chat.say', { text: '过后' })).ok).toBe(true);
    expect(await labels(`?at=${(later.seq ?? 0) + 1}`)).toEqual(['临时']);
  });

  it('turns a shape into the place of an order, and keeps both', async () => {
    const { session, chief } = await desk.command();
    const id = randomUUID();
    await put(chief, { geometry: SQUARE }, id);
    const order = orderTo({ userId: desk.county.user.id }, { featureId: id });
    const issued = await chief.cmd('order.issue', order);
    const place = { lon: 116.55, lat: 37.85 };
    expect((await eventAt(chief, issued.seq)).payload).toMatchObject({ featureId: id, featureVersion: 1, place });
    const { body } = await desk.city.get<{ items: { id: string; place: object }[] }>(`/orders?sessionId=${session.id}`);
    expect(body.items[0]).toMatchObject({ id: order.orderId, place });
    const nowhere = orderTo({ userId: desk.county.user.id }, { featureId: randomUUID() });
    expect(code(await chief.cmd('order.issue', nowhere))).toBe('MAP_FEATURE_UNKNOWN');
    const some = randomUUID();
    await put(chief, { audience: { kind: 'ORG' } }, some);
    const told = orderTo({ userId: desk.county.user.id }, { featureId: some });
    expect(code(await chief.cmd('order.issue', told))).toBe('MAP_FEATURE_RESTRICTED');
    const twice = orderTo({ userId: desk.county.user.id }, { featureId: id, place });
    expect(code(await chief.cmd('order.issue', twice))).toBe('VALIDATION_FAILED');
  });

  it('holds a bounded number of shapes', async () => {
    const { session, chief } = await desk.command();
    const first = randomUUID();
    await put(chief, {}, first);
    await rowsOf(
      desk.app,
      `INSERT INTO map_feature SELECT session_id, gen_random_uuid(), version, seq, kind, geometry, details, positions, label,
         colour, scope, CASE WHEN n < 500 THEN author_user_id END, created_at, updated_at, expires_at, deleted_at
       FROM map_feature, generate_series(1, 1998) AS n WHERE session_id = $1`,
      [session.id],
    );
    const field = await joined(chief, desk.county, 'field_member');
    expect(code(await put(chief))).toBe('MAP_SHARE_FULL');
    expect(await put(field)).toMatchObject({ ok: true });
    expect(await put(chief)).toMatchObject({ ok: false, error: { code: 'MAP_FULL' } });
    expect((await put(chief, { label: '改' }, first)).ok).toBe(true);
    expect((await chief.cmd('map.remove', { featureId: first })).ok).toBe(true);
    expect((await put(chief)).ok).toBe(true);
    expect(code(await chief.cmd('map.restore', { featureId: first }))).toBe('MAP_FULL');
  });

  it('holds a bounded number of positions', async () => {
    const { session, chief } = await desk.command();
    const line = (many: number) => ({
      geometry: { type: 'LineString', coordinates: Array.from({ length: many }, (_, nth) => [116 + nth / 1e4, 37.8]) },
    });
    const first = randomUUID();
    await put(chief, line(1_000), first);
    await rowsOf(
      desk.app,
      `INSERT INTO map_feature SELECT session_id, gen_random_uuid(), version, seq, kind, geometry, details, positions, label,
         colour, scope, author_user_id, created_at, updated_at, expires_at, deleted_at
       FROM map_feature, generate_series(1, 48) WHERE session_id = $1`,
      [session.id],
    );
    expect((await put(chief, line(999))).ok).toBe(true);
    expect(code(await put(chief, line(2)))).toBe('MAP_FULL');
    expect((await put(chief)).ok).toBe(true);
    expect((await put(chief, line(1_000), first)).ok).toBe(true);
  });

  it('knows the same audience by whoever is named, in any order', async () => {
    const { chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const id = randomUUID();
    const [city, county] = [desk.city.user.id, desk.county.user.id];
    await put(chief, { audience: { kind: 'DIRECT', userIds: [county] } }, id);
    expect(await put(field, { audience: { kind: 'DIRECT', userIds: [city] } }, id)).toMatchObject({ ok: true });
    const { province } = desk;
    const wider = { audience: { kind: 'DIRECT', userIds: [city, province.user.id] } };
    expect(code(await put(field, wider, id))).toBe('MAP_AUDIENCE_FIXED');
  });

  it.each([
    ['an open ring', { geometry: { type: 'Polygon', coordinates: [SQUARE.coordinates[0]?.slice(0, 4)] } }],
    ['a kind that does not fit', { kind: 'polygon' }],
    ['rings without radii', { kind: 'range_ring' }],
    ['radii on a point', { radiiMetres: [5] }],
    ['a negative radius', { kind: 'range_ring', radiiMetres: [-5] }],
    ['a bearing of 360 degrees', { kind: 'bearing', bearing: { degreesTrue: 360, lengthMetres: 5 } }],
    ['a label without words', { kind: 'label' }],
    ['a latitude of 91', { geometry: { type: 'Point', coordinates: [116, 91] } }],
    ['version 0', { baseVersion: 0 }],
    [
      'a bow tie to be measured',
      {
        kind: 'measurement',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
              [0, 0],
            ],
          ],
        },
      },
    ],
  ])('refuses %s', async (_, more) => {
    const { session, chief } = await desk.command();
    expect(code(await put(chief, more))).toBe('VALIDATION_FAILED');
    expect(await recordOf(desk.city, session.id)).toHaveLength(1);
  });

  it('refuses a polygon of a million points over both ways, and goes on', async () => {
    const { session, chief } = await desk.command();
    const ring = Array.from({ length: 5_000 }, (_, nth) => [116 + nth / 100_000, 38]);
    const large = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    expect(code(await put(chief, { geometry: large }))).toBe('TOO_LARGE');
    const million = `[${Array.from({ length: 1_000_000 }, () => '[1,2]').join()}]`;
    const response = await fetch(`${desk.app.url}/api/v1/command-sessions/${session.id}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${desk.city.token}` },
      body: `{"cmdId":"${randomUUID()}","type":"map.put","v":1,"payload":{"featureId":"${randomUUID()}","geometry":{"type":"Polygon","coordinates":[${million}]}}}`,
    });
    expect([400, 413]).toContain(response.status);
    expect((await put(chief)).ok).toBe(true);
  });
});
