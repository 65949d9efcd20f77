import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FolderBlobStore, S3BlobStore } from '../../src/platform/index.js';
import { FakeS3 } from '../support/fake-s3.js';
import { blobStoreContract } from './blob-store.contract.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

blobStoreContract('FolderBlobStore', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skydocket-originals-'));
  return {
    store: new FolderBlobStore(join(folder, 'originals')),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

/** With SKYDOCKET_TEST_S3_URL (a bucket that may be written to) against that store, else against one in this process. */
blobStoreContract('S3BlobStore', async () => {
  const external = process.env['SKYDOCKET_TEST_S3_URL'];
  const fake = external ? undefined : await FakeS3.start('originals');
  return {
    store: await S3BlobStore.connect(external ?? fake?.addressOf('originals') ?? ''),
    close: async () => fake?.stop(),
  };
});

describe('stores of originals', () => {
  let folder: string;
  let upload: string;
  const bytes = randomBytes(70_000);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-blobs-'));
    upload = join(folder, 'upload');
    writeFileSync(upload, bytes);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('in a folder', () => {
    const place = (digest: string): string => join(folder, 'originals', digest.slice(0, 2), digest.slice(2, 4), digest);

    it('lie by their digest, and nobody writes to them', async () => {
      await new FolderBlobStore(join(folder, 'originals')).adopt(sha256(bytes), upload);
      expect(statSync(place(sha256(bytes))).mode & 0o777).toBe(0o440);
      expect(statSync(place(sha256(bytes))).nlink).toBe(1);
    });

    it('are listed without what others put there', async () => {
      const store = new FolderBlobStore(join(folder, 'originals'));
      await store.adopt(sha256(bytes), upload);
      for (const stray of [join(folder, 'originals', 'README'), `${place(sha256(bytes))}.bak`])
        writeFileSync(stray, 'x');
      const listed: string[] = [];
      for await (const digest of store.list()) listed.push(digest);
      expect(listed).toEqual([sha256(bytes)]);
    });

    it('are away when the folder cannot be made', async () => {
      await expect(new FolderBlobStore(join(upload, 'originals')).probe()).rejects.toThrow('ENOTDIR');
    });
  });

  describe('in S3', () => {
    let s3: FakeS3;
    beforeEach(async () => {
      s3 = await FakeS3.start('originals');
    });
    afterEach(() => {
      jest.restoreAllMocks();
      return s3.stop();
    });

    it('are refused when the bytes are not those of the digest, and the upload stays', async () => {
      const store = await S3BlobStore.connect(s3.addressOf('originals'));
      const other = sha256(randomBytes(10));
      // The SDK says on the console that it cannot send a stream again.
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      await expect(store.adopt(other, upload)).rejects.toThrow('BadDigest');
      expect(existsSync(upload)).toBe(true);
      expect([...s3.objects.keys()]).toEqual([]);
    });

    it('lie below one prefix, and are listed without what others put there', async () => {
      const store = await S3BlobStore.connect(s3.addressOf('originals'));
      await store.adopt(sha256(bytes), upload);
      expect([...s3.objects.keys()]).toEqual([`originals/${sha256(bytes)}`]);
      for (const stray of ['originals/README', 'elsewhere/x']) s3.objects.set(stray, Buffer.from('x'));
      const listed: string[] = [];
      for await (const digest of store.list()) listed.push(digest);
      expect(listed).toEqual([sha256(bytes)]);
    });

    it('know nothing of what lies below another prefix of the bucket', async () => {
      const [originals, exports] = [
        await S3BlobStore.connect(s3.addressOf('originals')),
        await S3BlobStore.connect(s3.addressOf('originals'), 'exports/'),
      ];
      await exports.adopt(sha256(bytes), upload);
      expect([...s3.objects.keys()]).toEqual([`exports/${sha256(bytes)}`]);
      expect(await originals.stat(sha256(bytes))).toBeUndefined();
      expect(await exports.stat(sha256(bytes))).toMatchObject({ size: bytes.length });
      await originals.remove(sha256(bytes));
      expect(await exports.stat(sha256(bytes))).toMatchObject({ size: bytes.length });
    });

    it('are away when the bucket is not there or the store does not answer', async () => {
      const wrong = await S3BlobStore.connect(s3.addressOf('elsewhere'));
      await expect(wrong.probe()).rejects.toThrow();
      const stopped = await S3BlobStore.connect(s3.addressOf('originals'));
      await s3.stop();
      await expect(stopped.probe()).rejects.toThrow('ECONNREFUSED');
    });

    it.each(['http://k:s@127.0.0.1:1', 'http://k:s@127.0.0.1:1/a/b'])(
      'need exactly one bucket: %s',
      async (address) => {
        await expect(S3BlobStore.connect(address)).rejects.toThrow('exactly one bucket');
      },
    );
  });
});
