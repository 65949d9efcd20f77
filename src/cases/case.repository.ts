import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../identity/index.js';
import type { Tx } from '../platform/index.js';
import { CaseFile } from './case-file.entity.js';

export interface CaseFilter {
  readonly scope: AccessScope;
  readonly text?: string;
  readonly stage?: string;
  readonly before?: string;
  readonly limit: number;
}

/** The only SQL on case files. */
@Injectable()
export class CaseRepository {
  async insert(tx: Tx, file: CaseFile): Promise<void> {
    await tx.repository(CaseFile).insert(file);
  }

  async find(tx: Tx, id: string): Promise<CaseFile | null> {
    return tx.repository(CaseFile).findOneBy({ id });
  }

  async findByNumber(tx: Tx, number: string): Promise<CaseFile | null> {
    return tx.repository(CaseFile).findOneBy({ number });
  }

  async list(tx: Tx, { scope, text, stage, before, limit }: CaseFilter): Promise<CaseFile[]> {
    const query = tx
      .repository(CaseFile)
      .createQueryBuilder('c')
      .where('(c.unitId = ANY(:unitIds) OR c.id = ANY(:caseIds))', { unitIds: scope.unitIds, caseIds: scope.caseIds })
      .orderBy('c.id', 'DESC')
      .limit(limit);
    if (text) query.andWhere('position(lower(:text) IN lower(c.number || c.title)) > 0', { text });
    if (stage) query.andWhere('c.stage = :stage', { stage });
    if (before) query.andWhere('c.id < :before', { before });
    return query.getMany();
  }

  async closedIds(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM case_file WHERE stage = 'closed'`);
    return rows.map(({ id }) => id);
  }

  async domains(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; domain: string }>(`SELECT id, domain FROM case_file WHERE id = ANY($1)`, [
      ids,
    ]);
    return new Map(rows.map(({ id, domain }) => [id, domain]));
  }

  /** Until the transaction ends nobody else changes the file or its members; references to it stay possible. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.execute(`SELECT 1 FROM case_file WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  async addMember(
    tx: Tx,
    member: { caseId: string; userId: string; addedAt: Date; addedBy: string },
  ): Promise<boolean> {
    const added = await tx.execute(
      `INSERT INTO case_member (case_id, user_id, added_at, added_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [member.caseId, member.userId, member.addedAt, member.addedBy],
    );
    return added === 1;
  }

  async removeMember(tx: Tx, caseId: string, userId: string): Promise<boolean> {
    return (await tx.execute(`DELETE FROM case_member WHERE case_id = $1 AND user_id = $2`, [caseId, userId])) === 1;
  }

  /** Members by case. */
  async members(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tx.query<{ case_id: string; user_id: string }>(
      `SELECT case_id, user_id FROM case_member WHERE case_id = ANY($1) ORDER BY added_at, user_id`,
      [caseIds],
    );
    const byCase = new Map<string, string[]>();
    for (const row of rows) byCase.set(row.case_id, [...(byCase.get(row.case_id) ?? []), row.user_id]);
    return byCase;
  }
}
