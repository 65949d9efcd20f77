import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type MapCollection,
  readMap,
  writeGeoJson,
  writeGeoPackage,
  writeKml,
  zipped,
} from '../../../src/platform/index.js';

const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0;
const withGdal = hasGdal ? it : it.skip;
const LIMITS = { features: 1_000, milliseconds: 20_000 };
const SQUARE = [
  [116.5, 37.8],
  [116.6, 37.8],
  [116.6, 37.9],
  [116.5, 37.9],
  [116.5, 37.8],
];
const HOLE = [
  [116.52, 37.82],
  [116.52, 37.84],
  [116.54, 37.84],
  [116.54, 37.82],
  [116.52, 37.82],
];
const ZONES: MapCollection = {
  id: 'zones',
  title: '水源保护区',
  description: '一级保护区',
  features: [
    {
      id: 'a',
      geometry: { type: 'Polygon', coordinates: [SQUARE, HOLE] },
      properties: { name: '南运河一级保护区', level: 1, strict: true, note: null },
    },
    {
      id: 'b',
      geometry: { type: 'MultiPolygon', coordinates: [[SQUARE]] },
      properties: { name: '宣惠河“引水”<口>', level: 2.5, strict: false, note: "it's" },
    },
  ],
};
const POINTS: MapCollection = {
  id: 'points',
  title: '照片',
  description: '',
  features: [
    { id: 'p', geometry: { type: 'Point', coordinates: [116.55, 37.85] }, properties: { Name: '排污口', FID: 7 } },
    { id: 'q', geometry: null, properties: { Name: '没有位置' } },
    { id: 'l', geometry: { type: 'LineString', coordinates: SQUARE }, properties: {} },
  ],
};

