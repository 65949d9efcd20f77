import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RenditionFolder } from '../../../src/evidence/renditions/rendition.folder.js';
import { createLogger, loadConfig, UploadReceiver } from '../../../src/platform/index.js';

const SHA256 = 'ab'.repeat(32);
const ID = '01a22550-263e-7022-b317-ba11d1291c32';
const HOUR_MS = 3_600_000;

describe('what a process that died left of renditions', () => {
  let work: string;
  let receiver: UploadReceiver;
  let folder: RenditionFolder;

  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'renditions-'));
    await mkdir(join(work, 'uploads'));
    receiver = new UploadReceiver(work, loadConfig({}), createLogger('silent'));
    folder = new RenditionFolder(work, receiver, createLogger('silent'));
  });
  afterEach(async () => {
    await receiver.onModuleDestroy();
    await rm(work, { recursive: true });
  });

  const leave = async (name: string, ageMs: number): Promise<void> => {
    const path = join(work, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'half');
    const at = new Date(Date.now() - ageMs);
    await utimes(path, at, at);
  };
  const files = async (below: string): Promise<string[]> =>
    (await readdir(join(work, below), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted((a, b) => a.localeCompare(b));

  it('goes at the start when it is old: halves, copies of originals and frames; pictures and what is young stay', async () => {
    for (const name of [`${ID}.part`, `${ID}.part.png`]) await leave(`uploads/${name}`, 2 * HOUR_MS);
    for (const name of [`${ID}.original`, `${ID}.original.png`, `ab/${SHA256}.preview.${ID}`])
      await leave(`renditions/${name}`, 2 * HOUR_MS);
    await leave(`renditions/ab/${SHA256}.preview`, 900 * HOUR_MS);
    await leave('uploads/young.part', HOUR_MS / 2);
    await leave(`renditions/ab/${SHA256}.thumbnail.${ID}`, HOUR_MS / 2);
    await receiver.onModuleInit();
    await folder.clear();
    expect(await files('uploads')).toEqual(['young.part']);
    expect(await files('renditions')).toEqual([`${SHA256}.preview`, `${SHA256}.thumbnail.${ID}`]);
  });

  it('goes later when it was young at the start, and nothing that this process makes goes with it', async () => {
    await leave('uploads/young.part', HOUR_MS / 2);
    await receiver.onModuleInit();
    await leave('uploads/young.part', 2 * HOUR_MS);
    await leave('uploads/own.part', 2 * HOUR_MS);
    await receiver.clearLeft();
    expect(await files('uploads')).toEqual(['own.part']);
  });

  it('is nothing of a picture that was written whole, nor of work that failed', async () => {
    await folder.write(SHA256, 'preview', Buffer.from('one'));
    await folder.write(SHA256, 'preview', Buffer.from('another'));
    const failing = folder.withScratchFile(async (path) => {
      await writeFile(path, await readFile(join(work, 'renditions', 'ab', `${SHA256}.preview`)));
      throw new Error('not decodable');
    });
    await expect(failing).rejects.toThrow('not decodable');
    expect(await files('uploads')).toEqual([]);
    expect(await files('renditions')).toEqual([`${SHA256}.preview`]);
    const shown = await folder.read(SHA256, 'preview');
    expect(shown && (await buffer(shown)).toString()).toBe('another');
    expect(await folder.read(SHA256, 'thumbnail')).toBeUndefined();
  });

  it('is no fault where there never was any', async () => {
    await expect(folder.clear()).resolves.toBeUndefined();
  });
});
