import { Injectable } from '@nestjs/common';
import type { Digests, Tx } from '../../platform/index.js';
import { IntegrityFinding } from './integrity-finding.entity.js';
import { IntegritySweep } from './integrity-sweep.entity.js';
import type { FindingKind, FindingState } from './sweep.codes.js';

/** First key of the advisory locks on originals being judged; the second is one of 256 (decisions, 12). */
const JUDGE_LOCKS = 17_008;

export interface IntegrityCounts {
  readonly originals: number;
  readonly neverChecked: number;
  readonly oldestCheckAt: Date | null;
}

/** The only SQL on sweeps, checks and findings. */
@Injectable()
export class SweepRepository {
  async open(tx: Tx): Promise<IntegritySweep | null> {
    return tx.repository(IntegritySweep).createQueryBuilder('s').where('s.endedAt IS NULL').getOne();
  }

  async lastEnded(tx: Tx): Promise<IntegritySweep | null> {
    return tx
      .repository(IntegritySweep)
      .createQueryBuilder('s')
      .where('s.endedAt IS NOT NULL')
      .orderBy('s.id', 'DESC')
      .limit(1)
      .getOne();
  }

  /** False when one runs already. Every original that has no row of checks yet gets one. */
  async begin(tx: Tx, sweep: IntegritySweep): Promise<boolean> {
    const added = await tx.execute(
      `INSERT INTO integrity_sweep (id, occasion, asked_by, began_at, checked, checked_bytes, wrong, untracked)
       VALUES ($1, $2, $3, $4, 0, 0, 0, 0) ON CONFLICT ((true)) WHERE ended_at IS NULL DO NOTHING`,
      [sweep.id, sweep.occasion, sweep.askedBy, sweep.beganAt],
    );
    if (added === 0) return false;
    await tx.execute(`INSERT INTO integrity_check (sha256) SELECT sha256 FROM blob ON CONFLICT DO NOTHING`);
    return true;
  }

  /** Originals this sweep has not read yet, the longest unseen first. */
  async next(tx: Tx, { id }: IntegritySweep, limit: number): Promise<Digests[]> {
    return tx.query<Digests>(
      `SELECT c.sha256, b.sm3, b.size_bytes::float8 AS "sizeBytes" FROM integrity_check c JOIN blob b USING (sha256)
       WHERE c.sweep_id IS DISTINCT FROM $1
       ORDER BY c.checked_at NULLS FIRST, c.sha256 LIMIT $2`,
      [id, limit],
    );
  }

  async note(tx: Tx, sha256: string, sweepId: string | null, at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO integrity_check AS known (sha256, checked_at, sweep_id) VALUES ($1, $2, $3)
       ON CONFLICT (sha256) DO UPDATE SET checked_at = $2, sweep_id = coalesce($3, known.sweep_id)`,
      [sha256, at, sweepId],
    );
  }

  async count(tx: Tx, sweepId: string, bytes: number, isWrong: boolean): Promise<void> {
    await tx.execute(
      `UPDATE integrity_sweep SET checked = checked + 1, checked_bytes = checked_bytes + $2, wrong = wrong + $3 WHERE id = $1`,
      [sweepId, bytes, isWrong ? 1 : 0],
    );
  }

  async end(tx: Tx, sweepId: string, untracked: number, at: Date): Promise<void> {
    await tx.execute(`UPDATE integrity_sweep SET ended_at = $2, untracked = $3 WHERE id = $1 AND ended_at IS NULL`, [
      sweepId,
      at,
      untracked,
    ]);
  }

  /** What is wrong with the original as far as it is known; nobody else judges it until the end of the transaction. */
  async current(tx: Tx, sha256: string): Promise<IntegrityFinding | null> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [JUDGE_LOCKS, sha256]);
    return tx
      .repository(IntegrityFinding)
      .createQueryBuilder('f')
      .where(`f.sha256 = :sha256 AND f.state IN ('open', 'accepted')`, { sha256 })
      .getOne();
  }

  async find(tx: Tx, id: string): Promise<IntegrityFinding | null> {
    return tx.repository(IntegrityFinding).findOneBy({ id });
  }

  async insert(tx: Tx, finding: IntegrityFinding): Promise<void> {
    await tx.repository(IntegrityFinding).insert(finding);
  }

  async see(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE integrity_finding SET seen_at = greatest(seen_at, $2) WHERE id = $1`, [id, at]);
  }

  async close(tx: Tx, id: string, state: FindingState, at: Date): Promise<void> {
    await tx.execute(`UPDATE integrity_finding SET state = $2, closed_at = $3 WHERE id = $1`, [id, state, at]);
  }

  /** False when it is not open. */
  async accept(
    tx: Tx,
    id: string,
    { reason, by, at }: { readonly reason: string; readonly by: string; readonly at: Date },
  ): Promise<boolean> {
    const accepted = await tx.execute(
      `UPDATE integrity_finding SET state = 'accepted', reason = $2, closed_by = $3, closed_at = $4
       WHERE id = $1 AND state = 'open'`,
      [id, reason, by, at],
    );
    return accepted === 1;
  }

  /** Bytes without a record that were not there any more, or had a record, when the sweep that began then looked. */
  async unseenStrangers(
    tx: Tx,
    beganAt: Date,
  ): Promise<{ readonly id: string; readonly sha256: string; readonly isTracked: boolean }[]> {
    return tx.query(
      `SELECT f.id, f.sha256, b.sha256 IS NOT NULL AS "isTracked" FROM integrity_finding f LEFT JOIN blob b USING (sha256)
       WHERE f.kind = 'untracked' AND f.state IN ('open', 'accepted') AND f.seen_at < $1`,
      [beganAt],
    );
  }

  async findings(
    tx: Tx,
    { state, before, limit }: { state?: FindingState | undefined; before?: string | undefined; limit: number },
  ): Promise<IntegrityFinding[]> {
    const query = tx.repository(IntegrityFinding).createQueryBuilder('f').orderBy('f.id', 'DESC').limit(limit);
    if (state !== undefined) query.andWhere('f.state = :state', { state });
    if (before !== undefined) query.andWhere('f.id < :before', { before });
    return query.getMany();
  }

  async openByKind(tx: Tx): Promise<ReadonlyMap<FindingKind, number>> {
    const rows = await tx.query<{ kind: FindingKind; n: number }>(
      `SELECT kind, count(*)::int AS n FROM integrity_finding WHERE state = 'open' GROUP BY kind`,
    );
    return new Map(rows.map(({ kind, n }) => [kind, n]));
  }

  async counts(tx: Tx): Promise<IntegrityCounts> {
    const row = await tx.queryOne<IntegrityCounts>(
      `SELECT count(*)::int AS originals, (count(*) - count(c.checked_at))::int AS "neverChecked",
         min(c.checked_at) AS "oldestCheckAt"
       FROM blob b LEFT JOIN integrity_check c USING (sha256)`,
    );
    if (!row) throw new Error('a count gives a row');
    return row;
  }

  /** Records that rest on the bytes, removed ones not among them, and whose they are. */
  async itemsOf(tx: Tx, sha256: string): Promise<{ readonly id: string; readonly unitId: string }[]> {
    return tx.query(
      `SELECT id, unit_id AS "unitId" FROM evidence_item WHERE sha256 = $1 AND state <> 'removed' ORDER BY id`,
      [sha256],
    );
  }
}
