import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { ExpertField } from './register.codes.js';
import type { Expert, ExpertAt, Institution } from './register.rules.js';

/** First key of the advisory locks that imports of a unit wait for; the second is one of 256 (decisions, 12). */
const REGISTER_LOCKS = 0x11_8300;

export interface RegisterFilter {
  readonly unitId?: string | undefined;
  readonly institutionId?: string | undefined;
  readonly field?: ExpertField | undefined;
  readonly active?: boolean | undefined;
  /** Part of the name. */
  readonly q?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const INSTITUTION = `i.id, i.unit_id AS "unitId", i.name, i.fields, i.contact, i.active`;
const EXPERT = `e.id, e.unit_id AS "unitId", e.institution_id AS "institutionId", i.name AS "institutionName", e.name,
  e.title, e.fields, e.contact, e.active`;
const EXPERTS = `expert e LEFT JOIN institution i ON i.id = e.institution_id`;

/** The only SQL on experts and institutions. */
@Injectable()
export class RegisterRepository {
  /** Until the transaction ends no other import of the unit runs. */
  async lock(tx: Tx, unitId: string): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [REGISTER_LOCKS, unitId]);
  }

  /** Newest first. */
  async institutions(tx: Tx, { unitId, field, active, q, before, limit }: RegisterFilter): Promise<Institution[]> {
    return tx.query<Institution>(
      `SELECT ${INSTITUTION} FROM institution i
       WHERE ($1::uuid IS NULL OR i.unit_id = $1) AND ($2::text IS NULL OR $2 = ANY (i.fields))
         AND ($3::boolean IS NULL OR i.active = $3) AND ($4::text IS NULL OR strpos(lower(i.name), lower($4)) > 0)
         AND ($5::uuid IS NULL OR i.id < $5)
       ORDER BY i.id DESC LIMIT $6`,
      [unitId ?? null, field ?? null, active ?? null, q ?? null, before ?? null, limit],
    );
  }

  /** Newest first. */
  async experts(tx: Tx, filter: RegisterFilter): Promise<ExpertAt[]> {
    const { unitId, institutionId, field, active, q, before, limit } = filter;
    return tx.query<ExpertAt>(
      `SELECT ${EXPERT} FROM ${EXPERTS}
       WHERE ($1::uuid IS NULL OR e.unit_id = $1) AND ($2::text IS NULL OR $2 = ANY (e.fields))
         AND ($3::boolean IS NULL OR e.active = $3) AND ($4::text IS NULL OR strpos(lower(e.name), lower($4)) > 0)
         AND ($5::uuid IS NULL OR e.id < $5) AND ($7::uuid IS NULL OR e.institution_id = $7)
       ORDER BY e.id DESC LIMIT $6`,
      [unitId ?? null, field ?? null, active ?? null, q ?? null, before ?? null, limit, institutionId ?? null],
    );
  }

  async institution(tx: Tx, id: string): Promise<Institution | undefined> {
    return tx.queryOne<Institution>(`SELECT ${INSTITUTION} FROM institution i WHERE i.id = $1`, [id]);
  }

  async expert(tx: Tx, id: string): Promise<ExpertAt | undefined> {
    return tx.queryOne<ExpertAt>(`SELECT ${EXPERT} FROM ${EXPERTS} WHERE e.id = $1`, [id]);
  }

  /** Until the transaction ends nobody else changes it. */
  async lockInstitution(tx: Tx, id: string): Promise<Institution | undefined> {
    await tx.execute(`SELECT FROM institution WHERE id = $1 FOR UPDATE`, [id]);
    return this.institution(tx, id);
  }

  /** Until the transaction ends nobody else changes them. */
  async lockExpert(tx: Tx, id: string): Promise<ExpertAt | undefined> {
    await tx.execute(`SELECT FROM expert WHERE id = $1 FOR UPDATE`, [id]);
    return this.expert(tx, id);
  }

  /** Those of these names, the own unit's first and then the oldest. */
  async institutionsNamed(tx: Tx, unitId: string, names: readonly string[]): Promise<Institution[]> {
    return tx.query<Institution>(
      `SELECT ${INSTITUTION} FROM institution i WHERE i.name = ANY ($2) AND (i.unit_id = $1 OR i.active)
       ORDER BY i.unit_id <> $1, i.id`,
      [unitId, names],
    );
  }

  /** The unit's own of these names. */
  async expertsNamed(tx: Tx, unitId: string, names: readonly string[]): Promise<ExpertAt[]> {
    return tx.query<ExpertAt>(`SELECT ${EXPERT} FROM ${EXPERTS} WHERE e.unit_id = $1 AND e.name = ANY ($2)`, [
      unitId,
      names,
    ]);
  }

  /** Inserts or replaces by id. @throws the violation of uq_institution_name */
  async saveInstitutions(tx: Tx, rows: readonly Institution[], by: string, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO institution (id, unit_id, name, fields, contact, active, created_by, created_at, updated_at)
       SELECT r.id, r."unitId", r.name, ARRAY(SELECT jsonb_array_elements_text(r.fields)), r.contact, r.active, $2, $3, $3
       FROM jsonb_to_recordset($1::jsonb)
         AS r (id uuid, "unitId" uuid, name text, fields jsonb, contact text, active boolean)
       ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, fields = EXCLUDED.fields, contact = EXCLUDED.contact,
         active = EXCLUDED.active, updated_at = $3`,
      [JSON.stringify(rows), by, now],
    );
  }

  /** Inserts or replaces by id. @throws the violation of uq_expert_name */
  async saveExperts(tx: Tx, rows: readonly Expert[], by: string, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO expert
         (id, unit_id, institution_id, name, title, fields, contact, active, created_by, created_at, updated_at)
       SELECT r.id, r."unitId", r."institutionId", r.name, r.title, ARRAY(SELECT jsonb_array_elements_text(r.fields)),
         r.contact, r.active, $2, $3, $3
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "unitId" uuid, "institutionId" uuid, name text, title text,
         fields jsonb, contact text, active boolean)
       ON CONFLICT (id) DO UPDATE SET institution_id = EXCLUDED.institution_id, name = EXCLUDED.name,
         title = EXCLUDED.title, fields = EXCLUDED.fields, contact = EXCLUDED.contact, active = EXCLUDED.active,
         updated_at = $3`,
      [JSON.stringify(rows), by, now],
    );
  }
}
