import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeArrayBuffer } from 'geotiff';
import type { Polygon } from 'geojson';
import { crsByCode } from '../../../src/geo/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { DONGGUANG, type Item, openCase, type PageOf, upload } from './evidence-kit.js';
import { square } from './ground-kit.js';

interface Problem {
  readonly code: string;
}
interface Measured {
  readonly id: string;
  readonly method: { readonly code: string };
  readonly items: readonly { readonly itemId: string; readonly sha256: string }[];
  readonly result: Readonly<Record<string, number>>;
  readonly uncertainty: { readonly value: number | null };
}

describe('measurements', () => {
  let app: TestApp;
  let officer: ApiClient;
  let handler: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  let paperId: string;
  afterAll(() => app.stop());

  const SIZE = 200;
  const CELL = 0.5;
  const RADIUS = 30;
  const HEIGHT = 12;
  /** In UTM zone 50; the middle of the grid stands on the cone’s axis. */
  const ORIGIN = { x: 459_700, y: 4_194_000 };

  const surface = (heightAt: (metresFromAxis: number, column: number) => number, shift = 0): Buffer => {
    const values = Float32Array.from({ length: SIZE * SIZE }, (_, at) => {
      const [column, row] = [at % SIZE, Math.floor(at / SIZE)];
      return heightAt(Math.hypot(column + 0.5 - SIZE / 2, row + 0.5 - SIZE / 2) * CELL, column);
    });
    const written = writeArrayBuffer(values, {
      width: SIZE,
      height: SIZE,
      ModelPixelScale: [CELL, CELL, 0],
      ModelTiepoint: [0, 0, 0, ORIGIN.x + shift, ORIGIN.y, 0],
      ProjectedCSTypeGeoKey: 32_650,
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      GDAL_NODATA: '-9999',
    });
    return Buffer.from(written);
  };
  const keep = async (bytes: Buffer): Promise<string> =>
    (await upload(officer, bytes, { kind: 'other', title: 'DSM' }, { name: 'dsm.tif' })).body.id;
  const cone = (base: number) => (metres: number) => base + Math.max(0, HEIGHT * (1 - metres / RADIUS));
  /** A square of 80 m around the axis, by its corners in UTM. */
  let outline: Polygon;
  let coneId: string;
  let flatId: string;

  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
    caseId = await openCase(handler, [officer.user.id]);
    const paper = await upload(officer, Buffer.from('%PDF-1.4 paper'), { kind: 'document' }, { name: 'a.pdf' });
    paperId = paper.body.id;
    const utm = crsByCode(32_650);
    const [x, y] = [ORIGIN.x + (SIZE * CELL) / 2, ORIGIN.y - (SIZE * CELL) / 2];
    const corners = [
      [-40, -40],
      [40, -40],
      [40, 40],
      [-40, 40],
      [-40, -40],
    ].map(([east = 0, north = 0]) => utm?.toWgs84([x + east, y + north]) ?? []);
    outline = { type: 'Polygon', coordinates: [corners] };
    coneId = await keep(surface(cone(20)));
    flatId = await keep(surface(() => 20));
  });
  const measure = (body: unknown, who = officer) => who.post<Measured & Problem>('/measurements', body);
  const VOLUME = (Math.PI * RADIUS ** 2 * HEIGHT) / 3;

  it('a cone over a level', async () => {
    const { status, body } = await measure({
      kind: 'volume',
      caseId,
      geometry: outline,
      upperItemId: coneId,
      baseMetres: 20,
      heightSigmaMetres: 0.05,
    });
    expect([status, body.method.code, body.items.length]).toEqual([201, 'SURFACE_ABOVE_PLANE', 1]);
    const { fillCubicMetres = NaN, cutCubicMetres, nodataShare, squareMetres = NaN, cells } = body.result;
    // On the ground: the plane of UTM is smaller than the ellipsoid by its scale there, squared.
    const scale = squareMetres / 6_400;
    expect(fillCubicMetres / (VOLUME * scale)).toBeCloseTo(1, 3);
    expect([cutCubicMetres, nodataShare, cells]).toEqual([0, 0, 25_600]);
    expect(scale).toBeGreaterThan(1.0005);
    expect(body.uncertainty.value).toBeCloseTo(0.05 * squareMetres, 0);
  });

  it('what was dug between two surfaces', async () => {
    const { body } = await measure({ kind: 'volume', geometry: outline, upperItemId: flatId, lowerItemId: coneId });
    const { cutCubicMetres = NaN, fillCubicMetres, netCubicMetres = NaN } = body.result;
    expect([body.method.code, fillCubicMetres, body.uncertainty.value]).toEqual(['BETWEEN_SURFACES', 0, null]);
    expect(cutCubicMetres / VOLUME).toBeCloseTo(1, 2);
    expect(netCubicMetres).toBe(-cutCubicMetres);
  });

  it('leaves in the custody log that the surface was read', async () => {
    const read = await keep(surface(cone(21)));
    const reader = await app.as({ role: 'commander', unit: '东光县' });
    const asked = { kind: 'volume', caseId, geometry: outline, upperItemId: read, baseMetres: 20 };
    expect((await measure(asked, handler)).status).toBe(201);
    const { body } = await reader.get<Item>(`/evidence/${read}`);
    expect(body.custody).toContainEqual(
      expect.objectContaining({
        event: 'viewed',
        details: { of: 'measurement' },
        actor: expect.objectContaining({ id: handler.user.id }),
      }),
    );
  });

  it('many at once, one after the other', async () => {
    const asked = { kind: 'volume', geometry: outline, upperItemId: coneId, baseMetres: 20 };
    const found = await Promise.all(Array.from({ length: 6 }, () => measure(asked)));
    expect(new Set(found.map(({ status, body }) => `${status} ${body.result['fillCubicMetres']}`)).size).toBe(1);
  });

  it('with the share of cells that have no value', async () => {
    const gaps = await keep(surface((_, column) => (column % 4 === 0 ? -9999 : 21)));
    const { body } = await measure({ kind: 'volume', geometry: outline, upperItemId: gaps, baseMetres: 20 });
    expect(body.result['nodataShare']).toBe(0.25);
    const { fillCubicMetres = NaN, coveredSquareMetres = NaN } = body.result;
    expect(fillCubicMetres).toBeCloseTo(coveredSquareMetres, 3);
  });

  it('an area, listed by its case, for those who see it', async () => {
    const { body } = await measure({
      kind: 'area',
      caseId,
      geometry: square(DONGGUANG, 50),
      positionSigmaMetres: 1.5,
    });
    expect(body.result['squareMetres']).toBeCloseTo(10_000, -2);
    expect((body.result['mu'] ?? NaN) * 2_000).toBeCloseTo((body.result['squareMetres'] ?? NaN) * 3, 6);
    const list = await handler.get<PageOf<Measured>>(`/measurements?caseId=${caseId}`);
    expect(list.body.items.map(({ id }) => id)).toContain(body.id);
    expect((await stranger.get(`/measurements/${body.id}`)).status).toBe(404);
    expect((await stranger.get<PageOf<Measured>>('/measurements')).body.items).toEqual([]);
    const change = app.get(UnitOfWork).read((tx) => tx.execute(`UPDATE measurement SET title = 'x'`));
    await expect(change).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it.each([
    [
      'an outline beyond the surface',
      () => ({ geometry: square(DONGGUANG, 40), upperItemId: coneId, baseMetres: 0 }),
      'SURFACE_REFUSED',
    ],
    ['what is no surface', () => ({ geometry: outline, upperItemId: paperId, baseMetres: 0 }), 'SURFACE_UNREADABLE'],
    ['neither level nor surface', () => ({ geometry: outline, upperItemId: coneId }), 'VALIDATION_FAILED'],
    [
      'an item nobody has',
      () => ({ geometry: outline, upperItemId: '01890a5d-ac96-774b-bcce-b302099a8057', baseMetres: 0 }),
      'NOT_FOUND',
    ],
  ])('not on %s', async (_, body, code) => {
    expect((await measure({ kind: 'volume', ...body() })).body.code).toBe(code);
  });

  it('not between grids that do not lie on each other', async () => {
    const shifted = await keep(surface(() => 20, 0.2));
    const { body } = await measure({ kind: 'volume', geometry: outline, upperItemId: coneId, lowerItemId: shifted });
    expect(body).toMatchObject({ code: 'SURFACE_REFUSED', reason: 'GRIDS_DIFFER' });
  });

  it('not between heights over different zero levels', async () => {
    const height = (reference: string) => ({ metres: 1, reference });
    const { body } = await measure({ kind: 'height', from: height('takeoff_point'), to: height('china_1985') });
    expect(body.code).toBe('HEIGHT_REFERENCES_DIFFER');
  });
});
