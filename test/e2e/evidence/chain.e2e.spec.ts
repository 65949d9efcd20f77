import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EvidenceService } from '../../../src/evidence/index.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { square } from '../missions/mission-kit.js';
import {
  type Chain,
  type Corroboration,
  type CustodyEvent,
  DONGGUANG,
  fly,
  type Item,
  type OnList,
  openCase,
  type PageOf,
  photo,
  type Reply,
  until,
  upload,
} from './evidence-kit.js';

const SECOND = 1_000;

describe('from the booking to the photo', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let handler: ApiClient;
  let caseId: string;
  let drone: { id: string; assetCode: string; serial: string };
  let bookingId: string;
  let checkOutId: string;
  let flightId: string;
  let takenAt: Date;
  let bytes: Buffer;
  let item: Item;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    caseId = await openCase(handler, [pilot.user.id]);
    await signOutDrone();
    await planFlight();
    takenAt = new Date(Math.ceil(Date.now() / SECOND) * SECOND + SECOND);
    await fly(app, drone.id, [
      { at: new Date(takenAt.getTime() - SECOND), ...DONGGUANG, heightAboveTakeoffMetres: 79, headingDegrees: 28 },
      {
        at: new Date(takenAt.getTime() + SECOND),
        lon: DONGGUANG.lon,
        lat: DONGGUANG.lat + 0.0001,
        heightAboveTakeoffMetres: 81,
        headingDegrees: 30,
      },
    ]);
    bytes = (await photo({ takenAt, droneSerial: drone.serial })).bytes;
    // EXIF counts whole seconds: the moment must have passed before the device may come back.
    await new Promise((passed) => setTimeout(passed, takenAt.getTime() - Date.now() + 50));
  });
  afterAll(() => app.stop());

  async function signOutDrone(): Promise<void> {
    const during = {
      from: new Date(Date.now() + SECOND).toISOString(),
      to: new Date(Date.now() + 7_200 * SECOND).toISOString(),
    };
    const booked = await pilot.post<{ id: string; devices: { id: string; assetCode: string }[] }>('/bookings', {
      during,
      purpose: '河道取证',
      caseId,
      anyOf: { kindCode: 'mavic-3t', quantity: 1 },
    });
    expect(booked.status).toBe(201);
    bookingId = booked.body.id;
    const { id = '', assetCode } = booked.body.devices[0] ?? {};
    const out = await pilot.post<{ id: string }>('/check-outs', { assetCode, bookingId });
    expect(out.status).toBe(201);
    checkOutId = out.body.id;
    drone = (await pilot.get<typeof drone>(`/devices/${id}`)).body;
  }

  async function planFlight(): Promise<void> {
    const planned = await pilot.post<{ id: string }>('/flights', {
      caseId,
      deviceId: drone.id,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during: {
        from: new Date(Date.now() + 500).toISOString(),
        to: new Date(Date.now() + 3_600 * SECOND).toISOString(),
      },
      volumes: [
        { geometry: square(DONGGUANG.lon - 0.01, DONGGUANG.lat - 0.01, 0.02), lowerMetres: 30, upperMetres: 120 },
      ],
    });
    expect(planned).toMatchObject({ status: 201 });
    flightId = planned.body.id;
  }

  it('a photo is kept with its digests, its place, its device, and on the list of its case', async () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const answer = await upload(pilot, bytes, {
      kind: 'photo',
      caseId,
      sha256,
      title: '排污口',
      collectors: [handler.user.id, { name: '王磊' }],
    });
    expect(answer).toMatchObject({ status: 201 });
    item = answer.body;
    expect(item).toMatchObject({
      sha256,
      sm3: createHash('sm3').update(bytes).digest('hex'),
      size: bytes.length,
      kind: 'photo',
      state: 'received',
      title: '排污口',
      mediaType: 'image/jpeg',
      capturedAt: takenAt.toISOString(),
      capturedSource: 'exif_time',
      positionSource: 'exif_gps',
      sha256Declared: true,
      deviceId: drone.id,
      deviceFoundBy: 'serial',
      flightId,
      flags: [],
      layers: [],
      collectors: [{ userId: handler.user.id }, { userId: null, name: '王磊' }],
      cases: [{ caseId, purpose: null, position: 1 }],
    });
    expect(item.position?.lon).toBeCloseTo(DONGGUANG.lon, 6);
    expect(item.position?.lat).toBeCloseTo(DONGGUANG.lat, 6);
    expect(item.place).toMatchObject({ state: 'known', adcode: '130923', county: '东光县' });
    expect(item.place?.inWords?.zh).toMatch(/公里|米/);
    expect(item.claims.positions.map(({ source, chosen }) => [source, chosen?.code ?? null])).toEqual([
      ['exif_gps', 'STANDARD_TAG_FIRST'],
      ['xmp_dji', null],
      ['telemetry', null],
    ]);
    expect(item.custody.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['received', 'linked', 'corroborated', 'attached']),
    );
  });

  it('is held against custody, plan, track and clock at once: metres at that second', async () => {
    const { status, body } = await pilot.get<Corroboration>(`/evidence/${item.id}/corroboration`);
    expect(status).toBe(200);
    const verdicts = Object.fromEntries(body.checks.map(({ check, verdict }) => [check, verdict]));
    expect(verdicts).toMatchObject({
      DEVICE_SERIAL: 'consistent',
      CUSTODY: 'consistent',
      FLIGHT_PERIOD: 'consistent',
      FLIGHT_VOLUME: 'consistent',
      FLIGHT_HEIGHT: 'consistent',
      TRACK_POSITION: 'consistent',
      TRACK_HEIGHT: 'consistent',
      TRACK_HEADING: 'consistent',
      CLOCK_RECEIPT: 'consistent',
      CLOCK_DEVICE: 'consistent',
    });
    const clock = body.checks.find(({ check }) => check === 'CLOCK_DEVICE');
    expect(clock).toMatchObject({ reason: 'DEVICE_CLOCK_AGREES', numbers: { messages: 2 } });
    expect(Math.abs(clock?.numbers['offsetSeconds'] ?? NaN)).toBeLessThan(10);
    const track = body.checks.find(({ check }) => check === 'TRACK_POSITION');
    expect(track?.independence).toBe('same_receiver');
    expect(track?.numbers['distanceMetres']).toBeCloseTo(5.56, 1);
    expect(body).toMatchObject({ verdict: 'consistent', occasion: 'intake' });
    expect(body.words.zh).toContain('证明力有限');
  });

  it('finds the drone by the check-out where the file names none, and leaves a record alone', async () => {
    const nameless = await upload(pilot, (await photo({ takenAt, droneSerial: '' })).bytes, { kind: 'photo' });
    expect(nameless.body).toMatchObject({ deviceId: drone.id, deviceFoundBy: 'open_check_out', flags: [] });
    const text = await upload(pilot, Buffer.from('笔录'), { kind: 'record' });
    expect(text.body).toMatchObject({ deviceId: null, deviceFoundBy: null });
  });

  it('shows the whole chain, and its end when the device comes back', async () => {
    const order = newId();
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => app.get(EvidenceService).link(tx, item.id, 'order', order, { text: '前往排污口拍照' }));
    const chain = await pilot.get<Chain>(`/evidence/${item.id}/chain`);
    expect(chain.body.links.map(({ kind, refId }) => [kind, refId])).toEqual([
      ['booking', bookingId],
      ['check_out', checkOutId],
      ['flight', flightId],
      ['track', drone.id],
      ['evidence', item.id],
      ['order', order],
    ]);
    expect(chain.body.links[1]?.snapshot).toMatchObject({
      assetCode: drone.assetCode,
      holderUserId: pilot.user.id,
      returnedAt: null,
    });
    expect(chain.body.links[3]?.snapshot).toMatchObject({ samples: 2 });
    expect((await pilot.post(`/check-outs/${checkOutId}/hand-back`, {})).status).toBeLessThan(300);
    const ended = await until(
      async () => (await pilot.get<Chain>(`/evidence/${item.id}/chain`)).body.links,
      (links) => links.some(({ kind }) => kind === 'hand_back'),
    );
    expect(ended.at(-1)).toMatchObject({ kind: 'hand_back', refId: checkOutId });
    expect(ended.at(-1)?.snapshot['returnedAt']).toEqual(expect.any(String));
  });

  it('keeps the frames it rests on from being cleared away', async () => {
    const holds = await app
      .get(UnitOfWork)
      .read((tx) => tx.query<{ reason: string }>(`SELECT reason FROM track_hold WHERE device_id = $1`, [drone.id]));
    expect(holds).toContainEqual({ reason: `evidence:${item.id}` });
  });

  it('gets a thumbnail and a preview without metadata, by a job', async () => {
    const ready = await until(
      async () => (await pilot.get<Item>(`/evidence/${item.id}`)).body.renditions,
      (renditions) => renditions.every(({ state }) => state === 'ready'),
    );
    expect(ready.map(({ name, mediaType, widthPixels }) => [name, mediaType, widthPixels])).toEqual([
      ['preview', 'image/jpeg', 640],
      ['thumbnail', 'image/webp', 512],
    ]);
    const preview = await fetch(`${app.url}/api/v1/evidence/${item.id}/renditions/preview`, {
      headers: { authorization: `Bearer ${pilot.token}` },
    });
    expect(preview.headers.get('content-type')).toBe('image/jpeg');
    expect(preview.headers.get('x-content-type-options')).toBe('nosniff');
    expect(preview.headers.get('cache-control')).toBe('private, no-store');
    const thumbnail = await pilot.get(`/evidence/${item.id}/renditions/thumbnail`);
    expect(thumbnail.headers.get('cache-control')).toBe('private, max-age=3600');
    expect(thumbnail.headers.get('vary')).toContain('Authorization');
    const shown = Buffer.from(await preview.arrayBuffer());
    expect(shown.includes('Exif') || shown.includes('DroneSerialNumber')).toBe(false);
    expect((await pilot.get(`/evidence/${item.id}/renditions/poster`)).status).toBe(400);
  });

  it('gives the original byte for byte, as a download, and writes each one down', async () => {
    const answer = await fetch(`${app.url}/api/v1/evidence/${item.id}/original`, {
      headers: { authorization: `Bearer ${handler.token}` },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="DJI_0001.JPG"; filename*=UTF-8''DJI_0001.JPG`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
      'repr-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const custody = await handler.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=200`);
    const mine = custody.body.items.filter(({ actor }) => actor.id === handler.user.id);
    expect(mine.map(({ event }) => event)).toEqual(['viewed', 'downloaded']);
  });

  it('counts a view once a quarter of an hour, and pages the custody log', async () => {
    const views = async (): Promise<CustodyEvent[]> => {
      const { body } = await pilot.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=200`);
      return body.items.filter(({ event, actor }) => event === 'viewed' && actor.id === pilot.user.id);
    };
    const before = (await views()).length;
    for (let time = 0; time < 3; time += 1) await pilot.get(`/evidence/${item.id}`);
    expect(before).toBeGreaterThan(0);
    expect((await views()).length - before).toBeLessThanOrEqual(1);
    const first = await pilot.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=2`);
    const second = await pilot.get<PageOf<CustodyEvent>>(
      `/evidence/${item.id}/custody?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(first.body.items[0]?.event).toBe('received');
    expect(second.body.items[0]?.id).not.toBe(first.body.items[1]?.id);
  });

  it('is checked again on demand, with what is known then', async () => {
    const again = await pilot.post<Corroboration>(`/evidence/${item.id}/corroboration`);
    expect(again).toMatchObject({ status: 201, body: { occasion: 'demand', verdict: 'consistent' } });
    expect((await pilot.get<Corroboration>(`/evidence/${item.id}/corroboration`)).body.id).toBe(again.body.id);
  });

  it('contradicts a picture that claims another place, height and person', async () => {
    const elsewhere = await photo({
      takenAt,
      droneSerial: drone.serial,
      position: { lon: DONGGUANG.lon + 0.05, lat: DONGGUANG.lat },
      aboveTakeoffMetres: 200,
    });
    const answer = await upload(handler, elsewhere.bytes, { kind: 'photo', caseId });
    const { body } = await handler.get<Corroboration>(`/evidence/${answer.body.id}/corroboration`);
    const wrong = body.checks.filter(({ verdict }) => verdict === 'inconsistent').map(({ check }) => check);
    expect(wrong).toEqual(['CUSTODY', 'FLIGHT_VOLUME', 'FLIGHT_HEIGHT', 'TRACK_POSITION', 'TRACK_HEIGHT']);
    expect(answer.body.corroboration?.verdict).toBe('inconsistent');
  });

  it('finds the device by what the uploader says, and flags a serial number that is another’s', async () => {
    const stranger = await photo({ takenAt, droneSerial: '1581F000000000STRANGE' });
    const answer = await upload(pilot, stranger.bytes, { kind: 'photo', caseId, deviceId: drone.id });
    expect(answer.body).toMatchObject({
      deviceId: drone.id,
      deviceFoundBy: 'declared',
      flags: ['DEVICE_UNKNOWN', 'SERIAL_MISMATCH'],
    });
    const { body } = await pilot.get<Corroboration>(`/evidence/${answer.body.id}/corroboration`);
    expect(body.checks[0]).toMatchObject({ check: 'DEVICE_SERIAL', verdict: 'inconsistent', reason: 'SERIAL_DIFFERS' });
  });

  it('gives no metres without a track near in time', async () => {
    const later = await photo({ takenAt: new Date(takenAt.getTime() + 300 * SECOND), droneSerial: drone.serial });
    const answer = await upload(pilot, later.bytes, { kind: 'photo', caseId });
    const { body } = await pilot.get<Corroboration>(`/evidence/${answer.body.id}/corroboration`);
    const track = body.checks.find(({ check }) => check === 'TRACK_POSITION');
    expect(track).toMatchObject({ verdict: 'unknown', reason: 'NO_TRACK', numbers: {} });
    const clock = body.checks.find(({ check }) => check === 'CLOCK_DEVICE');
    expect(clock).toMatchObject({ verdict: 'unknown', reason: 'CLOCK_NOT_OBSERVED', numbers: {} });
  });

  it('stands on the case’s list in its order, and may be attached to another case', async () => {
    const list = await handler.get<PageOf<OnList>>(`/cases/${caseId}/evidence`);
    expect(list.body.items.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(list.body.items[0]).toMatchObject({ evidence: { id: item.id } });
    const other = await openCase(handler);
    const attached: Reply = await handler.post(`/cases/${other}/evidence`, {
      evidenceId: item.id,
      purpose: '证明排污口位置',
    });
    expect(attached).toMatchObject({
      status: 201,
      body: { caseId: other, position: 1, purpose: '证明排污口位置', evidence: { id: item.id } },
    });
    expect(await handler.post(`/cases/${other}/evidence`, { evidenceId: item.id })).toMatchObject({
      status: 409,
      body: { code: 'EVIDENCE_ALREADY_ATTACHED' },
    });
    expect((await handler.get<Item>(`/evidence/${item.id}`)).body.cases.map((one) => one.caseId)).toEqual([
      caseId,
      other,
    ]);
  });

  it('ties nothing of the device to the picture of a stranger who writes its serial number into it, nor says yes or no', async () => {
    const stranger = await app.as({ role: 'field_officer', unit: '大名县' });
    const forged = await photo({ takenAt, droneSerial: drone.serial });
    const { body } = await upload(stranger, forged.bytes, { kind: 'photo' });
    expect(body).toMatchObject({ deviceId: drone.id, deviceFoundBy: 'serial', flightId: null });
    const pages = ['', '/chain', '/corroboration', '/custody'].map((page) => `/evidence/${body.id}${page}`);
    const seen = await Promise.all(pages.map((page) => stranger.get(page)));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    // The ground that the file's own words give is no news of the device.
    const told = seen.map(({ body }) => ({ ...body, footprint: null }));
    expect(JSON.stringify(told)).not.toMatch(/东光县院飞手|distanceMetres|HELD_BY|inconsistent":1/);

    const province = await app.as({ role: 'commander' });
    for (const client of [stranger, province]) {
      const chain = await client.get<Chain>(`/evidence/${body.id}/chain`);
      expect(chain.body.links.map(({ kind }) => kind)).toEqual(['evidence']);
      expect(chain.body.restsOn).toMatchObject({ foundBy: 'serial' });
    }
    const holds = await app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT FROM track_hold WHERE reason = $1`, [`evidence:${body.id}`]));
    expect(holds).toEqual([]);
    const checksOf = async (client: ApiClient, method: 'get' | 'post') =>
      (await client[method]<Corroboration>(`/evidence/${body.id}/corroboration`)).body.checks;
    for (const method of ['get', 'post'] as const) {
      const told = (await checksOf(stranger, method)).filter(({ reason }) => reason !== 'WITHHELD');
      expect(told.map(({ check }) => check)).toEqual(['DEVICE_SERIAL', 'CLOCK_RECEIPT', 'SUN_DAYLIGHT']);
    }
    expect((await checksOf(province, 'get')).map(({ reason }) => reason)).toContain('HELD_BY_ANOTHER');
  });

  it('tells what it proves in a case only to those who see the case', async () => {
    const city = await app.as({ role: 'case_handler', unit: '沧州市人民检察院' });
    const cityCase = await openCase(city);
    const purpose = '证明监管失职';
    expect((await city.post(`/cases/${cityCase}/evidence`, { evidenceId: item.id, purpose })).status).toBe(201);
    const seenBy = async (client: ApiClient) => {
      const { cases } = (await client.get<Item>(`/evidence/${item.id}`)).body;
      const { items } = (await client.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=500`)).body;
      return {
        cases: cases.map((one) => one.caseId),
        attached: items.filter(({ event }) => event === 'attached').at(-1),
      };
    };
    expect(await seenBy(city)).toMatchObject({
      cases: expect.arrayContaining([cityCase]),
      attached: { details: { caseId: cityCase, purpose } },
    });
    const ofPilot = await seenBy(pilot);
    expect(ofPilot.cases).not.toContain(cityCase);
    expect(ofPilot.attached?.details).toEqual({ redacted: true });
  });
});
