import { Injectable } from '@nestjs/common';
import type { AccessScope, Tier } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { BEFORE_THE_END, type SessionKind, type SessionState } from './session.rules.js';

/** A session as it stands; `lastHash` is the head of its chain. */
export interface Session {
  readonly id: string;
  readonly caseId: string;
  readonly title: string;
  readonly kind: SessionKind;
  readonly unitId: string;
  readonly tier: Tier;
  readonly state: SessionState;
  readonly commanderUserId: string;
  readonly commanderUnitId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: Buffer;
  readonly offeredToUserId: string | null;
  readonly offerExpiresAt: Date | null;
  /** When it is meant to begin; null: it began when it was made. */
  readonly scheduledFor: Date | null;
  /** Of the manifest in the event that closed it; null while it is not closed. */
  readonly closedManifestSha256: Buffer | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What an event may change of its session. */
export type SessionChange = Partial<
  Pick<
    Session,
    | 'state'
    | 'commanderUserId'
    | 'commanderUnitId'
    | 'epoch'
    | 'offeredToUserId'
    | 'offerExpiresAt'
    | 'closedManifestSha256'
  >
>;

export interface SessionFilter {
  readonly caseId?: string;
  readonly state?: SessionState;
  /** Only sessions with a smaller id. */
  readonly before?: string;
  readonly limit: number;
}

export interface Pulse {
  readonly sessionId: string;
  readonly lastSeq: number;
  readonly epoch: number;
}

const COLUMNS = `
  id, case_id AS "caseId", title, kind, unit_id AS "unitId", tier, state, commander_user_id AS "commanderUserId",
  commander_unit_id AS "commanderUnitId", epoch, last_seq::float8 AS "lastSeq", last_hash AS "lastHash",
  offered_to_user_id AS "offeredToUserId", offer_expires_at AS "offerExpiresAt", scheduled_for AS "scheduledFor",
  closed_manifest_sha256 AS "closedManifestSha256", created_by AS "createdBy",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const LOCK = `SELECT ${COLUMNS} FROM command_session WHERE id = $1 FOR UPDATE`;

@Injectable()
export class SessionRepository {
  async insert(tx: Tx, session: Session): Promise<void> {
    await tx.execute(
      `INSERT INTO command_session (id, case_id, title, kind, unit_id, tier, state, commander_user_id, commander_unit_id,
         epoch, last_seq, last_hash, created_by, scheduled_for, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)`,
      [
        session.id,
        session.caseId,
        session.title,
        session.kind,
        session.unitId,
        session.tier,
        session.state,
        session.commanderUserId,
        session.commanderUnitId,
        session.epoch,
        session.lastSeq,
        session.lastHash,
        session.createdBy,
        session.scheduledFor,
        session.createdAt,
      ],
    );
  }

  async find(tx: Tx, id: string): Promise<Session | undefined> {
    return tx.queryOne<Session>(`SELECT ${COLUMNS} FROM command_session WHERE id = $1`, [id]);
  }

  async findAll(tx: Tx, ids: readonly string[]): Promise<Session[]> {
    return tx.query<Session>(`SELECT ${COLUMNS} FROM command_session WHERE id = ANY ($1::uuid[])`, [ids]);
  }

  /** Holds the session until the end of the transaction: whoever has it is alone in taking the next number. */
  async lock(tx: Tx, id: string): Promise<Session | undefined> {
    const [session] = await tx.prepared<Session>('command.lock', LOCK, [id]);
    return session;
  }

  /** Sessions in reach, without those that the reader was removed from. */
  async list(tx: Tx, scope: AccessScope, { caseId, state, before, limit }: SessionFilter): Promise<Session[]> {
    const { everything, unitIds, sessionIds, userId } = scope;
    return tx.query<Session>(
      `SELECT ${COLUMNS} FROM command_session s
       WHERE ($1 OR unit_id = ANY ($2::uuid[]) OR id = ANY ($3::uuid[]) OR EXISTS (
           SELECT FROM session_participant p
           WHERE p.session_id = s.id AND p.user_id IS NULL AND p.unit_id = ANY ($2::uuid[])))
         AND NOT EXISTS (
           SELECT FROM session_participant p WHERE p.session_id = s.id AND p.user_id = $8 AND p.state = 'removed')
         AND ($4::uuid IS NULL OR case_id = $4) AND ($5::text IS NULL OR state = $5)
         AND ($6::uuid IS NULL OR id < $6)
       ORDER BY id DESC LIMIT $7`,
      [everything, unitIds, sessionIds, caseId ?? null, state ?? null, before ?? null, limit, userId],
    );
  }

  /** Living sessions with an offer of command that has run out. */
  async offersOver(tx: Tx, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM command_session WHERE offer_expires_at <= $1 AND state = ANY ($3)
       ORDER BY offer_expires_at LIMIT $2`,
      [now, limit, BEFORE_THE_END],
    );
    return rows.map(({ id }) => id);
  }

  /** How far each session is, for heartbeats. */
  async pulses(tx: Tx, ids: readonly string[]): Promise<Pulse[]> {
    return tx.query<Pulse>(
      `SELECT id AS "sessionId", last_seq::float8 AS "lastSeq", epoch FROM command_session WHERE id = ANY ($1::uuid[])`,
      [ids],
    );
  }
}
