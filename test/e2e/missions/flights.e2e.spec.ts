import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MissionsService } from '../../../src/missions/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { book, hoursAhead, type Looked, type Reply, square, startCrew } from './mission-kit.js';

const BOOKED = hoursAhead(24, 36);
const FLOWN = hoursAhead(25, 26);

describe('flights over HTTP', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let deviceId: string;
  let row = 0;

  beforeAll(async () => {
    ({ app, pilot, commander, deviceId } = await startCrew(BOOKED, '沧州市人民检察院'));
  });
  afterAll(() => app.stop());

  /** Each test flies in a stretch of air of its own. */
  const freshAir = () => square(116.3, 37.5 + 0.05 * (row += 1), 0.02);

  const request = (change: Record<string, unknown> = {}) => ({
    deviceId,
    pilotId: pilot.user.id,
    purpose: '河道排污口巡查',
    during: FLOWN,
    volumes: [{ geometry: freshAir(), lowerMetres: 30, upperMetres: 120 }],
    ...change,
  });
  const plan = (change: Record<string, unknown> = {}, client = pilot): Promise<Reply> =>
    client.post<Looked>('/flights', request(change));

  it('files a plan, which then holds its airspace', async () => {
    const body = request();
    const planned = await pilot.post<Looked>('/flights', body);
    expect(planned.status).toBe(201);
    expect(planned.body).toMatchObject({
      state: 'applied',
      unitId: pilot.user.unit.id,
      deviceId,
      during: FLOWN,
      volumes: body.volumes,
      reminders: [],
      caseId: null,
    });
    const again = await pilot.post<Looked>('/flights', body);
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      code: 'AIRSPACE_CONFLICT',
      conflicts: [{ flightId: planned.body.id, overlapMetres: 90, overlapMinutes: 60 }],
    });
  });

  it('accepts what only touches, in place and in height', async () => {
    const [west, south] = [116.1, 37.2];
    const here = (lowerMetres: number, upperMetres: number, shift = 0) => ({
      volumes: [{ geometry: square(west + shift, south, 0.02), lowerMetres, upperMetres }],
    });
    expect((await plan(here(30, 120))).status).toBe(201);
    expect((await plan(here(30, 120, 0.02))).status).toBe(201);
    expect((await plan(here(120, 150))).status).toBe(201);
    expect((await plan(here(119, 150))).status).toBe(409);
  });

  it('checks without writing, and answers as filing would', async () => {
    const body = request();
    const free = await pilot.post<Looked>('/flights/check', body);
    expect(free.status).toBe(200);
    expect(free.body).toMatchObject({ state: 'checked', conflicts: [], unitId: pilot.user.unit.id });
    expect((await pilot.post('/flights', body)).status).toBe(201);
    expect(await pilot.post<Looked>('/flights/check', body)).toMatchObject({
      status: 409,
      body: { code: 'AIRSPACE_CONFLICT' },
    });
  });

  it('accepts exactly one of twenty people who want the same air at once', async () => {
    const body = request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pilot.post<Looked>('/flights', body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('reminds of a zone that asks for a permission, and keeps the reminder with the flight', async () => {
    const zoned = await plan({
      volumes: [{ geometry: square(116.59, 37.85, 0.01), lowerMetres: 0, upperMetres: 100 }],
    });
    expect(zoned.status).toBe(201);
    expect(zoned.body.reminders).toMatchObject([{ name: '演示·东光县饮用水水源保护区', rule: 'authorisation' }]);
    const read = await pilot.get<Looked>(`/flights/${zoned.body.id}`);
    expect(read.body.reminders).toEqual(zoned.body.reminders);
  });

  it('is refused inside a prohibited zone, with the zone named', async () => {
    const geometry = square(115.9, 37.1, 0.02);
    const zone = await commander.post<Looked>('/airspace-zones', {
      name: '测试禁飞区',
      rule: 'prohibited',
      geometry,
      authority: '测试机关',
      source: '测试',
    });
    expect(zone.status).toBe(201);
    const refused = await plan({ volumes: [{ geometry, lowerMetres: 30, upperMetres: 120 }] });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'AIRSPACE_CONFLICT', conflicts: [{ zoneId: zone.body.id, overlapMetres: 90 }] },
    });
  });

  it.each([
    ['FLIGHT_IN_THE_PAST', { during: hoursAhead(-3, 2) }],
    ['FLIGHT_PERIOD_EMPTY', { during: hoursAhead(26, 25) }],
    ['FLIGHT_TOO_FAR_AHEAD', { during: hoursAhead(25, 24 * 31) }],
    ['FLIGHT_WITHOUT_VOLUME', { volumes: [] }],
    ['FLIGHT_BAND_UPSIDE_DOWN', { volumes: [{ geometry: square(116, 37, 0.01), lowerMetres: 120, upperMetres: 30 }] }],
    ['FLIGHT_BAND_NOT_METRES', { volumes: [{ geometry: square(116, 37, 0.01), lowerMetres: -5, upperMetres: 30 }] }],
    [
      'POLYGON_SELF_CROSSING',
      {
        volumes: [
          {
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [116, 37],
                  [116.1, 37.1],
                  [116.1, 37],
                  [116, 37.1],
                  [116, 37],
                ],
              ],
            },
            lowerMetres: 0,
            upperMetres: 100,
          },
        ],
      },
    ],
    ['FLIGHT_DEVICE_NOT_BOOKED', { during: hoursAhead(40, 41) }],
    ['FLIGHT_DEVICE_UNKNOWN', { deviceId: '01900000-0000-7000-8000-000000000000' }],
    ['FLIGHT_PILOT_UNKNOWN', { pilotId: '01900000-0000-7000-8000-000000000000' }],
  ])('refuses with %s', async (code, change) => {
    const refused = await plan(change);
    expect(refused.body.code).toBe(code);
    expect(refused.status).toBe(422);
  });

  it('refuses a device that does not fly, even a booked one', async () => {
    const meter = await book(pilot, 'kind=water-multi-parameter', BOOKED);
    expect((await plan({ deviceId: meter.id })).body.code).toBe('FLIGHT_DEVICE_NOT_UAV');
  });

  it('refuses a malformed body and a case that is not visible', async () => {
    expect((await plan({ during: 'tomorrow' })).status).toBe(400);
    expect((await plan({ altitudeFeet: 400 })).body.code).toBe('VALIDATION_FAILED');
    expect((await plan({ caseId: '01900000-0000-7000-8000-000000000000' })).status).toBe(404);
  });

  it('takes for a pilot who holds the office, or a licence on record', async () => {
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const named = () => pilot.post<Looked>('/flights/check', request({ pilotId: handler.user.id }));
    const refused = await named();
    expect([refused.status, refused.body.code]).toEqual([422, 'FLIGHT_PILOT_CANNOT_FLY']);
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    const licence = {
      kind: 'pilot_licence',
      scope: 'small',
      rating: 'vlos',
      number: 'UAS-HANDLER',
      validFrom: '2026-01-01',
    };
    expect((await manager.post('/qualifications', { ...licence, userId: handler.user.id })).status).toBe(201);
    expect((await named()).body.code).not.toBe('FLIGHT_PILOT_CANNOT_FLY');
  });

  it('lets nobody plan for a pilot of another unit', async () => {
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    const refused = await plan({}, stranger);
    expect([403, 404]).toContain(refused.status);
  });

  it('is approved by a commander of an upper unit, once, and seen by those above and not beside', async () => {
    const { id } = (await plan()).body;
    const approved = await commander.post<Looked>(`/flights/${id}/approve`);
    expect(approved).toMatchObject({ status: 200, body: { id, state: 'approved' } });
    const twice = await commander.post<Looked>(`/flights/${id}/approve`);
    expect(twice).toMatchObject({ status: 409, body: { code: 'FLIGHT_STATE_CONFLICT', state: 'approved' } });
    const province = await app.as({ role: 'commander' });
    const detail = await province.get<{ decisions: { toState: string; actorId: string }[] }>(`/flights/${id}`);
    expect(detail.body.decisions.map(({ toState }) => toState)).toEqual(['checked', 'applied', 'approved']);
    expect(detail.body.decisions.at(-1)?.actorId).toBe(commander.user.id);
    const beside = await app.as({ role: 'commander', unit: '邯郸市人民检察院' });
    expect((await beside.get(`/flights/${id}`)).status).toBe(404);
    expect((await beside.post(`/flights/${id}/approve`)).status).toBe(404);
    expect((await pilot.post(`/flights/${id}/approve`)).status).toBe(403);
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    expect((await manager.post(`/flights/${id}/approve`)).status).toBe(403);
  });

  it('is not approved into a zone that was prohibited after it was planned', async () => {
    const geometry = square(115.7, 37.1, 0.02);
    const { id } = (await plan({ volumes: [{ geometry, lowerMetres: 30, upperMetres: 120 }] })).body;
    const declared = { name: '临时禁飞区', rule: 'prohibited', geometry, authority: '测试机关', source: '测试' };
    const zone = await commander.post<Looked>('/airspace-zones', { ...declared, during: FLOWN });
    const refused = await commander.post<Looked>(`/flights/${id}/approve`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'AIRSPACE_CONFLICT', conflicts: [{ zoneId: zone.body.id, overlapMinutes: 60 }] },
    });
    expect((await pilot.get<Looked>(`/flights/${id}`)).body.state).toBe('applied');
  });

  it('is refused only with a reason, and then leaves its airspace', async () => {
    const body = request();
    const { id } = (await pilot.post<Looked>('/flights', body)).body;
    const own = await app.as({ role: 'commander', unit: '东光县' });
    expect((await own.post(`/flights/${id}/refuse`, {})).status).toBe(400);
    const refused = await own.post<Looked>(`/flights/${id}/refuse`, { reason: '气象条件不符' });
    expect(refused).toMatchObject({ status: 200, body: { state: 'refused' } });
    expect((await pilot.post('/flights', body)).status).toBe(201);
  });

  it('is cancelled by its pilot, and its airspace is free at once', async () => {
    const body = request();
    const { id } = (await pilot.post<Looked>('/flights', body)).body;
    expect(await pilot.post<Looked>(`/flights/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    });
    expect((await pilot.post(`/flights/${id}/cancel`)).status).toBe(409);
    expect((await pilot.post('/flights', body)).status).toBe(201);
  });

  it('repeats the answer of a repeated request', async () => {
    const body = request();
    const key = { 'idempotency-key': 'flight-once' };
    const [first, second] = [
      await pilot.post<Looked>('/flights', body, key),
      await pilot.post<Looked>('/flights', body, key),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
  });

  it('lists by place, state and page, as items and as GeoJSON', async () => {
    const [west, south] = [115.2, 36.9];
    const there = { volumes: [{ geometry: square(west, south, 0.01), lowerMetres: 30, upperMetres: 90 }] };
    const { id } = (await plan(there)).body;
    const bbox = `bbox=${west - 0.01},${south - 0.01},${west + 0.02},${south + 0.02}`;
    const found = await pilot.get<{ items: Looked[]; nextCursor: string | null }>(`/flights?${bbox}`);
    expect(found.body.items.map((flight) => flight.id)).toEqual([id]);
    expect(found.body.nextCursor).toBeNull();
    const features = await pilot.get<{ type: string; features: unknown[] }>(`/flights?${bbox}&f=geojson`);
    expect(features.body).toMatchObject({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', id, geometry: { type: 'MultiPolygon' }, properties: { lowerMetres: 30, upperMetres: 90 } },
      ],
    });
    const first = await pilot.get<{ items: Looked[]; nextCursor: string }>('/flights?limit=1&state=applied');
    const second = await pilot.get<{ items: Looked[] }>(
      `/flights?limit=1&state=applied&cursor=${first.body.nextCursor}`,
    );
    expect(first.body.items).toHaveLength(1);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.items[0]?.id).not.toBe(first.body.items[0]?.id);
    const wrong = await pilot.get<Looked>('/flights?bbox=116,38,115,39');
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'bbox', message: 'BBOX_ANTIMERIDIAN' }] } });
  });

  it('is found by device and period from the rooms to the right', async () => {
    const { id } = (await plan()).body;
    const missions = app.get(MissionsService);
    const [ofDevice, later, one] = await app
      .get(UnitOfWork)
      .read(async (tx) => [
        await missions.flightsOfDevice(tx, deviceId, { from: new Date(FLOWN.from), to: new Date(FLOWN.to) }),
        await missions.flightsOfDevice(tx, deviceId, { from: new Date(FLOWN.to), to: new Date(BOOKED.to) }),
        await missions.flight(tx, id),
      ]);
    expect(ofDevice.map((flight) => flight.id)).toContain(id);
    expect(later).toEqual([]);
    expect(one).toMatchObject({ id, deviceId, pilotId: pilot.user.id, state: 'applied' });
    expect(one?.volumes).toMatchObject([{ lowerMetres: 30, upperMetres: 120 }]);
  });
});

describe('zones at check-out', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('reminds whoever takes an aircraft near a zone, and nobody who takes a water meter', async () => {
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const during = hoursAhead(0.01, 4);
    const position = { lon: 116.6, lat: 37.855 };
    const uav = await book(pilot, 'category=uav', during);
    const meter = await book(pilot, 'kind=water-multi-parameter', during);
    const takenUav = await pilot.post<{ reminders: { code: string; zh: string }[] }>('/check-outs', {
      deviceId: uav.id,
      position,
    });
    expect(takenUav.status).toBe(201);
    expect(takenUav.body.reminders).toMatchObject([{ code: 'ZONE_AUTHORISATION' }]);
    expect(takenUav.body.reminders[0]?.zh).toContain('演示·东光县饮用水水源保护区');
    const takenMeter = await pilot.post<{ reminders: unknown[] }>('/check-outs', { deviceId: meter.id, position });
    expect(takenMeter.body.reminders).toEqual([]);
  });
});
