import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { LogEntryKind } from './log.codes.js';
import type { NodeRef, TreeNode } from './merkle.rules.js';

/** Whoever holds it extends the tree: one writer in the installation. */
const WRITER_LOCK = 0x6c_6f_67;

export interface EntryRow {
  readonly id: string;
  readonly kind: LogEntryKind;
  readonly subjectId: string;
  readonly salt: Buffer;
  readonly leaf: Buffer;
  readonly enteredAt: Date;
}

export interface PlacedEntry extends EntryRow {
  readonly leafHash: Buffer;
  /** Null while it waits for its place. */
  readonly index: number | null;
}

export interface KeyRow {
  readonly number: number;
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: Buffer;
  readonly usedFrom: Date;
}

export interface CheckpointRow {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly keyNumber: number;
  readonly signedAt: Date;
}

const CHECKPOINT = `size::float8 AS size, root, note, key_number AS "keyNumber", signed_at AS "signedAt"`;
const ENTRY = `e.id, e.kind, e.subject_id AS "subjectId", e.salt, e.leaf, e.entered_at AS "enteredAt",
  e.leaf_hash AS "leafHash", l.index::float8 AS index`;
const KEY = `number, name, key_id AS "keyId", public_key AS "publicKey", used_from AS "usedFrom"`;

/** The only SQL of the log. Sizes and indexes stay below 2^53, which a double holds exactly. */
@Injectable()
export class LogRepository {
  /** Entered and waiting for its place, in one statement that leaves with others. */
  insertEntry(tx: Tx, { id, kind, subjectId, salt, leaf, enteredAt }: EntryRow): Promise<unknown> {
    return tx.prepared(
      'log.enter',
      `WITH entered AS (
         INSERT INTO log_entry (id, kind, subject_id, salt, leaf, entered_at) VALUES ($1, $2, $3, $4, $5, $6)
         RETURNING leaf_hash)
       INSERT INTO log_waiting (leaf_hash) SELECT leaf_hash FROM entered`,
      [id, kind, subjectId, salt, leaf, enteredAt],
    );
  }

