import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { AgendaItem, Conclusion, InvitedExpert, Material, Voice } from './consultation.rules.js';

/** One wording among those that a conclusion had. */
export interface Version {
  readonly conclusionId: string;
  readonly version: number;
  readonly text: string;
  readonly sha256: string;
  readonly draftedSeq: number;
}

const AGENDA = `item_id AS "itemId", position, title, presenter, minutes, state, begun_seq::float8 AS "begunSeq",
  ended_seq::float8 AS "endedSeq"`;
const MATERIAL = `material_id AS "materialId", agenda_item_id AS "agendaItemId", title, evidence_id AS "evidenceId", kind,
  sha256, text, scope, added_by AS "addedBy", added_seq::float8 AS "addedSeq"`;
const INVITED = `expert_id AS "expertId", name, organisation, user_id AS "userId", guest_id AS "guestId",
  invited_seq::float8 AS "invitedSeq"`;
const CONCLUSIONS = `SELECT c.conclusion_id AS "conclusionId", c.agenda_item_id AS "agendaItemId", c.state, c.version, v.text,
  encode(v.sha256, 'hex') AS sha256, v.drafted_by AS "draftedBy", v.drafted_seq::float8 AS "draftedSeq",
  c.settled_seq::float8 AS "settledSeq"
  FROM conclusion c JOIN conclusion_version v USING (session_id, conclusion_id, version)`;
const VOICE = `conclusion_id AS "conclusionId", version, encode(sha256, 'hex') AS sha256, speaker_id AS "speakerId",
  speaker_kind AS "speakerKind", name, organisation, role, stance, reason, seq::float8 AS seq, at`;

/** The only SQL on consultations. The session must be locked by whoever writes. */
@Injectable()
export class ConsultationRepository {
  async place(tx: Tx, sessionId: string): Promise<string | null> {
    const row = await tx.queryOne<{ place: string | null }>(`SELECT place FROM consultation WHERE session_id = $1`, [
      sessionId,
    ]);
    return row?.place ?? null;
  }

  async savePlace(tx: Tx, sessionId: string, place: string | null): Promise<void> {
    await tx.execute(
      `INSERT INTO consultation (session_id, place) VALUES ($1, $2) ON CONFLICT (session_id) DO UPDATE SET place = $2`,
      [sessionId, place],
    );
  }

  /** In their order, with those that were dropped. */
  async agenda(tx: Tx, sessionId: string): Promise<AgendaItem[]> {
    return tx.query<AgendaItem>(`SELECT ${AGENDA} FROM agenda_item WHERE session_id = $1 ORDER BY position, item_id`, [
      sessionId,
    ]);
  }

  /** Inserts or replaces. What ends comes before what begins: one item alone is under way. */
  async saveAgenda(tx: Tx, sessionId: string, items: readonly AgendaItem[]): Promise<void> {
    await tx.execute(
      `INSERT INTO agenda_item (session_id, item_id, position, title, presenter, minutes, state, begun_seq, ended_seq)
       SELECT $1, r."itemId", r.position, r.title, r.presenter, r.minutes, r.state, r."begunSeq", r."endedSeq"
       FROM jsonb_to_recordset($2::jsonb) AS r ("itemId" uuid, position int, title text, presenter text, minutes int,
         state text, "begunSeq" bigint, "endedSeq" bigint)
       ON CONFLICT (session_id, item_id) DO UPDATE SET position = EXCLUDED.position, title = EXCLUDED.title,
         presenter = EXCLUDED.presenter, minutes = EXCLUDED.minutes, state = EXCLUDED.state,
         begun_seq = EXCLUDED.begun_seq, ended_seq = EXCLUDED.ended_seq`,
      [sessionId, JSON.stringify(items)],
    );
  }

  async materials(tx: Tx, sessionId: string): Promise<Material[]> {
    return tx.query<Material>(
      `SELECT ${MATERIAL} FROM consultation_material WHERE session_id = $1 ORDER BY added_seq`,
      [sessionId],
    );
  }

  async materialCount(tx: Tx, sessionId: string): Promise<number> {
    return this.count(tx, `SELECT count(*)::int AS n FROM consultation_material WHERE session_id = $1`, [sessionId]);
  }

