import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { DONGGUANG, photo, upload } from '../evidence/evidence-kit.js';

interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string;
}
interface FeaturesPage {
  readonly features: readonly { readonly id: string; readonly geometry: { readonly type: string } | null }[];
  readonly links: readonly Link[];
  readonly numberMatched: number;
  readonly numberReturned: number;
  readonly timeStamp: string;
}

const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0;
const withGdal = hasGdal ? it : it.skip;

describe('OGC API Features', () => {
  let app: TestApp;
  let officer: ApiClient;
  let key: string;
  const PHOTOS = 7;

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    for (let nth = 0; nth < PHOTOS; nth += 1) {
      const position = { lon: DONGGUANG.lon + nth * 0.01, lat: DONGGUANG.lat };
      const { bytes, name } = await photo({ position, takenAt: new Date(Date.UTC(2026, 9, 1 + nth)) });
      await upload(officer, bytes, { kind: 'photo', title: `排污口${nth}` }, { name });
    }
    const made = await officer.post<{ key: string }>('/api-keys', {
      name: 'QGIS',
      permissions: ['catalogue.read', 'evidence.read', 'flight.read', 'layer.read'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    key = made.body.key;
  });
  afterAll(() => app.stop());

  const items = async (query: string, who = officer): Promise<FeaturesPage> => {
    const { status, body } = await who.get<FeaturesPage>(`//ogc/collections/evidence/items?${query}`);
    expect(status).toBe(200);
    return body;
  };
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`qgis:${password}`).toString('base64')}`,
  });

  it('leads from its landing page to everything', async () => {
    const landing = await officer.get<{ links: Link[] }>('//ogc');
    for (const { href, type } of landing.body.links) {
      const response = await fetch(href, { headers: basic(key) });
      expect([href, response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([
        href,
        200,
        type.split(';')[0],
      ]);
    }
    const { body } = await officer.get<{ collections: { id: string; links: Link[] }[] }>('//ogc/collections');
    expect(body.collections.map(({ id }) => id)).toEqual([
      'evidence',
      'footprints',
      'flights',
      'measurements',
      'layers',
    ]);
    for (const { links } of body.collections)
      for (const { href } of links) expect((await fetch(href, { headers: basic(key) })).status).toBe(200);
  });

  it('pages with a link to the next', async () => {
    const first = await items('limit=3');
    expect(first).toMatchObject({ numberMatched: PHOTOS, numberReturned: 3 });
    const seen = new Set(first.features.map(({ id }) => id));
    let next = first.links.find(({ rel }) => rel === 'next');
    while (next) {
      const page = (await (await fetch(next.href, { headers: basic(key) })).json()) as FeaturesPage;
      page.features.forEach(({ id }) => seen.add(id));
      next = page.links.find(({ rel }) => rel === 'next');
    }
    expect(seen.size).toBe(PHOTOS);
  });

  it.each([
    ['bbox=116.5,37.8,116.555,37.9', 2],
    ['bbox=116.5,37.8,0,116.555,37.9,100', 2],
    ['bbox=170,-10,-170,10', 0],
    ['bbox=100,37.8,-170,37.9', PHOTOS],
    ['datetime=2026-10-02T00:00:00Z', 1],
    ['datetime=2026-10-02T00:00:00Z/2026-10-04T00:00:00Z', 3],
    ['datetime=../2026-10-02T00:00:00Z', 2],
    ['datetime=2026-10-06T08:00:00%2B08:00/..', 2],
    ['datetime=../..', PHOTOS],
    ['limit=100000', PHOTOS],
  ])('%s finds %i', async (query, count) => {
    expect((await items(query)).numberMatched).toBe(count);
  });

  it.each([
    ['bbox=1,2,3', 'OGC_BBOX_INVALID'],
    ['bbox=1,5,3,4', 'OGC_BBOX_INVALID'],
    ['bbox=a,b,c,d', 'OGC_BBOX_INVALID'],
    ['bbox=1,2,9,3,4,0', 'OGC_BBOX_INVALID'],
    ['datetime=yesterday', 'OGC_DATETIME_INVALID'],
    ['datetime=2026-10-04T00:00:00Z/2026-10-02T00:00:00Z', 'OGC_DATETIME_INVALID'],
    ['datetime=a/b/c', 'OGC_DATETIME_INVALID'],
    ['limit=0', 'VALIDATION_FAILED'],
    ['limit=many', 'VALIDATION_FAILED'],
    ['colour=red', 'VALIDATION_FAILED'],
    ['cursor=abc', 'CURSOR_INVALID'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await officer.get<{ code: string }>(`//ogc/collections/evidence/items?${query}`);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('shows everyone what the rest of the service shows', async () => {
    const stranger = await app.as({ role: 'case_handler', unit: '献县' });
    expect((await items('', stranger)).numberMatched).toBe(0);
    const [feature] = (await items('limit=1')).features;
    const path = `//ogc/collections/evidence/items/${feature?.id}`;
    expect([(await officer.get(path)).status, (await stranger.get(path)).status]).toEqual([200, 404]);
    const paths = ['//ogc/collections/nosuch', '//ogc/collections/nosuch/items', '//ogc/collections/layers/items/x'];
    for (const unknown of paths) expect((await officer.get(unknown)).status).toBe(404);
  });

  it('asks a program for maps who it is', async () => {
    const nobody = await fetch(`${app.url}/ogc`);
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer, Basic realm="Skydocket", charset="UTF-8"',
    ]);
    expect((await fetch(`${app.url}/ogc`, { headers: basic('sdk_wrong') })).status).toBe(401);
    expect((await fetch(`${app.url}/api/v1/evidence`, { headers: basic(key) })).status).toBe(401);
  });

  // The process that answers must not wait for the one that asks.
  const ogrinfo = (...options: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const asking = spawn('ogrinfo', ['-ro', ...options], {
        env: { ...process.env, GDAL_HTTP_USERPWD: `qgis:${key}` },
      });
      let [out, wrong] = ['', ''];
      asking.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
      asking.stderr.on('data', (piece: Buffer) => (wrong += piece.toString()));
      asking.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${code} ${wrong}`))));
    });

  describe('footprints', () => {
    const page = async (collection: string, query = '', who = officer): Promise<FeaturesPage> =>
      (await who.get<FeaturesPage>(`//ogc/collections/${collection}/items?${query}`)).body;

    it('stand beside the items, under their ids', async () => {
      const all = await page('footprints', 'limit=2');
      expect([all.numberMatched, all.numberReturned, all.features[0]?.geometry?.type]).toEqual([PHOTOS, 2, 'Polygon']);
      expect(all.features[0]?.id).toBe((await items('limit=1')).features[0]?.id);
      expect((await page('footprints', 'bbox=116.5,37.8,116.548,37.9')).numberMatched).toBe(1);
      expect((await page('footprints', 'datetime=2026-10-02T00:00:00Z/2026-10-04T00:00:00Z')).numberMatched).toBe(3);
      const stranger = await app.as({ role: 'case_handler', unit: '献县' });
      expect((await page('footprints', '', stranger)).numberMatched).toBe(0);
      expect((await officer.get(`//ogc/collections/footprints/items/${all.features[0]?.id}`)).status).toBe(200);
    });

    withGdal('are read by GDAL (needs GDAL)', async () => {
      const grounds = await ogrinfo('-al', '-so', '-oo', 'PAGE_SIZE=3', `OAPIF:${app.url}/ogc`, 'footprints');
      expect(grounds).toContain(`Feature Count: ${PHOTOS}`);
      expect(grounds).toContain('Geometry: Polygon');
    });
  });

  withGdal('is read by GDAL: all pages, a box, and Chinese', async () => {
    const all = await ogrinfo('-al', '-so', '-oo', 'PAGE_SIZE=3', `OAPIF:${app.url}/ogc`, 'evidence');
    expect(all).toContain(`Feature Count: ${PHOTOS}`);
    expect(all).toContain('Geometry: Point');
    const some = await ogrinfo('-al', '-spat', '116.5', '37.8', '116.555', '37.9', `OAPIF:${app.url}/ogc`, 'evidence');
    expect(some).toContain('排污口0');
    expect(some).toContain('Feature Count: 2');
  });
});
