import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Upload } from 'tus-js-client';
import { UploadCleanup } from '../../../src/evidence/uploads/upload.cleanup.js';
import { Clock, OriginalsService, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, openCase, photo } from './evidence-kit.js';
import { announced, append, begin, digestOf, tus } from './tus-kit.js';

describe('resumable uploads', () => {
  let app: TestApp;
  let officer: ApiClient;
  let colleague: ApiClient;
  let handler: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_UPLOAD_LIMIT_MB: '4', SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    colleague = await app.as({ role: 'pilot', unit: '东光县' });
    caseId = await openCase(handler, [officer.user.id]);
  });
  afterAll(() => app.stop());

  const left = (): Promise<string[]> => readdir(join(app.dataDir, 'work', 'resumable'));
  const itemsOf = async (sha256: string): Promise<string[]> => {
    const rows = await app
      .get(UnitOfWork)
      .read((tx) => tx.query<{ id: string }>(`SELECT id FROM evidence_item WHERE sha256 = $1`, [sha256]));
    return rows.map(({ id }) => id);
  };
  const originalOf = async (id: string): Promise<Buffer> => {
    const answer = await fetch(`${officer.url}/api/v1/evidence/${id}/original`, {
      headers: { authorization: `Bearer ${officer.token}` },
    });
    return Buffer.from(await answer.arrayBuffer());
  };

  it('become an item with their last bytes; its id comes again, whatever is repeated', async () => {
    const { bytes, name } = await photo();
    const path = await begin(officer, bytes, { filename: name, kind: 'photo', caseId, sha256: digestOf(bytes) });
    expect(path).toMatch(/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/);
    const half = Math.floor(bytes.length / 2);
    const first = await append(officer, path, 0, bytes.subarray(0, half));
    expect([first.status, first.headers.get('upload-offset'), first.headers.get('evidence-id')]).toEqual([
      204,
      String(half),
      null,
    ]);
    const head = await tus(officer, 'HEAD', path);
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('cache-control')]).toEqual([
      200,
      String(half),
      'no-store',
    ]);
    const last = await append(officer, path, half, bytes.subarray(half));
    const id = last.headers.get('evidence-id') ?? '';
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, String(bytes.length)]);

    const item = await officer.get<Item>(`/evidence/${id}`);
    expect(item.body).toMatchObject({
      sha256: digestOf(bytes),
      size: bytes.length,
      kind: 'photo',
      fileName: name,
      sha256Declared: true,
      cases: [{ caseId }],
    });
    expect((await originalOf(id)).equals(bytes)).toBe(true);

    const again = await tus(officer, 'HEAD', path);
    expect([again.status, again.headers.get('upload-offset'), again.headers.get('evidence-id')]).toEqual([
      200,
      String(bytes.length),
      id,
    ]);
    const repeated = await append(officer, path, bytes.length, Buffer.alloc(0));
    expect([repeated.status, repeated.headers.get('evidence-id')]).toEqual([204, id]);
    expect((await append(officer, path, half, bytes.subarray(half))).body.code).toBe('TUS_OFFSET_CONFLICT');
    expect(await itemsOf(digestOf(bytes))).toEqual([id]);
    expect(await left()).toEqual([]);
    const ended = await tus(officer, 'DELETE', path);
    expect([ended.status, ended.body.code]).toEqual([409, 'UPLOAD_FINISHED']);
  });

  it('work with the stock client over a line that is cut, and go on where they stood', async () => {
    const bytes = randomBytes(3_000_000);
    const metadata = { filename: 'flight.bin', filetype: 'application/octet-stream', kind: 'other' };
    const headers = { authorization: `Bearer ${officer.token}` };
    const endpoint = `${officer.url}/api/v1/uploads`;
    let cutAt = 0;
    const address = await new Promise<string>((resolve, reject) => {
      const upload = new Upload(bytes, {
        endpoint,
        headers,
        metadata,
        chunkSize: 700_000,
        retryDelays: null,
        onError: reject,
        onChunkComplete: (_, accepted) => {
          cutAt = accepted;
          if (accepted < 1_400_000) return;
          void upload.abort();
          resolve(upload.url ?? '');
        },
      });
      upload.start();
    });
    expect(cutAt).toBe(1_400_000);
    const evidenceId = await new Promise<string | undefined>((resolve, reject) => {
      const upload = new Upload(bytes, {
        endpoint,
        uploadUrl: address,
        headers,
        metadata,
        retryDelays: null,
        onError: reject,
        onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('Evidence-Id')),
      });
      upload.start();
    });
    expect(await itemsOf(digestOf(bytes))).toEqual([evidenceId]);
  });

  it('keep what came before the line was cut in the middle of a request', async () => {
    const bytes = randomBytes(900_000);
    const path = await begin(officer, bytes, { filename: 'cut.bin', kind: 'other' });
    const { hostname, port } = new URL(officer.url);
    const line = connect(Number(port), hostname);
    const words = [
      `PATCH ${path} HTTP/1.1`,
      `Host: ${hostname}`,
      `Authorization: Bearer ${officer.token}`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      `Content-Length: ${bytes.length}`,
    ];
    line.write(`${words.join('\r\n')}\r\n\r\n`);
    line.write(bytes.subarray(0, 400_000), () => setTimeout(() => line.destroy(), 200));
    await new Promise((gone) => line.once('close', gone));
    const head = await tus(officer, 'HEAD', path);
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(400_000);
    const last = await append(officer, path, offset, bytes.subarray(offset));
    expect(await itemsOf(digestOf(bytes))).toEqual([last.headers.get('evidence-id')]);
  });

  it('belong to whoever began them', async () => {
    const bytes = Buffer.from('mine');
    const path = await begin(officer, bytes, { filename: 'mine.txt', kind: 'other' });
    expect((await tus(colleague, 'HEAD', path)).status).toBe(404);
    expect((await append(colleague, path, 0, bytes)).body.code).toBe('NOT_FOUND');
    expect((await tus(colleague, 'DELETE', path)).status).toBe(404);
    expect((await tus(officer, 'DELETE', path)).status).toBe(204);
    expect((await tus(officer, 'HEAD', path)).status).toBe(404);
  });

  it('whose bytes are not the declared ones go to quarantine, and say so again', async () => {
    const bytes = Buffer.from('altered on the way');
    const path = await begin(officer, bytes, { filename: 'a.txt', kind: 'other', sha256: digestOf(Buffer.from('x')) });
    const last = await append(officer, path, 0, bytes);
    expect([last.status, last.body.code]).toEqual([422, 'DIGEST_MISMATCH']);
    expect(last.headers.get('content-type')).toContain('application/problem+json');
    const again = await append(officer, path, bytes.length, Buffer.alloc(0));
    expect([again.body.code, again.body['quarantineId']]).toEqual(['DIGEST_MISMATCH', last.body['quarantineId']]);
    expect((await tus(officer, 'HEAD', path)).status).toBe(422);
    expect(await itemsOf(digestOf(bytes))).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it('whose last bytes two requests bring at once are one item', async () => {
    const bytes = randomBytes(50_000);
    const path = await begin(officer, bytes, { filename: 'twice.bin', kind: 'other' });
    await append(officer, path, 0, bytes.subarray(0, 10_000));
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => append(officer, path, 10_000, bytes.subarray(10_000))),
    );
    const [itemId, ...others] = await itemsOf(digestOf(bytes));
    expect(others).toEqual([]);
    expect(replies.map(({ headers }) => headers.get('evidence-id')).filter(Boolean)).toContain(itemId);
    expect((await tus(officer, 'HEAD', path)).headers.get('evidence-id')).toBe(itemId);
  });

  it('the same bytes again are another item over one blob, and nothing in the answer tells', async () => {
    const bytes = randomBytes(20_000);
    const send = async (client: ApiClient): Promise<Record<string, string>> => {
      const path = await begin(client, bytes, { filename: 'same.bin', kind: 'other' });
      const { status, headers } = await append(client, path, 0, bytes);
      return { status: String(status), names: [...headers.keys()].sort((a, b) => a.localeCompare(b)).join() };
    };
    const first = await send(officer);
    expect(await send(handler)).toEqual(first);
    expect(await itemsOf(digestOf(bytes))).toHaveLength(2);
  });

  const text = Buffer.from('text');
  it.each([
    ['another version of the protocol', { 'tus-resumable': '0.2.2' }, 412, 'TUS_VERSION'],
    ['a length that comes later', { 'upload-length': '', 'upload-defer-length': '1' }, 400, 'TUS_HEADER_INVALID'],
    ['a length that is none', { 'upload-length': '1e3' }, 400, 'TUS_HEADER_INVALID'],
    ['no length at all to come', { 'upload-length': '0' }, 422, 'EVIDENCE_EMPTY'],
    ['more than is allowed', { 'upload-length': '5000000' }, 413, 'UPLOAD_TOO_LARGE'],
    ['pieces to be joined', { 'upload-concat': 'partial' }, 400, 'TUS_HEADER_INVALID'],
    ['metadata that cannot be read', { 'upload-metadata': 'kind photo?' }, 400, 'TUS_HEADER_INVALID'],
    ['a key twice', { 'upload-metadata': 'kind b3RoZXI=,kind b3RoZXI=' }, 400, 'TUS_HEADER_INVALID'],
    ['an unknown kind', announced(text, { kind: 'hologram' }), 400, 'UPLOAD_METADATA_INVALID'],
    ['a field nobody knows', announced(text, { kind: 'other', colour: 'red' }), 400, 'UPLOAD_METADATA_INVALID'],
    [
      'collectors that are no list',
      announced(text, { kind: 'other', collectors: '{' }),
      400,
      'UPLOAD_METADATA_NOT_JSON',
    ],
    [
      'a case one does not see',
      announced(text, { kind: 'other', caseId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
      404,
      'NOT_FOUND',
    ],
  ])('refused before the first byte: %s', async (_, headers, status, code) => {
    const before = await left();
    const fields = { ...announced(text, { filename: 'a.txt', kind: 'other' }), ...headers };
    const reply = await tus(officer, 'POST', '/api/v1/uploads', fields);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.headers.get('location')).toBeNull();
    expect(await left()).toEqual(before);
  });

  it('say what they offer, and refuse who is not logged in', async () => {
    const options = await fetch(`${officer.url}/api/v1/uploads`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('tus-version')]).toEqual([204, '1.0.0']);
    expect(options.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration');
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    const stranger = await fetch(`${officer.url}/api/v1/uploads`, { method: 'POST' });
    expect(stranger.status).toBe(401);
    expect((await tus(officer, 'GET', '/api/v1/uploads/01890a5d-ac96-774b-bcce-b302099a8057')).status).toBe(405);
  });

  it('a name that leads elsewhere is only ever shown', async () => {
    const bytes = Buffer.from('slip');
    const path = await begin(officer, bytes, { filename: '../../etc/passwd', kind: 'other' });
    const { headers } = await append(officer, path, 0, bytes);
    const item = await officer.get<Item>(`/evidence/${headers.get('evidence-id')}`);
    expect(item.body.flags).toContain('FILE_NAME_CLEANED');
    expect(item.body.fileName).not.toContain('/');
  });

  it('are remembered anew from each piece on, and say until when', async () => {
    const bytes = Buffer.from('sent over many days');
    const made = await tus(
      officer,
      'POST',
      '/api/v1/uploads',
      announced(bytes, { filename: 'slow.txt', kind: 'other' }),
    );
    const path = made.headers.get('location') ?? '';
    const id = path.slice(path.lastIndexOf('/') + 1);
    const hoursLeft = ({ headers }: { headers: Headers }): number =>
      Math.round((Date.parse(headers.get('upload-expires') ?? '') - Date.now()) / 3_600_000);
    expect(hoursLeft(made)).toBe(168);
    const soon = (): Promise<void> =>
      app.database.execute(`UPDATE evidence_upload SET expires_at = now() + interval '1 hour' WHERE id = '${id}'`);
    const sweptLater = async (hours: number): Promise<number> => {
      const clock = jest
        .spyOn(app.get(Clock), 'now')
        .mockImplementation(() => new Date(Date.now() + hours * 3_600_000));
      await app.get(UploadCleanup).sweep();
      clock.mockRestore();
      return (await tus(officer, 'HEAD', path)).status;
    };
    await soon();
    expect(hoursLeft(await tus(officer, 'HEAD', path))).toBe(1);
    const wrong = await append(officer, path, 3, bytes.subarray(3, 5));
    expect([wrong.status, wrong.headers.get('upload-expires')]).toEqual([409, null]);
    expect(hoursLeft(await tus(officer, 'HEAD', path))).toBe(1);
    expect(hoursLeft(await append(officer, path, 0, bytes.subarray(0, 4)))).toBe(168);
    expect(await sweptLater(167)).toBe(200);
    await soon();
    expect(hoursLeft(await append(officer, path, 4, bytes.subarray(4, 8)))).toBe(168);
    expect(await sweptLater(167)).toBe(200);
    expect(await sweptLater(169)).toBe(404);
  });

  it('that nobody takes up again are removed, with both their files', async () => {
    const bytes = Buffer.from('left behind');
    const path = await begin(officer, bytes, { filename: 'left.txt', kind: 'other' });
    await append(officer, path, 0, bytes.subarray(0, 4));
    await app.get(UploadCleanup).sweep();
    expect((await tus(officer, 'HEAD', path)).headers.get('upload-offset')).toBe('4');
    await app.database.execute(`UPDATE evidence_upload SET expires_at = now() - interval '1 second'`);
    await app.get(UploadCleanup).sweep();
    expect(await left()).toEqual([]);
    expect((await tus(officer, 'HEAD', path)).status).toBe(404);
    const untracked: string[] = [];
    for await (const sha256 of app.get(OriginalsService).untracked()) untracked.push(sha256);
    expect(untracked).toEqual([]);
  });
});
