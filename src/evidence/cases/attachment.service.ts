import { Injectable } from '@nestjs/common';
import type { CaseSummary } from '../../cases/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { LaterLinks } from '../chain/later-links.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { EvidenceEvents, type EvidenceAttached } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import { CaseEvidenceRepository } from './case-evidence.repository.js';

/** Puts items on the lists of cases. No access decision is taken here. */
@Injectable()
export class AttachmentService {
  constructor(
    private readonly lists: CaseEvidenceRepository,
    private readonly journal: EvidenceJournal,
    private readonly links: LaterLinks,
    private readonly clock: Clock,
  ) {}

  /**
   * An item that came in for the case stands on its list without a purpose: saying the purpose once is no second attachment.
   * @throws EVIDENCE_ALREADY_ATTACHED
   */
  async attach(
    tx: Tx,
    itemId: string,
    { id: caseId, unitId, number }: CaseSummary,
    purpose: string | null,
  ): Promise<void> {
    const attachedBy = tx.actor.kind === 'user' ? tx.actor.id : null;
    const entry = { caseId, itemId, unitId, purpose, attachedAt: this.clock.now(), attachedBy };
    const written = (await this.lists.append(tx, entry)) || (await this.lists.statePurpose(tx, entry));
    if (!written) throw EvidenceErrors.EVIDENCE_ALREADY_ATTACHED();
    const fact: EvidenceAttached = { itemId, caseId };
    await this.journal.record(tx, {
      itemId,
      action: 'evidence.attach',
      custody: 'attached',
      fact: EvidenceEvents['evidence.attached'],
      payload: { ...fact },
      content: { caseNumber: number, purpose },
    });
  }

  /** Of an item that came in before: what comes in for a case is tied to its device already. @throws EVIDENCE_ALREADY_ATTACHED */
  async attachLater(tx: Tx, itemId: string, file: CaseSummary, purpose: string | null): Promise<void> {
    await this.attach(tx, itemId, file, purpose);
    await this.links.onListed(tx, itemId, file.id);
  }
}
