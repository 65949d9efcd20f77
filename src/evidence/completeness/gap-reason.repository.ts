import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { FlownFile } from './frames.rules.js';
import type { GapReason } from './gap-reason.codes.js';

export interface StatedReason {
  readonly id: string;
  readonly flightId: string;
  readonly fromNumber: number;
  readonly toNumber: number;
  readonly code: GapReason;
  readonly statement: string;
  readonly statedBy: string;
  readonly stater: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly statedAt: Date;
}

const MOST_FILES = 20_000;

/** The only SQL on why frames are missing, and on the files of a flight as its camera numbered them. */
@Injectable()
export class GapReasonRepository {
  async filesOf(tx: Tx, flightId: string): Promise<FlownFile[]> {
    return tx.query<FlownFile>(
      `SELECT file_name AS "fileName", captured_at AS "capturedAt" FROM evidence_item
       WHERE flight_id = $1 AND kind IN ('photo', 'video') ORDER BY captured_at, id LIMIT ${MOST_FILES}`,
      [flightId],
    );
  }

  async insert(tx: Tx, reason: StatedReason): Promise<void> {
    const { id, flightId, fromNumber, toNumber, code, statement, statedBy, stater, statedAt } = reason;
    await tx.execute(
      `INSERT INTO flight_gap_reason (id, flight_id, from_number, to_number, code, statement, stated_by, stater, stated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)`,
      [id, flightId, fromNumber, toNumber, code, statement, statedBy, JSON.stringify(stater), statedAt],
    );
  }

  /** Newest first: a later word counts before an earlier one. */
  async ofFlight(tx: Tx, flightId: string): Promise<StatedReason[]> {
    return tx.query<StatedReason>(
      `SELECT id, flight_id AS "flightId", from_number AS "fromNumber", to_number AS "toNumber", code, statement,
         stated_by AS "statedBy", stater, stated_at AS "statedAt"
       FROM flight_gap_reason WHERE flight_id = $1 ORDER BY id DESC`,
      [flightId],
    );
  }
}
