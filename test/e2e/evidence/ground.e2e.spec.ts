import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { metresPlane } from '../../../src/geo/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import {
  type Brief,
  DONGGUANG,
  type Features,
  type Item,
  openCase,
  type PageOf,
  photo,
  until,
  upload,
} from './evidence-kit.js';
import { square } from './ground-kit.js';

interface Problem {
  readonly code: string;
}
describe('evidence on the ground', () => {
  let app: TestApp;
  let officer: ApiClient;
  let handler: ApiClient;
  let commander: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  const ids: string[] = [];
  const plane = metresPlane(DONGGUANG);
  /** East of the place, in metres. */
  const EAST = [0, 130, 400, 5_000];

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
    caseId = await openCase(handler, [officer.user.id]);
    for (const [nth, east] of EAST.entries()) {
      const takenAt = new Date(Date.UTC(2026, 9, 1 + nth, 17, 30));
      const { bytes, name } = await photo({ position: plane.from([east, 0]), takenAt });
      const title = ['河流排污口', '河道清淤', "农田 100% 'x'_\\", null][nth] ?? undefined;
      const taken = await upload(
        officer,
        bytes,
        { kind: 'photo', title, caseId: nth < 2 ? caseId : undefined },
        { name },
      );
      ids.push(taken.body.id);
    }
    const paper = await upload(
      officer,
      Buffer.from('%PDF-1.4 paper'),
      { kind: 'document', title: '现场笔录' },
      { name: 'a.pdf' },
    );
    ids.push(paper.body.id);
  });
  afterAll(() => app.stop());

  const found = async (query: string, who = officer): Promise<number[]> => {
    const { status, body } = await who.get<PageOf<Brief>>(`/evidence?${query}`);
    expect(status).toBe(200);
    return body.items.map(({ id }) => ids.indexOf(id));
  };
  const text = (q: string): string => `q=${encodeURIComponent(q)}`;
  const inside = (geometry: Polygon): string => `polygon=${encodeURIComponent(JSON.stringify(geometry))}`;
  const refusal = async (path: string): Promise<unknown[]> => {
    const { status, body } = await officer.get<Problem>(path);
    return [status, body.code];
  };

  describe('is found', () => {
    it.each([
      ['two characters', '河道', [1]],
      ['one character', '河', [1, 0]],
      ['a part across words', '流排污', [0]],
      ['characters that stand in another order', '道河', []],
      ['pairs that are there, though not side by side', '河流道', []],
      ['signs of the query language', "100% 'x'_\\", [2]],
      ['another case', 'A.PDF', [4]],
      ['the county', '东光', [3, 2, 1, 0]],
      ['operators', "' | & !", []],
    ])('by %s', async (_, words, expected) => {
      expect(await found(text(words))).toEqual(expected);
    });

    it('by case, kind, state, flags and people, all together', async () => {
      expect(await found(`caseId=${caseId}`)).toEqual([1, 0]);
      expect(await found('kind=document')).toEqual([4]);
      expect(await found('state=sealed')).toEqual([]);
      expect(await found(`personId=${officer.user.id}&kind=document`)).toEqual([4]);
      expect(await found(`personId=${handler.user.id}`)).toEqual([]);
      expect(await found('flags=DEVICE_UNKNOWN&kind=photo')).toEqual([3, 2, 1, 0]);
      expect(await found('flags=DEVICE_UNKNOWN,NULL_ISLAND')).toEqual([]);
    });

    it('by a shape exactly, in an address and in a body', async () => {
      expect(await found(inside(square(DONGGUANG, 131)))).toEqual([1, 0]);
      expect(await found(inside(square(DONGGUANG, 129)))).toEqual([0]);
      const notch: Polygon = square(DONGGUANG, 500);
      notch.coordinates.push(...square(plane.from([130, 0]), 10).coordinates);
      const { body } = await officer.post<PageOf<Brief>>('/evidence/search', { area: notch });
      expect(body.items.map(({ id }) => ids.indexOf(id))).toEqual([2, 0]);
    });

    it('by time of capture or of receipt, half-open', async () => {
      expect(await found('from=2026-10-01T17:30:00Z&to=2026-10-02T17:30:00Z')).toEqual([0]);
      expect(await found('time=received&from=2026-10-01T17:30:00Z&to=2026-10-02T17:30:00Z')).toEqual([]);
    });

    it('page by page in either order, those without a time last', async () => {
      for (const order of ['received', 'captured']) {
        const seen: number[] = [];
        let cursor: string | null = null;
        do {
          const page: PageOf<Brief> = (
            await officer.get<PageOf<Brief>>(`/evidence?limit=2&order=${order}${cursor ? `&cursor=${cursor}` : ''}`)
          ).body;
          seen.push(...page.items.map(({ id }) => ids.indexOf(id)));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(order === 'captured' ? [3, 2, 1, 0, 4] : [4, 3, 2, 1, 0]);
      }
    });

    it('by the verdict the reader may know', async () => {
      const verdicts = await Promise.all(
        ids.map(async (id) => (await officer.get<Item>(`/evidence/${id}`)).body.corroboration?.verdict),
      );
      for (const verdict of ['consistent', 'inconsistent', 'unknown'] as const) {
        const having = verdicts.flatMap((one, nth) => (one === verdict ? [nth] : [])).reverse();
        expect(await found(`verdict=${verdict}`)).toEqual(having);
      }
    });

    it('by nobody who may not see it', async () => {
      expect(await found('', stranger)).toEqual([]);
      expect(await found(`caseId=${caseId}`, stranger)).toEqual([]);
      const counted = await stranger.get<{ total: number }>('/evidence/histogram');
      expect(counted.body.total).toBe(0);
    });

    it('as GeoJSON', async () => {
      const { body } = await officer.get<Features>(`/evidence?f=geojson&limit=2&${text('河')}`);
      expect(body.features.map(({ geometry }) => geometry?.type)).toEqual(['Point', 'Point']);
    });

    it.each([
      ['/evidence?bbox=1,2,3', 'BBOX_INVALID'],
      ['/evidence?polygon=%7B', 'VALIDATION_FAILED'],
      ['/evidence?polygon=%7B%22type%22%3A%22Point%22%7D', 'VALIDATION_FAILED'],
      [
        `/evidence?polygon=${encodeURIComponent('{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}')}`,
        'SEARCH_AREA_INVALID',
      ],
      ['/evidence?flags=NOSUCH', 'VALIDATION_FAILED'],
      ['/evidence?colour=red', 'VALIDATION_FAILED'],
      ['/evidence?cursor=abc', 'CURSOR_INVALID'],
      ['/evidence?order=captured&cursor=WyJ4Il0', 'CURSOR_INVALID'],
      ['/evidence?q=', 'VALIDATION_FAILED'],
      ['/evidence/histogram?bucket=minute', 'VALIDATION_FAILED'],
      ['/evidence/clusters?zoom=4', 'VALIDATION_FAILED'],
    ])('not by %s', async (path, code) => {
      expect(await refusal(path)).toEqual([400, code]);
    });
  });

  it('is counted along the time, by days in China', async () => {
    const { body } = await officer.get<{ buckets: { from: string; count: number }[] }>(
      '/evidence/histogram?bucket=day',
    );
    expect(body).toMatchObject({ time: 'captured', total: 5, withoutTime: 1, zone: 'Asia/Shanghai' });
    // 17:30 in UTC is half past one of the next day.
    expect(body.buckets.map(({ from, count }) => [from, count])).toEqual(
      [1, 2, 3, 4].map((day) => [`2026-10-0${day}T16:00:00.000Z`, 1]),
    );
  });

  it('is gathered for a map, and refused where that makes too many marks', async () => {
    const box = 'bbox=116,37,117,38';
    const far = await officer.get<{ clusters: { count: number }[] }>(`/evidence/clusters?${box}&zoom=5`);
    expect(far.body.clusters.map(({ count }) => count)).toEqual([4]);
    const near = await officer.get<{ clusters: { count: number; evidenceId: string }[] }>(
      `/evidence/clusters?bbox=116.54,37.88,116.65,37.89&zoom=17`,
    );
    expect(near.body.clusters.map(({ evidenceId }) => ids.indexOf(evidenceId)).sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3,
    ]);
    expect(await refusal(`/evidence/clusters?${box}&zoom=22`)).toEqual([422, 'CLUSTERS_TOO_FINE']);
  });

  describe('is held against layers', () => {
    const metadata = (over: Record<string, unknown> = {}) => ({
      code: 'basic_farmland',
      name: { zh: '永久基本农田', en: 'Basic farmland' },
      source: '自然资源局',
      date: '2026-01-01',
      version: '2026',
      ...over,
    });
    const bring = (over: Record<string, unknown>, file: unknown, who = commander) => {
      const form = new FormData();
      form.append('metadata', JSON.stringify(metadata(over)));
      form.append('file', new Blob([typeof file === 'string' ? file : JSON.stringify(file)]), 'layer.geojson');
      return who.post<Problem & { id: string; features: number }>('/layers', form);
    };
    const collection = (...geometries: unknown[]) => ({
      type: 'FeatureCollection',
      features: geometries.map((geometry, nth) => ({
        type: 'Feature',
        geometry,
        properties: { 名称: `地块${nth + 1}` },
      })),
    });
    const tagsOf = async (nth: number) =>
      (await officer.get<Item>(`/evidence/${ids[nth]}`)).body.layers.map(({ version, relation, feature, inForce }) => [
        version,
        relation,
        feature,
        inForce,
      ]);

    it('by each version, and what was once said stays', async () => {
      const first = await bring({}, collection(square(DONGGUANG, 50)));
      expect(first).toMatchObject({
        status: 201,
        body: { features: 1, textEncoding: 'utf-8 (format)', supersededAt: null },
      });
      await until(
        () => tagsOf(3),
        (tags) => tags.length === 1,
      );
      expect([await tagsOf(0), await tagsOf(1), await tagsOf(2)]).toEqual([
        [['2026', 'inside', '地块1', true]],
        [['2026', 'near', '地块1', true]],
        [['2026', 'outside', null, true]],
      ]);
      expect(await tagsOf(4)).toEqual([]);
      expect((await bring({}, collection(square(DONGGUANG, 50)))).body.code).toBe('LAYER_VERSION_EXISTS');
      expect((await bring({ version: '2027' }, collection(square(DONGGUANG, 200)))).status).toBe(201);
      await until(
        () => tagsOf(3),
        (tags) => tags.length === 2,
      );
      expect(await tagsOf(1)).toEqual([
        ['2027', 'inside', '地块1', true],
        ['2026', 'near', '地块1', false],
      ]);
      expect(await found('layer=basic_farmland')).toEqual([1, 0]);
      expect(await found('layer=basic_farmland&relation=outside')).toEqual([3, 2]);
    });

    it('when it comes in', async () => {
      const { bytes, name } = await photo({ position: plane.from([0, 20]) });
      const taken = await upload(officer, bytes, { kind: 'photo' }, { name });
      const layers = await until(
        async () => (await officer.get<Item>(`/evidence/${taken.body.id}`)).body.layers,
        (tags) => tags.length > 0,
      );
      expect(layers).toMatchObject([
        { layer: 'basic_farmland', version: '2027', relation: 'inside', source: '自然资源局' },
      ]);
      expect(layers[0]?.distanceMetres).toBeCloseTo(180, 0);
    });

    it('again when somebody says where it was made, and the position before is not forgotten', async () => {
      const paper = await upload(officer, Buffer.from('%PDF-1.4 sketch'), { kind: 'document' }, { name: 'b.pdf' });
      const stands = async () => (await officer.get<Item>(`/evidence/${paper.body.id}`)).body.layers;
      const state = (east: number) =>
        officer.post(`/evidence/${paper.body.id}/position-claims`, {
          ...plane.from([east, 0]),
          reason: '现场辨认',
          overrules: true,
        });
      expect((await state(0)).status).toBe(201);
      const [inside] = await until(stands, (tags) => tags.length > 0);
      expect([inside?.relation, inside?.positionUncertaintyMetres]).toEqual(['inside', null]);
      expect((await state(2_000)).status).toBe(201);
      await until(stands, ([tag]) => tag?.relation === 'outside');
      expect((await stands()).filter(({ layer }) => layer === 'basic_farmland')).toHaveLength(1);
      const kept = await app.get(UnitOfWork).read((tx) =>
        tx.query(
          `SELECT t.revision, t.relation FROM evidence_layer_tag t JOIN evidence_layer l ON l.id = t.layer_id
             WHERE t.item_id = $1 AND l.code = 'basic_farmland' ORDER BY t.revision`,
          [paper.body.id],
        ),
      );
      expect(kept).toEqual([
        { revision: 1, relation: 'inside' },
        { revision: 2, relation: 'outside' },
      ]);
      expect((await officer.get<PageOf<Brief>>('/evidence?layer=basic_farmland&kind=document')).body.items).toEqual([]);
    });

    it('as sure as its receiver was', async () => {
      const { bytes, name } = await photo({ position: plane.from([196, 0]) });
      const taken = await upload(officer, bytes, { kind: 'photo' }, { name });
      const layers = await until(
        async () => (await officer.get<Item>(`/evidence/${taken.body.id}`)).body.layers,
        (tags) => tags.length > 0,
      );
      expect(layers.find(({ layer }) => layer === 'basic_farmland')).toMatchObject({
        relation: 'uncertain',
        positionUncertaintyMetres: 10,
      });
    });

    it('of which one is in force when two come at once', async () => {
      const both = await Promise.all(
        ['a', 'b'].map((version) => bring({ code: 'red_line', version }, collection(square(DONGGUANG, 50)))),
      );
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      const { body } = await officer.get<PageOf<unknown>>('/layers?code=red_line');
      expect(body.items).toHaveLength(1);
      expect((await officer.get<PageOf<unknown>>('/layers?code=red_line&versions=all')).body.items).toHaveLength(2);
    });

    it('that only the unit which keeps them, or one above it, brings in', async () => {
      const elsewhere = await app.as({ role: 'commander', unit: '献县' });
      const area = collection(square(DONGGUANG, 50));
      expect((await bring({ version: '2028' }, area, elsewhere)).status).toBe(403);
      expect((await bring({ version: '2028' }, area, officer)).status).toBe(403);
    });

    it.each([
      [
        'bowtie',
        {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
              [0, 0],
            ],
          ],
        },
        'LAYER_FEATURE_INVALID',
      ],
      ['point', { type: 'Point', coordinates: [1, 1] }, 'LAYER_FEATURE_INVALID'],
      ['nothing', null, 'LAYER_FEATURE_INVALID'],
      ['metres without a system', square({ lon: 116, lat: 38 }, 50), 'LAYER_CRS_UNKNOWN'],
    ])('not by a %s', async (name, geometry, code) => {
      const crs = name.startsWith('metres') ? { type: 'name', properties: { name: 'EPSG:2431' } } : undefined;
      const { status, body } = await bring({ code: 'bad_one' }, { ...collection(square(DONGGUANG, 9), geometry), crs });
      expect([status, body.code]).toEqual([422, code]);
    });

    it.each([
      ['no file of shapes', 'hello', {}, 422, 'LAYER_FILE_UNKNOWN'],
      ['no areas', '{"type":"FeatureCollection","features":[]}', {}, 422, 'LAYER_FILE_EMPTY'],
      ['a code that is none', '{}', { code: 'A b' }, 400, 'LAYER_METADATA_INVALID'],
      ['a distance that is none', '{}', { nearMetres: -1 }, 400, 'LAYER_METADATA_INVALID'],
    ])('not by %s', async (_, file, over, status, code) => {
      const answer = await bring({ code: 'bad_two', ...over }, file);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });
  });
});
