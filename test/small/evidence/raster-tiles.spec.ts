import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crsByCode } from '../../../src/geo/index.js';
import type { PreparedRaster } from '../../../src/evidence/rasters/prepared-rasters.js';
import { gridOf, rasterIn } from '../../../src/evidence/rasters/raster.rules.js';
import { meshOf, TILE_EDGE, type TileAddress } from '../../../src/evidence/rasters/tile.rules.js';
import { TileThreads } from '../../../src/evidence/rasters/tile.threads.js';
import { bandsOf, gdal, withGdal } from '../../support/gdal.js';
import { type MadeRaster, rasterOf } from '../../support/rasters.js';

const [WIDTH, HEIGHT] = [600, 500];
/** In 东光县. */
const PLACE = [116.5423, 37.8861] as const;
const HALF_WORLD = Math.PI * 6_378_137;

let folder: string;
const threads = new TileThreads();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiles-'));
});
afterAll(async () => {
  await threads.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

const keep = async (name: string, bytes: Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const prepare = (path: string): Promise<PreparedRaster> => threads.prepare({ path, overviewPath: `${path}.rgba` });
const draw = async (path: string, address: TileAddress) => {
  const prepared = await prepare(path);
  await rm(`${path}.rgba`, { force: true });
  const again = await prepare(path);
  const [grid, { place }] = [gridOf(prepared.tags), rasterIn(prepared.tags)];
  if (typeof grid === 'string' || !place) throw new Error('not on the ground');
  return threads.draw({ path, overviewPath: `${path}.rgba`, prepared: again }, meshOf(address, grid, place));
};

/** Red grows to the east and green to the south: a tile's colours say where its pixels were taken from. */
const slopes: MadeRaster['at'] = (column, row) => [(column * 255) / WIDTH, (row * 255) / HEIGHT, 128].map(Math.round);
const made = (epsg: number, over: Partial<MadeRaster> = {}): MadeRaster => {
  const corner = crsByCode(epsg)?.fromWgs84(PLACE) ?? [0, 0];
  const pixel = epsg === 4326 ? 0.000005 : 0.5;
  return { width: WIDTH, height: HEIGHT, corner, pixel, epsg, at: slopes, ...over };
};
/** The tile in the middle of the raster. */
const tileAt = (z: number, east = 0.0017, south = 0.0011): TileAddress => {
  const [lon, lat] = [PLACE[0] + east, ((PLACE[1] - south) * Math.PI) / 180];
  const y = (1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2;
  return { z, x: Math.floor(((lon + 180) / 360) * 2 ** z), y: Math.floor(y * 2 ** z) };
};
const warped = async (path: string, { z, x, y }: TileAddress, how: string): Promise<ArrayLike<number>[]> => {
  const side = (2 * HALF_WORLD) / 2 ** z;
  const [west, north] = [x * side - HALF_WORLD, HALF_WORLD - y * side];
  const extent = [west, north - side, west + side, north].map(String);
  const [to, size] = [`${path}-${z}-${how}.tif`, String(TILE_EDGE)];
  gdal(
    ...(['gdalwarp', '-overwrite', '-q', '-t_srs', 'EPSG:3857', '-te', ...extent, '-ts', size, size] as const),
    '-r',
    how,
    '-dstalpha',
    '-et',
    '0',
    path,
    to,
  );
  return bandsOf(to);
};
/** How far the tile lies from the other, in pixels of the tile, and how many pixels only one of them has. */
const compare = (tile: Uint8Array | null, bands: ArrayLike<number>[], perPixel: number) => {
  const [red = [], green = [], , cover = []] = bands;
  const sums = { east: 0, south: 0, both: 0, one: 0 };
  for (let at = 0; at < TILE_EDGE ** 2; at += 1) {
    const [ours, theirs] = [(tile?.[at * 4 + 3] ?? 0) === 255, cover[at] === 255];
    if (ours !== theirs) sums.one += 1;
    if (!ours || !theirs) continue;
    sums.both += 1;
    sums.east += ((tile?.[at * 4] ?? NaN) - (red[at] ?? NaN)) / ((255 / WIDTH) * perPixel);
    sums.south += ((tile?.[at * 4 + 1] ?? NaN) - (green[at] ?? NaN)) / ((255 / HEIGHT) * perPixel);
  }
  return { east: sums.east / sums.both, south: sums.south / sums.both, both: sums.both, one: sums.one };
};

describe('tiles of a georeferenced picture', () => {
  describe('lie where GDAL puts them', () => {
    withGdal.each([32_650, 4548, 4527, 4326, 3857])('EPSG:%i', async (epsg) => {
      const path = await keep(`${epsg}.tif`, rasterOf(made(epsg)));
      for (const [zoom, how, most] of [
        [19, 'bilinear', 0.02],
        [18, 'bilinear', 0.02],
        [16, 'average', 0.02],
      ] as const) {
        const address = tileAt(zoom);
        const tile = await draw(path, address);
        const perPixel =
          (2 * HALF_WORLD) / 2 ** zoom / TILE_EDGE / (epsg === 3857 ? 0.5 : 0.5 / Math.cos((PLACE[1] * Math.PI) / 180));
        const { east, south, both, one } = compare(tile, await warped(path, address, how), perPixel);
        expect(Math.abs(east)).toBeLessThan(most);
        expect(Math.abs(south)).toBeLessThan(most);
        expect(both).toBeGreaterThan(500);
        expect(one).toBeLessThan(600);
      }
    });
  });

  const middle = (tile: Uint8Array | null, column = 128, row = 128): number[] => {
    const at = (row * TILE_EDGE + column) * 4;
    return [...(tile ?? new Uint8Array(TILE_EDGE ** 2 * 4)).subarray(at, at + 4)];
  };
  it('from afar show the mean, from a copy made once', async () => {
    const [width, height] = [2_100, 300];
    const chequered: MadeRaster['at'] = (column, row) => Array<number>(3).fill((column + row) % 2 === 0 ? 0 : 200);
    const path = await keep('large.tif', rasterOf(made(32_650, { width, height, at: chequered })));
    const prepared = await prepare(path);
    await rm(`${path}.rgba`);
    expect(prepared.overview).toEqual({ cell: 2, width: 1_050, height: 150 });
    expect(middle(await draw(path, tileAt(16, 0.006, 0.0007)))).toEqual([100, 100, 100, 255]);
  });

  it('of values beyond a byte are stretched, and what is no value is transparent', async () => {
    const at: MadeRaster['at'] = (column, row) => [row < HEIGHT / 2 ? 0 : 300 + column];
    const path = await keep('deep.tif', rasterOf(made(32_650, { at, is16Bit: true, nodata: '0' })));
    const prepared = await prepare(path);
    expect(prepared.stretch).toEqual([[expect.closeTo(311, -0.5), expect.closeTo(888, -0.5)]]);
    const address = tileAt(18, 0.0017, 0.0011);
    const tile = await draw(path, address);
    const covers = Array.from({ length: TILE_EDGE }, (_, row) => middle(tile, 128, row)[3]);
    expect([covers[0], covers.at(-1)]).toEqual([0, 255]);
  });

  it('beyond the picture are nothing', async () => {
    const path = await keep('beyond.tif', rasterOf(made(32_650)));
    expect(await draw(path, tileAt(18, 0.02, 0.02))).toBeNull();
  });

  it('of the whole world show it where it lies', async () => {
    const path = await keep('world.tif', rasterOf(made(32_650)));
    const { z, x, y } = tileAt(6);
    const tile = await draw(path, { z, x, y });
    const shown = Array.from({ length: TILE_EDGE ** 2 }, (_, at) => at).filter((at) => (tile?.[at * 4 + 3] ?? 0) > 0);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThan(5);
  });

  describe('as GDAL writes them', () => {
    const address = tileAt(18);
    const LIKE: readonly (readonly [string, readonly string[], number])[] = [
      ['LZW in tiles', ['-co', 'COMPRESS=LZW', '-co', 'TILED=YES', '-co', 'PREDICTOR=2'], 0],
      ['DEFLATE in strips', ['-co', 'COMPRESS=DEFLATE'], 0],
      ['PackBits, each band by itself', ['-co', 'COMPRESS=PACKBITS', '-co', 'INTERLEAVE=BAND'], 0],
      ['JPEG in YCbCr', ['-co', 'COMPRESS=JPEG', '-co', 'PHOTOMETRIC=YCBCR', '-co', 'TILED=YES'], 6],
      ['BigTIFF', ['-co', 'BIGTIFF=YES'], 0],
    ];
    withGdal.each(LIKE)('%s (needs GDAL)', async (name, options, most) => {
      const plain = await keep('plain.tif', rasterOf(made(32_650)));
      const path = join(folder, `${name.replaceAll(/\W/g, '-')}.tif`);
      gdal('gdal_translate', '-q', ...options, plain, path);
      const [ours, expected] = [await draw(path, address), await draw(plain, address)];
      const apart = (ours ?? new Uint8Array()).reduce(
        (worst, value, at) => Math.max(worst, Math.abs(value - (expected?.[at] ?? 999))),
        0,
      );
      expect(apart).toBeLessThanOrEqual(most);
    });

    withGdal('smaller copies inside the file are used (needs GDAL)', async () => {
      const path = await keep('copies.tif', rasterOf(made(32_650, { width: 4_200, height: 60 })));
      gdal('gdaladdo', '-q', '-r', 'average', path, '2', '4');
      const prepared = await prepare(path);
      await rm(`${path}.rgba`, { force: true });
      expect([prepared.base, prepared.overview?.width]).toEqual([1, 1_050]);
    });
  });

  describe('of what somebody made to do harm', () => {
    const withBlock = (over: Partial<MadeRaster>, block: Buffer, compression: number): Buffer => {
      const bytes = rasterOf(made(32_650, { width: 64, height: 64, at: () => [1], ...over }));
      const directory = bytes.readUInt32BE(4);
      const set = (tag: number, value: number): void => {
        for (let nth = 0; nth < bytes.readUInt16BE(directory); nth += 1) {
          const at = directory + 2 + nth * 12;
          if (bytes.readUInt16BE(at) !== tag) continue;
          if (bytes.readUInt16BE(at + 2) === 3) bytes.writeUInt16BE(value, at + 8);
          else bytes.writeUInt32BE(value, at + 8);
        }
      };
      set(259, compression);
      set(273, bytes.length);
      set(279, block.length);
      return Buffer.concat([bytes, block]);
    };

    it('a block that unpacks to more than it holds is refused, at once', async () => {
      const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
      const path = await keep('bomb.tif', withBlock({}, bomb, 8));
      const before = process.memoryUsage().rss;
      await expect(draw(path, tileAt(18, 0.0001, 0.0001))).rejects.toThrow(/larger|length|Cannot/);
      expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    });

    it('a JPEG larger than its tile is refused', async () => {
      const frame = Buffer.from('ffd8ffc0000b08ffffffff01011100ffd9', 'hex');
      const path = await keep('frame.tif', withBlock({}, frame, 7));
      await expect(draw(path, tileAt(18, 0.0001, 0.0001))).rejects.toThrow('larger picture than it says');
    });

    it('compression that cannot be bounded is refused', async () => {
      const path = await keep('zstd.tif', withBlock({}, Buffer.alloc(64), 50_000));
      await expect(draw(path, tileAt(18, 0.0001, 0.0001))).rejects.toThrow('not read here');
    });

    it.each([
      ['nothing', Buffer.alloc(0)],
      ['80 bytes', Buffer.from('II*\0\x08\0\0\0'.padEnd(80, 'x'), 'latin1')],
      ['a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['a directory that leads to itself', Buffer.from('49492a0008000000000008000000', 'hex')],
    ])('%s is refused', async (_, bytes) => {
      await expect(prepare(await keep('bad.tif', bytes))).rejects.toThrow();
    });
  });
});
