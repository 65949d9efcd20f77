import { Injectable } from '@nestjs/common';
import type { Place } from '../../identity/index.js';
import type { Position } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';
import type { EvidenceState } from '../evidence.codes.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';

/** The only SQL on positions that people state. */
@Injectable()
export class PositionClaimRepository {
  /** State of the item, which nobody else changes until the transaction ends. */
  async lock(tx: Tx, itemId: string): Promise<EvidenceState | undefined> {
    const row = await tx.queryOne<{ state: EvidenceState }>(
      `SELECT state FROM evidence_item WHERE id = $1 FOR UPDATE`,
      [itemId],
    );
    return row?.state;
  }

  async add(tx: Tx, claim: EvidenceClaim): Promise<void> {
    const { id, itemId, subject, source, value, trust, problem, chosen, reason, recordedAt } = claim;
    await tx.execute(
      `INSERT INTO evidence_claim (id, item_id, subject, source, value, trust, problem, chosen, reason, recorded_at)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10)`,
      [id, itemId, subject, source, JSON.stringify(value), trust, problem, chosen, reason, recordedAt],
    );
  }

  /** Where the item is taken to be from now on. */
  async place(tx: Tx, itemId: string, { lon, lat }: Position, place: Place): Promise<void> {
    await tx.execute(
      `UPDATE evidence_item SET lon = $2, lat = $3, position_source = 'manual', place = $4::jsonb, adcode = $5
       WHERE id = $1 AND state = 'received'`,
      [itemId, lon, lat, JSON.stringify(place), place.adcode ?? null],
    );
  }

  async flag(tx: Tx, itemId: string, flags: readonly string[]): Promise<void> {
    await tx.execute(
      `UPDATE evidence_item SET flags = flags || (
         SELECT coalesce(array_agg(flag ORDER BY flag), '{}') FROM unnest($2::text[]) AS flag WHERE flag <> ALL (flags))
       WHERE id = $1`,
      [itemId, flags],
    );
  }
}
