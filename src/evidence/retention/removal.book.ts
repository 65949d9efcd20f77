import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, BlobRepository, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { DueGate } from './due.gate.js';
import type { EvidenceRemoval } from './evidence-removal.entity.js';
import { RemovalRepository } from './removal.repository.js';
import type { Due } from './retention.rules.js';
import type { RemovalView } from './retention.schemas.js';
import { toRemovalView } from './retention.views.js';

/** Proposals and what became of them, each with its line in the item's custody log. */
@Injectable()
export class RemovalBook {
  constructor(
    private readonly removals: RemovalRepository,
    private readonly gate: DueGate,
    private readonly items: EvidenceRepository,
    private readonly blobs: BlobRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
  ) {}

  async find(tx: Tx, id: string): Promise<EvidenceRemoval | null> {
    return this.removals.find(tx, id);
  }

  /** @throws REMOVAL_NOT_DUE; what it says holds until the end of the transaction */
  async requireDue(tx: Tx, itemId: string): Promise<Due & { readonly due: true }> {
    await this.removals.lockItem(tx, itemId);
    return this.gate.require(tx, itemId);
  }

  async propose(tx: Tx, removal: EvidenceRemoval): Promise<void> {
    await this.removals.insert(tx, removal);
    const { id: removalId, itemId, policyId, reason } = removal;
    await this.custody.record(tx, itemId, 'removal_proposed', { removalId, policyId, reason });
    await this.note(tx, 'removal.propose', removal);
  }

  async decide(tx: Tx, removal: EvidenceRemoval): Promise<boolean> {
    return this.removals.decide(tx, removal);
  }

  async withdrawn(tx: Tx, removal: EvidenceRemoval): Promise<void> {
    const { id: removalId, itemId, decisionReason } = removal;
    await this.custody.record(tx, itemId, 'removal_withdrawn', { removalId, reason: decisionReason });
    await this.note(tx, 'removal.withdraw', removal);
  }

  async view(tx: Tx, removal: EvidenceRemoval): Promise<z.input<typeof RemovalView>> {
    const [item] = await this.items.find(tx, [removal.itemId]);
    const blob = item && (await this.blobs.find(tx, item.sha256));
    if (!blob) throw new Error(`item ${removal.itemId} has no blob`);
    return toRemovalView(removal, item, blob);
  }

  private async note(tx: Tx, action: string, { id, itemId, policyId }: EvidenceRemoval): Promise<void> {
    await this.audit.record(tx, {
      action,
      subject: { kind: 'evidence', id: itemId },
      details: { removalId: id, policyId },
    });
  }
}
