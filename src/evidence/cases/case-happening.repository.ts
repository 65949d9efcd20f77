import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export const CASE_HAPPENINGS = ['captured', 'attached', 'detached', 'sealed', 'site_record', 'paired'] as const;
export type CaseHappeningKind = (typeof CASE_HAPPENINGS)[number];

/** Something of the case's evidence that has its place in time. */
export interface CaseHappening {
  readonly at: Date;
  readonly kind: CaseHappeningKind;
  readonly id: string;
  readonly evidenceId: string | null;
  readonly name: string;
}

/** An item, record or pair that has its place on the ground. */
export interface CasePoint {
  readonly kind: 'evidence' | 'site_record';
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly at: Date | null;
  readonly name: string;
  readonly state: string;
}

const HAPPENINGS = `
  SELECT i.captured_at AS at, 'captured' AS kind, i.id, i.id AS evidence_id, coalesce(i.title, i.file_name) AS name
    FROM case_evidence c JOIN evidence_item i ON i.id = c.item_id WHERE c.case_id = $1 AND i.captured_at IS NOT NULL
  UNION ALL SELECT c.attached_at, 'attached', i.id, i.id, coalesce(i.title, i.file_name)
    FROM case_evidence c JOIN evidence_item i ON i.id = c.item_id WHERE c.case_id = $1
  UNION ALL SELECT d.detached_at, 'detached', d.id, d.item_id, d.reason
    FROM case_evidence_detachment d WHERE d.case_id = $1
  UNION ALL SELECT s.sealed_at, 'sealed', s.id, i.id, coalesce(i.title, i.file_name)
    FROM case_evidence c JOIN evidence_item i ON i.id = c.item_id JOIN evidence_seal s ON s.item_id = i.id
    WHERE c.case_id = $1
  UNION ALL SELECT (r.content #>> '{period,from}')::timestamptz, 'site_record', r.id, NULL, r.content #>> '{place,words}'
    FROM site_record r WHERE r.case_id = $1
  UNION ALL SELECT p.paired_at, 'paired', p.id, p.after_item_id, coalesce(p.note, '')
    FROM evidence_pair p WHERE p.case_id = $1`;

/** The only SQL on what happened to a case's evidence, over the tables of this room. */
@Injectable()
export class CaseHappeningRepository {
  /** Newest first, from after `before`; within one instant by kind and id. */
  async happenings(
    tx: Tx,
    caseId: string,
    { before, limit }: { before?: { readonly at: string; readonly key: string } | undefined; limit: number },
  ): Promise<CaseHappening[]> {
    return tx.query<CaseHappening>(
      `SELECT at, kind, id, evidence_id AS "evidenceId", name FROM (${HAPPENINGS}) h
       WHERE $2::timestamptz IS NULL OR at < $2 OR (at = $2 AND (kind || ':' || id) COLLATE "C" < $3)
       ORDER BY at DESC, (kind || ':' || id) COLLATE "C" DESC LIMIT $4`,
      [caseId, before?.at ?? null, before?.key ?? null, limit],
    );
  }

  /** In no order. */
  async points(tx: Tx, caseId: string, limit: number): Promise<CasePoint[]> {
    return tx.query<CasePoint>(
      `SELECT 'evidence' AS kind, i.id, i.lon, i.lat, i.captured_at AS at, coalesce(i.title, i.file_name) AS name, i.state
         FROM case_evidence c JOIN evidence_item i ON i.id = c.item_id WHERE c.case_id = $1 AND i.lon IS NOT NULL
       UNION ALL SELECT 'site_record', r.id, (r.content #>> '{place,position,lon}')::double precision,
           (r.content #>> '{place,position,lat}')::double precision, (r.content #>> '{period,from}')::timestamptz,
           r.content #>> '{place,words}', r.state
         FROM site_record r WHERE r.case_id = $1 AND r.content #> '{place,position,lon}' IS NOT NULL
       LIMIT $2`,
      [caseId, limit],
    );
  }
}
