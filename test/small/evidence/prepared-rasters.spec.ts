import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PreparedRaster, PreparedRasters } from '../../../src/evidence/rasters/prepared-rasters.js';
import type { TileThreads } from '../../../src/evidence/rasters/tile.threads.js';
import { ThreadFault } from '../../../src/evidence/threads/thread.fault.js';
import { Clock, type OriginalsService, type UploadReceiver } from '../../../src/platform/index.js';

const [KEPT, GONE] = ['a'.repeat(64), 'b'.repeat(64)];
const HOUR_MS = 3_600_000;
const PREPARED = { bands: [1] } as unknown as PreparedRaster;

describe('what is kept of pictures that are looked at', () => {
  let work: string;
  let tiles: string;
  let prepare: () => Promise<PreparedRaster>;
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'prepared-'));
    tiles = join(work, 'tiles');
    prepare = async () => PREPARED;
  });
  afterEach(() => rm(work, { recursive: true }));

  const rasters = (): PreparedRasters => {
    const originals = {
      stat: async (sha256: string) => (sha256 === KEPT ? { size: 1 } : undefined),
      fileOf: () => '/where/it/lies.tif',
      asFile: async () => '/where/it/lies.tif',
    };
    const threads = { prepare: () => prepare() };
    return new PreparedRasters(
      originals as unknown as OriginalsService,
      threads as unknown as TileThreads,
      {} as unknown as UploadReceiver,
      new Clock(),
      work,
    );
  };
  const place = async (name: string, ageMs: number): Promise<void> => {
    await mkdir(join(tiles, name), { recursive: true });
    await writeFile(join(tiles, name, 'original.tif'), 'bytes');
    const at = new Date(Date.now() - ageMs);
    await utimes(join(tiles, name), at, at);
  };
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    for (let nth = 0; nth < 200 && !(await done()); nth += 1) await new Promise((next) => setTimeout(next, 10));
  };

  it('goes at the start where its bytes went, or its maker died more than an hour ago', async () => {
    await place(KEPT, 48 * HOUR_MS);
    await place(GONE, 0);
    await place(`${KEPT}.left`, 2 * HOUR_MS);
    await place(`${GONE}.left`, 2 * HOUR_MS);
    await place(`${KEPT}.begun`, HOUR_MS / 2);
    const one = rasters();
    one.onModuleInit();
    await until(async () => (await readdir(tiles)).length <= 2);
    one.onModuleDestroy();
    expect((await readdir(tiles)).toSorted((a, b) => a.length - b.length)).toEqual([KEPT, `${KEPT}.begun`]);
  });

  it('stays while it is made here, however long that takes', async () => {
    const one = rasters();
    const begun: ((made: PreparedRaster) => void)[] = [];
    prepare = () => new Promise((done) => begun.push(done));
    const made = one.of(KEPT);
    await until(async () => begun.length > 0);
    const [name = ''] = await readdir(tiles);
    const before = new Date(Date.now() - 5 * HOUR_MS);
    await utimes(join(tiles, name), before, before);
    await one.forgetRemoved();
    expect(await readdir(tiles)).toEqual([name]);
    begun[0]?.(PREPARED);
    expect((await made).prepared).toEqual(PREPARED);
    expect(await readdir(tiles)).toEqual([KEPT]);
  });

  it.each([
    ['REFUSED', 1],
    ['TOO_SLOW', 1],
    ['FILE_GONE', 2],
    ['CLOSING', 2],
  ] as const)('is made again after %s: asked for twice, %i times', async (code, times) => {
    const one = rasters();
    let asked = 0;
    prepare = async () => {
      asked += 1;
      throw new ThreadFault(code, 'why');
    };
    for (let nth = 0; nth < 2; nth += 1) await expect(one.of(KEPT)).rejects.toMatchObject({ code });
    expect(asked).toBe(times);
    expect(await readdir(tiles)).toEqual([]);
  });
});
