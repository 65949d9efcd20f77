import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { RecordedTracks } from '../../telemetry/index.js';
import { CaptureSets } from '../sets/capture-sets.service.js';
import type { ItemParts } from './evidence.views.js';
import type { SeenItem } from './item-access.js';

/** What else came with an item or was made of it. */
@Injectable()
export class ItemCompany {
  constructor(
    private readonly tracks: RecordedTracks,
    private readonly sets: CaptureSets,
  ) {}

  async of(tx: Tx, { item, attachments, sight }: SeenItem): Promise<Pick<ItemParts, 'recordedTrack' | 'captureSet'>> {
    const throughCases = attachments.map(({ caseId }) => caseId).filter((caseId) => sight.caseIds.has(caseId));
    return {
      recordedTrack: await this.tracks.ofEvidence(tx, item.id),
      captureSet: await this.sets.of(tx, item.id, throughCases),
    };
  }
}