describe('files of shapes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maps-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const put = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const ogrinfo = (...options: string[]): string => {
    const { stdout, stderr, status } = spawnSync('ogrinfo', options, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  };
  const shapefile = async (options: string[] = [], drop: RegExp = /^$/): Promise<string> => {
    const source = put('source.geojson', writeGeoJson(ZONES));
    const target = mkdtempSync(join(folder, 'shp-'));
    const made = spawnSync('ogr2ogr', [join(target, 'zones.shp'), source, '-where', "id='a'", ...options]);
    expect(made.status).toBe(0);
    const names = ['zones.shp', 'zones.shx', 'zones.dbf', 'zones.prj', 'zones.cpg'].filter(
      (name) => !drop.test(name) && existsSync(join(target, name)),
    );
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(target, name))]));
    return put(`${basename(target)}.zip`, await zipped(files, new Date()));
  };

  it('a GeoPackage comes back as it was written', async () => {
    const bytes = await writeGeoPackage([ZONES], new Date('2026-11-01T00:00:00Z'));
    expect([bytes.subarray(0, 15).toString(), bytes.readUInt32BE(68).toString(16), bytes.readUInt32BE(60)]).toEqual([
      'SQLite format 3',
      '47504b47',
      10_300,
    ]);
    const { format, crs, features } = await readMap(put('zones.gpkg', bytes), LIMITS);
    expect([format, crs]).toEqual(['geopackage', { epsg: 4326 }]);
    expect(features).toEqual(
      ZONES.features.map(({ id, geometry, properties: { strict, ...properties } }, nth) => ({
        number: nth + 1,
        geometry,
        properties: { fid: nth + 1, id, ...properties, strict: Number(strict) },
      })),
    );
  });

  it('the same content gives the same bytes', async () => {
    const at = new Date('2026-11-01T00:00:00Z');
    expect((await writeGeoPackage([ZONES], at)).equals(await writeGeoPackage([ZONES], at))).toBe(true);
  });

  it.each([['Zones'], ['1st'], ['a b'], ['x"; DROP TABLE gpkg_contents; --'], ['']])('%j is no table', async (id) => {
    await expect(writeGeoPackage([{ ...ZONES, id }], new Date())).rejects.toThrow('no name for a table');
  });

  withGdal('GDAL reads a GeoPackage of several tables, with Chinese', async () => {
    const path = put('both.gpkg', await writeGeoPackage([ZONES, POINTS], new Date()));
    const zones = ogrinfo('-ro', '-al', path, 'zones');
    expect(zones).toContain('南运河一级保护区');
    expect(zones).toContain('宣惠河“引水”<口>');
    expect(zones).toContain('POLYGON ((116.5 37.8,116.6 37.8,116.6 37.9,116.5 37.9,116.5 37.8),(116.52');
    expect(zones).toContain('ID["EPSG",4326]');
    const points = ogrinfo('-ro', '-al', path, 'points');
    expect(points).toContain('Feature Count: 3');
    expect(points).toContain('没有位置');
  });

  withGdal('GDAL reads the KML', () => {
    const found = ogrinfo('-ro', '-al', put('both.kml', writeKml('案件地图', [ZONES, POINTS])));
    expect(found).toContain('水源保护区');
    expect(found).toContain('宣惠河“引水”<口>');
    expect(found).toContain('POINT (116.55 37.85)');
  });

  withGdal('GDAL reads the GeoJSON', () => {
    const found = ogrinfo('-ro', '-al', put('zones.json', writeGeoJson(ZONES)));
    expect(found).toContain('Feature Count: 2');
    expect(found).toContain('南运河一级保护区');
  });

  it('GeoJSON names the system of coordinates it has', async () => {
    const named = (crs: unknown) => readMap(put('crs.json', JSON.stringify({ ...base, crs })), LIMITS);
    const base = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: null, properties: null }] };
    const name = (text: string) => ({ type: 'name', properties: { name: text } });
    expect((await named(undefined)).crs).toEqual({ epsg: 4326 });
    expect((await named(name('urn:ogc:def:crs:OGC:1.3:CRS84'))).crs).toEqual({ epsg: 4326 });
    expect((await named(name('urn:ogc:def:crs:EPSG::4547'))).crs).toEqual({ epsg: 4547 });
    expect((await named(name('EPSG:4490'))).crs).toEqual({ epsg: 4490 });
    expect((await named(name('mine'))).crs).toEqual({ wkt: 'mine' });
  });

  withGdal('a Shapefile in UTF-8 with its .cpg', async () => {
    const reading = await readMap(await shapefile(['-lco', 'ENCODING=UTF-8']), LIMITS);
    expect(reading).toMatchObject({ format: 'shapefile', textEncoding: { name: 'utf-8', knownBy: 'cpg' } });
    expect(reading.features).toMatchObject([{ number: 1, properties: { name: '南运河一级保护区', level: 1 } }]);
    expect(reading.crs.wkt).toContain('WGS_1984');
    const [first] = reading.features;
    expect(first?.geometry).toMatchObject({ type: 'Polygon', coordinates: [{ length: 5 }, { length: 5 }] });
  });

  withGdal('a Shapefile in GBK, known by its .cpg, and guessed without one', async () => {
    const known = await readMap(await shapefile(['-lco', 'ENCODING=CP936']), LIMITS);
    expect(known.features[0]?.properties['name']).toBe('南运河一级保护区');
    const guessed = await readMap(await shapefile(['-lco', 'ENCODING=CP936'], /cpg$/), LIMITS);
    expect(guessed.features[0]?.properties['name']).toBe('南运河一级保护区');
  });

  withGdal.each([
    ['without its table', /dbf$/, 'unreadable'],
    ['without its shapes', /shp$/, 'unknown'],
  ])('a Shapefile %s is refused', async (_, drop, kind) => {
    await expect(readMap(await shapefile([], drop), LIMITS)).rejects.toMatchObject({ kind });
  });

  it.each([
    ['nothing', '', 'unknown'],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'unknown'],
    ['JSON cut off', '{"type":"FeatureCollection","features":[', 'unreadable'],
    ['JSON of something else', '{"type":"Topology"}', 'unknown'],
    ['features that are no list', '{"type":"FeatureCollection","features":7}', 'unknown'],
    ['a damaged database', `SQLite format 3\0${'x'.repeat(5_000)}`, 'unreadable'],
  ])('%s is refused', async (_, content, kind) => {
    await expect(readMap(put('bad', content), LIMITS)).rejects.toMatchObject({ kind });
  });

  it('too many features are refused', async () => {
    const features = Array.from({ length: 11 }, () => ({ type: 'Feature', geometry: null, properties: {} }));
    const path = put('many.json', JSON.stringify({ type: 'FeatureCollection', features }));
    await expect(readMap(path, { ...LIMITS, features: 10 })).rejects.toMatchObject({ kind: 'too_many' });
  });

  it('a reader that takes too long is ended', async () => {
    const path = put('slow.json', writeGeoJson(ZONES));
    await expect(readMap(path, { ...LIMITS, milliseconds: 1 })).rejects.toMatchObject({ kind: 'timeout' });
  });
});
