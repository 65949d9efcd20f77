import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MultiPolygon, Polygon } from 'geojson';
import { Client } from 'pg';
import { pageStatement } from '../../../src/evidence/search/search.repository.js';
import { PreparedShape } from '../../../src/geo/index.js';
import { TestDatabase } from '../../support/database.js';

const POINTS = 2_000;
/** The same numbers in every run. */
let seed = 7;
const random = (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

function star(lon: number, lat: number, radius: number, corners: number): Polygon {
  const ring = Array.from({ length: corners }, (_, nth) => {
    const reach = radius * (0.3 + 0.7 * random());
    return [
      lon + reach * Math.cos((2 * Math.PI * nth) / corners),
      lat + reach * Math.sin((2 * Math.PI * nth) / corners),
    ];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
}

describe('the search by a shape', () => {
  let database: TestDatabase;
  let client: Client;
  const placed: { id: string; lon: number; lat: number }[] = [];
  const shapes: (Polygon | MultiPolygon)[] = [star(116.5, 38, 0.4, 9), star(116.5, 38, 0.5, 200)];

  beforeAll(async () => {
    const [first, second] = [star(116.2, 37.8, 0.1, 12), star(116.8, 38.2, 0.1, 12)];
    shapes.push({ type: 'MultiPolygon', coordinates: [first.coordinates, second.coordinates] });
    const outer = star(116.5, 38, 0.5, 30);
    shapes.push({ type: 'Polygon', coordinates: [...outer.coordinates, ...star(116.5, 38, 0.1, 8).coordinates] });
    // Corners themselves are among the points: an edge belongs to exactly one side.
    const rings = shapes.flatMap((area) => (area.type === 'Polygon' ? area.coordinates : area.coordinates.flat()));
    const corners = rings.flat();
    database = await TestDatabase.create({ seeded: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at) VALUES ($1, $1, 3, 'text/plain', 'originals', now())`,
      ['a'.repeat(64)],
    );
    const lons = [...Array.from({ length: POINTS }, () => 116 + random()), ...corners.map(([lon = 0]) => lon)];
    const lats = [...Array.from({ length: POINTS }, () => 37.5 + random()), ...corners.map(([, lat = 0]) => lat)];
    const { rows } = await client.query<{ id: string; lon: number; lat: number }>(
      `INSERT INTO evidence_item (id, kind, state, file_name, sha256, sha256_declared, unit_id, uploaded_by, uploader,
         collectors, received_at, lon, lat, position_source, flags, metadata)
       SELECT gen_random_uuid(), 'document', 'received', 'a', $1, false, u.unit_id, u.id, '{"name":"x"}', '[]', now(),
         lon, lat, 'manual', '{}', '{}'
       FROM unnest($2::double precision[], $3::double precision[]) AS point (lon, lat),
         (SELECT id, unit_id FROM app_user ORDER BY username LIMIT 1) AS u
       RETURNING id, lon, lat`,
      ['a'.repeat(64), lons, lats],
    );
    placed.push(...rows);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const everybody = async () => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM unit');
    return { everything: false, unitIds: rows.map(({ id }) => id), caseIds: [], sessionIds: [], userId: '' };
  };

  it.each([0, 1, 2, 3])('finds what the prepared shape holds (%i)', async (nth) => {
    const area = shapes[nth] ?? star(0, 0, 1, 3);
    const { text, values } = pageStatement(
      await everybody(),
      { area, time: 'captured' },
      { order: 'received', limit: 10_000 },
    );
    const { rows } = await client.query<{ id: string }>(text, [...values]);
    const prepared = new PreparedShape(area);
    const expected = placed.filter((point) => prepared.holds(point)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(50);
    expect(rows.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      expected.sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('finds text by the index', async () => {
    await client.query('SET enable_seqscan = off');
    const { text, values } = pageStatement(
      await everybody(),
      { text: '河道', time: 'captured' },
      { order: 'received', limit: 50 },
    );
    const { rows } = await client.query<Record<string, string>>(`EXPLAIN ${text}`, [...values]);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('evidence_item_words_idx');
  });
});
