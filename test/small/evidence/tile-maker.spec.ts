import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { crsByCode } from '../../../src/geo/index.js';
import type { PreparedRasters, RasterOnDisk } from '../../../src/evidence/rasters/prepared-rasters.js';
import { RasterTilesController } from '../../../src/evidence/rasters/raster-tiles.controller.js';
import type { RasterTiles } from '../../../src/evidence/rasters/raster-tiles.service.js';
import { gridOf, type RasterPlace, rasterIn } from '../../../src/evidence/rasters/raster.rules.js';
import { TileMaker, type WantedTile } from '../../../src/evidence/rasters/tile.maker.js';
import { meshOf } from '../../../src/evidence/rasters/tile.rules.js';
import { TileThreads } from '../../../src/evidence/rasters/tile.threads.js';
import { ThreadFault } from '../../../src/evidence/threads/thread.fault.js';
import { type AppError, createLogger, servedBytes, SYSTEM } from '../../../src/platform/index.js';
import { rasterOf } from '../../support/rasters.js';

describe('what is said where a tile cannot be drawn', () => {
  const threads = new TileThreads();
  const wanted = { address: { z: 0, x: 0, y: 0 }, format: 'png' } as const;
  let folder: string;
  let raster: RasterOnDisk;
  let place: RasterPlace;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tile-maker-'));
    const [path, overviewPath] = [join(folder, 'whole.tif'), join(folder, 'overview.rgba')];
    const corner = crsByCode(32_650)?.fromWgs84([116.5423, 37.8861]) ?? [0, 0];
    const size = { width: 64, height: 64, corner, pixel: 0.5, epsg: 32_650 };
    await writeFile(path, rasterOf({ ...size, at: () => [1, 2, 3] }));
    raster = { path, overviewPath, prepared: await threads.prepare({ path, overviewPath }) };
    const found = rasterIn(raster.prepared.tags).place;
    if (!found) throw new Error('not on the ground');
    place = found;
  });
  afterAll(async () => {
    await threads.onApplicationShutdown();
    await rm(folder, { recursive: true });
  });

  const refusal = async (of: () => Promise<RasterOnDisk>): Promise<unknown> => {
    const maker = new TileMaker({ of } as unknown as PreparedRasters, threads, createLogger('silent'));
    const { code, details, message } = await maker.draw('a'.repeat(64), place, wanted).then(
      () => ({ code: 'none', details: {}, message: '' }),
      (error: unknown) => error as AppError,
    );
    expect(JSON.stringify([details, message])).not.toContain(folder);
    return { code, ...details };
  };

  it('to come again, where the file went meanwhile or the service ends', async () => {
    expect(await refusal(async () => ({ ...raster, path: join(folder, 'gone.tif') }))).toEqual({
      code: 'TILES_NOT_READY',
    });
    const ends = Promise.reject(new ThreadFault('CLOSING', 'the service ends'));
    expect(await refusal(() => ends)).toEqual({ code: 'TILES_NOT_READY' });
  });

  it('why there are none, without the places of this machine', async () => {
    const reason = 'the file cannot be reached';
    expect(await refusal(async () => ({ ...raster, path: folder }))).toEqual({ code: 'TILES_NONE', reason });
    const refused = Promise.reject(new ThreadFault('REFUSED', 'too many pixels'));
    expect(await refusal(() => refused)).toEqual({ code: 'TILES_NONE', reason: 'too many pixels' });
  });

  it('at once, where too many wait', async () => {
    const grid = gridOf(raster.prepared.tags);
    if (typeof grid === 'string') throw new Error(grid);
    const gone = { ...raster, path: join(folder, 'gone.tif') };
    const asked = Array.from({ length: 130 }, () =>
      threads.draw(gone, meshOf(wanted.address, grid, place)).then(
        () => 'drawn',
        (error: unknown) => (error as ThreadFault).code,
      ),
    );
    const codes = await Promise.all(asked);
    expect(codes.filter((code) => code === 'BUSY')).toHaveLength(8);
    expect(codes.filter((code) => code === 'FILE_GONE')).toHaveLength(122);
  });

  it('to nobody, who broke off', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const tiles = {
      tile: async (_actor: unknown, _id: string, { unwanted }: WantedTile) => {
        signals.push(unwanted);
        return servedBytes(Buffer.alloc(1), 'image/png', 'tile.png');
      },
    };
    const controller = new RasterTilesController(tiles as unknown as RasterTiles);
    const ask = async (response: EventEmitter): Promise<void> => {
      Object.assign(response, { setHeader: () => response, vary: () => response });
      await controller.tile(SYSTEM, { id: 'any', z: 0, x: 0, y: 0 }, { f: 'png' }, response as unknown as Response);
    };
    const leaving = new EventEmitter();
    await ask(leaving);
    expect(signals[0]?.aborted).toBe(false);
    leaving.emit('close');
    expect(signals[0]?.aborted).toBe(true);
    await ask(Object.assign(new EventEmitter(), { destroyed: true }));
    expect(signals[1]?.aborted).toBe(true);
  });
});
