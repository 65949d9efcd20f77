import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderBlobStore } from './folder.blob-store.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skydocket-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an original cut short on the disk', () => {
  it('does not pass for the same bytes when they come again whole', async () => {
    const store = new FolderBlobStore(join(folder, 'originals'));
    const bytes = Buffer.alloc(5_000, 'evidence');
    const digest = createHash('sha256').update(bytes).digest('hex');
    const upload = (): string => {
      writeFileSync(join(folder, 'upload'), bytes);
      return join(folder, 'upload');
    };
    await store.adopt(digest, upload());
    await expect(store.adopt(digest, upload())).resolves.toBeUndefined();
    truncateSync(join(folder, 'originals', digest.slice(0, 2), digest.slice(2, 4), digest), 4_000);
    await expect(store.adopt(digest, upload())).rejects.toThrow('damaged: 4000 bytes of 5000');
    expect(existsSync(join(folder, 'upload'))).toBe(true);
  });
});

describe('probe of a folder', () => {
  it('leaves nothing behind', async () => {
    expect(await new FolderBlobStore(folder).probe()).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails where nothing can be written', async () => {
    const store = new FolderBlobStore('/proc/self');
    await expect(store.probe()).rejects.toThrow();
  });
});
