import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** A log-in: the family of refresh tokens of which each replaced the one before it. */
export interface LogInRow {
  readonly logInId: string;
  readonly userId: string;
}

export interface RefreshTokenRow extends LogInRow {
  readonly id: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The only SQL on refresh tokens and one-time links. */
@Injectable()
export class RefreshTokenRepository {
  async insert(
    tx: Tx,
    token: LogInRow & { id: string; sha256: Buffer; issuedAt: Date; expiresAt: Date },
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO refresh_token (id, family_id, user_id, token_sha256, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [token.id, token.logInId, token.userId, token.sha256, token.issuedAt, token.expiresAt],
    );
  }

  async logInOf(tx: Tx, sha256: Buffer): Promise<LogInRow | undefined> {
    return tx.queryOne<LogInRow>(
      `SELECT family_id AS "logInId", user_id AS "userId" FROM refresh_token WHERE token_sha256 = $1`,
      [sha256],
    );
  }

  async isLive(tx: Tx, { logInId, userId }: LogInRow): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT 1 FROM refresh_token WHERE family_id = $1 AND user_id = $2 AND revoked_at IS NULL LIMIT 1`,
      [logInId, userId],
    );
    return row !== undefined;
  }

  /** When the log-in is over by itself; undefined when it was ended. */
  async liveUntil(tx: Tx, { logInId, userId }: LogInRow): Promise<Date | undefined> {
    const row = await tx.queryOne<{ end: Date | null }>(
      `SELECT max(expires_at) AS "end" FROM refresh_token WHERE family_id = $1 AND user_id = $2 AND revoked_at IS NULL`,
      [logInId, userId],
    );
    return row?.end ?? undefined;
  }

  /** Locks the row: of two uses at once the second one sees the first. */
  async lock(tx: Tx, sha256: Buffer): Promise<RefreshTokenRow | undefined> {
    return tx.queryOne<RefreshTokenRow>(
      `SELECT id, family_id AS "logInId", user_id AS "userId", expires_at AS "expiresAt", used_at AS "usedAt", revoked_at AS "revokedAt"
       FROM refresh_token WHERE token_sha256 = $1 FOR UPDATE`,
      [sha256],
    );
  }

  async markUsed(tx: Tx, id: string, now: Date): Promise<void> {
    await tx.execute(`UPDATE refresh_token SET used_at = $2 WHERE id = $1`, [id, now]);
  }

  /** False when it had ended before. */
  async revokeLogIn(tx: Tx, logInId: string, now: Date): Promise<boolean> {
    const revoked = await tx.execute(
      `UPDATE refresh_token SET revoked_at = $2 WHERE family_id = $1 AND revoked_at IS NULL`,
      [logInId, now],
    );
    return revoked > 0;
  }

  async revokeAllOf(tx: Tx, userId: string, now: Date): Promise<void> {
    await tx.execute(`UPDATE refresh_token SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL`, [
      userId,
      now,
    ]);
  }

  async insertLink(tx: Tx, link: { userId: string; sha256: Buffer; expiresAt: Date }): Promise<void> {
    await tx.execute(
      `INSERT INTO one_time_link (token_sha256, user_id, purpose, expires_at) VALUES ($1, $2, 'set_password', $3)`,
      [link.sha256, link.userId, link.expiresAt],
    );
  }

  async isLiveLink(tx: Tx, sha256: Buffer, now: Date): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT 1 FROM one_time_link WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2`,
      [sha256, now],
    );
    return row !== undefined;
  }

  async endLinksOf(tx: Tx, userId: string, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE one_time_link SET expires_at = $2 WHERE user_id = $1 AND used_at IS NULL AND expires_at > $2`,
      [userId, now],
    );
  }

  /** Uses a link up; undefined when it is unknown, used or over. */
  async consumeLink(tx: Tx, sha256: Buffer, now: Date): Promise<string | undefined> {
    const row = await tx.queryOne<{ user_id: string }>(
      `UPDATE one_time_link SET used_at = $2 WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2 RETURNING user_id`,
      [sha256, now],
    );
    return row?.user_id;
  }
}
