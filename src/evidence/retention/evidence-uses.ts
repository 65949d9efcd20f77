import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OriginalUses } from '../../platform/index.js';
import { RemovalRepository } from './removal.repository.js';

/** Says which of the evidence room's rows need the bytes they name: records that stand, and what is in quarantine. */
@Injectable()
export class EvidenceUses implements OnModuleInit {
  constructor(
    private readonly uses: OriginalUses,
    private readonly removals: RemovalRepository,
  ) {}

  onModuleInit(): void {
    this.uses.include({
      tables: ['evidence_item', 'evidence_quarantine', 'rendition', 'media_reading', 'integrity_check'],
      isUsed: (tx, sha256) => this.removals.usesBytes(tx, sha256),
    });
  }
}
