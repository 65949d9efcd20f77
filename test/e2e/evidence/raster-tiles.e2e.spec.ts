import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { crsByCode } from '../../../src/geo/index.js';
import { WORK_FOLDER } from '../../../src/platform/index.js';
import { PreparedRasters } from '../../../src/evidence/rasters/prepared-rasters.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { rasterOf } from '../../support/rasters.js';
import { DONGGUANG, type Item, photo, until, upload } from './evidence-kit.js';

interface Tiles {
  readonly code: string;
  readonly tiles: readonly string[];
  readonly bounds: readonly number[];
  readonly maxzoom: number;
  readonly bands: readonly number[];
  readonly stretch: unknown;
}

describe('a georeferenced picture as a layer of a map', () => {
  let app: TestApp;
  let officer: ApiClient;
  let stranger: ApiClient;
  let id: string;
  let photoId: string;
  let layer: Tiles;
  afterAll(() => app.stop());

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
    const [east = 0, north = 0] = crsByCode(32_650)?.fromWgs84([DONGGUANG.lon, DONGGUANG.lat]) ?? [];
    const bytes = rasterOf({
      width: 400,
      height: 300,
      corner: [east, north],
      pixel: 0.5,
      epsg: 32_650,
      at: () => [200, 60, 20],
    });
    const kept = await upload(officer, bytes, { kind: 'orthophoto', title: '正射影像' }, { name: 'dom.tif' });
    id = kept.body.id;
    const picture = await photo();
    photoId = (await upload(officer, picture.bytes, { kind: 'photo' }, { name: picture.name })).body.id;
    const ready = await until(
      () => officer.get<Tiles>(`/evidence/${id}/tiles`),
      ({ status }) => status === 200,
    );
    layer = ready.body;
  });

  const fetched = async (path: string) => {
    const answer = await fetch(`${app.url}/api/v1${path}`, { headers: { authorization: `Bearer ${officer.token}` } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { answer, picture: await sharp(bytes).raw().toBuffer({ resolveWithObject: true }) };
  };
  const middle = (z: number): string => {
    const [west = 0, south = 0, east = 0, north = 0] = layer.bounds;
    const lat = ((south + north) / 2) * (Math.PI / 180);
    const x = Math.floor((((west + east) / 2 + 180) / 360) * 2 ** z);
    return `/evidence/${id}/tiles/${z}/${x}/${Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * 2 ** z)}`;
  };

  it('is described by TileJSON', () => {
    const [west = 0, , , north = 0] = layer.bounds;
    expect([west, north].map((at) => at.toFixed(4))).toEqual([DONGGUANG.lon, DONGGUANG.lat].map((at) => at.toFixed(4)));
    expect(layer).toMatchObject({ tilejson: '3.0.0', scheme: 'xyz', minzoom: 0, maxzoom: 18, crs: 'EPSG:32650' });
    expect([layer.bands, layer.stretch]).toEqual([[1, 2, 3], null]);
    expect(layer.tiles[0]).toMatch(new RegExp(`^http://.+/api/v1/evidence/${id}/tiles/\\{z\\}/\\{x\\}/\\{y\\}$`));
  });

  it.each([
    ['png', 4],
    ['webp', 4],
    ['jpg', 3],
  ])('as %s', async (format, channels) => {
    const { answer, picture } = await fetched(`${middle(18)}?f=${format}`);
    expect([answer.status, picture.info.width, picture.info.height]).toEqual([200, 256, 256]);
    expect(picture.info.channels).toBeGreaterThanOrEqual(3);
    expect(picture.info.channels).toBeLessThanOrEqual(channels);
    const at = (128 * 256 + 128) * picture.info.channels;
    expect([...picture.data.subarray(at, at + 3)].map((value) => Math.round(value / 10))).toEqual([20, 6, 2]);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=3600');
    expect(answer.headers.get('vary')).toContain('Authorization');
  });

  it('says in the description of the interface how a tile is asked for', async () => {
    const { body } = await officer.get<{
      paths: Record<string, { get: { parameters: { name: string; in: string }[] } }>;
    }>('//api/openapi.json');
    const asked = body.paths['/api/v1/evidence/{id}/tiles/{z}/{x}/{y}']?.get.parameters ?? [];
    expect(asked.map(({ name, in: place }) => `${place} ${name}`)).toEqual(
      expect.arrayContaining(['path id', 'path z', 'path x', 'path y', 'query f']),
    );
  });

  it('is transparent beyond the picture', async () => {
    const { answer, picture } = await fetched(`/evidence/${id}/tiles/18/0/0`);
    expect([answer.status, picture.data.every((value) => value === 0)]).toEqual([200, true]);
  });

  it('is written down as looked at', async () => {
    const { body } = await officer.get<Item>(`/evidence/${id}`);
    expect(body.custody).toContainEqual(expect.objectContaining({ event: 'viewed', details: { of: 'tiles' } }));
  });

  it.each([
    ['a zoom that is none', '/tiles/25/0/0', 400, 'VALIDATION_FAILED'],
    ['a column beyond the world', '/tiles/1/2/0', 404, 'NOT_FOUND'],
    ['a row below nothing', '/tiles/1/0/-1', 400, 'VALIDATION_FAILED'],
    ['a part of a column', '/tiles/1/0.5/0', 400, 'VALIDATION_FAILED'],
    ['another form', '/tiles/1/0/0?f=svg', 400, 'VALIDATION_FAILED'],
  ])('refuses %s', async (_, path, status, code) => {
    const answer = await officer.get<Tiles>(`/evidence/${id}${path}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is not there for strangers, nor of what lies nowhere', async () => {
    expect((await stranger.get(`/evidence/${id}/tiles`)).status).toBe(404);
    expect((await stranger.get(middle(18))).status).toBe(404);
    const none = await officer.get<Tiles>(`/evidence/${photoId}/tiles`);
    expect([none.status, none.body.code]).toEqual([404, 'TILES_NONE']);
  });

  it('is prepared once for many who ask at once, and its copy goes on demand', async () => {
    const { sha256 } = (await officer.get<Item>(`/evidence/${id}`)).body;
    const folder = join(app.get<string>(WORK_FOLDER), 'tiles');
    await app.get(PreparedRasters).remove(sha256);
    const asked = await Promise.all(Array.from({ length: 8 }, () => officer.get(middle(17))));
    expect(asked.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await readdir(folder)).toEqual([sha256]);
    // The bytes are read where they lie.
    expect(await readdir(join(folder, sha256))).not.toContain('original.tif');
    const gone = 'f'.repeat(64);
    await mkdir(join(folder, gone));
    await app.get(PreparedRasters).forgetRemoved();
    expect(await readdir(folder)).toEqual([sha256]);
    await app.get(PreparedRasters).remove(sha256);
    expect(await readdir(folder)).toEqual([]);
  });
});
