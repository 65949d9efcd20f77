import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import type { EvidenceSeal } from './evidence-seal.entity.js';
import { SealRepository } from './seal.repository.js';

/** Puts a seal on an item: with it the row, the custody log, the audit and the news, in one transaction. */
@Injectable()
export class SealJournal {
  constructor(
    private readonly seals: SealRepository,
    private readonly journal: EvidenceJournal,
  ) {}

  async seal(tx: Tx, seal: EvidenceSeal): Promise<void> {
    await this.seals.seal(tx, seal);
    const { id: sealId, itemId, ruleSet, recordSha256 } = seal;
    await this.journal.record(tx, {
      itemId,
      action: 'evidence.seal',
      custody: 'sealed',
      fact: EvidenceEvents['evidence.sealed'],
      payload: { itemId, sealId, ruleSet, recordSha256 },
      content: {},
    });
  }
}
