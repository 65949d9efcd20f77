import { boundingBox } from '../../src/geo/index.js';
import { newId, periodLiteral } from '../../src/platform/index.js';
import { inProvince, outline, randomFrom } from './shapes.js';
import type { Sky } from './plans.js';

const HOUR_MS = 3_600_000;

function box(geometry: Parameters<typeof boundingBox>[0]): string {
  const { minLon, minLat, maxLon, maxLat } = boundingBox(geometry);
  return `(${minLon},${minLat}),(${maxLon},${maxLat})`;
}

/** Live flights all over the province, on the day of the plans; each a copy of one that was planned. */
export function crowdSql({ day }: Sky, count: number): string {
  const random = randomFrom(7);
  const rows = Array.from({ length: count }, () => {
    const geometry = outline(random, inProvince(random), 200 + 600 * random(), 24, 0.3);
    const from = new Date(day.getTime() + Math.floor(random() * 20) * HOUR_MS);
    const during = periodLiteral({ from, to: new Date(from.getTime() + 2 * HOUR_MS) });
    const lower = 40 * Math.floor(random() * 3);
    return { id: newId(), volume: newId(), geometry, box: box(geometry), band: `[${lower},${lower + 40})`, during };
  });
  return `
    CREATE TEMPORARY TABLE crowd AS SELECT * FROM jsonb_to_recordset($json$${JSON.stringify(rows)}$json$)
      AS row (id uuid, volume uuid, geometry jsonb, box text, band text, during text);
    INSERT INTO flight SELECT (jsonb_populate_record(model.f, jsonb_build_object('id', c.id, 'during', c.during,
      'purpose', 'crowd', 'state', 'approved'))).*
    FROM crowd c, (SELECT flight AS f FROM flight WHERE purpose = 'benchmark' ORDER BY id LIMIT 1) model;
    INSERT INTO flight_volume (id, flight_id, ordinal, geometry, bbox, band, during)
    SELECT volume, id, 0, geometry, box::box, band::numrange, during::tstzrange FROM crowd;
    ANALYZE`;
}

/** Zones all over the province, of 300 m to 5 km; a permission is needed in them, so that plans are told of all. */
export function zonesSql(count: number): string {
  const random = randomFrom(11);
  const rows = Array.from({ length: count }, (_, nth) => {
    const geometry = outline(random, inProvince(random), 300 + 4_700 * random() ** 2, 48, 0.2);
    return { id: newId(), name: `benchmark ${nth}`, geometry, box: box(geometry) };
  });
  return `
    INSERT INTO airspace_zone (id, origin_id, name, rule, geometry, bbox, band, during, authority, source, version,
      created_at, applicability, notes)
    SELECT id, id, name, 'authorisation', geometry, box::box, '[0,)', '[,)', 'benchmark', 'benchmark', 1, now(), '[]', '{}'
    FROM jsonb_to_recordset($json$${JSON.stringify(rows)}$json$) AS row (id uuid, name text, geometry jsonb, box text);
    ANALYZE`;
}
