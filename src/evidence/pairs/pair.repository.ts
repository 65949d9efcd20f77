import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EvidencePair } from './evidence-pair.entity.js';

export interface Candidate {
  readonly beforeItemId: string;
  readonly afterItemId: string;
}

/** Metres of a degree of latitude, a little fewer than anywhere: the box must not be too small. */
const METRES_PER_DEGREE = 110_500;

/** The only SQL on pairs. */
@Injectable()
export class PairRepository {
  /** False when these two are a pair of the case already. */
  async insertIfNew(tx: Tx, pair: EvidencePair): Promise<boolean> {
    const { id, caseId, beforeItemId, afterItemId, note, comparison, pairedAt, pairedBy, pairedByName } = pair;
    const added = await tx.execute(
      `INSERT INTO evidence_pair (id, case_id, before_item_id, after_item_id, note, comparison, paired_at, paired_by, paired_by_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT ON CONSTRAINT uq_evidence_pair_items DO NOTHING`,
      [id, caseId, beforeItemId, afterItemId, note, comparison, pairedAt, pairedBy, pairedByName],
    );
    return added === 1;
  }

  /** Oldest first. */
  async ofCase(tx: Tx, caseId: string): Promise<EvidencePair[]> {
    return tx.repository(EvidencePair).find({ where: { caseId }, order: { id: 'ASC' } });
  }

  /**
   * Pictures of the case's list within a square around each other, of different days in China or different flights, and
   * no pair yet; the nearest first.
   */
  async candidates(tx: Tx, caseId: string, withinMetres: number, limit: number): Promise<Candidate[]> {
    return tx.query<Candidate>(
      `SELECT a.id AS "beforeItemId", b.id AS "afterItemId"
       FROM case_evidence ca JOIN evidence_item a ON a.id = ca.item_id
       JOIN evidence_item b ON b.lon IS NOT NULL AND b.kind = 'photo' AND b.captured_at > a.captured_at
         AND point(b.lon, b.lat) <@ box(
           point(a.lon + $2 / cos(radians(a.lat)), a.lat + $2), point(a.lon - $2 / cos(radians(a.lat)), a.lat - $2))
       JOIN case_evidence cb ON cb.item_id = b.id AND cb.case_id = ca.case_id
       WHERE ca.case_id = $1 AND a.kind = 'photo' AND a.lon IS NOT NULL AND abs(a.lat) < 89
         AND (a.flight_id <> b.flight_id
           OR (a.captured_at AT TIME ZONE 'Asia/Shanghai')::date <> (b.captured_at AT TIME ZONE 'Asia/Shanghai')::date)
         AND NOT EXISTS (SELECT 1 FROM evidence_pair p
           WHERE p.case_id = ca.case_id AND p.before_item_id = a.id AND p.after_item_id = b.id)
       ORDER BY point(a.lon, a.lat) <-> point(b.lon, b.lat), a.id, b.id LIMIT $3`,
      [caseId, withinMetres / METRES_PER_DEGREE, limit],
    );
  }
}
