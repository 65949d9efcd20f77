import { Injectable } from '@nestjs/common';
import { ClosedCases } from '../../cases/index.js';
import { Clock, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import type { ItemCase } from './retention.rules.js';
import { RetentionRepository } from './retention.repository.js';

/**
 * Since when cases are closed. A period runs from when it was noticed here, at most a minute late; one that is reopened
 * begins anew with its next closing.
 */
@Injectable()
export class CaseClosures {
  constructor(
    private readonly closed: ClosedCases,
    private readonly repository: RetentionRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('evidence.note-closures')
  async run(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.note(tx));
  }

  async note(tx: Tx): Promise<void> {
    await this.repository.noteClosures(tx, await this.closed.ids(tx), this.clock.now());
  }

  async of(tx: Tx, caseIds: readonly string[]): Promise<ReadonlyMap<string, ItemCase>> {
    const domains = await this.closed.domains(tx, caseIds);
    const since = await this.repository.closuresOf(tx, caseIds);
    return new Map([...domains].map(([id, domain]) => [id, { domain, closedAt: since.get(id) ?? null }]));
  }
}