  /** False while somebody else extends the tree. Held until the transaction ends. */
  async takePen(tx: Tx): Promise<boolean> {
    const row = await tx.queryOne<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock($1, 0) AS held`, [WRITER_LOCK]);
    return row?.held ?? false;
  }

  async waiting(tx: Tx, limit: number): Promise<Buffer[]> {
    const rows = await tx.query<{ leafHash: Buffer }>(
      `SELECT leaf_hash AS "leafHash" FROM log_waiting ORDER BY position LIMIT $1`,
      [limit],
    );
    return rows.map(({ leafHash }) => leafHash);
  }

  async countWaiting(tx: Tx): Promise<number> {
    return (await tx.queryOne<{ count: number }>(`SELECT count(*)::int AS count FROM log_waiting`))?.count ?? 0;
  }

  async append(tx: Tx, from: number, leaves: readonly Buffer[], nodes: readonly TreeNode[]): Promise<void> {
    await tx.execute(
      `INSERT INTO log_leaf (index, leaf_hash)
       SELECT $1::bigint + ordinality - 1, hash FROM unnest($2::bytea[]) WITH ORDINALITY AS leaf (hash, ordinality)`,
      [from, leaves],
    );
    await tx.execute(
      `INSERT INTO log_node (level, index, hash) SELECT * FROM unnest($1::int2[], $2::int8[], $3::bytea[])`,
      [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
    );
    await tx.execute(`DELETE FROM log_waiting WHERE leaf_hash = ANY($1::bytea[])`, [leaves]);
  }

  async nodes(tx: Tx, refs: readonly NodeRef[]): Promise<TreeNode[]> {
    return tx.query<TreeNode>(
      `WITH asked AS (SELECT * FROM unnest($1::int2[], $2::int8[]) AS a (level, index))
       SELECT n.level, n.index::float8 AS index, n.hash FROM asked JOIN log_node n USING (level, index)
       UNION ALL
       SELECT 0, l.index::float8, l.leaf_hash FROM asked a JOIN log_leaf l ON a.level = 0 AND l.index = a.index`,
      [refs.map(({ level }) => level), refs.map(({ index }) => index)],
    );
  }

  async insertCheckpoint(tx: Tx, { size, root, note, keyNumber, signedAt }: CheckpointRow): Promise<void> {
    await tx.execute(
      `INSERT INTO log_checkpoint (size, root, note, key_number, signed_at) VALUES ($1, $2, $3, $4, $5)`,
      [size, root, note, keyNumber, signedAt],
    );
  }

  async latestCheckpoint(tx: Tx): Promise<CheckpointRow | undefined> {
    return tx.queryOne<CheckpointRow>(
      `SELECT ${CHECKPOINT} FROM log_checkpoint ORDER BY log_checkpoint.size DESC LIMIT 1`,
    );
  }

  /** The last one signed before an instant. */
  async checkpointBefore(tx: Tx, at: Date): Promise<CheckpointRow | undefined> {
    return tx.queryOne<CheckpointRow>(
      `SELECT ${CHECKPOINT} FROM log_checkpoint WHERE signed_at < $1 ORDER BY log_checkpoint.size DESC LIMIT 1`,
      [at],
    );
  }

  async checkpoint(tx: Tx, size: number): Promise<CheckpointRow | undefined> {
    return tx.queryOne<CheckpointRow>(`SELECT ${CHECKPOINT} FROM log_checkpoint WHERE size = $1`, [size]);
  }

  /** Whether an entry of any of these subjects has no place yet. */
  async isAnyWaiting(tx: Tx, subjectIds: readonly string[]): Promise<boolean> {
    const found = await tx.queryOne(
      `SELECT 1 FROM log_entry e JOIN log_waiting w USING (leaf_hash) WHERE e.subject_id = ANY($1) LIMIT 1`,
      [subjectIds],
    );
    return found !== undefined;
  }

  /** Sizes of the last head of each day before this one, the newest first. */
  async lastSizesOfDays(tx: Tx, before: number, limit: number): Promise<number[]> {
    const rows = await tx.query<{ size: number }>(
      `SELECT max(size)::float8 AS size FROM log_checkpoint WHERE size BETWEEN 1 AND $1 - 1
       GROUP BY date_trunc('day', signed_at, 'Asia/Shanghai') ORDER BY 1 DESC LIMIT $2`,
      [before, limit],
    );
    return rows.map(({ size }) => size);
  }

  async entriesOf(tx: Tx, subjectId: string): Promise<PlacedEntry[]> {
    return tx.query<PlacedEntry>(
      `SELECT ${ENTRY} FROM log_entry e LEFT JOIN log_leaf l ON l.leaf_hash = e.leaf_hash
       WHERE e.subject_id = $1 ORDER BY e.id`,
      [subjectId],
    );
  }

  async indexOf(tx: Tx, leafHash: Buffer): Promise<number | undefined> {
    const row = await tx.queryOne<{ index: number }>(
      `SELECT index::float8 AS index FROM log_leaf WHERE leaf_hash = $1`,
      [leafHash],
    );
    return row?.index;
  }

  /** Oldest first; the last one signs. */
  async keys(tx: Tx): Promise<KeyRow[]> {
    return tx.query<KeyRow>(`SELECT ${KEY} FROM log_key ORDER BY number`);
  }

  async insertKey(tx: Tx, { number, name, keyId, publicKey, usedFrom }: KeyRow): Promise<void> {
    await tx.execute(`INSERT INTO log_key (number, name, key_id, public_key, used_from) VALUES ($1, $2, $3, $4, $5)`, [
      number,
      name,
      keyId,
      publicKey,
      usedFrom,
    ]);
  }
}
