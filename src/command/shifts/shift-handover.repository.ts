import { Injectable } from '@nestjs/common';
import type { Desk } from '../../identity/index.js';
import { type Tx, violates } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { HandoverPeople, HandoverState } from './shift.rules.js';

export interface HandoverRow extends HandoverPeople {
  readonly id: string;
  readonly unitId: string;
  readonly desk: Desk;
  readonly state: HandoverState;
  readonly remark: string | null;
  /** Canonical JSON of the board. */
  readonly sheet: string;
  readonly sheetSha256: Buffer;
  readonly offeredAt: Date;
  readonly endedAt: Date | null;
  readonly endRemark: string | null;
}

export type ListedHandover = Omit<HandoverRow, 'sheet'>;

export interface HandoverFilter {
  readonly unitIds: readonly string[];
  readonly state?: HandoverState;
  /** Only those with a smaller id. */
  readonly before?: string;
  readonly limit: number;
}

const COLUMNS = `
  id, unit_id AS "unitId", desk, given_by AS "givenBy", given_to AS "givenTo", state, remark,
  sheet_sha256 AS "sheetSha256", offered_at AS "offeredAt", ended_at AS "endedAt", end_remark AS "endRemark"`;

/** The only SQL on shifts that were handed over. */
@Injectable()
export class ShiftHandoverRepository {
  /** @throws SHIFT_OFFERED_ALREADY while another offer of the desk stands */
  async insert(tx: Tx, row: HandoverRow): Promise<void> {
    await tx
      .execute(
        `INSERT INTO shift_handover (id, unit_id, desk, given_by, given_to, state, remark, sheet, sheet_sha256, offered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          row.id,
          row.unitId,
          row.desk,
          row.givenBy,
          row.givenTo,
          row.state,
          row.remark,
          row.sheet,
          row.sheetSha256,
          row.offeredAt,
        ],
      )
      .catch((error: unknown) => {
        throw violates(error, 'shift_handover_open_key') ? CommandErrors.SHIFT_OFFERED_ALREADY() : error;
      });
  }

  async find(tx: Tx, id: string): Promise<HandoverRow | undefined> {
    return tx.queryOne<HandoverRow>(`SELECT ${COLUMNS}, sheet FROM shift_handover WHERE id = $1`, [id]);
  }

  /** Ends an offer of the desk that was made before this instant. */
  async lapse(tx: Tx, { unitId, desk }: HandoverRow, before: Date, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE shift_handover SET state = 'lapsed', ended_at = $4
       WHERE unit_id = $1 AND desk = $2 AND state = 'offered' AND offered_at < $3`,
      [unitId, desk, before, now],
    );
  }

  /** False when it has ended meanwhile. */
  async end(tx: Tx, { id, state, endedAt, endRemark }: HandoverRow): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE shift_handover SET state = $2, ended_at = $3, end_remark = $4 WHERE id = $1 AND state = 'offered'`,
      [id, state, endedAt, endRemark],
    );
    return touched > 0;
  }

  /** Without their sheets. */
  async list(tx: Tx, { unitIds, state, before, limit }: HandoverFilter): Promise<ListedHandover[]> {
    return tx.query<ListedHandover>(
      `SELECT ${COLUMNS} FROM shift_handover
       WHERE unit_id = ANY ($1) AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [unitIds, state ?? null, before ?? null, limit],
    );
  }

  async isRemovedFromAny(tx: Tx, userId: string, sessionIds: readonly string[]): Promise<boolean> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT session_id AS id FROM session_participant
       WHERE user_id = $1 AND session_id = ANY ($2::uuid[]) AND state = 'removed' LIMIT 1`,
      [userId, sessionIds],
    );
    return row !== undefined;
  }
}
