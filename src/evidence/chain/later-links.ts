import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { FootprintService } from '../footprint/footprint.service.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { ChainService } from './chain.service.js';
import { OriginService } from './origin.service.js';

/** Ties to an item that is put on the list of a case what it would have been tied to, had it come in for that case. */
@Injectable()
export class LaterLinks {
  constructor(
    private readonly origins: OriginService,
    private readonly chain: ChainService,
    private readonly footprints: FootprintService,
    private readonly items: EvidenceRepository,
  ) {}

  /** Nothing of a device to those whose it was not; a seal keeps the item’s own fields as they were. */
  async onListed(tx: Tx, itemId: string, caseId: string): Promise<void> {
    const item = await this.items.lock(tx, itemId);
    if (!item || item.state === 'removed') return;
    const origin = await this.origins.ofListed(tx, item, caseId);
    if (origin.flight && item.state === 'received') await this.items.tieToFlight(tx, itemId, origin.flight.id);
    await this.chain.linkOrigin(tx, item, origin);
    await this.footprints.compute(tx, item, origin);
  }
}
