import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExportFrame } from '../../../src/evidence/export/export.builder.js';
import type { ExportedMeasurement } from '../../../src/evidence/export/exported-measurements.js';
import type { ExhibitBrief, TrackLine } from '../../../src/evidence/export/exhibit.types.js';
import { mapFiles } from '../../../src/evidence/export/map.files.js';
import { MOST_DRAWN_PLACES, thinned } from '../../../src/evidence/export/track-line.rules.js';

const withGdal = spawnSync('ogrinfo', ['--version']).status === 0 ? it : it.skip;
const DURING = { from: new Date('2026-06-01T02:00:00Z'), to: new Date('2026-06-01T02:10:00Z') };
const FRAMES = 1_200;

function track(deviceId: string, frames: number): TrackLine {
  const line = Array.from({ length: frames }, (_, nth) => [116.5 + nth / 1e5, 37.8 + nth / 1e5]).flat();
  return { deviceId, during: DURING, frames, coordinates: thinned(line) };
}

function exhibit(number: string, over: Partial<ExhibitBrief> = {}): ExhibitBrief {
  const record = {
    id: `018f0000-0000-7000-8000-000000000${number}`,
    kind: 'photo',
    state: 'received',
    title: '排污口 <3>',
    fileName: 'DJI_0001.JPG',
    sha256: 'ab'.repeat(32),
    sm3: 'cd'.repeat(32),
    size: 1,
    mediaType: 'image/jpeg',
    capturedAt: '2026-06-01T02:05:00.000Z',
    capturedSource: 'exif',
    position: { lon: 116.5, lat: 37.8 },
    positionSource: 'exif',
    receivedAt: '2026-06-01T03:00:00.000Z',
    flags: [],
    footprint: null,
  } as unknown as ExhibitBrief['record'];
  return { number, purpose: '证明排放', record, corroboration: null, answers: [], files: [], track: null, ...over };
}

const AREA = {
  id: '018f0000-0000-7000-8000-0000000000aa',
  kind: 'area',
  title: '占用耕地',
  method: { code: 'geodesic_area', zh: '测地面积', en: 'geodesic area' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [116.5, 37.8],
        [116.51, 37.8],
        [116.51, 37.81],
        [116.5, 37.8],
      ],
    ],
  },
  result: { squareMetres: 488_000.5, mu: 732 },
  uncertainty: { model: 'none', sigmaMetres: null, value: null },
  measuredBy: { id: '018f0000-0000-7000-8000-0000000000bb', name: '王芳' },
  measuredAt: '2026-06-02T02:00:00.000Z',
} as unknown as ExportedMeasurement;
const HEIGHT: ExportedMeasurement = {
  ...AREA,
  id: '018f0000-0000-7000-8000-0000000000ab',
  kind: 'height',
  geometry: null,
};

describe('the maps of an export', () => {
  let folder: string;
  const files = new Map<string, Buffer | string>();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'export-maps-'));
    const exhibits = [
      exhibit('001', { track: track('drone-1', FRAMES) }),
      exhibit('002', { track: track('drone-1', FRAMES) }),
      exhibit('003', { track: track('drone-2', 1) }),
      exhibit('004', { track: track('drone-3', 0) }),
      exhibit('005'),
    ];
    const frame = { caseFile: { number: '沧检〔2026〕1号', title: '南运河' }, madeAt: DURING.to };
    const made = mapFiles({ exhibits, measurements: [AREA, HEIGHT] }, frame as unknown as ExportFrame);
    for await (const [path, content] of made) {
      files.set(path, content);
      writeFileSync(join(folder, path.slice(path.lastIndexOf('/') + 1)), content);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const features = (name: string): { geometry: { type: string } | null; properties: Record<string, unknown> }[] =>
    (JSON.parse(String(files.get(`data/maps/${name}.geojson`))) as { features: [] }).features;

  it('have each stretch of a track once, with the exhibits on it and how much of it is drawn', () => {
    expect(features('tracks').map(({ geometry, properties }) => [geometry?.type, properties['exhibits']])).toEqual([
      ['LineString', '001,002'],
      ['Point', '003'],
    ]);
    expect(features('tracks')[0]?.properties).toMatchObject({ frames: FRAMES, drawn: MOST_DRAWN_PLACES });
  });

  it('have every measurement, also one that has no place', () => {
    expect(features('measurements').map(({ geometry, properties }) => [geometry?.type, properties['kind']])).toEqual([
      ['Polygon', 'area'],
      [undefined, 'height'],
    ]);
    expect(features('measurements')[0]?.properties).toMatchObject({ result_squareMetres: 488_000.5, result_mu: 732 });
  });

  withGdal('are read by GDAL, layer by layer', () => {
    const layersOf = (name: string): string[] => {
      const { stdout, status, stderr } = spawnSync('ogrinfo', ['-al', '-so', join(folder, name)], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const names = [...stdout.matchAll(/^Layer name: (.*)$/gm)].map(([, layer]) => layer);
      const counts = [...stdout.matchAll(/^Feature Count: (.*)$/gm)].map(([, count]) => count);
      return names.map((layer, nth) => `${layer} ${counts[nth]}`);
    };
    expect(layersOf('exhibits.gpkg')).toEqual(['exhibits 5', 'footprints 0', 'tracks 2', 'measurements 2']);
    expect(layersOf('exhibits.kml')).toEqual(expect.arrayContaining(['证据位置 5', '设备航迹 2', '量测 2']));
    expect(layersOf('tracks.geojson')).toEqual(['tracks 2']);
  });
});
