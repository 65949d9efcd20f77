import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlobStore } from '../../src/platform/index.js';

export interface BlobStoreUnderTest {
  readonly store: BlobStore;
  close(): Promise<void>;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What evidence relies on, whatever keeps the originals. The store may hold other blobs already. */
export function blobStoreContract(name: string, open: () => Promise<BlobStoreUnderTest>): void {
  describe(`${name} as store of originals`, () => {
    let underTest: BlobStoreUnderTest;
    let store: BlobStore;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'skydocket-uploads-'));
      underTest = await open();
      ({ store } = underTest);
    });
    afterAll(async () => {
      await underTest.close();
      rmSync(folder, { recursive: true, force: true });
    });

    function upload(bytes: Buffer): string {
      const path = join(folder, randomBytes(8).toString('hex'));
      writeFileSync(path, bytes);
      return path;
    }

    async function kept(bytes: Buffer): Promise<string> {
      const digest = sha256(bytes);
      await store.adopt(digest, upload(bytes));
      return digest;
    }

    const read = async (digest: string, range?: { start: number; end: number }): Promise<Buffer> =>
      buffer(await store.read(digest, range));

    async function timesListed(digest: string): Promise<number> {
      let times = 0;
      for await (const listed of store.list()) if (listed === digest) times += 1;
      return times;
    }

    it.each([
      ['no byte', 0],
      ['one byte', 1],
      ['3 MB', 3 * 1024 * 1024],
    ])('gives %s back as they came, and takes the source away', async (_, size) => {
      const bytes = randomBytes(size);
      const path = upload(bytes);
      await store.adopt(sha256(bytes), path);
      expect(existsSync(path)).toBe(false);
      const stat = await store.stat(sha256(bytes));
      expect(stat?.size).toBe(size);
      // Stores tell whole seconds.
      expect(Math.abs(Number(stat?.storedAt) - Date.now())).toBeLessThan(60_000);
      expect(sha256(await read(sha256(bytes)))).toBe(sha256(bytes));
    });

    it('says where they lie as a file, where they do', async () => {
      const bytes = randomBytes(1_000);
      const file = store.fileOf(await kept(bytes));
      expect(file === undefined || readFileSync(file).equals(bytes)).toBe(true);
    });

    it('keeps the same bytes once, however often and at whatever time they come', async () => {
      const bytes = randomBytes(1_000);
      const digest = await kept(bytes);
      await kept(bytes);
      await Promise.all([kept(bytes), kept(bytes), kept(bytes)]);
      expect(await timesListed(digest)).toBe(1);
      expect((await read(digest)).equals(bytes)).toBe(true);
    });

    it('takes the same new bytes from several uploads at once', async () => {
      const bytes = randomBytes(200_000);
      await Promise.all([kept(bytes), kept(bytes), kept(bytes)]);
      expect(await timesListed(sha256(bytes))).toBe(1);
      expect((await read(sha256(bytes))).equals(bytes)).toBe(true);
    });

    it('never rewrites what it has', async () => {
      const bytes = randomBytes(1_000);
      const digest = await kept(bytes);
      await store.adopt(digest, upload(randomBytes(1_000))).catch(() => undefined);
      expect((await read(digest)).equals(bytes)).toBe(true);
    });

    it.each([
      ['empty', ''],
      ['short', 'ab'.repeat(31)],
      ['long', 'ab'.repeat(33)],
      ['upper case', 'AB'.repeat(32)],
      ['a way out', `../../../../${'a'.repeat(52)}`],
      ['a way out at the end', `${'a'.repeat(61)}/..`],
      ['a NUL', `${'a'.repeat(63)}\u0000`],
      ['a line break at the end', `${'a'.repeat(64)}\n`],
    ])('refuses a name that is no digest: %s', async (_, digest) => {
      const path = upload(Buffer.from('x'));
      await expect(store.adopt(digest, path)).rejects.toThrow('not a sha256 digest');
      await expect(store.stat(digest)).rejects.toThrow('not a sha256 digest');
      await expect(store.read(digest)).rejects.toThrow('not a sha256 digest');
      await expect(store.remove(digest)).rejects.toThrow('not a sha256 digest');
      expect(existsSync(path)).toBe(true);
    });

    it('reads parts, both ends included, and no further than the end', async () => {
      const bytes = randomBytes(100_000);
      const digest = await kept(bytes);
      for (const [start, end] of [
        [0, 0],
        [10, 19],
        [65_530, 65_550],
        [99_999, 99_999],
        [99_990, 200_000],
      ] as const)
        expect((await read(digest, { start, end })).equals(bytes.subarray(start, end + 1))).toBe(true);
    });

    it('lists every blob', async () => {
      const digests = await Promise.all(Array.from({ length: 8 }, () => kept(randomBytes(10))));
      const listed: string[] = [];
      for await (const digest of store.list()) listed.push(digest);
      expect(listed).toEqual(expect.arrayContaining(digests));
      expect(new Set(listed).size).toBe(listed.length);
    });

    it('takes a blob away for good, once and again, and takes the same bytes in anew', async () => {
      const bytes = randomBytes(1_000);
      const digest = await kept(bytes);
      await store.remove(digest);
      await store.remove(digest);
      expect([await store.stat(digest), await timesListed(digest)]).toEqual([undefined, 0]);
      await kept(bytes);
      expect((await read(digest)).equals(bytes)).toBe(true);
    });

    it('says that a blob is missing', async () => {
      const digest = sha256(randomBytes(10));
      expect(await store.stat(digest)).toBeUndefined();
      await expect(store.read(digest)).rejects.toThrow();
      expect(await timesListed(digest)).toBe(0);
    });

    it('keeps nothing of an upload that is not there', async () => {
      const digest = sha256(randomBytes(10));
      await expect(store.adopt(digest, join(folder, 'absent'))).rejects.toThrow('ENOENT');
      expect(await store.stat(digest)).toBeUndefined();
    });

    it('answers the readiness probe', async () => {
      expect(await store.probe()).toBe(true);
    });
  });
}
