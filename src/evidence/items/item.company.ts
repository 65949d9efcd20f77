import { Injectable } from '@nestjs/common';
import { together, type Tx } from '../../platform/index.js';
import { RecordedTracks } from '../../telemetry/index.js';
import { MediaReadingRepository } from '../readings/media-reading.repository.js';
import { CaptureSets } from '../sets/capture-sets.service.js';
import type { ItemParts } from './evidence.views.js';
import type { SeenItem } from './item-access.js';

type Company = 'recordedTrack' | 'captureSet' | 'film' | 'raster';

/** What else came with an item or was made of it. */
@Injectable()
export class ItemCompany {
  constructor(
    private readonly tracks: RecordedTracks,
    private readonly sets: CaptureSets,
    private readonly readings: MediaReadingRepository,
  ) {}

  async of(tx: Tx, { item, attachments, sight }: SeenItem): Promise<Pick<ItemParts, Company>> {
    const throughCases = attachments.map(({ caseId }) => caseId).filter((caseId) => sight.caseIds.has(caseId));
    const [reading, recordedTrack, captureSet] = await together([
      this.readings.find(tx, item.sha256),
      this.tracks.ofEvidence(tx, item.id),
      this.sets.of(tx, item.id, throughCases),
    ]);
    return { recordedTrack, captureSet, film: reading?.film ?? null, raster: reading?.raster ?? null };
  }
}
