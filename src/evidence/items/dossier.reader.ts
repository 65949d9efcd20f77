import { Injectable } from '@nestjs/common';
import { BlobRepository, type Tx } from '../../platform/index.js';
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

  async of(tx: Tx, { item, attachments, sight }: SeenItem): Promise<ItemParts> {
    const blob = await this.blobs.find(tx, item.sha256);
    if (!blob) throw new Error(`item ${item.id} has no blob`);
    return {
      item,
      blob,
      attachments,
      claims: await this.items.claimsOf(tx, item.id),
      renditions: await this.renditions.ofBlobs(tx, [item.sha256]),
      ...(await this.checks.of(tx, item.id, sight)),
      sight,
      ...(await this.company.of(tx, { item, attachments, sight })),
      history: await this.history.of(tx, item),
    };
  }
}