  /** False when the id is taken. */
  async insertMaterial(tx: Tx, sessionId: string, material: Material): Promise<boolean> {
    const inserted = await tx.execute(
      `INSERT INTO consultation_material (session_id, material_id, agenda_item_id, title, evidence_id, kind, sha256, text,
         scope, added_by, added_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
      [
        sessionId,
        material.materialId,
        material.agendaItemId,
        material.title,
        material.evidenceId,
        material.kind,
        material.sha256,
        material.text,
        JSON.stringify(material.scope),
        material.addedBy,
        material.addedSeq,
      ],
    );
    return inserted === 1;
  }

  async invited(tx: Tx, sessionId: string): Promise<InvitedExpert[]> {
    return tx.query<InvitedExpert>(`SELECT ${INVITED} FROM invited_expert WHERE session_id = $1 ORDER BY invited_seq`, [
      sessionId,
    ]);
  }

  /** Inserts or, for somebody who was invited before, replaces. */
  async saveInvited(tx: Tx, sessionId: string, expert: InvitedExpert): Promise<void> {
    const { expertId, name, organisation, userId, guestId, invitedSeq } = expert;
    await tx.execute(
      `INSERT INTO invited_expert (session_id, expert_id, name, organisation, user_id, guest_id, invited_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (session_id, expert_id) DO UPDATE SET name = $3, organisation = $4, user_id = $5, guest_id = $6,
         invited_seq = $7`,
      [sessionId, expertId, name, organisation, userId, guestId, invitedSeq],
    );
  }

  async conclusions(tx: Tx, sessionId: string): Promise<Conclusion[]> {
    return tx.query<Conclusion>(`${CONCLUSIONS} WHERE c.session_id = $1 ORDER BY c.conclusion_id`, [sessionId]);
  }

  async conclusion(tx: Tx, sessionId: string, conclusionId: string): Promise<Conclusion | undefined> {
    return tx.queryOne<Conclusion>(`${CONCLUSIONS} WHERE c.session_id = $1 AND c.conclusion_id = $2`, [
      sessionId,
      conclusionId,
    ]);
  }

  async conclusionCount(tx: Tx, sessionId: string): Promise<number> {
    return this.count(tx, `SELECT count(*)::int AS n FROM conclusion WHERE session_id = $1`, [sessionId]);
  }

  /** The conclusion as it is from now on, and its new wording beside those it had. */
  async saveWording(tx: Tx, sessionId: string, conclusion: Conclusion): Promise<void> {
    const { conclusionId, agendaItemId, state, version, text, sha256, draftedBy, draftedSeq } = conclusion;
    await tx.execute(
      `INSERT INTO conclusion (session_id, conclusion_id, agenda_item_id, state, version) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (session_id, conclusion_id) DO UPDATE SET version = $5`,
      [sessionId, conclusionId, agendaItemId, state, version],
    );
    await tx.execute(
      `INSERT INTO conclusion_version (session_id, conclusion_id, version, text, sha256, drafted_by, drafted_seq)
       VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7)`,
      [sessionId, conclusionId, version, text, sha256, draftedBy, draftedSeq],
    );
  }

  async settle(tx: Tx, sessionId: string, conclusionId: string, seq: number): Promise<void> {
    await tx.execute(
      `UPDATE conclusion SET state = 'settled', settled_seq = $3 WHERE session_id = $1 AND conclusion_id = $2`,
      [sessionId, conclusionId, seq],
    );
  }

  async versions(tx: Tx, sessionId: string): Promise<Version[]> {
    return tx.query<Version>(
      `SELECT conclusion_id AS "conclusionId", version, text, encode(sha256, 'hex') AS sha256,
         drafted_seq::float8 AS "draftedSeq"
       FROM conclusion_version WHERE session_id = $1 ORDER BY conclusion_id, version`,
      [sessionId],
    );
  }

  /** What was answered to every wording, in the order of the record. */
  async voices(tx: Tx, sessionId: string): Promise<Voice[]> {
    return tx.query<Voice>(`SELECT ${VOICE} FROM conclusion_voice WHERE session_id = $1 ORDER BY seq`, [sessionId]);
  }

  /** False when they have answered this wording before. */
  async insertVoice(tx: Tx, sessionId: string, voice: Voice): Promise<boolean> {
    const inserted = await tx.execute(
      `INSERT INTO conclusion_voice (session_id, conclusion_id, version, sha256, speaker_id, speaker_kind, name,
         organisation, role, stance, reason, seq, at)
       VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT ON CONSTRAINT pk_conclusion_voice DO NOTHING`,
      [
        sessionId,
        voice.conclusionId,
        voice.version,
        voice.sha256,
        voice.speakerId,
        voice.speakerKind,
        voice.name,
        voice.organisation,
        voice.role,
        voice.stance,
        voice.reason,
        voice.seq,
        voice.at,
      ],
    );
    return inserted === 1;
  }

  private async count(tx: Tx, sql: string, values: readonly unknown[]): Promise<number> {
    return (await tx.queryOne<{ n: number }>(sql, values))?.n ?? 0;
  }
}
