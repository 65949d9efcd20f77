import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileSights } from '../../../src/equipment/register/files/file-sights.js';
import { OriginalsService, UnitOfWork } from '../../../src/platform/index.js';
import { bringIn, PDF, PNG } from '../../factories/files.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('files of the pool', () => {
  let app: TestApp;
  let officer: ApiClient;
  let city: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    city = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const rows = async (): Promise<number> =>
    (
      await app
        .get(UnitOfWork)
        .read((tx) => tx.queryOne<{ n: number }>(`SELECT count(*)::int AS n FROM equipment_file`))
    )?.n ?? -1;

  const refusalsOf = async (fileId: string): Promise<string[]> => {
    const found = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ actorId: string }>(
          `SELECT actor_id AS "actorId" FROM audit_entry WHERE subject_id = $1 AND action = 'equipmentFile.read'`,
          [fileId],
        ),
      );
    return found.map(({ actorId }) => actorId);
  };

  it('are kept by their hash and served as downloads that no browser renders', async () => {
    const { status, body } = await bringIn(officer, PDF, '../说明书.html');
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        sha256: digestOf(PDF),
        size: PDF.length,
        mediaType: 'application/pdf',
        fileName: '说明书.html',
        uploadedBy: { id: officer.user.id, name: expect.any(String) },
        uploadedAt: expect.any(String),
      },
    ]);
    const content = await officer.get<string>(`/equipment-files/${body.id}/content`);
    expect([content.status, content.body]).toEqual([200, PDF.toString()]);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    const tracked: string[] = [];
    for await (const sha256 of app.get(OriginalsService).untracked()) tracked.push(sha256);
    expect(tracked).toEqual([]);
  });

  it('are one file a person and content, however often and however many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => bringIn(officer, PNG, 'photo.png')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const other = await bringIn(city, PNG, 'photo.png');
    expect(other.body.sha256).toBe(answers[0]?.body.sha256);
    expect(other.body.id).not.toBe(answers[0]?.body.id);
  });

  it('keep every name that the same bytes were given', async () => {
    const bytes = Buffer.concat([PDF, Buffer.from('named twice')]);
    const names = ['scan-0001.pdf', '保险单.pdf', 'scan-0001.pdf'];
    const answers = [];
    for (const name of names) answers.push((await bringIn(officer, bytes, name)).body);
    expect(answers.map(({ fileName }) => fileName)).toEqual(names);
    expect([answers[1]?.id === answers[0]?.id, answers[2]?.id === answers[0]?.id]).toEqual([false, true]);
  });

  it('sent again under their key are the file of then; the key stands for no other file', async () => {
    const [first, second] = ['one', 'two'].map((tail) => Buffer.concat([PDF, Buffer.from(tail)])) as [Buffer, Buffer];
    const send = (bytes: Buffer, key: string, client = officer) =>
      bringIn(client, bytes, 'a.pdf', { 'idempotency-key': key });
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(first, 'K-1')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const before = await rows();
    const other = await send(second, 'K-1');
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await rows()).toBe(before);
    expect((await send(first, 'K-2')).body.id).toBe(answers[0]?.body.id);
    expect((await send(second, 'K-2')).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await send(second, 'K-1', city)).status).toBe(201);
  });

  it.each([
    ['no bytes', Buffer.alloc(0), 422, 'FILE_EMPTY'],
    ['a page named like a photo', Buffer.from('<html><script>alert(1)</script>'), 422, 'FILE_TYPE_REFUSED'],
    ['a film', Buffer.from('000000186674797069736f6d00000000', 'hex'), 422, 'FILE_TYPE_REFUSED'],
    ['21 MB', Buffer.concat([PDF, Buffer.alloc(21 * 1024 * 1024)]), 413, 'UPLOAD_TOO_LARGE'],
  ])('refuse %s and leave nothing', async (_, bytes, status, code) => {
    const before = await rows();
    const answer = await bringIn(officer, bytes, 'photo.jpg');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await rows()).toBe(before);
    expect(await readdir(join(app.dataDir, 'work', 'uploads'))).toEqual([]);
  });

  it('refuse a body that is not a form, and a form with more than the file', async () => {
    expect((await officer.post('/equipment-files', {})).status).toBe(415);
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(PDF)]), 'a.pdf');
    form.append('title', 'x');
    expect((await officer.post<{ code: string }>('/equipment-files', form)).body.code).toBe('UPLOAD_PART_UNEXPECTED');
  });

  it('are for the uploader’s unit and those above it; for others once they see what it hangs on', async () => {
    const { body } = await bringIn(officer, Buffer.concat([PDF, Buffer.from('seen')]), 'a.pdf');
    const path = `/equipment-files/${body.id}/content`;
    expect((await city.get(path)).status).toBe(200);
    expect((await stranger.get(path)).status).toBe(404);
    await eventually(async () => expect(await refusalsOf(body.id)).toEqual([stranger.user.id]));
    app.get(FileSights).register({
      shows: async (_tx, actor, fileId) => actor.id === stranger.user.id && fileId === body.id,
    });
    expect((await stranger.get(path)).status).toBe(200);
    const pilot = await app.as({ role: 'pilot', unit: '大名县' });
    expect((await pilot.get(path)).status).toBe(404);
  });
});
