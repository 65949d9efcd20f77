import { Injectable } from '@nestjs/common';
import { OriginalRemovals, OriginalUses, type Tx } from '../../platform/index.js';
import { TelemetryService } from '../../telemetry/index.js';
import { RenditionDiscard } from '../renditions/rendition.discard.js';
import type { EvidenceRemoval } from './evidence-removal.entity.js';
import { RemovalJournal } from './removal.journal.js';
import { RemovalRepository } from './removal.repository.js';
import { EMPTY_METADATA } from './tombstone.js';

/**
 * Makes a tombstone of a record: digest, kind, dates, rule and persons stay, with its custody log and its links; what was
 * read out of the bytes goes. The bytes follow by a job, unless something else uses them.
 */
@Injectable()
export class Burial {
  constructor(
    private readonly removals: RemovalRepository,
    private readonly originals: OriginalRemovals,
    private readonly uses: OriginalUses,
    private readonly renditions: RenditionDiscard,
    private readonly telemetry: TelemetryService,
    private readonly journal: RemovalJournal,
  ) {}

  async bury(tx: Tx, removal: EvidenceRemoval): Promise<void> {
    const { itemId } = removal;
    const sha256 = await this.removals.bury(tx, itemId, EMPTY_METADATA);
    await this.telemetry.releaseTrack(tx, `evidence:${itemId}`);
    const doBytesGo = !(await this.uses.isUsed(tx, sha256));
    if (doBytesGo) {
      await this.originals.schedule(tx, sha256, 'retention');
      await this.renditions.discard(tx, sha256);
      await this.removals.forgetReading(tx, sha256);
    }
    await this.journal.removed(tx, removal, { sha256, doBytesGo });
  }
}
