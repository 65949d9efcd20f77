import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeArrayBuffer } from 'geotiff';
import sharp from 'sharp';
import { OriginalsService, zipped } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, photo, until, upload } from './evidence-kit.js';
import { digestOf } from './tus-kit.js';

/** An ISO file of 80 bytes that says it is HEIC and whose boxes point back at themselves. */
function tinyHeic(): Buffer {
  const bytes = Buffer.alloc(80);
  bytes.writeUInt32BE(24, 0);
  bytes.write('ftypheic', 4, 'latin1');
  bytes.write('mif1heic', 16, 'latin1');
  bytes.writeUInt32BE(0, 24);
  bytes.write('meta', 28, 'latin1');
  bytes.writeUInt32BE(0, 36);
  bytes.write('iloc', 40, 'latin1');
  bytes.fill(0xff, 44);
  return bytes;
}

/** A TIFF whose directory says `entries` fields of this tag, each with a value far beyond the end. */
function forgedTiff(entries: number, tag: number): Buffer {
  const bytes = Buffer.alloc(10 + entries * 12 + 4);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(Math.min(entries, 0xffff), 8);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = 10 + entry * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(5, at + 2);
    bytes.writeUInt32LE(0x7fff_ffff, at + 4);
    bytes.writeUInt32LE(0xffff_fff0, at + 8);
  }
  return bytes;
}

/** A JPEG that carries these segments behind its first bytes. */
function withSegments(jpeg: Buffer, segments: readonly Buffer[]): Buffer {
  const written = segments.map((content) => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, content]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...written, jpeg.subarray(2)]);
}

