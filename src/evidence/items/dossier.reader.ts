import { Injectable } from '@nestjs/common';
import { BlobRepository, type Tx } from '../../platform/index.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { CustodyLog } from '../custody/custody-log.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { EvidenceRepository } from './evidence.repository.js';
import type { ItemParts } from './evidence.views.js';
import type { SeenItem } from './item-access.js';
import { ItemGround } from './item-ground.reader.js';

const CUSTODY_SHOWN = 100;

/** Gathers what one item's page shows to one reader. */
@Injectable()
export class DossierReader {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly blobs: BlobRepository,
    private readonly renditions: RenditionsService,
    private readonly corroboration: CorroborationService,
    private readonly custody: CustodyLog,
    private readonly ground: ItemGround,
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
      corroboration: await this.corroboration.latest(tx, item.id),
      sight,
      ...(await this.ground.of(tx, item.id)),
      custody: await this.custody.list(tx, item.id, { limit: CUSTODY_SHOWN }),
    };
  }
}
