import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CardReceipts, fromCard } from '../cards/card-receipts.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { SubtitleTellings } from '../films/subtitle-tellings.js';
import { RasterFootprints } from '../rasters/raster-footprints.js';
import { CaptureSets } from '../sets/capture-sets.service.js';
import type { Receipt } from './item.recorder.js';

/** Ties a new item to the files it came with, and to what was read of the same bytes before. */
@Injectable()
export class FileCompany {
  constructor(
    private readonly cards: CardReceipts,
    private readonly sets: CaptureSets,
    private readonly grounds: RasterFootprints,
    private readonly subtitles: SubtitleTellings,
  ) {}

  async join(tx: Tx, item: EvidenceItem, { arrival, destination }: Receipt): Promise<void> {
    const from = fromCard(arrival.input);
    if (from) await this.cards.keep(tx, from, item, arrival.digests);
    await this.sets.join(tx, item, { from, caseId: destination.caseFile?.id ?? null });
    await this.subtitles.tell(tx, item);
    await this.grounds.ofItem(tx, item);
  }
}