/** PNG of so many pixels a side in a few kilobytes. */
function bomb(side: number): Buffer {
  const chunk = (name: string, content: Buffer): Buffer => {
    const bytes = Buffer.alloc(12 + content.length);
    bytes.writeUInt32BE(content.length, 0);
    bytes.write(name, 4, 'latin1');
    content.copy(bytes, 8);
    return bytes;
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([1, 0, 0, 0, 0], 8);
  const lines = deflateSync(Buffer.alloc(1_000_000));
  const mark = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([mark, chunk('IHDR', size), chunk('IDAT', lines), chunk('IEND', Buffer.alloc(0))]);
}

const HAS_FILM_TOOLS = hasFilmTools();

describe('bad input', () => {
  let app: TestApp;
  let officer: ApiClient;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
    // Before the service runs: a small process starts another one more easily.
    if (HAS_FILM_TOOLS) makeFilm(join(folder, 'film.mp4'));
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
  });
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true });
  });

  const originalOf = async (id: string): Promise<Response> =>
    fetch(`${officer.url}/api/v1/evidence/${id}/original`, { headers: { authorization: `Bearer ${officer.token}` } });

  /** Kept as it is, and served as a download of no type that a browser runs. */
  const keptAs = async (bytes: Buffer, metadata: Record<string, unknown>, name: string): Promise<Item> => {
    const { status, body } = await upload(officer, bytes, metadata, { name });
    expect([status, body.code]).toEqual([201, undefined]);
    const answer = await originalOf(body.id);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(digestOf(Buffer.from(await answer.arrayBuffer()))).toBe(digestOf(bytes));
    return body;
  };
  const settled = (id: string): Promise<Item> =>
    until(
      async () => (await officer.get<Item>(`/evidence/${id}`)).body,
      ({ renditions }) => renditions.every(({ state }) => state !== 'pending'),
    );

  it('an 80-byte HEIC is kept and shows nothing', async () => {
    const { id, mediaType } = await keptAs(tinyHeic(), { kind: 'photo' }, 'IMG.HEIC');
    expect(mediaType).toBe('image/heic');
    expect((await settled(id)).flags).toContain('RENDITION_FAILED');
  });

  it('a picture that is an archive and a page as well is kept, flagged, and never served inline', async () => {
    const { bytes } = await photo();
    const archive = await zipped({ 'a.html': '<script>alert(1)</script>' }, new Date());
    expect((await keptAs(Buffer.concat([bytes, archive]), { kind: 'photo' }, 'a.jpg')).flags).toContain('SECOND_FORM');
    const page = Buffer.concat([bytes, Buffer.from('<html><script>alert(1)</script></html>')]);
    const item = await keptAs(page, { kind: 'photo' }, 'a.html');
    expect(item.flags).toContain('SECOND_FORM');
    expect((await originalOf(item.id)).headers.get('content-type')).toBe('image/jpeg');
    expect((await keptAs(bytes, { kind: 'photo' }, 'b.jpg')).flags).not.toContain('SECOND_FORM');
  });

  it('an SVG is no photo; as a document it is kept as plain bytes', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    expect((await upload(officer, svg, { kind: 'photo' })).body.code).toBe('EVIDENCE_KIND_MISMATCH');
    const item = await keptAs(svg, { kind: 'document' }, 'a.svg');
    expect(item.flags).toContain('ACTIVE_CONTENT');
    expect((await originalOf(item.id)).headers.get('content-type')).toBe('application/octet-stream');
    expect((await officer.get(`/evidence/${item.id}/renditions/preview`)).status).toBe(404);
  });

  it('a decompression bomb is kept and not unpacked', async () => {
    const { id } = await keptAs(bomb(30_000), { kind: 'photo' }, 'bomb.png');
    const { renditions, flags } = await settled(id);
    expect(flags).toContain('RENDITION_FAILED');
    expect(new Set(renditions.map(({ failure }) => failure))).toEqual(new Set(['TOO_MANY_PIXELS']));
  });

  it.each([
    ['offsets beyond the end', () => forgedTiff(3, 0x0111)],
    ['a hundred thousand GPS directories', () => forgedTiff(100_000, 0x8825)],
  ])('a TIFF with %s is kept', async (_, make) => {
    const { id, claims } = await keptAs(make(), { kind: 'satellite' }, 'forged.tif');
    expect(claims.positions).toEqual([]);
    const item = await settled(id);
    expect(item.flags).toContain('RENDITION_FAILED');
    expect(item.raster?.bounds ?? null).toBeNull();
  });

  it('a hundred thousand GPS tags in a picture, and entities in its XMP, cost nothing', async () => {
    const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const tags = forgedTiff(5_000, 2);
    const exif = Buffer.concat([Buffer.from('Exif\0\0'), tags]);
    const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const xmp = Buffer.from(
      `http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs}]>` +
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
        `<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="&l20;" tiff:Model="&f;"/></rdf:RDF></x:xmpmeta>`,
    );
    const many = withSegments(jpeg, [...Array.from({ length: 20 }, () => exif), xmp]);
    const startedAt = performance.now();
    const item = await keptAs(many, { kind: 'photo' }, 'many.jpg');
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(JSON.stringify(item)).not.toContain('root:');
    expect(JSON.stringify(item).length).toBeLessThan(20_000);
  });

  it('a raster says where it lies, and one that does not is kept without', async () => {
    const values = new Uint8Array(40 * 20).fill(120);
    const geo = {
      width: 40,
      height: 20,
      ModelPixelScale: [0.8, 0.8, 0],
      ModelTiepoint: [0, 0, 0, 500_000, 4_200_000, 0],
    };
    const keys = { GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 1, ProjectedCSTypeGeoKey: 32_650 };
    const bytes = Buffer.from(writeArrayBuffer(values, { ...geo, ...keys }));
    const metadata = { kind: 'orthophoto', acquiredAt: '2026-03-01T10:30:00+08:00' };
    const { id } = await keptAs(bytes, metadata, 'ortho.tif');
    const item = await settled(id);
    expect(item).toMatchObject({
      kind: 'orthophoto',
      capturedAt: '2026-03-01T02:30:00.000Z',
      capturedSource: 'manual',
      raster: { widthPixels: 40, heightPixels: 20, crs: 'EPSG:32650', refusal: null },
    });
    expect(item.raster?.bounds?.[0]).toBeCloseTo(117, 6);
    expect(item.raster?.gsdMetres).toBeCloseTo(0.8, 2);
    expect(item.footprint).toMatchObject({ outcome: 'given', details: { method: 'geotiff', crs: 'EPSG:32650' } });
    const again = await keptAs(bytes, metadata, 'again.tif');
    expect(again.footprint?.geometry).toEqual(item.footprint?.geometry);
    expect((await officer.get(`/evidence/${id}/renditions/preview`)).status).toBe(200);
    const plain = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .tiff()
      .toBuffer();
    const bare = await keptAs(plain, { kind: 'satellite' }, 'bare.tif');
    expect((await settled(bare.id)).raster).toMatchObject({ bounds: null, refusal: 'NOT_GEOREFERENCED' });
    const wrong = await upload(officer, (await photo()).bytes, { kind: 'satellite' });
    expect(wrong.body.code).toBe('EVIDENCE_KIND_MISMATCH');
  });

  const filmed = HAS_FILM_TOOLS ? it : it.skip;
  filmed('a film says what it claims and shows a frame (skipped where ffmpeg is absent)', async () => {
    const path = join(folder, 'film.mp4');
    const { id } = await keptAs(readFileSync(path), { kind: 'video' }, 'film.mp4');
    const item = await settled(id);
    expect(item.film).toMatchObject({
      durationSeconds: 2,
      codec: 'h264',
      widthPixels: 320,
      creationTime: '2026-06-01T02:00:00.000000Z',
      position: { lon: 116.5423, lat: 37.8861 },
    });
    expect(item.renditions.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(item).toMatchObject({
      capturedAt: '2026-06-01T02:00:00.000Z',
      capturedSource: 'film_container',
      positionSource: 'film_container',
      position: { lon: 116.5423, lat: 37.8861 },
      place: { county: '东光县' },
      claims: {
        times: [{ source: 'film_container', zone: 'utc', trust: 'low', chosen: { code: 'ONLY_USABLE_CLAIM' } }],
        positions: [{ source: 'film_container', trust: 'medium', chosen: { code: 'ONLY_USABLE_CLAIM' } }],
      },
    });
    const list = Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
    const disguised = Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom\0\0\0\0isommp42', 'latin1'), list]);
    const refused = await settled((await keptAs(disguised, { kind: 'video' }, 'list.mp4')).id);
    expect([refused.film, refused.flags.includes('RENDITION_FAILED')]).toEqual([null, true]);
    const ready = await fetch(`${officer.url}/readyz`);
    expect(JSON.stringify(await ready.json())).toContain('ffprobe and ffmpeg: available');
  });

  filmed(
    'the subtitles beside a film speak among its claims, whichever comes first (skipped where ffmpeg is absent)',
    async () => {
      const film = readFileSync(join(folder, 'film.mp4'));
      const subtitles = Buffer.from(
        '1\n00:00:00,000 --> 00:00:00,033\n2026-06-01 10:00:01.500\n[latitude: 37.8862] [longitude: 116.5424] [rel_alt: 80.0 abs_alt: 95.0]\n\n',
      );
      const bring = async (time: string, order: readonly ('MP4' | 'SRT')[]): Promise<string> => {
        const ids = new Map<string, string>();
        for (const ending of order) {
          const [bytes, kind] = ending === 'MP4' ? [film, 'video'] : [subtitles, 'track'];
          ids.set(ending, (await keptAs(bytes, { kind }, `DJI_${time}_0001_V.${ending}`)).id);
        }
        return ids.get('MP4') ?? '';
      };
      for (const id of [await bring('20260601100000', ['MP4', 'SRT']), await bring('20260601100500', ['SRT', 'MP4'])]) {
        const { claims, position } = await settled(id);
        expect(claims.positions).toMatchObject([
          { source: 'film_container', chosen: { code: 'ONLY_USABLE_CLAIM' } },
          { source: 'subtitles', lon: 116.5424, lat: 37.8862, trust: 'medium', chosen: null },
        ]);
        expect(claims.times[1]).toMatchObject({
          source: 'subtitles',
          written: '2026-06-01 10:00:01.500',
          at: '2026-06-01T02:00:01.500Z',
          zone: 'assumed',
          trust: 'low',
          chosen: null,
        });
        expect(position).toEqual({ lon: 116.5423, lat: 37.8861 });
      }
    },
  );

  it('nothing of all this is left untracked', async () => {
    const untracked: string[] = [];
    for await (const sha256 of app.get(OriginalsService).untracked()) untracked.push(sha256);
    expect(untracked).toEqual([]);
  });
});

function hasFilmTools(): boolean {
  try {
    execFileSync('ffprobe', ['-version'], { stdio: 'ignore' });
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function makeFilm(path: string): void {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=10:duration=2', '-pix_fmt', 'yuv420p'];
  const claims = ['-metadata', 'creation_time=2026-06-01T02:00:00Z', '-metadata', 'location=+37.8861+116.5423/'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...claims, path]);
}
