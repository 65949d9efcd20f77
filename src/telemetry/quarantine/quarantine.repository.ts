import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { QuarantineCode } from './quarantine.codes.js';

export interface QuarantineRecord {
  readonly id: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly code: QuarantineCode;
  readonly detail: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly beginning: Buffer;
}

/** Enough for a preview; messages may be large. */
const BEGINNING_BYTES = 8_192;

@Injectable()
export class QuarantineRepository {
  /** Newest first. */
  async list(tx: Tx, code: QuarantineCode | undefined, before: string | undefined, limit: number) {
    return tx.query<QuarantineRecord>(
      `SELECT id, received_at AS "receivedAt", topic, client_id AS "clientId", username, code, detail,
         size_bytes AS "sizeBytes", sha256, substring(raw FROM 1 FOR ${BEGINNING_BYTES}) AS beginning
       FROM quarantine WHERE ($1::text IS NULL OR code = $1) AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [code ?? null, before ?? null, limit],
    );
  }
}
