import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Period, Tx } from '../../platform/index.js';
import type { FenceStay } from './fence.rules.js';
import type { Fence } from './fence.types.js';

const COLUMNS = `
  id, fence_id AS "fenceId", version, name, unit_id AS "unitId", case_id AS "caseId", session_id AS "sessionId", geometry,
  circle, lower_metres AS "lowerMetres", upper_metres AS "upperMetres", begins_at AS "from", ends_at AS "to",
  device_ids AS "deviceIds", kind_codes AS "kindCodes", tells_enter AS "tellsEnter", tells_leave AS "tellsLeave",
  dwell_minutes AS "dwellMinutes", created_by AS "createdBy", created_at AS "createdAt", ended_at AS "endedAt",
  ended_by AS "endedBy", end_reason AS "endReason"`;

interface FenceFilter {
  readonly ended: boolean;
  readonly before: string | undefined;
  readonly limit: number;
}

interface FencePeriod extends Period {
  readonly fenceId: string;
}

/** The newest version says when a fence is over: at its end, or when somebody ended it. */
const OVER = `
  SELECT DISTINCT ON (fence_id) fence_id, least(ended_at, ends_at) AS at FROM fence ORDER BY fence_id, version DESC`;

/** $1 the fence, $2 the device, $3 and $4 the time. */
const THEN = `fence_id = $1 AND device_id = $2 AND tstzrange(entered_at, left_at, '[]') && tstzrange($3, $4, '[]')`;

type Scope = Pick<AccessScope, 'unitIds' | 'caseIds' | 'sessionIds'>;

