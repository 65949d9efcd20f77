import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { EvidencePair } from './evidence-pair.entity.js';

/** Who made a pair, and what is written beside it. */
@Injectable()
export class PairJournal {
  constructor(
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  by({ actor }: Tx): Pick<EvidencePair, 'pairedAt' | 'pairedBy' | 'pairedByName'> {
    return { pairedAt: this.clock.now(), pairedBy: actor.id, pairedByName: actor.name };
  }

  async paired(tx: Tx, { id: pairId, caseId, beforeItemId, afterItemId }: EvidencePair): Promise<void> {
    await this.custody.record(tx, beforeItemId, 'paired', { pairId, caseId, withItemId: afterItemId });
    await this.custody.record(tx, afterItemId, 'paired', { pairId, caseId, withItemId: beforeItemId });
    const details = { pairId, beforeItemId, afterItemId };
    await this.audit.record(tx, { action: 'evidence.pair', subject: { kind: 'case', id: caseId }, details });
  }
}
