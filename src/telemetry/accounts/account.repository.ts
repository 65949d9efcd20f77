import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** Advisory lock of whoever talks to the broker's administration; decisions, 12. */
const TURN_LOCKS = 0x6d_71_61;
const MOST_AT_ONCE = 100;

export interface AccountNeed {
  readonly deviceId: string;
  readonly revision: string;
  readonly attempts: number;
}

export interface AccountLag {
  readonly behind: number;
  readonly since: Date | null;
  readonly lastError: string | null;
}

/** What an external broker has to be told, and what it holds by us. */
@Injectable()
export class AccountRepository {
  /** One instance at a time: two that tell of the same device could end with the older state. */
  async takeTurn(tx: Tx): Promise<boolean> {
    const lock = await tx.queryOne<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock($1, 0) AS held`, [TURN_LOCKS]);
    return lock?.held ?? false;
  }

  /** Only those that have a secret, or had one that the broker still knows. */
  async mark(tx: Tx, deviceIds: readonly string[], at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO broker_account_change AS known (device_id, wanted_at, next_attempt_at)
       SELECT DISTINCT device_id, $2::timestamptz, $2::timestamptz FROM mqtt_credential
       WHERE device_id = ANY ($1::uuid[]) AND (revoked_at IS NULL OR held_by_broker) ORDER BY device_id
       ON CONFLICT (device_id) DO UPDATE SET revision = known.revision + 1, attempts = 0,
         wanted_at = least(known.wanted_at, $2), next_attempt_at = $2`,
      [deviceIds, at],
    );
  }

  async due(tx: Tx, now: Date): Promise<AccountNeed[]> {
    return tx.query<AccountNeed>(
      `SELECT device_id AS "deviceId", revision, attempts FROM broker_account_change
       WHERE next_attempt_at <= $1 ORDER BY next_attempt_at, device_id LIMIT ${MOST_AT_ONCE}`,
      [now],
    );
  }

  /** The broker knows; it has to be told again when the next secret ends by itself. */
  async settle(tx: Tx, { deviceId, revision }: AccountNeed, nextEnd: Date | null): Promise<void> {
    await tx.execute(
      nextEnd
        ? `UPDATE broker_account_change SET wanted_at = $3, next_attempt_at = $3, attempts = 0, last_error = NULL
           WHERE device_id = $1 AND revision = $2`
        : `DELETE FROM broker_account_change WHERE device_id = $1 AND revision = $2`,
      [deviceId, revision, ...(nextEnd ? [nextEnd] : [])],
    );
  }

  async postpone(tx: Tx, { deviceId, revision, attempts }: AccountNeed, error: string, until: Date): Promise<void> {
    await tx.execute(
      `UPDATE broker_account_change SET attempts = $3, last_error = $4, next_attempt_at = $5
       WHERE device_id = $1 AND revision = $2`,
      [deviceId, revision, attempts + 1, error, until],
    );
  }

  /** Found behind without anybody having told us of a change: asked again, as what could not be told. */
  async noteBehind(tx: Tx, deviceId: string, error: string, now: Date, until: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO broker_account_change AS known (device_id, wanted_at, next_attempt_at, attempts, last_error)
       VALUES ($1, $2, $4, 1, $3)
       ON CONFLICT (device_id) DO UPDATE SET last_error = $3, wanted_at = least(known.wanted_at, $2),
         next_attempt_at = least(known.next_attempt_at, $4)`,
      [deviceId, now, error, until],
    );
  }

  async lag(tx: Tx, now: Date): Promise<AccountLag> {
    const lag = await tx.queryOne<AccountLag>(
      `SELECT count(*)::integer AS behind, min(wanted_at) AS since,
         (array_agg(last_error ORDER BY wanted_at) FILTER (WHERE last_error IS NOT NULL))[1] AS "lastError"
       FROM broker_account_change WHERE wanted_at <= $1`,
      [now],
    );
    return lag ?? { behind: 0, since: null, lastError: null };
  }

  async isBehind(tx: Tx, deviceId: string, now: Date): Promise<boolean> {
    const waiting = await tx.query(`SELECT 1 FROM broker_account_change WHERE device_id = $1 AND wanted_at <= $2`, [
      deviceId,
      now,
    ]);
    return waiting.length > 0;
  }

  /** Every device that the broker knows by us, or has to. */
  async deviceIds(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT device_id AS id FROM mqtt_credential
       WHERE held_by_broker OR (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)) ORDER BY id`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Every user name that the broker may know by us. */
  async allHeldNames(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ username: string }>(
      `SELECT DISTINCT username FROM mqtt_credential WHERE held_by_broker`,
    );
    return rows.map(({ username }) => username);
  }

  async heldNames(tx: Tx, deviceId: string): Promise<string[]> {
    const rows = await tx.query<{ username: string }>(
      `SELECT DISTINCT username FROM mqtt_credential WHERE device_id = $1 AND held_by_broker`,
      [deviceId],
    );
    return rows.map(({ username }) => username);
  }

  /** Before the broker is told, so that a crash in between leaves no log-in behind that nobody remembers. */
  async recordMeant(tx: Tx, credentialIds: readonly string[]): Promise<void> {
    await tx.execute(
      `UPDATE mqtt_credential SET held_by_broker = true WHERE id = ANY ($1::uuid[]) AND NOT held_by_broker`,
      [credentialIds],
    );
  }

  /** After it was told these and nothing else of the device. Secrets that ended are not readable any more. */
  async recordHeld(tx: Tx, deviceId: string, credentialIds: readonly string[], now: Date): Promise<void> {
    await tx.execute(
      `UPDATE mqtt_credential SET held_by_broker = (id = ANY ($2::uuid[])),
         secret_sealed = CASE WHEN revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3) THEN secret_sealed END
       WHERE device_id = $1 AND (held_by_broker <> (id = ANY ($2::uuid[]))
         OR (secret_sealed IS NOT NULL AND (revoked_at IS NOT NULL OR expires_at <= $3)))`,
      [deviceId, credentialIds, now],
    );
  }
}
