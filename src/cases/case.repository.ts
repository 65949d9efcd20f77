import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../identity/index.js';
import type { Tx } from '../platform/index.js';
import { CaseFile } from './case-file.entity.js';
import type { CaseStage } from './case.rules.js';
import { CaseStageChange } from './case-stage-change.entity.js';
import type { FollowUp } from './follow-up.rules.js';

export interface CaseFilter {
  readonly scope: AccessScope;
  readonly text?: string | undefined;
  readonly stage?: string | undefined;
  readonly domain?: string | undefined;
  readonly unitId?: string | undefined;
  /** Of whom it is a case. */
  readonly memberId?: string | undefined;
  /** The follow-up falls on this day or before. */
  readonly followUpBy?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What each filter asks of a file. */
const NARROWING = {
  text: 'position(lower(:text) IN lower(c.number || c.title)) > 0',
  stage: 'c.stage = :stage',
  domain: 'c.domain = :domain',
  unitId: 'c.unitId = :unitId',
  memberId: 'EXISTS (SELECT 1 FROM case_member m WHERE m.case_id = c.id AND m.user_id = :memberId)',
  followUpBy: 'c.followUpOn <= :followUpBy',
  before: 'c.id < :before',
} as const satisfies Partial<Record<keyof CaseFilter, string>>;

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

  async list(tx: Tx, { scope, limit, ...filter }: CaseFilter): Promise<CaseFile[]> {
    const query = tx
      .repository(CaseFile)
      .createQueryBuilder('c')
      .where('(c.unitId = ANY(:unitIds) OR c.id = ANY(:caseIds))', { unitIds: scope.unitIds, caseIds: scope.caseIds })
      .orderBy('c.id', 'DESC')
      .limit(limit);
    for (const [name, condition] of Object.entries(NARROWING)) {
      const value = filter[name as keyof typeof NARROWING];
      if (value !== undefined) query.andWhere(condition, { [name]: value });
    }
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

  async setStage(tx: Tx, id: string, stage: CaseStage): Promise<void> {
    await tx.repository(CaseFile).update({ id }, { stage });
  }

  async setFollowUp(tx: Tx, id: string, { on, note }: FollowUp): Promise<void> {
    await tx.repository(CaseFile).update({ id }, { followUpOn: on, followUpNote: note, followUpToldOn: null });
  }

  /** Files whose follow-up has come and of which nobody was reminded yet; they stay locked, and those locked are left out. */
  async followUpsToTell(tx: Tx, today: string, limit: number): Promise<CaseFile[]> {
    return tx
      .repository(CaseFile)
      .createQueryBuilder('c')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where('c.followUpOn <= :today AND c.followUpToldOn IS DISTINCT FROM c.followUpOn', { today })
      .orderBy('c.followUpOn')
      .limit(limit)
      .getMany();
  }

  async followUpTold(tx: Tx, id: string, day: string): Promise<void> {
    await tx.repository(CaseFile).update({ id }, { followUpToldOn: day });
  }

  async addStageChange(tx: Tx, change: CaseStageChange): Promise<void> {
    await tx.repository(CaseStageChange).insert(change);
  }

  /** Oldest first. */
  async stageChanges(tx: Tx, caseId: string): Promise<CaseStageChange[]> {
    return tx.repository(CaseStageChange).find({ where: { caseId }, order: { id: 'ASC' } });
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
