import { Injectable } from '@nestjs/common';
import { type BoundaryFeature, boundingBox } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';

interface BoundaryRow {
  readonly adcode: string;
  readonly level: BoundaryFeature['level'];
  readonly parent_adcode: string | null;
  readonly name: string;
  readonly label_lon: number;
  readonly label_lat: number;
  readonly geometry: BoundaryFeature['geometry'];
  readonly source: string;
}

export interface BoundariesRead {
  readonly features: readonly BoundaryFeature[];
  readonly source: string | undefined;
}

/** The only SQL on boundaries. */
@Injectable()
export class BoundaryRepository {
  /** Changes whenever a boundary is added or replaced. */
  async version(tx: Tx): Promise<string> {
    const row = await tx.queryOne<{ version: string }>(
      `SELECT concat(count(*), ' ', max(imported_at)) AS version FROM boundary`,
    );
    return row?.version ?? '';
  }

  async all(tx: Tx): Promise<BoundariesRead> {
    const rows = await tx.query<BoundaryRow>(
      `SELECT adcode, level, parent_adcode, name, label_lon, label_lat, geometry, source FROM boundary ORDER BY adcode`,
    );
    return { features: rows.map(toFeature), source: rows.at(-1)?.source };
  }

  /** Inserts or replaces one boundary; false when it is there already, equal. */
  async put(tx: Tx, feature: BoundaryFeature, source: string, now: Date): Promise<boolean> {
    const { minLon, minLat, maxLon, maxLat } = boundingBox(feature.geometry);
    const changed = await tx.execute(
      `INSERT INTO boundary (adcode, level, parent_adcode, name, label_lon, label_lat, geometry, extent, source, imported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, box(point($8, $9), point($10, $11)), $12, $13)
       ON CONFLICT (adcode) DO UPDATE SET
         level = excluded.level, parent_adcode = excluded.parent_adcode, name = excluded.name, label_lon = excluded.label_lon,
         label_lat = excluded.label_lat, geometry = excluded.geometry, extent = excluded.extent, source = excluded.source,
         imported_at = excluded.imported_at
       WHERE (boundary.level, boundary.parent_adcode, boundary.name, boundary.label_lon, boundary.label_lat, boundary.geometry)
         IS DISTINCT FROM
         (excluded.level, excluded.parent_adcode, excluded.name, excluded.label_lon, excluded.label_lat, excluded.geometry)`,
      [
        feature.adcode,
        feature.level,
        feature.parent ?? null,
        feature.name,
        feature.label.lon,
        feature.label.lat,
        JSON.stringify(feature.geometry),
        minLon,
        minLat,
        maxLon,
        maxLat,
        source,
        now,
      ],
    );
    return changed === 1;
  }
}

function toFeature(row: BoundaryRow): BoundaryFeature {
  const { adcode, level, name, geometry } = row;
  return {
    adcode,
    level,
    name,
    geometry,
    ...(row.parent_adcode && { parent: row.parent_adcode }),
    label: { lon: row.label_lon, lat: row.label_lat },
  };
}
