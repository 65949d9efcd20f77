import { Injectable } from '@nestjs/common';
import type { Tier } from '../../identity/index.js';
import { newId, type Tx } from '../../platform/index.js';
import type { SessionRole } from './session-roles.js';

export const PARTICIPANT_STATES = ['invited', 'joined', 'left', 'requested', 'declined', 'removed'] as const;
export type ParticipantState = (typeof PARTICIPANT_STATES)[number];

export const JOIN_MODES = ['opened', 'invited', 'pulled_in', 'supervising', 'requested'] as const;
export type JoinMode = (typeof JOIN_MODES)[number];

/** A person's part in a session, or (without `userId`) the invitation of a whole unit. */
export interface Participant {
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string | null;
  readonly unitId: string;
  readonly tier: Tier;
  readonly role: SessionRole | null;
  readonly state: ParticipantState;
  readonly joinMode: JoinMode;
  readonly invitedBy: string | null;
  readonly joinedSeq: number | null;
  readonly leftSeq: number | null;
  /** True while the session, and not the case itself, opens the case file to them. */
  readonly caseGranted: boolean;
}

/** What a command's giver is to the session, and whether the same cmdId was carried out before. */
export interface Claim {
  readonly own: Participant | undefined;
  readonly invitedUnits: readonly { readonly unitId: string; readonly role: SessionRole | null }[];
  readonly earlier: EarlierCommand | undefined;
}

/** Units invited as a whole, and people who were removed. */
export interface Admission {
  readonly invitedUnits: readonly string[];
  readonly removed: readonly string[];
}

export interface EarlierCommand {
  readonly seq: number;
  readonly type: string;
  readonly userId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const COLUMNS = `
  'id', p.id, 'sessionId', p.session_id, 'userId', p.user_id, 'unitId', p.unit_id, 'tier', p.tier, 'role', p.role,
  'state', p.state, 'joinMode', p.join_mode, 'invitedBy', p.invited_by, 'joinedSeq', p.joined_seq, 'leftSeq', p.left_seq,
  'caseGranted', p.case_granted`;

/** Someone who takes no part yet. */
export function newParticipant(
  who: Pick<Participant, 'sessionId' | 'userId' | 'unitId' | 'tier' | 'joinMode'>,
): Participant {
  return {
    ...who,
    id: newId(),
    role: null,
    state: 'invited',
    invitedBy: null,
    joinedSeq: null,
    leftSeq: null,
    caseGranted: false,
  };
}

interface ClaimRow {
  readonly own: Participant | null;
  readonly units: Claim['invitedUnits'] | null;
  readonly earlier: EarlierCommand | null;
}

const CLAIM = `
  SELECT
    (SELECT jsonb_build_object(${COLUMNS}) FROM session_participant p WHERE session_id = $1 AND user_id = $2) AS own,
    (SELECT jsonb_agg(jsonb_build_object('unitId', unit_id, 'role', role)) FROM session_participant
     WHERE session_id = $1 AND user_id IS NULL) AS units,
    (SELECT jsonb_build_object('seq', seq, 'type', type, 'userId', actor ->> 'userId', 'payload', payload)
     FROM session_event WHERE session_id = $1 AND cmd_id = $3) AS earlier`;

@Injectable()
export class ParticipantRepository {
  /** Everything a command needs to know of its giver, in one question. */
  async claim(tx: Tx, sessionId: string, userId: string, cmdId: string): Promise<Claim> {
    const [row] = await tx.prepared<ClaimRow>('command.claim', CLAIM, [sessionId, userId, cmdId]);
    return { own: row?.own ?? undefined, invitedUnits: row?.units ?? [], earlier: row?.earlier ?? undefined };
  }

  async find(tx: Tx, sessionId: string, userId: string): Promise<Participant | undefined> {
    return (await this.read(tx, `p.session_id = $1 AND p.user_id = $2`, [sessionId, userId]))[0];
  }

  async findUnit(tx: Tx, sessionId: string, unitId: string): Promise<Participant | undefined> {
    return (await this.read(tx, `p.session_id = $1 AND p.unit_id = $2 AND p.user_id IS NULL`, [sessionId, unitId]))[0];
  }

  async ofSession(tx: Tx, sessionId: string): Promise<Participant[]> {
    return this.read(tx, `p.session_id = $1`, [sessionId]);
  }

  /** Who is let in by their unit, and who is kept out as a person, by session. */
  async admissions(tx: Tx, sessionIds: readonly string[]): Promise<ReadonlyMap<string, Admission>> {
    const rows = await tx.query<Admission & { sessionId: string }>(
      `SELECT session_id AS "sessionId",
         coalesce(array_agg(unit_id::text) FILTER (WHERE user_id IS NULL), '{}') AS "invitedUnits",
         coalesce(array_agg(user_id::text) FILTER (WHERE user_id IS NOT NULL), '{}') AS removed
       FROM session_participant
       WHERE session_id = ANY ($1::uuid[]) AND (user_id IS NULL OR state = 'removed') GROUP BY session_id`,
      [sessionIds],
    );
    return new Map(rows.map(({ sessionId, ...admission }) => [sessionId, admission]));
  }

  /** Whether any session of the case opens it to the person. */
  async isCaseGranted(tx: Tx, caseId: string, userId: string): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT FROM session_participant p JOIN command_session s ON s.id = p.session_id
       WHERE p.user_id = $2 AND p.case_granted AND s.case_id = $1 LIMIT 1`,
      [caseId, userId],
    );
    return row !== undefined;
  }

  /** Inserts or replaces. */
  async save(tx: Tx, participant: Participant, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO session_participant (id, session_id, user_id, unit_id, tier, role, state, join_mode, invited_by,
         joined_seq, left_seq, case_granted, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
       ON CONFLICT (id) DO UPDATE SET unit_id = $4, tier = $5, role = $6, state = $7, join_mode = $8, invited_by = $9,
         joined_seq = $10, left_seq = $11, case_granted = $12, updated_at = $13,
         on_line = session_participant.on_line AND $7 = 'joined'`,
      [
        participant.id,
        participant.sessionId,
        participant.userId,
        participant.unitId,
        participant.tier,
        participant.role,
        participant.state,
        participant.joinMode,
        participant.invitedBy,
        participant.joinedSeq,
        participant.leftSeq,
        participant.caseGranted,
        now,
      ],
    );
  }

  private async read(tx: Tx, where: string, parameters: readonly unknown[]): Promise<Participant[]> {
    const rows = await tx.query<{ participant: Participant }>(
      `SELECT jsonb_build_object(${COLUMNS}) AS participant FROM session_participant p WHERE ${where} ORDER BY p.id`,
      parameters,
    );
    return rows.map(({ participant }) => participant);
  }
}
