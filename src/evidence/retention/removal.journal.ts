import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import { LogJournal } from '../log/log.journal.js';
import type { EvidenceRemoval } from './evidence-removal.entity.js';

/** Says that an item was removed: in its custody log, in the audit, to others, and in the transparency log. */
@Injectable()
export class RemovalJournal {
  constructor(
    private readonly journal: EvidenceJournal,
    private readonly log: LogJournal,
  ) {}

  async removed(
    tx: Tx,
    { id: removalId, itemId, policyId, dueAt, proposedBy, decidedBy }: EvidenceRemoval,
    { sha256, doBytesGo }: { readonly sha256: string; readonly doBytesGo: boolean },
  ): Promise<void> {
    await this.journal.record(tx, {
      itemId,
      action: 'evidence.remove',
      custody: 'removed',
      fact: EvidenceEvents['evidence.removed'],
      payload: { itemId, removalId, policyId, proposedBy, confirmedBy: decidedBy, sha256 },
      content: {},
    });
    const content = { sha256, removalId, policyId, dueAt: dueAt.toISOString(), bytes: doBytesGo ? 'leave' : 'stay' };
    const hidden = { proposedBy, confirmedBy: decidedBy ?? '' };
    await this.log.enter(tx, { kind: 'removed', subjectId: itemId, content, hidden });
  }
}
