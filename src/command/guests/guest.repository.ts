import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { SessionState } from '../sessions/session.rules.js';
import type { Guest } from './guest.rules.js';

/** A guest with the session as it stands. */
export interface GuestAtSession {
  readonly guest: Guest;
  readonly title: string;
  readonly state: SessionState;
  readonly lastSeq: number;
}

type Row = Guest & Pick<GuestAtSession, 'title' | 'state' | 'lastSeq'>;

const COLUMNS = `
  g.id, g.session_id AS "sessionId", g.name, g.organisation, g.purpose, g.may_speak AS "maySpeak",
  g.expires_at AS "expiresAt", g.invited_by AS "invitedBy", g.invited_seq::float8 AS "invitedSeq",
  g.entered_seq::float8 AS "enteredSeq", g.revoked_at AS "revokedAt"`;
const WITH_SESSION = `SELECT ${COLUMNS}, s.title, s.state, s.last_seq::float8 AS "lastSeq" FROM session_guest g JOIN command_session s ON s.id = g.session_id`;

@Injectable()
export class GuestRepository {
  async insert(tx: Tx, guest: Guest, tokenSha256: Buffer, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO session_guest
         (id, session_id, name, organisation, purpose, may_speak, token_sha256, expires_at, invited_by, invited_seq, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        guest.id,
        guest.sessionId,
        guest.name,
        guest.organisation,
        guest.purpose,
        guest.maySpeak,
        tokenSha256,
        guest.expiresAt,
        guest.invitedBy,
        guest.invitedSeq,
        now,
      ],
    );
  }

  async byToken(tx: Tx, tokenSha256: Buffer): Promise<GuestAtSession | undefined> {
    return withSession(await tx.queryOne<Row>(`${WITH_SESSION} WHERE g.token_sha256 = $1`, [tokenSha256]));
  }

  async find(tx: Tx, id: string): Promise<GuestAtSession | undefined> {
    return withSession(await tx.queryOne<Row>(`${WITH_SESSION} WHERE g.id = $1`, [id]));
  }

  async ofSession(tx: Tx, sessionId: string): Promise<Guest[]> {
    return tx.query<Guest>(`SELECT ${COLUMNS} FROM session_guest g WHERE g.session_id = $1 ORDER BY g.id`, [sessionId]);
  }

  async noteEntry(tx: Tx, id: string, seq: number): Promise<void> {
    await tx.execute(`UPDATE session_guest SET entered_seq = $2 WHERE id = $1 AND entered_seq IS NULL`, [id, seq]);
  }

  /** False when there is no such invitation in the session, or it was withdrawn before. */
  async revoke(tx: Tx, { sessionId, id }: Pick<Guest, 'sessionId' | 'id'>, by: string, now: Date): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE session_guest SET revoked_at = $3, revoked_by = $4 WHERE session_id = $1 AND id = $2 AND revoked_at IS NULL`,
      [sessionId, id, now, by],
    );
    return touched > 0;
  }

  /** Withdraws every invitation of a session that still opens something. */
  async revokeAll(tx: Tx, sessionId: string, by: string, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE session_guest SET revoked_at = $2, revoked_by = $3
       WHERE session_id = $1 AND revoked_at IS NULL AND expires_at > $2 RETURNING id`,
      [sessionId, now, by],
    );
    return rows.map(({ id }) => id).sort((a, b) => a.localeCompare(b));
  }
}

function withSession(row: Row | undefined): GuestAtSession | undefined {
  if (!row) return undefined;
  const { title, state, lastSeq, ...guest } = row;
  return { guest, title, state, lastSeq };
}
