import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Polygon } from 'geojson';
import { writeArrayBuffer } from 'geotiff';
import { crsByCode } from '../../../src/geo/index.js';
import { SurfaceReader } from '../../../src/evidence/measurements/surface.reader.js';
import { createLogger, loadConfig, type OriginalsService, UploadReceiver } from '../../../src/platform/index.js';
import { gdal, withGdal } from '../../support/gdal.js';

const SIZE = 150;
const CELL = 0.5;
const ORIGIN = [459_700, 4_194_000] as const;

let folder: string;
let reader: SurfaceReader;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'volumes-'));
  const originals = { asFile: async (name: string) => join(folder, name) };
  reader = new SurfaceReader(
    originals as unknown as OriginalsService,
    new UploadReceiver(folder, loadConfig({}), createLogger('silent')),
  );
});
afterAll(async () => {
  await reader.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

const keep = async (name: string, heightAt: (column: number, row: number) => number): Promise<void> => {
  const values = Float32Array.from({ length: SIZE * SIZE }, (_, at) => heightAt(at % SIZE, Math.floor(at / SIZE)));
  const written = writeArrayBuffer(values, {
    width: SIZE,
    height: SIZE,
    ModelPixelScale: [CELL, CELL, 0],
    ModelTiepoint: [0, 0, 0, ...ORIGIN, 0],
    ProjectedCSTypeGeoKey: 32_650,
    GTModelTypeGeoKey: 1,
    GTRasterTypeGeoKey: 1,
    GDAL_NODATA: '-9999',
  });
  await writeFile(join(folder, name), Buffer.from(written));
};

/** Heights inside an outline, added up and counted by GDAL. */
const summed = (name: string, outline: string): { sum: number; cells: number } => {
  const cut = join(folder, `cut-${name}`);
  gdal('gdalwarp', '-q', '-overwrite', '-dstnodata', '-9999', '-cutline', outline, join(folder, name), cut);
  const { bands } = JSON.parse(gdal('gdalinfo', '-json', '-stats', cut)) as {
    bands: { metadata: { '': { STATISTICS_MEAN: string; STATISTICS_VALID_PERCENT: string } } }[];
  };
  const { STATISTICS_MEAN: mean, STATISTICS_VALID_PERCENT: share } = bands[0]?.metadata[''] ?? {};
  const cells = Math.round((Number(share) / 100) * SIZE * SIZE);
  return { sum: Number(mean) * cells, cells };
};

describe('the volume between two surfaces', () => {
  withGdal('is the one GDAL adds up (needs GDAL)', async () => {
    await keep('before.tif', (column, row) => 20 + column / 40 + row / 60);
    await keep('after.tif', (column, row) => 22 + 4 * Math.sin(column / 15) * Math.cos(row / 11));
    const corners = [
      [5.2, -4.1],
      [66.3, -8.7],
      [70.1, -60.2],
      [30.4, -70.9],
      [8.8, -40.3],
      [5.2, -4.1],
    ].map(([east = 0, north = 0]) => [ORIGIN[0] + east, ORIGIN[1] + north] as const);
    const outline = join(folder, 'outline.geojson');
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32650' } };
    const geometry = { type: 'Polygon', coordinates: [corners] };
    await writeFile(
      outline,
      JSON.stringify({ type: 'FeatureCollection', crs, features: [{ type: 'Feature', properties: {}, geometry }] }),
    );
    const utm = crsByCode(32_650);
    const onGround: Polygon = { type: 'Polygon', coordinates: [corners.map((xy) => utm?.toWgs84(xy) ?? [])] };
    const { sums } = await reader.integrate(onGround, 'after.tif', { sha256: 'before.tif' });
    const [after, before] = [summed('after.tif', outline), summed('before.tif', outline)];
    const theirs = (after.sum - before.sum) * CELL * CELL;
    const ours = (sums.above - sums.below) * sums.cellArea;
    // GDAL states the share of cells that have a value with four figures only.
    expect(sums.cells / after.cells).toBeCloseTo(1, 3);
    expect(ours / theirs).toBeCloseTo(1, 3);
  });
});
