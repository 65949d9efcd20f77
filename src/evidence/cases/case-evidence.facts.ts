import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../platform/index.js';
import { type CaseHappening, CaseHappeningRepository, type CasePoint } from './case-happening.repository.js';
import { ListRights } from './list-rights.js';

export type { CaseHappening, CaseHappeningKind, CasePoint } from './case-happening.repository.js';

/** Where and when the evidence of a case has its place, for maps and time lines. */
@Injectable()
export class CaseEvidenceFacts {
  constructor(
    private readonly rights: ListRights,
    private readonly repository: CaseHappeningRepository,
  ) {}

  /** Newest first. @throws NOT_FOUND */
  async happenings(
    tx: Tx,
    actor: Actor,
    caseId: string,
    page: { readonly before?: { readonly at: string; readonly key: string } | undefined; readonly limit: number },
  ): Promise<CaseHappening[]> {
    await this.rights.requireReading(tx, actor, caseId);
    return this.repository.happenings(tx, caseId, page);
  }

  /** @throws NOT_FOUND */
  async points(tx: Tx, actor: Actor, caseId: string, limit: number): Promise<CasePoint[]> {
    await this.rights.requireReading(tx, actor, caseId);
    return this.repository.points(tx, caseId, limit);
  }
}
