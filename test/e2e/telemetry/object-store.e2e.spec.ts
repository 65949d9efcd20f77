import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../../src/platform/index.js';
import type { Caller } from '../../../src/telemetry/objects/object-grants.service.js';
import { ObjectUploads } from '../../../src/telemetry/objects/object-uploads.service.js';
import { ObjectFiles } from '../../../src/telemetry/objects/object.files.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { hostOf, pilotPost, presigned, putInSignedChunks, s3Of, type Storage, storageOf } from './store-kit.js';
import { rowsOf } from './telemetry-kit.js';

const MEBIBYTE = 1024 * 1024;
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the store that devices upload to', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let storage: Storage;
  let s3: S3Client;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_UPLOAD_LIMIT_MB: '20' } });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    storage = await storageOf(pilot);
    s3 = s3Of(storage);
  });
  afterAll(() => app.stop());

  const at = (name: string) => ({ Bucket: storage.bucket, Key: `${storage.object_key_prefix}/${name}` });
  const stored = (name: string) =>
    rowsOf<{ sha256: string; etag: string }>(
      app,
      `SELECT sha256, etag FROM stored_object WHERE object_key = $1 ORDER BY last_put_at`,
      [at(name).Key],
    );
  const leftovers = () => readdirSync(join(app.dataDir, 'work', 'objects'));

  it('gives a person credentials for the own unit only, and says where', async () => {
    expect(storage).toMatchObject({ endpoint: `${app.url}/s3`, credentials: { expire: 3_600 } });
    const other = await app.as({ role: 'pilot', unit: '献县' });
    const foreign = await pilotPost(other, `/storage/api/v1/workspaces/${pilot.user.unit.id}/sts`);
    expect([foreign.status, foreign.body.code]).toEqual([404, 404]);
    const manager = await app.as({ role: 'equipment_manager' });
    expect((await pilotPost(manager, `/storage/api/v1/workspaces/${manager.user.unit.id}/sts`)).status).toBe(403);
  });

  it.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
    'keeps what a stock client puts, from memory and as a stream (checksums %s)',
    async (requestChecksumCalculation) => {
      const client = s3Of(storage, { requestChecksumCalculation });
      const bytes = randomBytes(300_000);
      const name = `图 (1)+${requestChecksumCalculation}.JPG`;
      const put = await client.send(new PutObjectCommand({ ...at(name), Body: bytes }));
      expect(put.ETag).toBe(`"${md5(bytes)}"`);
      const streamed = randomBytes(700_000);
      const Body = Readable.from([streamed.subarray(0, 100_000), streamed.subarray(100_000)]);
      await client.send(new PutObjectCommand({ ...at(`s-${name}`), Body, ContentLength: streamed.length }));
      expect([await stored(name), await stored(`s-${name}`)]).toEqual([
        [{ sha256: sha256(bytes), etag: md5(bytes) }],
        [{ sha256: sha256(streamed), etag: md5(streamed) }],
      ]);
      const head = await client.send(new HeadObjectCommand(at(name)));
      expect([head.ContentLength, head.ETag]).toEqual([bytes.length, put.ETag]);
      await client.send(new HeadBucketCommand({ Bucket: storage.bucket }));
    },
  );

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('checks %s', async (ChecksumAlgorithm) => {
    const Body = Buffer.from(`checked with ${ChecksumAlgorithm}`);
    if (ChecksumAlgorithm !== 'CRC64NVME' && ChecksumAlgorithm !== 'CRC32C')
      await s3.send(new PutObjectCommand({ ...at(ChecksumAlgorithm), Body, ChecksumAlgorithm }));
    const wrong = { [`Checksum${ChecksumAlgorithm}`]: Buffer.alloc(20).toString('base64') };
    const refused = s3.send(new PutObjectCommand({ ...at(`x${ChecksumAlgorithm}`), Body, ...wrong }));
    await expect(refused).rejects.toMatchObject({ name: 'BadDigest' });
    expect(await stored(`x${ChecksumAlgorithm}`)).toEqual([]);
  });

  it('keeps both when other bytes come under a key, and one when the same come again', async () => {
    for (const text of ['one', 'two', 'one']) await s3.send(new PutObjectCommand({ ...at('again'), Body: text }));
    expect((await stored('again')).map(({ etag }) => etag)).toEqual([md5(Buffer.from('two')), md5(Buffer.from('one'))]);
    expect((await s3.send(new HeadObjectCommand(at('again')))).ETag).toBe(`"${md5(Buffer.from('one'))}"`);
  });

  it('goes on after a killed connection, and makes one object of the parts', async () => {
    const parts = [randomBytes(5 * MEBIBYTE), randomBytes(5 * MEBIBYTE), randomBytes(1_000)];
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at('film.mp4')));
    const part = (index: number) => ({ ...at('film.mp4'), UploadId, PartNumber: index + 1, Body: parts[index] });
    const first = await s3.send(new UploadPartCommand(part(0)));
    const cut = new AbortController();
    const slow = Readable.from(
      (async function* () {
        yield parts[1]?.subarray(0, MEBIBYTE);
        cut.abort();
        yield parts[1]?.subarray(MEBIBYTE);
      })(),
    );
    const killed = s3.send(new UploadPartCommand({ ...part(1), Body: slow, ContentLength: 5 * MEBIBYTE }), {
      abortSignal: cut.signal,
    });
    await expect(killed).rejects.toThrow();
    const listed = await s3.send(new ListPartsCommand({ ...at('film.mp4'), UploadId }));
    expect(listed.Parts?.map(({ PartNumber, ETag, Size }) => [PartNumber, ETag, Size])).toEqual([
      [1, first.ETag, 5 * MEBIBYTE],
    ]);
    // An hour later the controller has another credential for the same prefix.
    const renewed = s3Of(await storageOf(pilot));
    const second = await renewed.send(new UploadPartCommand(part(1)));
    const third = await renewed.send(new UploadPartCommand(part(2)));
    const Parts = [first, second, third].map(({ ETag }, index) => ({ ETag, PartNumber: index + 1 }));
    const complete = () =>
      renewed.send(new CompleteMultipartUploadCommand({ ...at('film.mp4'), UploadId, MultipartUpload: { Parts } }));
    const answers = await Promise.all([complete(), complete(), complete()]);
    const joined = Buffer.concat(parts.map((bytes) => createHash('md5').update(bytes).digest()));
    expect(new Set(answers.map(({ ETag }) => ETag))).toEqual(new Set([`"${md5(joined)}-3"`]));
    expect((await complete()).ETag).toBe(`"${md5(joined)}-3"`);
    expect(await stored('film.mp4')).toEqual([{ sha256: sha256(Buffer.concat(parts)), etag: `${md5(joined)}-3` }]);
    expect(leftovers()).toEqual([]);
  });

  it('bounds uploads in parts: numbers, sizes, order, what was never sent', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at('bounds')));
    const put = (PartNumber: number, Body: Buffer) =>
      s3.send(new UploadPartCommand({ ...at('bounds'), UploadId, PartNumber, Body }));
    const complete = (...Parts: { ETag: string | undefined; PartNumber: number }[]) =>
      s3.send(new CompleteMultipartUploadCommand({ ...at('bounds'), UploadId, MultipartUpload: { Parts } }));
    await expect(put(10_001, Buffer.from('x'))).rejects.toMatchObject({ name: 'InvalidArgument' });
    const [one, two] = [await put(10_000, Buffer.from('small')), await put(1, Buffer.from('small too'))];
    const a = { ETag: two.ETag, PartNumber: 1 };
    const b = { ETag: one.ETag, PartNumber: 10_000 };
    await expect(complete(a, b)).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(b, a)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(a, { ETag: 'no', PartNumber: 2 })).rejects.toMatchObject({ name: 'InvalidPart' });
    await put(2, randomBytes(11 * MEBIBYTE));
    await expect(put(3, randomBytes(11 * MEBIBYTE))).rejects.toMatchObject({ name: 'EntityTooLarge' });
    await s3.send(new AbortMultipartUploadCommand({ ...at('bounds'), UploadId }));
    await expect(complete(a)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(leftovers()).toEqual([]);
  });

  it('refuses in the words of S3 who may not, and leaves nothing', async () => {
    const Body = 'never kept';
    const put = (client: S3Client, key = at('never').Key) =>
      client.send(new PutObjectCommand({ Bucket: storage.bucket, Key: key, Body }));
    await expect(put(s3Of(storage, { secret: 'wrong' }))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(put(s3Of(storage, { token: 'wrong' }))).rejects.toMatchObject({ name: 'InvalidToken' });
    const unknown = { ...storage, credentials: { ...storage.credentials, access_key_id: 'SKDUNKNOWN' } };
    await expect(put(s3Of(unknown))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    for (const key of [`${storage.object_key_prefix}x/never`, 'media/never', storage.object_key_prefix])
      await expect(put(s3, key)).rejects.toMatchObject({ name: 'AccessDenied' });
    const denied = { name: 'AccessDenied' };
    await expect(s3.send(new GetObjectCommand(at('again')))).rejects.toMatchObject(denied);
    await expect(s3.send(new DeleteObjectCommand(at('again')))).rejects.toMatchObject(denied);
    await expect(s3.send(new ListObjectsV2Command({ Bucket: storage.bucket }))).rejects.toMatchObject(denied);
    const large = s3.send(new PutObjectCommand({ ...at('large'), Body: Buffer.alloc(21 * MEBIBYTE) }));
    await expect(large).rejects.toMatchObject({ name: 'EntityTooLarge' });
    await expect(s3.send(new PutObjectCommand({ ...at('empty'), Body: '' }))).rejects.toMatchObject({
      name: 'EntityTooSmall',
    });
    expect(await rowsOf(app, `SELECT 1 FROM stored_object WHERE object_key ~ 'never|large|empty'`)).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it('takes chunks that are signed one by one, and none of them when one was changed', async () => {
    const chunks = ['a'.repeat(10_000), 'b'.repeat(77)];
    const call = { storage, key: at('chunks').Key };
    expect(await putInSignedChunks(call, chunks)).toMatchObject({ status: 200 });
    expect((await stored('chunks')).map(({ sha256: digest }) => digest)).toEqual([
      sha256(Buffer.from(chunks.join(''))),
    ]);
    const tampered = await putInSignedChunks({ storage, key: at('tampered').Key }, chunks, (body) =>
      body.replace('aab', 'abb').replace('bbb\r\n0', 'bbc\r\n0'),
    );
    expect([tampered.status, tampered.text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    const cut = await putInSignedChunks({ storage, key: at('tampered').Key }, chunks, (body) => body.slice(0, -90));
    expect([cut.status, cut.text]).toEqual([400, expect.stringContaining('IncompleteBody')]);
    const skewed = { storage, key: at('tampered').Key, at: new Date(Date.now() - 16 * 60_000) };
    const late = await putInSignedChunks(skewed, chunks);
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('RequestTimeTooSkewed')]);
    expect(await stored('tampered')).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it('takes a presigned address for as long as it lasts, at its own key only', async () => {
    const send = async (address: string) => (await fetch(address, { method: 'PUT', body: 'presigned' })).status;
    const own = presigned({ storage, key: at('presigned').Key }, 60);
    expect(await send(own)).toBe(200);
    expect(await send(own.replace('presigned?', 'another?'))).toBe(403);
    const past = { storage, key: at('past').Key, at: new Date(Date.now() - 120_000) };
    expect([await send(presigned(past, 60)), await send(presigned(past, 600))]).toEqual([403, 200]);
  });

  it('refuses what has expired, was revoked, or belongs to nobody any more', async () => {
    const change = async (set: string) => {
      const own = await storageOf(pilot);
      await rowsOf(app, `UPDATE object_grant SET ${set} WHERE access_key = $1`, [own.credentials.access_key_id]);
      return s3Of(own).send(new PutObjectCommand({ ...at('late'), Body: 'late' }));
    };
    await expect(change(`expires_at = now()`)).rejects.toMatchObject({ name: 'ExpiredToken' });
    await expect(change(`revoked_at = now()`)).rejects.toMatchObject({ name: 'InvalidToken' });
    expect(await stored('late')).toEqual([]);
  });

  it('answers a client that waits for leave before it sends, and breaks off what never ends', async () => {
    const socket = connect(hostOf(app));
    const heard: string[] = [];
    socket.on('data', (bytes) => heard.push(bytes.toString()));
    const gone = new Promise((done) => socket.once('close', done));
    socket.write(
      `PUT /s3/${storage.bucket}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\nabc`,
    );
    await gone;
    expect(heard.join('')).toContain('AccessDenied');
    expect(heard.join('')).toContain('403 Forbidden');
  });

  it('opens at most fifty uploads of one holder, however many are begun at once', async () => {
    const grant = {
      unitId: pilot.user.unit.id,
      userId: pilot.user.id,
      deviceId: null,
      prefix: storage.object_key_prefix,
    };
    const caller = { grant, actor: SYSTEM } as unknown as Caller;
    const begun = await Promise.allSettled(
      Array.from({ length: 70 }, (_, nth) => app.get(ObjectUploads).begin(caller, at(`many-${nth}`).Key)),
    );
    expect(begun.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(20);
    const open = await rowsOf(app, `SELECT 1 FROM object_upload WHERE object_id IS NULL`);
    expect(open).toHaveLength(50);
    await rowsOf(app, `DELETE FROM object_upload WHERE object_key LIKE '%/many-%' RETURNING id`);
  });

  it('forgets what uploads that never ended have left', async () => {
    const files = app.get(ObjectFiles);
    await files.write(Readable.from([Buffer.from('left by a process that died')]));
    expect(leftovers()).toHaveLength(1);
    await files.discardOlderThan(new Date(Date.now() - 60_000), async () => false);
    expect(leftovers()).toHaveLength(1);
    await files.discardOlderThan(new Date(Date.now() + 60_000), async () => false);
    expect(leftovers()).toEqual([]);
  });
});
