import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Session } from '../sessions/session.repository.js';
import type { EventActor, SessionEvent } from './session-event.js';
import type { EventScope } from './visibility.rules.js';

interface EventRow extends Omit<SessionEvent, 'occurredAt' | 'recordedAt'> {
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/** A line of chat as it was recorded. */
export interface RecordedLine {
  readonly seq: number;
  readonly actor: EventActor;
  readonly occurredAt: Date;
  readonly scope: EventScope;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly hash: Buffer;
}

const COLUMNS = `
  session_id AS "sessionId", seq::float8 AS seq, cmd_id AS "cmdId", type, actor, occurred_at AS "occurredAt",
  recorded_at AS "recordedAt", scope, payload, prev_hash AS "prevHash", hash`;

const APPEND = `
  WITH recorded AS (
    INSERT INTO session_event
      (session_id, seq, cmd_id, type, actor, occurred_at, recorded_at, scope, payload, prev_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))
  UPDATE command_session SET last_seq = $2, last_hash = $11, updated_at = $7, state = $12, commander_user_id = $13,
    commander_unit_id = $14, epoch = $15, offered_to_user_id = $16, offer_expires_at = $17, closed_manifest_sha256 = $18
  WHERE id = $1`;

@Injectable()
export class EventRepository {
  /**
   * Writes the event and the session as it is after it, in one statement that the commit follows at once. The session must be
   * locked.
   */
  append(tx: Tx, event: SessionEvent, after: Session): void {
    tx.lastly(
      tx.prepared('command.append', APPEND, [
        event.sessionId,
        event.seq,
        event.cmdId,
        event.type,
        JSON.stringify(event.actor),
        event.occurredAt,
        event.recordedAt,
        JSON.stringify(event.scope),
        JSON.stringify(event.payload),
        event.prevHash,
        event.hash,
        after.state,
        after.commanderUserId,
        after.commanderUnitId,
        after.epoch,
        after.offeredToUserId,
        after.offerExpiresAt,
        after.closedManifestSha256,
      ]),
    );
  }

  /** Events after a number, in order. */
  async after(tx: Tx, sessionId: string, after: number, limit: number): Promise<SessionEvent[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${COLUMNS} FROM session_event WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
      [sessionId, after, limit],
    );
    return rows.map(toEvent);
  }

  /** The newest that are meant for everyone, without those of some families and types, the newest first. */
  async latest(
    tx: Tx,
    sessionId: string,
    without: { readonly families: readonly string[]; readonly types: readonly string[] },
    limit: number,
  ): Promise<SessionEvent[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${COLUMNS} FROM session_event
       WHERE session_id = $1 AND scope ->> 'kind' = 'ALL' AND split_part(type, '.', 1) <> ALL ($2) AND type <> ALL ($3)
       ORDER BY seq DESC LIMIT $4`,
      [sessionId, without.families, without.types, limit],
    );
    return rows.map(toEvent);
  }

  /** All of some types, in order. */
  async ofTypes(tx: Tx, sessionId: string, types: readonly string[]): Promise<SessionEvent[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${COLUMNS} FROM session_event WHERE session_id = $1 AND type = ANY ($2) ORDER BY seq`,
      [sessionId, types],
    );
    return rows.map(toEvent);
  }

  /** Every hash in the order of the numbers, hex. */
  async hashes(tx: Tx, sessionId: string): Promise<string[]> {
    const rows = await tx.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM session_event WHERE session_id = $1 ORDER BY seq`,
      [sessionId],
    );
    return rows.map(({ hash }) => hash);
  }

  /** The number of the event that a command or an occasion was entered under. */
  async seqOf(tx: Tx, sessionId: string, cmdId: string): Promise<number | undefined> {
    const row = await tx.queryOne<{ seq: number }>(
      `SELECT seq::float8 AS seq FROM session_event WHERE session_id = $1 AND cmd_id = $2`,
      [sessionId, cmdId],
    );
    return row?.seq;
  }

  /** What a command or an occasion was entered as. */
  async entryOf(tx: Tx, sessionId: string, cmdId: string): Promise<Pick<SessionEvent, 'seq' | 'payload'> | undefined> {
    return tx.queryOne<Pick<SessionEvent, 'seq' | 'payload'>>(
      `SELECT seq::float8 AS seq, payload FROM session_event WHERE session_id = $1 AND cmd_id = $2`,
      [sessionId, cmdId],
    );
  }

  async isEntered(tx: Tx, sessionId: string, cmdId: string): Promise<boolean> {
    return (await this.seqOf(tx, sessionId, cmdId)) !== undefined;
  }

  /** A line of chat. */
  async line(tx: Tx, sessionId: string, seq: number): Promise<RecordedLine | undefined> {
    return tx.queryOne<RecordedLine>(
      `SELECT seq::float8 AS seq, actor, occurred_at AS "occurredAt", scope, payload, hash
       FROM session_event WHERE session_id = $1 AND seq = $2 AND type = 'chat.say'`,
      [sessionId, seq],
    );
  }

  /** The event by which the line entered the log. */
  async promotionOf(tx: Tx, sessionId: string, seq: number): Promise<number | undefined> {
    const row = await tx.queryOne<{ seq: number }>(
      `SELECT seq::float8 AS seq FROM session_event
       WHERE session_id = $1 AND type = 'chat.promote' AND payload ->> 'seq' = $2`,
      [sessionId, String(seq)],
    );
    return row?.seq;
  }

  /** The event by which a still with these bytes became evidence. */
  async stillOf(tx: Tx, sessionId: string, sha256: string): Promise<number | undefined> {
    const row = await tx.queryOne<{ seq: number }>(
      `SELECT seq::float8 AS seq FROM session_event
       WHERE session_id = $1 AND type = 'still.promote' AND payload ->> 'sha256' = $2`,
      [sessionId, sha256],
    );
    return row?.seq;
  }
}

function toEvent(row: EventRow): SessionEvent {
  return { ...row, occurredAt: row.occurredAt.toISOString(), recordedAt: row.recordedAt.toISOString() };
}
