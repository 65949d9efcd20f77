import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { CardFileView, CardIntakeView } from '../../../src/evidence/cards/card.schemas.js';
import { UNPACK_QUEUE } from '../../../src/evidence/cards/card.unpacking.js';
import {
  Jobs,
  ORIGINALS,
  type BlobStore,
  OriginalsService,
  SYSTEM,
  UnitOfWork,
  zipped,
} from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, openCase, type PageOf, photo, until, upload } from './evidence-kit.js';
import { append, begin, digestOf } from './tus-kit.js';

type Intake = z.output<typeof CardIntakeView> & { readonly code?: string };
type Receipt = z.output<typeof CardFileView>;

const STAMP = 'DJI_20260601100000_0001';
const AT = new Date('2026-06-01T10:00:00Z');

describe('a memory card as one intake', () => {
  let app: TestApp;
  let officer: ApiClient;
  let stranger: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_UPLOAD_LIMIT_MB: '40', SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'field_officer', unit: '献县' });
    caseId = await openCase(await app.as({ role: 'case_handler', unit: '东光县' }), [officer.user.id]);
  });
  afterAll(() => app.stop());

  const open = async (wish: Record<string, unknown> = {}): Promise<Intake> => {
    const { status, body } = await officer.post<Intake>('/evidence-intakes', { caseId, ...wish });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const standing = async (id: string): Promise<Intake> => (await officer.get<Intake>(`/evidence-intakes/${id}`)).body;
  const receipts = async (id: string): Promise<Receipt[]> => [
    ...(await officer.get<PageOf<Receipt>>(`/evidence-intakes/${id}/files?limit=200`)).body.items,
  ];
  const outcomes = async (id: string): Promise<Record<string, string>> =>
    Object.fromEntries((await receipts(id)).map(({ path, state, code }) => [path, code ?? state]));
  const unpacked = async (zip: Buffer): Promise<Intake> => {
    const archive = await upload(officer, zip, { kind: 'other', caseId }, { name: 'card.zip' });
    const { id } = await open({ archiveId: archive.body.id });
    return until(
      () => standing(id),
      ({ state }) => state !== 'unpacking',
    );
  };

  const unpackAgain = async (intakeId: string): Promise<void> => {
    await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(Jobs).enqueue(tx, UNPACK_QUEUE, { intakeId }));
    const open = `SELECT 1 FROM pgboss.job WHERE name = '${UNPACK_QUEUE}' AND state < 'completed'`;
    await until(
      () => app.get(UnitOfWork).read((tx) => tx.query(open)),
      (jobs) => jobs.length === 0,
    );
  };

  it('file by file: each has a receipt, a bad one fails alone, and the files of one capture find each other', async () => {
    const { id } = await open({ title: '南运河' });
    const picture = (await photo()).bytes;
    const thermal = (await photo({ widthPixels: 320, heightPixels: 240 })).bytes;
    const send = (bytes: Uint8Array, path: string, more: Record<string, unknown> = {}) =>
      upload(officer, bytes, { kind: 'photo', intakeId: id, path, ...more }, { name: path.split('/').at(-1) });
    const wide = await send(picture, `DCIM/100MEDIA/${STAMP}_W.JPG`);
    const path = await begin(officer, thermal, {
      filename: `${STAMP}_T.JPG`,
      kind: 'photo',
      intakeId: id,
      path: `DCIM/100MEDIA/${STAMP}_T.JPG`,
    });
    const infrared = (await append(officer, path, 0, thermal)).headers.get('evidence-id');
    const empty = await send(Buffer.alloc(0), 'DCIM/100MEDIA/EMPTY.JPG');
    const altered = await send(picture, 'DCIM/100MEDIA/ALTERED.JPG', { sha256: digestOf(thermal) });
    expect([wide.status, empty.body.code, altered.body.code]).toEqual([201, 'EVIDENCE_EMPTY', 'DIGEST_MISMATCH']);
    expect(wide.body).toMatchObject({ cases: [{ caseId }] });

    expect((await send(picture, `DCIM/100MEDIA/${STAMP}_W.JPG`)).body.id).toBe(wide.body.id);
    expect((await send(thermal, `DCIM/100MEDIA/${STAMP}_W.JPG`)).body.code).toBe('INTAKE_PATH_TAKEN');
    expect((await send(picture, 'DCIM/100MEDIA/ALTERED.JPG')).status).toBe(201);

    const members = [
      { itemId: infrared, role: 'thermal', fileName: `${STAMP}_T.JPG` },
      { itemId: wide.body.id, role: 'wide', fileName: `${STAMP}_W.JPG` },
    ];
    for (const { itemId } of members)
      expect((await officer.get<Item>(`/evidence/${itemId}`)).body.captureSet?.members).toEqual(members);

    const closed = await officer.post<Intake>(`/evidence-intakes/${id}/close`);
    expect(closed.body).toMatchObject({ state: 'closed', kept: 3, refused: 1, title: '南运河', caseId });
    expect((await officer.post<Intake>(`/evidence-intakes/${id}/close`)).body.state).toBe('closed');
    expect((await send(picture, 'LATE.JPG')).body.code).toBe('INTAKE_CLOSED');
    const [first] = await receipts(id);
    expect(first).toMatchObject({
      path: `DCIM/100MEDIA/${STAMP}_W.JPG`,
      state: 'kept',
      itemId: wide.body.id,
      sha256: digestOf(picture),
      sm3: wide.body.sm3,
      size: picture.length,
    });
    expect(await outcomes(id)).toMatchObject({ 'DCIM/100MEDIA/EMPTY.JPG': 'EVIDENCE_EMPTY' });
  });

  it('says who handed it in, and whether that person had its device between the picture and the intake', async () => {
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const booked = await pilot.post<{ id: string; devices: { id: string; assetCode: string }[] }>('/bookings', {
      during: { from: new Date(Date.now() + 500).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() },
      purpose: '河道取证',
      anyOf: { kindCode: 'mavic-3t', quantity: 1 },
    });
    const { id: deviceId = '', assetCode } = booked.body.devices[0] ?? {};
    expect((await pilot.post('/check-outs', { assetCode, bookingId: booked.body.id })).status).toBe(201);
    const { serial: droneSerial } = (await pilot.get<{ serial: string }>(`/devices/${deviceId}`)).body;
    const takenAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000);
    const { bytes } = await photo({ takenAt, droneSerial });
    await new Promise((passed) => setTimeout(passed, takenAt.getTime() - Date.now() + 50));
    const preservation = async (wish: Record<string, unknown>) => {
      const { id, handedInBy } = await open(wish);
      const kept = await upload(officer, bytes, { kind: 'photo', intakeId: id, path: 'DCIM/A.JPG' });
      expect(kept).toMatchObject({ status: 201, body: { deviceId } });
      expect(kept.body.preservation.card).toMatchObject({ intakeId: id, path: 'DCIM/A.JPG', handedInBy });
      return kept.body.preservation;
    };
    expect(await preservation({ handedInBy: pilot.user.id })).toMatchObject({
      minutesToFirstHash: 0,
      held: [{ holder: { userId: pilot.user.id } }],
      card: { handedInBy: { userId: pilot.user.id }, heldDevice: true },
    });
    const { card } = await preservation({});
    expect(card).toMatchObject({ handedInBy: { userId: officer.user.id }, heldDevice: false });
    const named = await preservation({ handedInBy: { name: '王磊' } });
    expect(named.card).toMatchObject({ handedInBy: { userId: null, name: '王磊' }, heldDevice: null });
    const unknown = await officer.post<Intake>('/evidence-intakes', {
      caseId,
      handedInBy: '01a00000-0000-7000-8000-000000000000',
    });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'EVIDENCE_COLLECTOR_UNKNOWN' } });
    const bare = await upload(officer, bytes, { kind: 'photo', caseId });
    expect(bare.body.preservation.card).toBeNull();
  });

  it('takes the same path once, also when it is sent many times at once', async () => {
    const { id } = await open();
    const { bytes } = await photo();
    const sent = await Promise.all(
      Array.from({ length: 6 }, () => upload(officer, bytes, { kind: 'photo', intakeId: id, path: 'A.JPG' })),
    );
    expect(new Set(sent.map(({ body }) => body.id)).size).toBe(1);
    expect(await outcomes(id)).toEqual({ 'A.JPG': 'kept' });
  });

  it('finds the files of one capture together in whatever order they come, also at once', async () => {
    const { id } = await open();
    const names = ['T', 'W', 'Z', 'V'].map((lens) => `${STAMP}_${lens}.JPG`);
    const pictures = await Promise.all(
      names.map(async (_, index) => (await photo({ widthPixels: 100 + index })).bytes),
    );
    const sent = await Promise.all(
      names.map((name, index) =>
        upload(officer, pictures[index] ?? Buffer.alloc(0), { kind: 'photo', intakeId: id, path: name }, { name }),
      ),
    );
    const views = await Promise.all(sent.map(({ body }) => officer.get<Item>(`/evidence/${body.id}`)));
    expect(new Set(views.map(({ body }) => body.captureSet?.id)).size).toBe(1);
    expect(views[0]?.body.captureSet?.members.map(({ role }) => role)).toEqual(['thermal', 'visible', 'wide', 'zoom']);
  });

  it('as a ZIP file: everything in it is an item or has a reason, and the ZIP file stays what it was', async () => {
    const { bytes } = await photo();
    const nested = await zipped({ 'inner.txt': 'x' }, AT);
    const good = await zipped(
      {
        [`DCIM/${STAMP}_T.JPG`]: bytes,
        [`DCIM/${STAMP}.SRT`]: '1\n00:00:00,000 --> 00:00:01,000\nhello\n',
        'DCIM/EMPTY.JPG': '',
        'NESTED.ZIP': nested,
        'aaa/escapes.txt': 'out',
        'BOMB.BIN': Buffer.alloc(20 * 1_048_576),
        'DAMAGED.TXT': 'what was written',
      },
      AT,
    );
    const slipped = Buffer.from(good.toString('latin1').replaceAll('aaa/escapes', '../../scape'), 'latin1');
    const directory = slipped.lastIndexOf(Buffer.from('DAMAGED.TXT'));
    slipped.writeUInt32LE(7, directory - 30);
    const intake = await unpacked(slipped);
    expect(intake).toMatchObject({ state: 'closed', entries: 7, kept: 3, refused: 4, fault: null });
    expect(await outcomes(intake.id)).toEqual({
      '../../scape.txt': 'ARCHIVE_PATH_ESCAPES',
      [`DCIM/${STAMP}_T.JPG`]: 'kept',
      [`DCIM/${STAMP}.SRT`]: 'kept',
      'DCIM/EMPTY.JPG': 'EVIDENCE_EMPTY',
      'NESTED.ZIP': 'kept',
      'BOMB.BIN': 'INTAKE_ENTRY_SUSPECT',
      'DAMAGED.TXT': 'ARCHIVE_UNREADABLE',
    });
    const kept = (await receipts(intake.id)).filter(({ state }) => state === 'kept');
    const items = await Promise.all(kept.map(({ itemId }) => officer.get<Item>(`/evidence/${itemId}`)));
    expect(items.map(({ body }) => [body.fileName, body.kind])).toEqual(
      expect.arrayContaining([
        [`${STAMP}_T.JPG`, 'photo'],
        ['NESTED.ZIP', 'other'],
      ]),
    );
    const picture = items.find(({ body }) => body.kind === 'photo')?.body;
    expect(picture).toMatchObject({ sha256: digestOf(bytes), cases: [{ caseId }] });
    expect(picture?.captureSet?.members.map(({ role }) => role)).toEqual(['subtitles', 'thermal']);

    await unpackAgain(intake.id);
    expect((await receipts(intake.id)).length).toBe(7);
    const untracked: string[] = [];
    for await (const sha256 of app.get(OriginalsService).untracked()) untracked.push(sha256);
    expect(untracked).toEqual([]);
  });

  it('goes on where it stood when the unpacking is begun again', async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`F${index}.TXT`, `file ${index}`]));
    const intake = await unpacked(await zipped(files, AT));
    const before = await receipts(intake.id);
    await app.database.execute(
      `UPDATE evidence_intake SET state = 'unpacking', closed_at = NULL WHERE id = '${intake.id}'`,
    );
    await unpackAgain(intake.id);
    expect(await standing(intake.id)).toMatchObject({ state: 'closed', kept: 12, refused: 0 });
    expect(await receipts(intake.id)).toEqual(before);
    expect(before).toHaveLength(12);
  });

  it('says so when it cannot be unpacked however often it is tried, and keeps what has a receipt', async () => {
    const intake = await unpacked(await zipped({ 'A.TXT': 'kept' }, AT));
    await app.database.execute(
      `UPDATE evidence_intake SET state = 'unpacking', closed_at = NULL WHERE id = '${intake.id}'`,
    );
    const { sha256 } = (await officer.get<Item>(`/evidence/${intake.archiveId}`)).body;
    await app.get<BlobStore>(ORIGINALS).remove(sha256);
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await app.get(Jobs).enqueue(tx, UNPACK_QUEUE, { intakeId: intake.id });
      await tx.execute(`UPDATE pgboss.job SET retry_limit = 0 WHERE name = '${UNPACK_QUEUE}' AND state = 'created'`);
    });
    const ended = await until(
      () => standing(intake.id),
      ({ state }) => state !== 'unpacking',
    );
    expect(ended).toMatchObject({ state: 'failed', fault: 'INTAKE_GAVE_UP', kept: 1 });
    expect((await app.get(Jobs).lost()).get(UNPACK_QUEUE)).toBe(1);
  });

  it.each([['no archive at all', Buffer.from('PK\u0003\u0004 but nothing more'), 'ARCHIVE_UNREADABLE']])(
    'fails as a whole only for %s',
    async (_, bytes, fault) => {
      expect(await unpacked(bytes)).toMatchObject({ state: 'failed', fault, kept: 0 });
    },
  );

  it('refuses what is not its own, not there, or no archive', async () => {
    const { id } = await open();
    expect((await stranger.get(`/evidence-intakes/${id}`)).status).toBe(404);
    expect((await stranger.get(`/evidence-intakes/${id}/files`)).status).toBe(404);
    expect((await stranger.post(`/evidence-intakes/${id}/close`)).status).toBe(404);
    const { bytes } = await photo();
    expect((await upload(stranger, bytes, { kind: 'photo', intakeId: id, path: 'A.JPG' })).status).toBe(404);
    const item = await upload(officer, bytes, { kind: 'photo', caseId });
    const wrong = await officer.post<Intake>('/evidence-intakes', { archiveId: item.body.id });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'INTAKE_NOT_ARCHIVE']);
    expect((await stranger.post('/evidence-intakes', { archiveId: item.body.id })).status).toBe(404);
    const half = await upload(officer, bytes, { kind: 'photo', intakeId: id });
    expect([half.status, half.body.code]).toEqual([400, 'UPLOAD_METADATA_INVALID']);
    const slip = await upload(officer, bytes, { kind: 'photo', intakeId: id, path: '../A.JPG' });
    expect(slip.body.code).toBe('UPLOAD_METADATA_INVALID');
  });
});
