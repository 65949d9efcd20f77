import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ItemRecorder } from '../../../src/evidence/intake/item.recorder.js';
import { OriginalsService, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import {
  type Brief,
  DONGGUANG,
  type Features,
  type Item,
  type OnList,
  openCase,
  type PageOf,
  photo,
  type Reply,
  until,
  upload,
} from './evidence-kit.js';

const IMAGES = resolve(process.env.SKYDOCKET_SAMPLES ?? '../shared/data', 'images');
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('uploads', () => {
  let app: TestApp;
  let officer: ApiClient;
  let handler: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_UPLOAD_LIMIT_MB: '2', SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    caseId = await openCase(handler, [officer.user.id]);
  });
  afterAll(() => app.stop());

  const temporary = (): Promise<string[]> => readdir(join(app.dataDir, 'work', 'uploads'));
  const items = async (): Promise<number> =>
    Number(
      (await app.get(UnitOfWork).read((tx) => tx.queryOne<{ n: string }>(`SELECT count(*) AS n FROM evidence_item`)))
        ?.n,
    );
  const untracked = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const sha256 of app.get(OriginalsService).untracked()) found.push(sha256);
    return found;
  };

  describe('that are refused leave nothing', () => {
    const text = Buffer.from('this is not an image');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    it.each([
      ['metadata that is no JSON', text, '{kind:', 400, 'UPLOAD_METADATA_NOT_JSON'],
      ['an unknown kind', text, { kind: 'hologram' }, 400, 'UPLOAD_METADATA_INVALID'],
      ['a field nobody knows', text, { kind: 'other', colour: 'red' }, 400, 'UPLOAD_METADATA_INVALID'],
      ['a digest that is none', text, { kind: 'other', sha256: 'abc' }, 400, 'UPLOAD_METADATA_INVALID'],
      ['an empty file', Buffer.alloc(0), { kind: 'photo' }, 422, 'EVIDENCE_EMPTY'],
      ['text as a photo', text, { kind: 'photo' }, 422, 'EVIDENCE_KIND_MISMATCH'],
      ['SVG as a photo', svg, { kind: 'photo' }, 422, 'EVIDENCE_KIND_MISMATCH'],
      ['three megabytes where two are allowed', Buffer.alloc(3_500_000, 1), { kind: 'other' }, 413, 'UPLOAD_TOO_LARGE'],
      [
        'a device nobody has',
        text,
        { kind: 'other', deviceId: '01890a5d-ac96-774b-bcce-b302099a8057' },
        422,
        'EVIDENCE_DEVICE_UNKNOWN',
      ],
      [
        'a collector nobody knows',
        text,
        { kind: 'other', collectors: ['01890a5d-ac96-774b-bcce-b302099a8057'] },
        422,
        'EVIDENCE_COLLECTOR_UNKNOWN',
      ],
      [
        'a case nobody knows',
        text,
        { kind: 'other', caseId: '01890a5d-ac96-774b-bcce-b302099a8057' },
        404,
        'NOT_FOUND',
      ],
    ])('%s', async (_, bytes, metadata, status, code) => {
      const before = await items();
      expect(await upload(officer, bytes, metadata)).toMatchObject({ status, body: { code } });
      expect([await items(), await temporary()]).toEqual([before, []]);
    });

    it('no multipart at all', async () => {
      expect(await officer.post('/evidence', { kind: 'photo' })).toMatchObject({
        status: 415,
        body: { code: 'UPLOAD_NOT_MULTIPART' },
      });
    });

    it('a connection that breaks off', async () => {
      const before = await items();
      const url = new URL(`${app.url}/api/v1/evidence`);
      const headers = { authorization: `Bearer ${officer.token}`, 'content-type': 'multipart/form-data; boundary=b' };
      await new Promise<void>((done) => {
        const sending = httpRequest(url, { method: 'POST', headers });
        sending.on('error', () => done());
        sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
        sending.write(Buffer.alloc(400_000));
        void until(temporary, (names) => names.length === 1).then(() => sending.destroy());
      });
      await until(temporary, (names) => names.length === 0);
      expect(await items()).toBe(before);
    });

    it('and no orphan in the store', async () => {
      expect(await untracked()).toEqual([]);
    });
  });

  it.each(['document', 'photo'])('bytes that are not what the sender said go to quarantine (%s)', async (kind) => {
    const bytes = Buffer.from(`altered on the way, was a ${kind}`);
    const before = await items();
    const answer = await upload(officer, bytes, { kind, caseId, sha256: 'A'.repeat(64) }, { name: 'a/b.txt' });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'DIGEST_MISMATCH', declaredSha256: 'a'.repeat(64), sha256: digestOf(bytes) },
    });
    const row = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.queryOne(
          `SELECT reason, sha256, declared_sha256, file_name, uploaded_by FROM evidence_quarantine WHERE id = $1`,
          [answer.body['quarantineId']],
        ),
      );
    expect(row).toEqual({
      reason: 'DIGEST_MISMATCH',
      sha256: digestOf(bytes),
      declared_sha256: 'a'.repeat(64),
      file_name: 'b.txt',
      uploaded_by: officer.user.id,
    });
    expect(await items()).toBe(before);
    expect(await untracked()).not.toContain(digestOf(bytes));
  });

  it('a fault between the bytes and the record leaves an orphan that is found, and the next try takes it in', async () => {
    const bytes = Buffer.from('the process died here');
    const before = await items();
    jest.spyOn(app.get(ItemRecorder), 'record').mockRejectedValueOnce(new Error('killed'));
    expect((await upload(officer, bytes, { kind: 'document', caseId })).status).toBe(500);
    expect([await items(), await untracked(), await temporary()]).toEqual([before, [digestOf(bytes)], []]);
    expect((await upload(officer, bytes, { kind: 'document', caseId })).status).toBe(201);
    expect([await items(), await untracked()]).toEqual([before + 1, []]);
  });

  it('many at once into one case get numbers without a gap', async () => {
    const crowded = await openCase(handler, [officer.user.id]);
    const texts = Array.from({ length: 12 }, (_, index) => Buffer.from(`page ${index}`));
    const answers = await Promise.all(
      texts.map((bytes) => upload(officer, bytes, { kind: 'document', caseId: crowded })),
    );
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 201));
    const { body } = await handler.get<PageOf<OnList>>(`/cases/${crowded}/evidence`);
    expect(body.items.map(({ position }) => position)).toEqual(texts.map((_, index) => index + 1));
  });

  it('a damaged picture is kept, flagged, and has no renditions', async () => {
    const damaged = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(64, 7)]);
    const answer = await upload(officer, damaged, { kind: 'photo', caseId }, { name: 'damaged.png' });
    expect(answer).toMatchObject({ status: 201, body: { mediaType: 'image/png', position: null, capturedAt: null } });
    const flags = await until(
      async () => (await officer.get<Item>(`/evidence/${answer.body.id}`)).body.flags,
      (found) => found.includes('RENDITION_FAILED'),
    );
    expect(flags.length).toBeGreaterThan(0);
    expect(await officer.get(`/evidence/${answer.body.id}/renditions/preview`)).toMatchObject({
      status: 404,
      body: { code: 'RENDITION_NONE' },
    });
    expect((await officer.get(`/evidence/${answer.body.id}/original`)).status).toBe(200);
  });

  it('renditions whose files are lost are made again', async () => {
    const { bytes } = await photo();
    const { id, sha256 } = (await upload(officer, bytes, { kind: 'photo' })).body;
    const asked = () => officer.get(`/evidence/${id}/renditions/thumbnail`);
    await until(asked, ({ status }) => status === 200);
    const folder = join(app.dataDir, 'work', 'renditions', sha256.slice(0, 2));
    await Promise.all(['thumbnail', 'preview'].map((name) => rm(join(folder, `${sha256}.${name}`))));
    expect(await asked()).toMatchObject({ status: 404, body: { code: 'RENDITION_NOT_READY' } });
    await until(asked, ({ status }) => status === 200);
  });

  it('bytes of no known form are kept as what they are said to be, and flagged', async () => {
    const answer = await upload(officer, Buffer.from([0, 1, 2, 3, 4, 5]), { kind: 'photo' });
    expect(answer).toMatchObject({
      status: 201,
      body: { mediaType: 'application/octet-stream', flags: ['MEDIA_TYPE_UNRECOGNISED'], renditions: [] },
    });
  });

  it('what a browser would run is never shown inline, whatever its name', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const answer = await upload(officer, svg, { kind: 'document', caseId }, { name: '..\\..\\排污 口.svg' });
    expect(answer.body).toMatchObject({
      mediaType: 'image/svg+xml',
      fileName: '排污 口.svg',
      flags: ['ACTIVE_CONTENT', 'FILE_NAME_CLEANED'],
    });
    const original = await officer.get(`/evidence/${answer.body.id}/original`);
    expect(Object.fromEntries(original.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename="__ _\.svg"; filename\*=UTF-8''%E6%8E%92/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    });
  });

  it('the same bytes twice are two items over one blob, and the second tells nothing of the first', async () => {
    const { bytes } = await photo();
    const other = await app.as({ role: 'field_officer', unit: '大名县' });
    const first = await upload(officer, bytes, { kind: 'photo', caseId });
    const second = await upload(other, bytes, { kind: 'photo' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.body.sha256).toBe(first.body.sha256);
    expect(JSON.stringify(second.body)).not.toContain(first.body.id);
    expect(second.body.cases).toEqual([]);
    const blobs = await app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT sha256 FROM blob WHERE sha256 = $1`, [first.body.sha256]));
    expect(blobs).toHaveLength(1);
  });

  it('a repeated Idempotency-Key gives the first item again, also at once, and refuses other bytes', async () => {
    const { bytes } = await photo();
    const headers = { 'idempotency-key': 'phone-7:0001' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => upload(officer, bytes, { kind: 'photo', caseId }, { headers })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await upload(officer, Buffer.from('other'), { kind: 'other' }, { headers })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  describe('who sees them', () => {
    let inCase: Item;
    let own: Item;
    beforeAll(async () => {
      const { bytes } = await photo();
      inCase = (await upload(officer, bytes, { kind: 'photo', caseId })).body;
      own = (await upload(officer, bytes, { kind: 'photo' })).body;
    });

    const statusOf = async (client: ApiClient, path: string): Promise<number> => (await client.get(path)).status;
    const pages = ['', '/original', '/corroboration', '/chain', '/custody', '/renditions/thumbnail'];

    it.each([
      ['commander', '沧州市人民检察院', [200, 200]],
      ['commander', '河北省人民检察院', [200, 200]],
      ['case_handler', '东光县', [200, 200]],
      ['field_officer', '献县', [404, 404]],
      ['commander', '邯郸市人民检察院', [404, 404]],
    ])('a %s of %s', async (role, unit, statuses) => {
      const client = await app.as({ role, unit });
      expect([await statusOf(client, `/evidence/${inCase.id}`), await statusOf(client, `/evidence/${own.id}`)]).toEqual(
        statuses,
      );
      if (statuses[0] === 200) return;
      for (const page of pages)
        expect([page, await statusOf(client, `/evidence/${inCase.id}${page}`)]).toEqual([page, 404]);
      const list = await client.get<PageOf<Brief>>('/evidence?limit=500');
      expect(list.body.items.map(({ id }) => id)).not.toEqual(expect.arrayContaining([inCase.id]));
    });

    it.each(['system_admin', 'security_admin', 'audit_admin'])('no %s', async (role) => {
      const client = await app.as({ role, unit: '河北省' });
      for (const page of ['', ...pages]) expect(await statusOf(client, `/evidence/${inCase.id}${page}`)).toBe(403);
      expect(await statusOf(client, '/evidence')).toBe(403);
    });

    it('the audit tells who did what to which item, and nothing of the case', async () => {
      const auditor = await app.as({ role: 'audit_admin', unit: '河北省' });
      const metadata = { kind: 'document', title: '举报信' };
      const { id } = (await upload(officer, Buffer.from('a tip'), metadata, { name: '举报人王某.txt' })).body;
      await officer.post(`/cases/${caseId}/evidence`, { evidenceId: id, purpose: '证明排污超标' });
      const trail = await auditor.get<PageOf<{ action: string }>>(`/audit?subjectId=${id}`);
      expect(trail.body.items.map(({ action }) => action)).toEqual(['evidence.attach', 'evidence.receive']);
      expect(JSON.stringify(trail.body.items)).not.toMatch(/举报|证明|公益诉/);
      const custody = JSON.stringify((await officer.get(`/evidence/${id}/custody`)).body);
      for (const word of ['举报人王某', '公益诉', '证明排污超标']) expect(custody).toContain(word);
    });

    it('a member of the case from elsewhere sees the case’s item, not the unit’s own', async () => {
      const guest = await app.as({ role: 'field_officer', unit: '大名县' });
      expect((await handler.post(`/cases/${caseId}/members`, { userId: guest.user.id })).status).toBe(201);
      const seen = async () => [
        await statusOf(guest, `/evidence/${inCase.id}`),
        await statusOf(guest, `/evidence/${own.id}`),
      ];
      expect(await until(seen, ([first]) => first === 200)).toEqual([200, 404]);
      const list = await guest.get<PageOf<Brief>>(`/evidence?caseId=${caseId}&limit=500`);
      expect(list.body.items.map(({ id }) => id)).toContain(inCase.id);
      expect((await guest.post(`/cases/${caseId}/evidence`, { evidenceId: own.id })).status).toBe(404);
    });

    it('somebody who sees a case and is no part of it cannot bring evidence into it', async () => {
      const commander = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
      const { bytes } = await photo();
      expect(await upload(commander, bytes, { kind: 'photo', caseId })).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
      const stranger = await app.as({ role: 'field_officer', unit: '献县' });
      expect(await upload(stranger, bytes, { kind: 'photo', caseId })).toMatchObject({ status: 404 });
    });
  });

  describe('lists', () => {
    let listed: string;
    const ids: string[] = [];
    beforeAll(async () => {
      listed = await openCase(handler, [officer.user.id]);
      for (const step of [0, 1, 2]) {
        const { bytes } = await photo({
          position: { lon: DONGGUANG.lon + step * 0.01, lat: DONGGUANG.lat },
          takenAt: new Date(Date.parse('2026-03-01T02:00:00Z') + step * 3_600_000),
        });
        ids.push((await upload(officer, bytes, { kind: 'photo', caseId: listed })).body.id);
      }
      ids.push((await upload(officer, Buffer.from('笔录'), { kind: 'record', caseId: listed })).body.id);
    });

    const found = async (query: string): Promise<string[]> => {
      const { status, body } = await officer.get<PageOf<Brief>>(`/evidence?caseId=${listed}&${query}`);
      expect(status).toBe(200);
      return body.items.map(({ id }) => id);
    };

    it('by case, kind, place and period, newest first', async () => {
      expect(await found('')).toEqual([...ids].reverse());
      expect(await found('kind=record')).toEqual([ids[3]]);
      expect(await found(`bbox=${DONGGUANG.lon - 0.001},37,${DONGGUANG.lon + 0.0101},38`)).toEqual([ids[1], ids[0]]);
      expect(await found('from=2026-03-01T03:00:00Z&to=2026-03-01T04:00:00Z')).toEqual([ids[1]]);
    });

    it('page by page', async () => {
      const first = await officer.get<PageOf<Brief>>(`/evidence?caseId=${listed}&limit=3`);
      const second = await officer.get<PageOf<Brief>>(
        `/evidence?caseId=${listed}&limit=3&cursor=${first.body.nextCursor}`,
      );
      expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual([...ids].reverse());
      expect(second.body.nextCursor).toBeNull();
    });

    it('as GeoJSON, the item without a position as a feature without a geometry', async () => {
      const { body } = await officer.get<Features>(`/evidence?caseId=${listed}&f=geojson`);
      expect(body.type).toBe('FeatureCollection');
      expect(body.features.map(({ geometry }) => geometry?.type ?? null)).toEqual([null, 'Point', 'Point', 'Point']);
      expect(body.features[3]?.geometry?.coordinates[0]).toBeCloseTo(DONGGUANG.lon, 6);
    });

    it('never by a box that is none, or a cursor of somebody else', async () => {
      const refused = async (query: string): Promise<Reply> => officer.get(`/evidence?${query}`);
      expect(await refused('bbox=1,2,3')).toMatchObject({ status: 400, body: { code: 'BBOX_INVALID' } });
      expect(await refused('cursor=rubbish')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
      expect(await refused('kind=hologram')).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    });
  });

  const withSamples = existsSync(IMAGES) ? it : it.skip;
  withSamples(`real files (${existsSync(IMAGES) ? 'present' : `skipped: none at ${IMAGES}`})`, async () => {
    const kept = async (name: string): Promise<Item> => {
      const bytes = await readFile(join(IMAGES, name));
      const answer = await upload(officer, bytes, { kind: 'photo', caseId }, { name });
      expect({ name, status: answer.status, sha256: answer.body.sha256 }).toEqual({
        name,
        status: 201,
        sha256: digestOf(bytes),
      });
      return answer.body;
    };
    expect((await kept('hang_exifr_80bytes.heic')).mediaType).toBe('image/heic');
    expect((await kept('corrupt_ihdr.png')).flags).toEqual(expect.arrayContaining(['MEDIA_TYPE_UNRECOGNISED']));
    expect((await kept('08-thermal-H20N-M300-lrf-dronesn.jpg')).camera.droneSerial).toBe('1ZNBJC400C0029');
    expect(await kept('gps_null_island.jpg')).toMatchObject({ position: null, flags: ['NULL_ISLAND', 'ZONE_ASSUMED'] });
    expect((await kept('se_australia.jpg')).place).toMatchObject({ state: 'unknown' });
  });
});
