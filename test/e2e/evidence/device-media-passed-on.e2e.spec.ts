import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { FakeS3 } from '../../support/fake-s3.js';
import { docksOf, StandInDock } from '../telemetry/service-kit.js';
import { pilotPost, s3Of, type Storage, storageOf } from '../telemetry/store-kit.js';
import { endClients, rowsOf, until } from '../telemetry/telemetry-kit.js';
import { photo } from './evidence-kit.js';

const MEBIBYTE = 1024 * 1024;
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('what devices upload, with originals in another store', () => {
  let store: FakeS3;
  let app: TestApp;
  let pilot: ApiClient;
  let storage: Storage;
  let s3: S3Client;
  beforeAll(async () => {
    store = await FakeS3.start('originals');
    app = await TestApp.start({ env: { S3_URL: store.addressOf('originals') } });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    storage = await storageOf(pilot);
    s3 = s3Of(storage);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
    await store.stop();
  });

  const at = (name: string) => ({ Bucket: storage.bucket, Key: `${storage.object_key_prefix}/${name}` });
  const passedOn = (bytes: Buffer) => store.objects.get(`originals/${digestOf(bytes)}`);
  const leftovers = () => readdirSync(join(app.dataDir, 'work', 'objects'));

  it('comes to us, and lies there when it is answered', async () => {
    expect(storage.endpoint).toBe(`${app.url}/s3`);
    const bytes = randomBytes(300_000);
    await s3.send(new PutObjectCommand({ ...at('one.JPG'), Body: bytes }));
    expect(passedOn(bytes)?.equals(bytes)).toBe(true);
    expect(leftovers()).toEqual([]);
    const ready = (await (await fetch(`${app.url}/readyz`)).json()) as { checks: { name: string; detail: string }[] };
    expect(ready.checks.find(({ name }) => name === 'device uploads')?.detail).toMatch(
      /^at \/s3, kept in the store of S3_URL/,
    );
  });

  it('may come in parts', async () => {
    const parts = [randomBytes(5 * MEBIBYTE), randomBytes(1_000)];
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at('film.mp4')));
    const Parts = await Promise.all(
      parts.map(async (Body, index) => {
        const { ETag } = await s3.send(
          new UploadPartCommand({ ...at('film.mp4'), UploadId, PartNumber: index + 1, Body }),
        );
        return { ETag, PartNumber: index + 1 };
      }),
    );
    await s3.send(new CompleteMultipartUploadCommand({ ...at('film.mp4'), UploadId, MultipartUpload: { Parts } }));
    expect(passedOn(Buffer.concat(parts))?.length).toBe(5 * MEBIBYTE + 1_000);
  });

  it('becomes evidence when it is reported, and is read from there', async () => {
    const { bytes } = await photo({ takenAt: new Date() });
    await s3.send(new PutObjectCommand({ ...at('DJI_0001.JPG'), Body: bytes }));
    const media = `/media/api/v1/workspaces/${pilot.user.unit.id}/upload-callback`;
    const fingerprint = createHash('md5').update(bytes).digest('hex');
    const told = { result: 0, object_key: at('DJI_0001.JPG').Key, name: 'DJI_0001.JPG', path: '', fingerprint };
    expect((await pilotPost(pilot, media, { ...told, ext: {}, metadata: {} })).body.code).toBe(0);
    const [item] = await rowsOf<{ id: string }>(app, `SELECT id FROM evidence_item WHERE sha256 = $1`, [
      digestOf(bytes),
    ]);
    const original = await fetch(`${app.url}/api/v1/evidence/${item?.id ?? ''}/original`, {
      headers: { authorization: `Bearer ${pilot.token}` },
    });
    expect(digestOf(Buffer.from(await original.arrayBuffer()))).toBe(digestOf(bytes));
  });

  it('comes from docks too, which ask over their line', async () => {
    const [docked] = await docksOf(app);
    const dock = await StandInDock.connect(app, docked!);
    await dock.line.subscribeAsync(`thing/product/${docked!.dockSerial}/requests_reply`, { qos: 1 });
    const asked = { tid: 'storage', bid: 'storage', timestamp: Date.now(), method: 'storage_config_get' };
    const message = JSON.stringify({ ...asked, data: { module: 0 } });
    await dock.line.publishAsync(`thing/product/${docked!.dockSerial}/requests`, message, { qos: 1 });
    const [answer] = await until(
      () => dock.answered.filter(({ tid }) => tid === 'storage'),
      (answers) => answers.length > 0,
    );
    expect(answer?.data).toMatchObject({ result: 0, output: { endpoint: `${app.url}/s3` } });
  });

  it('is refused while the store is away, leaves nothing, and is taken afterwards', async () => {
    const bytes = randomBytes(20_000);
    store.away = true;
    const refused = s3.send(new PutObjectCommand({ ...at('late.JPG'), Body: bytes }));
    await expect(refused).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    const rows = () => rowsOf(app, `SELECT 1 FROM stored_object WHERE object_key = $1`, [at('late.JPG').Key]);
    expect([await rows(), leftovers()]).toEqual([[], []]);
    store.away = false;
    await s3.send(new PutObjectCommand({ ...at('late.JPG'), Body: bytes }));
    expect([(await rows()).length, passedOn(bytes)?.length]).toEqual([1, bytes.length]);
  });
});
