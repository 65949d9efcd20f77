import { Injectable } from '@nestjs/common';
import { Grants, People } from '../identity/index.js';
import { Clock, PlatformErrors, type Tx } from '../platform/index.js';
import { CaseRepository } from './case.repository.js';
import { CaseErrors } from './cases.errors.js';

/**
 * Membership of a case: the list on the file, and the grants by which access knows it, always together. The file is
 * locked first, because adding and removing the same person at once could leave a grant without its member.
 */
@Injectable()
export class CaseMembers {
  constructor(
    private readonly cases: CaseRepository,
    private readonly grants: Grants,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** @throws CASE_MEMBER_UNKNOWN */
  async add(tx: Tx, caseId: string, userIds: readonly string[]): Promise<void> {
    await this.cases.lock(tx, caseId);
    const missing = await this.people.missing(tx, userIds);
    if (missing.length > 0) throw CaseErrors.CASE_MEMBER_UNKNOWN({ userIds: missing });
    for (const userId of userIds) {
      await this.cases.addMember(tx, { caseId, userId, addedAt: this.clock.now(), addedBy: tx.actor.id });
      await this.grants.grant(tx, { userId, scopeKind: 'case', scopeId: caseId, capability: 'write' });
    }
  }

  /** @throws NOT_FOUND when the person is no member */
  async remove(tx: Tx, caseId: string, userId: string): Promise<void> {
    await this.cases.lock(tx, caseId);
    if (!(await this.cases.removeMember(tx, caseId, userId))) throw PlatformErrors.NOT_FOUND();
    await this.grants.revoke(tx, { userId, scopeKind: 'case', scopeId: caseId, capability: 'write' });
  }

  async of(tx: Tx, caseId: string): Promise<readonly string[]> {
    return (await this.cases.members(tx, [caseId])).get(caseId) ?? [];
  }
}
