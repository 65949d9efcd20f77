import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UnreportedMedia } from '../../../src/evidence/media/unreported-media.js';
import { RemovalRepository } from '../../../src/evidence/retention/removal.repository.js';
import { EMPTY_METADATA } from '../../../src/evidence/retention/tombstone.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { type Docked, docksOf, StandInDock } from '../telemetry/service-kit.js';
import { pilotPost, s3Of, type Storage, storageOf } from '../telemetry/store-kit.js';
import { endClients, rowsOf, send } from '../telemetry/telemetry-kit.js';
import { type Chain, type CustodyEvent, type Item, openCase, type PageOf, photo } from './evidence-kit.js';

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const SAMPLE = join(process.env['SKYDOCKET_SAMPLES'] ?? '', 'images', '01-visible-mavic2pro-L1D20c-xmp.jpg');
const withSample = process.env['SKYDOCKET_SAMPLES'] !== undefined && existsSync(SAMPLE) ? it : it.skip;

describe('files that devices upload', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let handler: ApiClient;
  let caseId: string;
  let drone: { id: string; assetCode: string; serial: string };
  let storage: Storage;
  let media: string;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    caseId = await openCase(handler, [pilot.user.id]);
    const during = {
      from: new Date(Date.now() + 1_000).toISOString(),
      to: new Date(Date.now() + 7_200_000).toISOString(),
    };
    const wish = { kindCode: 'mavic-3t', quantity: 1 };
    const booked = await pilot.post<{ id: string; devices: { id: string }[] }>('/bookings', {
      during,
      purpose: '河道取证',
      caseId,
      anyOf: wish,
    });
    drone = (await pilot.get<typeof drone>(`/devices/${booked.body.devices[0]?.id ?? ''}`)).body;
    const out = await pilot.post('/check-outs', { assetCode: drone.assetCode, bookingId: booked.body.id });
    expect(out.status).toBe(201);
    storage = await storageOf(pilot);
    media = `/media/api/v1/workspaces/${pilot.user.unit.id}`;
  });
  afterEach(() => endClients());
  afterAll(() => app.stop());

  const keyOf = (name: string) => `${storage.object_key_prefix}/${name}`;
  async function put(name: string, Body: Buffer): Promise<string> {
    await s3Of(storage).send(new PutObjectCommand({ Bucket: storage.bucket, Key: keyOf(name), Body }));
    return keyOf(name);
  }
  const reportOf = (object_key: string, bytes: Buffer, over: object = {}) => ({
    result: 0,
    object_key,
    name: 'DJI_0001.JPG',
    path: '/sdcard',
    fingerprint: md5(bytes),
    ext: { sn: drone.serial, tinny_fingerprint: `${md5(bytes)}_2026_3_1_10_0_0`, is_original: true },
    metadata: {
      absolute_altitude: '95.0',
      relative_altitude: 80,
      gimbal_yaw_degree: '-30.5',
      created_time: '2026-03-01 10:00:00',
      shoot_position: { lat: 37.8861, lng: 116.5423 },
    },
    ...over,
  });
  const report = (body: unknown) => pilotPost<{ object_key: string }>(pilot, `${media}/upload-callback`, body);
  const itemsWith = (bytes: Buffer) =>
    rowsOf<{ id: string }>(app, `SELECT id FROM evidence_item WHERE sha256 = $1`, [digestOf(bytes)]);
  async function itemOf(bytes: Buffer, reader = pilot): Promise<Item> {
    const [row] = await itemsWith(bytes);
    return (await reader.get<Item>(`/evidence/${row?.id ?? ''}`)).body;
  }

  it('become evidence when they are reported: original bytes, device, case, and the report beside what the file says', async () => {
    const { bytes } = await photo({ droneSerial: drone.serial, takenAt: new Date(Date.now() + 1_000) });
    await new Promise((passed) => setTimeout(passed, 2_000));
    const key = await put('first/DJI_0001.JPG', bytes);
    const answer = await report(reportOf(key, bytes));
    expect(answer).toMatchObject({ status: 200, body: { code: 0, data: { object_key: key } } });
    const item = await itemOf(bytes);
    expect(item).toMatchObject({
      kind: 'photo',
      fileName: 'DJI_0001.JPG',
      sha256: digestOf(bytes),
      sm3: expect.stringMatching(/^[0-9a-f]{64}$/),
      deviceId: drone.id,
      deviceFoundBy: 'serial',
      uploadedBy: { id: pilot.user.id },
      cases: [{ caseId, purpose: null }],
      positionSource: 'exif_gps',
    });
    expect(item.flags).not.toContain('CASE_NOT_FOUND');
    const times = item.claims.times.filter(({ source }) => source === 'gateway');
    expect(times).toEqual([
      expect.objectContaining({
        written: '2026-03-01 10:00:00',
        at: '2026-03-01T02:00:00.000Z',
        zone: 'assumed',
        chosen: null,
      }),
    ]);
    const places = item.claims.positions.filter(({ source }) => source === 'gateway');
    expect(places).toEqual([expect.objectContaining({ lon: 116.5423, lat: 37.8861, trust: 'low', chosen: null })]);
    const chain = (await pilot.get<Chain>(`/evidence/${item.id}/chain`)).body;
    expect(chain.links.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['booking', 'check_out', 'announcement', 'evidence']),
    );
    const told = chain.links.find(({ kind }) => kind === 'announcement')?.snapshot;
    expect(told).toMatchObject({ by: 'pilot', gimbalYawDegrees: -30.5, absoluteAltitudeMetres: 95, isOriginal: true });
    const original = await fetch(`${app.url}/api/v1/evidence/${item.id}/original`, {
      headers: { authorization: `Bearer ${pilot.token}` },
    });
    expect(digestOf(Buffer.from(await original.arrayBuffer()))).toBe(digestOf(bytes));
  });

  it('are one item: reported ten times at once, under two keys, by two who upload at once', async () => {
    const { bytes } = await photo({ droneSerial: drone.serial, widthPixels: 321 });
    const keys = await Promise.all([put('twice/a.JPG', bytes), put('twice/b.JPG', bytes), put('twice/a.JPG', bytes)]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => report(reportOf(keys[index % 2] ?? '', bytes))),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array.from({ length: 10 }, () => [200, 0]));
    expect(await itemsWith(bytes)).toHaveLength(1);
    expect(await rowsOf(app, `SELECT 1 FROM arrived_media WHERE sha256 = $1`, [digestOf(bytes)])).toHaveLength(2);
  });

  it('need not be uploaded again, as far as who asks may know that', async () => {
    const { bytes } = await photo({ droneSerial: drone.serial, widthPixels: 322, takenAt: new Date() });
    const tiny = `${md5(bytes)}_2026_3_1_10_0_0`;
    const ask = async (client: ApiClient, over: object = {}) => {
      const path = `/media/api/v1/workspaces/${client.user.unit.id}`;
      const ext = { sn: drone.serial, tinny_fingerprint: tiny };
      const file = { name: 'DJI_0001.JPG', path: '/', fingerprint: md5(bytes), ext, ...over };
      const fast = await pilotPost(client, `${path}/fast-upload`, file);
      expect(fast.status).toBe(200);
      const small = await pilotPost<{ tiny_fingerprints: string[] }>(client, `${path}/files/tiny-fingerprints`, {
        tiny_fingerprints: [tiny, 'unknown'],
      });
      return [fast.body.code, small.body.data.tiny_fingerprints];
    };
    expect(await ask(pilot)).toEqual([1, []]);
    await report(reportOf(await put('fast/DJI_0001.JPG', bytes), bytes));
    expect(await ask(pilot)).toEqual([0, [tiny]]);
    expect(await ask(pilot, { ext: { sn: 'ANOTHER' } })).toEqual([1, [tiny]]);
    const colleague = await app.as({ role: 'field_officer', unit: '东光县' });
    const stranger = await app.as({ role: 'pilot', unit: '献县' });
    expect([await ask(colleague), await ask(stranger)]).toEqual([
      [1, []],
      [1, []],
    ]);
  });

  it('are refused when they never came, lie below another prefix, or are of another unit', async () => {
    const { bytes } = await photo({ widthPixels: 323 });
    const never = await report(reportOf(keyOf('never.JPG'), bytes));
    expect([never.status, never.body.code]).toEqual([422, 422]);
    const colleague = await app.as({ role: 'field_officer', unit: '东光县' });
    const other = await storageOf(colleague);
    const Key = `${other.object_key_prefix}/theirs.JPG`;
    await s3Of(other).send(new PutObjectCommand({ Bucket: other.bucket, Key, Body: bytes }));
    const theirs = await report(reportOf(Key, bytes));
    expect([theirs.status, theirs.body]).toEqual([422, { ...never.body, data: theirs.body.data }]);
    expect(await itemsWith(bytes)).toEqual([]);
    const stranger = await app.as({ role: 'pilot', unit: '献县' });
    expect((await pilotPost(stranger, `${media}/upload-callback`, reportOf(Key, bytes))).status).toBe(404);
    const failed = await report(reportOf(keyOf('never.JPG'), bytes, { result: 7 }));
    expect([failed.status, failed.body.code]).toEqual([200, 0]);
  });

  it.each([
    ['no body', undefined],
    ['no key', { name: 'x' }],
    ['a key that is none', { object_key: 7 }],
    ['control characters', { object_key: 'a\u0000b' }],
  ])('are not taken on a report that cannot be read: %s', async (_, body) => {
    const { status, body: answer } = await report(body ?? []);
    expect([status, answer.code]).toEqual([400, 400]);
  });

  it('keep nothing of a report that is no text or number, and are taken all the same', async () => {
    const { bytes } = await photo({ widthPixels: 324 });
    const key = await put('odd.JPG', bytes);
    const odd = { name: 5, fingerprint: 'a\u0000', ext: 'x', metadata: { shoot_position: 'here', created_time: {} } };
    expect((await report(reportOf(key, bytes, odd))).body.code).toBe(0);
    expect((await itemOf(bytes)).fileName).toBe('odd.JPG');
  });

  describe('and that nobody reported before they were sealed or removed', () => {
    const untold = async (widthPixels: number): Promise<{ bytes: Buffer; key: string; id: string }> => {
      const { bytes } = await photo({ droneSerial: drone.serial, widthPixels });
      const key = await put(`late/${widthPixels}.JPG`, bytes);
      await rowsOf(app, `UPDATE stored_object SET last_put_at = now() - interval '11 minutes' WHERE object_key = $1`, [
        key,
      ]);
      await app.get(UnreportedMedia).takeUnreported();
      return { bytes, key, id: (await itemOf(bytes)).id };
    };
    const reportedBy = async (id: string): Promise<unknown> =>
      (await rowsOf(app, `SELECT reported_by, name FROM arrived_media WHERE item_id = $1`, [id]))[0];

    it('get the report beside the seal, once, and no claim', async () => {
      const { bytes, key, id } = await untold(340);
      const claims = (await itemOf(bytes)).claims;
      await rowsOf(app, `UPDATE evidence_item SET state = 'sealed' WHERE id = $1`, [id]);
      for (let nth = 0; nth < 2; nth += 1)
        expect((await report(reportOf(key, bytes))).body).toMatchObject({ code: 0, data: { object_key: key } });
      expect((await itemOf(bytes)).claims).toEqual(claims);
      const { links } = (await pilot.get<Chain>(`/evidence/${id}/chain`)).body;
      expect(links.filter(({ kind }) => kind === 'announcement')).toHaveLength(1);
      expect(await reportedBy(id)).toMatchObject({ reported_by: 'pilot', name: 'DJI_0001.JPG' });
    });

    it('take the report with nothing of it on the tombstone, though the bytes are gone', async () => {
      const { bytes, key, id } = await untold(341);
      await bury(id);
      rmSync(join(app.dataDir, 'originals', digestOf(bytes).slice(0, 2)), { recursive: true });
      for (let nth = 0; nth < 2; nth += 1) expect((await report(reportOf(key, bytes))).body.code).toBe(0);
      expect(await reportedBy(id)).toEqual({ reported_by: 'pilot', name: null });
      expect((await pilot.get<Item>(`/evidence/${id}`)).body).toMatchObject({
        state: 'removed',
        claims: { positions: [], times: [] },
      });
      const { links } = (await pilot.get<Chain>(`/evidence/${id}/chain`)).body;
      expect(links.filter(({ kind }) => kind === 'announcement')).toEqual([]);
    });

    /** As two persons would, without the years between. */
    async function bury(itemId: string): Promise<void> {
      const [policyId, removalId] = [newId(), newId()];
      await rowsOf(
        app,
        `INSERT INTO retention_policy (id, keep_months, includes_sealed, basis, valid_from, made_by, made_at)
         VALUES ($1, 12, true, 'x', now(), $2, now())`,
        [policyId, pilot.user.id],
      );
      await rowsOf(
        app,
        `INSERT INTO evidence_removal (id, item_id, policy_id, due_at, state, reason, proposed_by, proposer, proposed_at)
         VALUES ($1, $2, $3, now(), 'proposed', 'x', $4, '{"name": "x"}', now())`,
        [removalId, itemId, policyId, pilot.user.id],
      );
      await rowsOf(
        app,
        `UPDATE evidence_removal SET state = 'confirmed', decided_by = $2, decided_at = now() WHERE id = $1`,
        [removalId, handler.user.id],
      );
      await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(RemovalRepository).bury(tx, itemId, EMPTY_METADATA));
    }
  });

  it('are taken in when nobody reports them, and say so', async () => {
    const { bytes } = await photo({ droneSerial: drone.serial, widthPixels: 325 });
    const key = await put('silent/DJI_9.JPG', bytes);
    await app.get(UnreportedMedia).takeUnreported();
    expect(await itemsWith(bytes)).toEqual([]);
    await rowsOf(app, `UPDATE stored_object SET last_put_at = now() - interval '11 minutes' WHERE object_key = $1`, [
      key,
    ]);
    await Promise.all([app.get(UnreportedMedia).takeUnreported(), app.get(UnreportedMedia).takeUnreported()]);
    const item = await itemOf(bytes);
    expect(item).toMatchObject({ fileName: 'DJI_9.JPG', uploadedBy: { id: pilot.user.id } });
    expect(item.flags).toContain('UNANNOUNCED');
    await report(reportOf(key, bytes));
    expect(await itemsWith(bytes)).toHaveLength(1);
    expect((await itemOf(bytes)).claims.times.map(({ source }) => source)).toContain('gateway');
    const { links } = (await pilot.get<Chain>(`/evidence/${item.id}/chain`)).body;
    expect(links.filter(({ kind }) => kind === 'announcement')).toHaveLength(1);
  });

  describe('by a dock itself', () => {
    let docked: Docked;
    let dock: StandInDock;
    let commander: ApiClient;

    async function ask(method: string, data: object) {
      const message = {
        tid: `ask-${method}`,
        bid: 'b',
        timestamp: Date.now(),
        gateway: docked.dockSerial,
        method,
        data,
      };
      await dock.line.subscribeAsync(`thing/product/${docked.dockSerial}/requests_reply`, { qos: 1 });
      await send(dock.line, `thing/product/${docked.dockSerial}/requests`, message);
      await eventually(() => expect(dock.answered.map((answer) => answer.method)).toContain(method));
      return dock.answered.find((answer) => answer.method === method)?.data as unknown as {
        result: number;
        output: Storage;
      };
    }
    const event = (object_key: string) => ({
      file: {
        object_key,
        name: 'DJI_D_1.JPG',
        path: 'x',
        ext: { flight_id: 'f-1', is_original: true },
        metadata: { gimbal_yaw_degree: '-12.5', create_time: '2026-03-01 10:00:00' },
      },
      flight_task: { uploaded_file_count: 1, expected_file_count: 1 },
    });
    const results = () =>
      dock.answered.filter(({ method }) => method === 'file_upload_callback').map(({ data }) => data);

    it('come with credentials of its own, are reported on its line, and become evidence before it is answered', async () => {
      [docked] = (await docksOf(app)) as [Docked];
      commander = await app.as({ role: 'commander' });
      dock = await StandInDock.connect(app, docked);
      await dock.announce(docked);
      const { result, output } = await ask('storage_config_get', { module: 0 });
      expect([result, output.endpoint]).toEqual([0, `${app.url}/s3`]);
      const { bytes } = await photo({ droneSerial: docked.aircraftSerial, widthPixels: 326 });
      const Key = `${output.object_key_prefix}/f-1/DJI_D_1.JPG`;
      await dock.tell('file_upload_callback', event(Key));
      await eventually(() => expect(results()).toEqual([{ result: 1 }]));
      await s3Of(output).send(new PutObjectCommand({ Bucket: output.bucket, Key, Body: bytes }));
      await Promise.all([1, 2, 3].map(() => dock.tell('file_upload_callback', event(Key))));
      expect(await itemsWith(bytes)).toHaveLength(1);
      await eventually(() => expect(results().slice(1)).toEqual([{ result: 0 }, { result: 0 }, { result: 0 }]));
      const item = await itemOf(bytes, commander);
      expect(item).toMatchObject({ deviceId: docked.aircraftId, uploadedBy: { id: docked.dockId }, cases: [] });
      expect(item.flags).toContain('CASE_NOT_FOUND');
      const { items } = (await commander.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody`)).body;
      expect(items[0]).toMatchObject({ event: 'received', actor: { kind: 'device', id: docked.dockId } });
      const early = `${output.object_key_prefix}/f-1/DJI_D_2.JPG`;
      await dock.tell('file_upload_callback', event(early));
      const { bytes: second } = await photo({ droneSerial: docked.aircraftSerial, widthPixels: 327 });
      await s3Of(output).send(new PutObjectCommand({ Bucket: output.bucket, Key: early, Body: second }));
      const old = `UPDATE stored_object SET last_put_at = now() - interval '11 minutes' WHERE object_key = $1`;
      await rowsOf(app, old, [early]);
      await app.get(UnreportedMedia).takeUnreported();
      const joined = await itemOf(second, commander);
      expect(joined.flags).not.toContain('UNANNOUNCED');
      const { links } = (await commander.get<Chain>(`/evidence/${joined.id}/chain`)).body;
      expect(links.map(({ kind }) => kind)).toContain('announcement');
      await dock.tell('file_upload_callback', event(keyOf('first/DJI_0001.JPG')));
      await eventually(() => expect(results().at(-1)).toEqual({ result: 1 }));
    });

    it('end with its secret', async () => {
      dock = await StandInDock.connect(app, docked);
      const { output } = await ask('storage_config_get', { module: 0 });
      await StandInDock.connect(app, docked);
      const late = s3Of(output).send(
        new PutObjectCommand({ Bucket: output.bucket, Key: `${output.object_key_prefix}/late.JPG`, Body: 'late' }),
      );
      await expect(late).rejects.toMatchObject({ name: 'InvalidToken' });
    });
  });

  // Needs SKYDOCKET_SAMPLES.
  withSample('are real pictures too', async () => {
    const bytes = readFileSync(SAMPLE);
    const key = await put('sample/DJI_0627.JPG', bytes);
    expect((await report(reportOf(key, bytes, { ext: {}, metadata: {} }))).body.code).toBe(0);
    const item = await itemOf(bytes);
    expect(item).toMatchObject({ sha256: digestOf(bytes), kind: 'photo', size: bytes.length });
    expect(item.position).not.toBeNull();
    expect(item.flags).toContain('CASE_NOT_FOUND');
  });
});
