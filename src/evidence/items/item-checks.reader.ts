import { Injectable } from '@nestjs/common';
import { together, type Tx } from '../../platform/index.js';
import type { CorroborationRun } from '../corroboration/corroboration.entity.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import type { EvidenceFootprint } from '../footprint/footprint.entity.js';
import { FootprintService } from '../footprint/footprint.service.js';
import { type LayerTag, LayerRepository } from '../layers/layer.repository.js';
import type { ReaderSight } from './item-sight.rules.js';

/** What was worked out of an item, as it stands. */
export interface ItemChecks {
  readonly corroboration: CorroborationRun | null;
  readonly footprint: EvidenceFootprint | null;
  readonly layers: readonly LayerTag[];
}

@Injectable()
export class ItemChecksReader {
  constructor(
    private readonly corroborations: CorroborationService,
    private readonly footprints: FootprintService,
    private readonly layers: LayerRepository,
  ) {}

  async of(tx: Tx, itemId: string, sight: ReaderSight): Promise<ItemChecks> {
    const [corroboration, footprint, layers] = await together([
      this.corroborations.latestFor(tx, itemId, sight),
      this.footprints.latest(tx, itemId),
      this.layers.tagsOf(tx, itemId),
    ]);
    return { corroboration, footprint, layers };
  }
}
