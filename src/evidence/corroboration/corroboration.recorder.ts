import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, newId, Outbox, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceEvents } from '../evidence.events.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { changesBetween } from './changes.rules.js';
import type { CorroborationRun, Occasion } from './corroboration.entity.js';
import { CorroborationRepository } from './corroboration.repository.js';
import type { Corroboration } from './corroboration.types.js';

export interface RunReason {
  readonly occasion: Occasion;
  /** Whether whoever brought the item in had its device then. */
  readonly isOwn: boolean;
}

/** Keeps every run, and says when one finds otherwise than the one before it. */
@Injectable()
export class CorroborationRecorder {
  constructor(
    private readonly runs: CorroborationRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return this.runs.latest(tx, itemId);
  }

  /** The newest under the id, occasion and time of the last that no track caused: a track that comes late is news of its device. */
  async latestApart(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    const run = await this.runs.latest(tx, itemId);
    const told = run && (await this.runs.latestBut(tx, itemId, 'telemetry'));
    if (!told) return null;
    const { verdict, result } = run;
    return { id: told.id, itemId, occasion: told.occasion, verdict, result, computedAt: told.computedAt };
  }

  async keep(
    tx: Tx,
    item: EvidenceItem,
    result: Corroboration,
    { occasion, isOwn }: RunReason,
  ): Promise<CorroborationRun> {
    const { verdict } = result;
    const before = occasion === 'intake' ? null : await this.runs.latest(tx, item.id);
    const run = { id: newId(), itemId: item.id, occasion, verdict, result, computedAt: this.clock.now() };
    await this.runs.insert(tx, run);
    // Everybody who sees the item reads its custody log: to strangers the event would tell when their device reported.
    if (isOwn || occasion !== 'telemetry')
      await this.custody.record(tx, item.id, 'corroborated', { runId: run.id, verdict, occasion });
    if (before) await this.noteChange(tx, before, run);
    return run;
  }

  private async noteChange(tx: Tx, before: CorroborationRun, run: CorroborationRun): Promise<void> {
    const checks = changesBetween(before.result, run.result);
    if (checks.length === 0) return;
    const { id: runId, itemId, occasion, verdict: to } = run;
    const fact = { itemId, runId, occasion, from: before.verdict, to, checks };
    await this.audit.record(tx, {
      action: 'evidence.corroboration_changed',
      subject: { kind: 'evidence', id: itemId },
      details: fact,
    });
    const type = EvidenceEvents['evidence.corroboration_changed'];
    await this.outbox.record(tx, { type, aggregate: `evidence:${itemId}`, payload: fact });
  }
}