/** The only SQL on fences and on who is inside them. */
@Injectable()
export class FenceRepository {
  async insert(tx: Tx, fence: Fence): Promise<void> {
    await tx.execute(
      `INSERT INTO fence (id, fence_id, version, name, unit_id, case_id, session_id, geometry, circle, lower_metres,
         upper_metres, begins_at, ends_at, device_ids, kind_codes, tells_enter, tells_leave, dwell_minutes, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
      [
        fence.id,
        fence.fenceId,
        fence.version,
        fence.name,
        fence.unitId,
        fence.caseId,
        fence.sessionId,
        JSON.stringify(fence.geometry),
        fence.circle && JSON.stringify(fence.circle),
        fence.lowerMetres,
        fence.upperMetres,
        fence.from,
        fence.to,
        fence.deviceIds,
        fence.kindCodes,
        fence.tellsEnter,
        fence.tellsLeave,
        fence.dwellMinutes,
        fence.createdBy,
        fence.createdAt,
      ],
    );
  }

  async end(tx: Tx, id: string, by: { readonly at: Date; readonly userId: string; readonly reason: string | null }) {
    await tx.execute(`UPDATE fence SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1`, [
      id,
      by.at,
      by.userId,
      by.reason,
    ]);
  }

  /** The newest version, its row held until the end of the transaction. */
  async lock(tx: Tx, fenceId: string): Promise<Fence | undefined> {
    await tx.execute(`SELECT id FROM fence WHERE fence_id = $1 ORDER BY id FOR NO KEY UPDATE`, [fenceId]);
    return (await this.versions(tx, fenceId))[0];
  }

  /** Newest first. */
  async versions(tx: Tx, fenceId: string): Promise<Fence[]> {
    return tx.query<Fence>(`SELECT ${COLUMNS} FROM fence WHERE fence_id = $1 ORDER BY version DESC`, [fenceId]);
  }

  /** The newest version of each, newest first. */
  async list(tx: Tx, { unitIds, caseIds, sessionIds }: Scope, { ended, before, limit }: FenceFilter): Promise<Fence[]> {
    return tx.query<Fence>(
      `SELECT ${COLUMNS} FROM fence f
       WHERE (CASE WHEN session_id IS NULL THEN unit_id = ANY ($1) OR case_id = ANY ($2) ELSE unit_id = ANY ($1) OR session_id = ANY ($3) END)
         AND ($4 OR ended_at IS NULL) AND ($5::uuid IS NULL OR id < $5)
         AND NOT EXISTS (SELECT 1 FROM fence later WHERE later.fence_id = f.fence_id AND later.version > f.version)
       ORDER BY id DESC LIMIT $6`,
      [unitIds, caseIds, sessionIds, ended, before ?? null, limit],
    );
  }

  /** Every fence that counts now or later. */
  async inForce(tx: Tx, now: Date): Promise<Fence[]> {
    return tx.query<Fence>(
      `SELECT ${COLUMNS} FROM fence WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1) ORDER BY id`,
      [now],
    );
  }

  /** Every version that counted at some time of the period. */
  async inForceDuring(tx: Tx, { from, to }: Period): Promise<Fence[]> {
    return tx.query<Fence>(
      `SELECT ${COLUMNS} FROM fence WHERE created_at <= $2 AND (ended_at IS NULL OR ended_at > $1)
         AND (begins_at IS NULL OR begins_at <= $2) AND (ends_at IS NULL OR ends_at > $1) ORDER BY id`,
      [from, to],
    );
  }

  /** When the fence was ended or ran out; null where it goes on. */
  async overAt(tx: Tx, fenceId: string, now: Date): Promise<Date | null> {
    const row = await tx.queryOne<{ at: Date }>(`SELECT at FROM (${OVER}) over WHERE at <= $1 AND fence_id = $2`, [
      now,
      fenceId,
    ]);
    return row?.at ?? null;
  }

  /** Stays that go on in fences that are over. */
  async overstayed(tx: Tx, now: Date): Promise<{ deviceId: string; fenceId: string; at: Date }[]> {
    return tx.query(
      `SELECT s.device_id AS "deviceId", s.fence_id AS "fenceId", over.at
       FROM fence_stay s JOIN (${OVER}) over USING (fence_id) WHERE s.left_at IS NULL AND over.at <= $1
       ORDER BY s.device_id, s.fence_id`,
      [now],
    );
  }

  /** Changes whenever a fence was drawn, changed or ended. */
  async mark(tx: Tx): Promise<string> {
    const row = await tx.queryOne<{ mark: string }>(
      `SELECT concat_ws(' ', count(*), max(id::text), count(ended_at)) AS mark FROM fence`,
    );
    return row?.mark ?? '';
  }

  /** Stays that go on, by device. */
  async stays(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, FenceStay[]>> {
    const rows = await tx.query<{ deviceId: string } & Omit<FenceStay, 'outside'>>(
      `SELECT device_id AS "deviceId", fence_id AS "fenceId", entered_at AS "enteredAt", entered_heard_at AS "enteredHeardAt",
         dwell_told_at IS NOT NULL AS "dwellTold"
       FROM fence_stay WHERE device_id = ANY ($1) AND left_at IS NULL`,
      [deviceIds],
    );
    const found = new Map<string, FenceStay[]>();
    for (const { deviceId, ...stay } of rows)
      found.set(deviceId, [...(found.get(deviceId) ?? []), { ...stay, outside: null }]);
    return found;
  }

  /** False where it is known to be inside. */
  async enter(
    tx: Tx,
    id: string,
    deviceId: string,
    { fenceId, enteredAt, enteredHeardAt }: FenceStay,
  ): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO fence_stay (id, fence_id, device_id, entered_at, entered_heard_at, is_late)
       VALUES ($1, $2, $3, $4, $5, false)
       ON CONFLICT DO NOTHING RETURNING id`,
      [id, fenceId, deviceId, enteredAt, enteredHeardAt],
    );
    return rows.length > 0;
  }

  /** A stay that is heard of afterwards; false where one is known of that time. */
  async note(tx: Tx, id: string, deviceId: string, { fenceId, from, to }: FencePeriod): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO fence_stay (id, fence_id, device_id, entered_at, entered_heard_at, left_at, is_late)
       SELECT $5, $1, $2, $3, $3, $4, true WHERE NOT EXISTS (SELECT 1 FROM fence_stay WHERE ${THEN})
       ON CONFLICT DO NOTHING RETURNING id`,
      [fenceId, deviceId, from, to, id],
    );
    return rows.length > 0;
  }

  /** Widens a stay of that time that was heard of afterwards, too; gives what it was before, undefined where there is none. */
  async extend(tx: Tx, deviceId: string, { fenceId, from, to }: FencePeriod): Promise<Period | undefined> {
    return tx.queryOne<Period>(
      `WITH known AS (
         SELECT id AS known_id, entered_at AS "from", left_at AS "to" FROM fence_stay
         WHERE is_late AND ${THEN} ORDER BY entered_at LIMIT 1 FOR NO KEY UPDATE),
       widened AS (
         UPDATE fence_stay SET entered_at = least(entered_at, $3), left_at = greatest(left_at, $4) FROM known WHERE id = known_id)
       SELECT "from", "to" FROM known`,
      [fenceId, deviceId, from, to],
    );
  }

  /** False where it has left already. */
  async leave(tx: Tx, deviceId: string, fenceId: string, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE fence_stay SET left_at = greatest(entered_at, $3) WHERE device_id = $1 AND fence_id = $2 AND left_at IS NULL
       RETURNING id`,
      [deviceId, fenceId, at],
    );
    return rows.length > 0;
  }

  /** False where it is told already. */
  async dwell(tx: Tx, deviceId: string, fenceId: string, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE fence_stay SET dwell_told_at = $3
       WHERE device_id = $1 AND fence_id = $2 AND left_at IS NULL AND dwell_told_at IS NULL RETURNING id`,
      [deviceId, fenceId, at],
    );
    return rows.length > 0;
  }
}
