import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { boundingBox } from '../../geo/index.js';
import { newId, type Tx } from '../../platform/index.js';
import { EvidenceFootprint } from './footprint.entity.js';
import type { Footprint } from './footprint.types.js';

export interface NewFootprint extends Footprint {
  readonly itemId: string;
  readonly computedAt: Date;
}

/** The only SQL on footprints. */
@Injectable()
export class FootprintRepository {
  /** The newest stands, the one before it is kept. Two at once come one after the other. */
  async save(tx: Tx, { itemId, computedAt, outcome, geometry, details }: NewFootprint): Promise<string> {
    const id = newId();
    await tx.query(`SELECT 1 FROM evidence_item WHERE id = $1 FOR NO KEY UPDATE`, [itemId]);
    await tx.execute(`UPDATE evidence_footprint SET superseded_at = $2 WHERE item_id = $1 AND superseded_at IS NULL`, [
      itemId,
      computedAt,
    ]);
    await tx.execute(
      `INSERT INTO evidence_footprint (id, item_id, computed_at, outcome, geometry, bounds, details)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::box, $7::jsonb)`,
      [
        id,
        itemId,
        computedAt,
        outcome,
        geometry && JSON.stringify(geometry),
        boundsOf(geometry),
        JSON.stringify(details),
      ],
    );
    return id;
  }

  /** The one that stands. */
  async latest(tx: Tx, itemId: string): Promise<EvidenceFootprint | null> {
    return tx.repository(EvidenceFootprint).findOneBy({ itemId, supersededAt: IsNull() });
  }
}

function boundsOf(geometry: Footprint['geometry']): string | null {
  if (!geometry) return null;
  const { minLon, minLat, maxLon, maxLat } = boundingBox(geometry);
  return `(${maxLon},${maxLat}),(${minLon},${minLat})`;
}
