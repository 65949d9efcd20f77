import { Injectable } from '@nestjs/common';
import { BlobRepository, together, type Tx } from '../../platform/index.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { EvidenceRepository } from './evidence.repository.js';
import type { ItemParts } from './evidence.views.js';
import type { SeenItem } from './item-access.js';
import { ItemHistoryReader } from './item-history.reader.js';
import { ItemChecksReader } from './item-checks.reader.js';
import { ItemCompany } from './item.company.js';

/** Gathers what one item's page shows to one reader. */
@Injectable()
export class DossierReader {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly blobs: BlobRepository,
    private readonly renditions: RenditionsService,
    private readonly history: ItemHistoryReader,
    private readonly checks: ItemChecksReader,
    private readonly company: ItemCompany,
  ) {}

  /** All that is asked leaves in one packet: none of it depends on another answer. */
  async of(tx: Tx, seen: SeenItem): Promise<ItemParts> {
    const { item, attachments, sight } = seen;
    const [blob, claims, renditions, checks, company, history] = await together([
      this.blobs.find(tx, item.sha256),
      this.items.claimsOf(tx, item.id),
      this.renditions.ofBlobs(tx, [item.sha256]),
      this.checks.of(tx, item.id, sight),
      this.company.of(tx, seen),
      this.history.of(tx, item),
    ]);
    if (!blob) throw new Error(`item ${item.id} has no blob`);
    return { item, blob, attachments, claims, renditions, ...checks, sight, ...company, history };
  }
}
