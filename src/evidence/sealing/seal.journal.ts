import { Injectable } from '@nestjs/common';
import type { StoredBlob, Tx } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import { LogJournal } from '../log/log.journal.js';
import type { EvidenceSeal } from './evidence-seal.entity.js';
import { SealRepository } from './seal.repository.js';

/** Puts a seal on an item: with it the row, the custody log, the audit, the news and the transparency log, in one transaction. */
@Injectable()
export class SealJournal {
  constructor(
    private readonly seals: SealRepository,
    private readonly journal: EvidenceJournal,
    private readonly log: LogJournal,
  ) {}

  async seal(tx: Tx, seal: EvidenceSeal, { sha256, sm3 }: Pick<StoredBlob, 'sha256' | 'sm3'>): Promise<void> {
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
    await this.log.enter(tx, {
      kind: 'sealed',
      subjectId: itemId,
      content: { sealId, sha256, sm3, recordSha256, ruleSet },
    });
  }
}
