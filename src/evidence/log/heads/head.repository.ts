import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../../platform/index.js';
import type { HeadKind } from './head.rules.js';

/** Whoever holds it closes days. */
const CLOSING_LOCK = 0x6c_6f_68;

export interface HeadRow {
  readonly kind: HeadKind;
  readonly subjectId: string;
  /** `YYYY-MM-DD`, in China. */
  readonly day: string;
  readonly rows: number;
  readonly previous: Buffer;
  readonly head: Buffer;
  readonly madeAt: Date;
}

export type WholeRow = Readonly<Record<string, unknown>>;

const HEAD = `kind, subject_id AS "subjectId", day::text AS day, rows, previous, head, made_at AS "madeAt"`;

@Injectable()
export class HeadRepository {
  async takeTurn(tx: Tx): Promise<boolean> {
    const row = await tx.queryOne<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock($1, 0) AS held`, [CLOSING_LOCK]);
    return row?.held ?? false;
  }

  async lastClosedDay(tx: Tx): Promise<string | undefined> {
    const row = await tx.queryOne<{ day: string | null }>(
      `SELECT max(day)::text AS day FROM log_head WHERE kind = 'audit_head'`,
    );
    return row?.day ?? undefined;
  }

  async insert(tx: Tx, { kind, subjectId, day, rows, previous, head, madeAt }: HeadRow): Promise<void> {
    await tx.execute(
      `INSERT INTO log_head (kind, subject_id, day, rows, previous, head, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [kind, subjectId, day, rows, previous, head, madeAt],
    );
  }

  async latest(tx: Tx, kind: HeadKind, subjectId: string): Promise<HeadRow | undefined> {
    return tx.queryOne<HeadRow>(
      `SELECT ${HEAD} FROM log_head WHERE kind = $1 AND subject_id = $2 ORDER BY log_head.day DESC LIMIT 1`,
      [kind, subjectId],
    );
  }

  async ofDay(tx: Tx, kind: HeadKind, day: string): Promise<HeadRow[]> {
    return tx.query<HeadRow>(`SELECT ${HEAD} FROM log_head WHERE day = $1 AND kind = $2 ORDER BY subject_id`, [
      day,
      kind,
    ]);
  }

  /** Items with something new in their custody logs in a period. */
  async itemsWithNews(tx: Tx, { from, to }: Period): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT item_id AS id FROM evidence_custody_event WHERE at >= $1 AND at < $2 ORDER BY item_id`,
      [from, to],
    );
    return rows.map(({ id }) => id);
  }

  /** Whole rows of an item's custody log in a period, whatever columns there are. */
  async custodyOf(tx: Tx, itemId: string, { from, to }: Period): Promise<WholeRow[]> {
    const rows = await tx.query<{ event: WholeRow }>(
      `SELECT to_jsonb(e) AS event FROM evidence_custody_event e
       WHERE item_id = $1 AND at >= $2 AND at < $3 ORDER BY sequence`,
      [itemId, from, to],
    );
    return rows.map(({ event }) => event);
  }

  /** Whole rows of events, in their order. */
  async custodyRows(tx: Tx, ids: readonly string[]): Promise<WholeRow[]> {
    const rows = await tx.query<{ event: WholeRow }>(
      `SELECT to_jsonb(e) AS event FROM evidence_custody_event e WHERE id = ANY($1::uuid[]) ORDER BY sequence`,
      [ids],
    );
    return rows.map(({ event }) => event);
  }
}
