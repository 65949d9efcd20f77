import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { type QuarantineCode, REPLAYABLE_CODES, type ReplayCode } from './quarantine.codes.js';

export interface QuarantineRecord {
  readonly id: string;
  readonly receivedAt: Date;
  readonly lastReceivedAt: Date;
  readonly times: number;
  readonly topic: string;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly code: QuarantineCode;
  readonly detail: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly beginning: Buffer;
  readonly replayedAt: Date | null;
  readonly replayCode: ReplayCode | null;
}

/** A message as it came, to be read again. */
export interface HeldMessage {
  readonly id: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly raw: Buffer;
}

/** Which messages: these, or the oldest of a reason. */
export interface ReplayWish {
  readonly ids?: readonly string[] | undefined;
  readonly code?: QuarantineCode | undefined;
  readonly limit: number;
}

export interface Replayed {
  readonly id: string;
  /** Null when it was taken. */
  readonly code: ReplayCode | null;
}

/** Enough for a preview; messages may be large. */
const BEGINNING_BYTES = 8_192;

@Injectable()
export class QuarantineRepository {
  /** Newest first. */
  async list(tx: Tx, code: QuarantineCode | undefined, before: string | undefined, limit: number) {
    return tx.query<QuarantineRecord>(
      `SELECT id, received_at AS "receivedAt", last_received_at AS "lastReceivedAt", times::float8 AS times, topic,
         client_id AS "clientId", username, code, detail,
         size_bytes AS "sizeBytes", sha256, substring(raw FROM 1 FOR ${BEGINNING_BYTES}) AS beginning,
         replayed_at AS "replayedAt", replay_code AS "replayCode"
       FROM quarantine WHERE ($1::text IS NULL OR code = $1) AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [code ?? null, before ?? null, limit],
    );
  }

  /** Topics on which something was refused for this reason lately, for the first time or again. */
  async topicsSince(tx: Tx, code: QuarantineCode, since: Date): Promise<string[]> {
    const rows = await tx.query<{ topic: string }>(
      `SELECT DISTINCT topic FROM quarantine WHERE code = $1 AND last_received_at > $2`,
      [code, since],
    );
    return rows.map(({ topic }) => topic);
  }

  /** Of the wished for those that were not taken yet and may be, the oldest first. */
  async waiting(tx: Tx, { ids, code, limit }: ReplayWish): Promise<HeldMessage[]> {
    return tx.query<HeldMessage>(
      `SELECT id, received_at AS "receivedAt", topic, client_id AS "clientId", username, raw FROM quarantine
       WHERE (replayed_at IS NULL OR replay_code IS NOT NULL) AND code = ANY ($1)
         AND ($2::uuid[] IS NULL OR id = ANY ($2)) AND ($3::text IS NULL OR code = $3)
       ORDER BY replayed_at NULLS FIRST, id LIMIT $4`,
      [REPLAYABLE_CODES, ids ?? null, code ?? null, limit],
    );
  }

  /** What was taken stays taken, whoever reads it again at the same time. */
  async recordReplays(tx: Tx, replayed: readonly Replayed[], at: Date): Promise<void> {
    await tx.execute(
      `UPDATE quarantine q SET replayed_at = $3, replay_code = r.code
       FROM unnest($1::uuid[], $2::text[]) AS r (id, code)
       WHERE q.id = r.id AND (q.replayed_at IS NULL OR q.replay_code IS NOT NULL)`,
      [replayed.map(({ id }) => id), replayed.map(({ code }) => code), at],
    );
  }
}
