import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderBlobStore } from './folder.blob-store.js';

describe('probe of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-probe-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves nothing behind', async () => {
    expect(await new FolderBlobStore(folder).probe()).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails where nothing can be written', async () => {
    const store = new FolderBlobStore('/proc/self');
    await expect(store.probe()).rejects.toThrow();
  });
});
