import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type Tx } from '../platform/index.js';
import type { CaseStage } from './case.rules.js';
import { CaseEvents } from './cases.events.js';

/** What is written beside every change of a case file, in its transaction. */
@Injectable()
export class CaseJournal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  /** Title and number stay on the file: those who read the trail may not read case content. */
  async opened(tx: Tx, caseId: string, details: { readonly members: readonly string[] }): Promise<void> {
    await this.changed(tx, 'case.create', caseId, details);
    await this.outbox.record(tx, {
      type: CaseEvents['cases.opened'],
      aggregate: `case:${caseId}`,
      payload: { caseId },
    });
  }

  async stageChanged(
    tx: Tx,
    caseId: string,
    move: { readonly from: CaseStage; readonly to: CaseStage },
  ): Promise<void> {
    await this.changed(tx, 'case.changeStage', caseId, { ...move });
    await this.outbox.record(tx, {
      type: CaseEvents['cases.stage_changed'],
      aggregate: `case:${caseId}`,
      payload: { caseId, ...move },
    });
  }

  async changed(tx: Tx, action: string, caseId: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'case', id: caseId }, details });
  }
}
