import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { seenBy } from '../search/search.rules.js';
import type { ClaimedFile } from './flown.rules.js';
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

/** Whose a flight is: its unit with those below it, and its case. */
export interface FlightParty {
  readonly unitIds: readonly string[];
  readonly caseIds: readonly string[];
}

const MOST_FILES = 20_000;

/** The only SQL on why frames are missing, and on the files of a flight as its camera numbered them. */
@Injectable()
export class GapReasonRepository {
  /** Of what those see whose flight it was: nobody else's files fill its gaps. */
  async filesOf(tx: Tx, flightId: string, { unitIds, caseIds }: FlightParty): Promise<ClaimedFile[]> {
    return tx.query<ClaimedFile>(
      `SELECT i.file_name AS "fileName", i.captured_at AS "capturedAt", i.uploaded_by AS "uploadedBy",
         i.uploader_device_id IS NOT NULL AS "byDevice", i.metadata -> 'camera' ->> 'droneSerial' AS "droneSerial",
         coalesce(i.metadata -> 'camera' ->> 'make', r.film ->> 'make') AS make
       FROM evidence_item i LEFT JOIN media_reading r USING (sha256)
       WHERE i.flight_id = $1 AND i.kind IN ('photo', 'video') AND ${seenBy('$2', '$3')}
       ORDER BY i.captured_at, i.id LIMIT ${MOST_FILES}`,
      [flightId, unitIds, caseIds],
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
