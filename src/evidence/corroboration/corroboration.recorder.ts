import { Injectable } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import { AuditTrail, Clock, newId, Outbox, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceEvents } from '../evidence.events.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { changesBetween } from './changes.rules.js';
import type { CorroborationRun, Occasion } from './corroboration.entity.js';
import { CorroborationNotices } from './corroboration.notices.js';
import { CorroborationRepository } from './corroboration.repository.js';
import type { Corroboration } from './corroboration.types.js';

/** Keeps every run, and tells when one finds otherwise than the one before it. */
@Injectable()
export class CorroborationRecorder {
  constructor(
    private readonly runs: CorroborationRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return this.runs.latest(tx, itemId);
  }

  async keep(tx: Tx, item: EvidenceItem, result: Corroboration, occasion: Occasion): Promise<CorroborationRun> {
    const { verdict } = result;
    const before = occasion === 'intake' ? null : await this.runs.latest(tx, item.id);
    const run = { id: newId(), itemId: item.id, occasion, verdict, result, computedAt: this.clock.now() };
    await this.runs.insert(tx, run);
    await this.custody.record(tx, item.id, 'corroborated', { runId: run.id, verdict, occasion });
    if (before) await this.tellChange(tx, item, before, run);
    return run;
  }

  private async tellChange(tx: Tx, item: EvidenceItem, before: CorroborationRun, run: CorroborationRun): Promise<void> {
    const checks = changesBetween(before.result, run.result);
    if (checks.length === 0) return;
    const { id: itemId, uploadedBy, fileName } = item;
    const { id: runId, occasion, verdict: to } = run;
    const fact = { itemId, runId, occasion, from: before.verdict, to, checks };
    await this.audit.record(tx, {
      action: 'evidence.corroboration_changed',
      subject: { kind: 'evidence', id: itemId },
      details: fact,
    });
    const type = EvidenceEvents['evidence.corroboration_changed'];
    await this.outbox.record(tx, { type, aggregate: `evidence:${itemId}`, payload: fact });
    // Who asked sees the answer; of the rest only a contradiction, found or cleared, is worth calling anybody.
    const isContradicted = checks.some((change) => change.to === 'inconsistent');
    const isCleared = before.verdict === 'inconsistent' && to !== 'inconsistent';
    if (occasion === 'demand' || uploadedBy === null || (!isContradicted && !isCleared)) return;
    const content = isContradicted
      ? CorroborationNotices.EVIDENCE_CONTRADICTED({ fileName })
      : CorroborationNotices.EVIDENCE_CONTRADICTION_GONE({ fileName });
    const subject = { kind: 'evidence', id: itemId };
    await this.notices.tell(tx, { to: { userIds: [uploadedBy] }, content, subject, occasion: runId });
  }
}
