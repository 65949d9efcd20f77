import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { FootprintRepository } from '../footprint/footprint.repository.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { MediaReadingRepository } from '../readings/media-reading.repository.js';
import type { RasterReading } from './raster.rules.js';

/** The ground that a georeferenced picture itself says it shows, for every item of its bytes. */
@Injectable()
export class RasterFootprints {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly readings: MediaReadingRepository,
    private readonly footprints: FootprintRepository,
    private readonly clock: Clock,
  ) {}

  /** The bytes were read before, for another item. */
  async ofItem(tx: Tx, { id, sha256 }: Pick<EvidenceItem, 'id' | 'sha256'>): Promise<void> {
    const reading = await this.readings.find(tx, sha256);
    if (reading?.raster) await this.save(tx, id, reading.raster);
  }

  async ofBlob(tx: Tx, sha256: string, raster: RasterReading): Promise<void> {
    for (const itemId of await this.items.standingOf(tx, sha256)) await this.save(tx, itemId, raster);
  }

  private async save(tx: Tx, itemId: string, { place }: RasterReading): Promise<void> {
    if (!place || (await this.footprints.latest(tx, itemId))) return;
    const { geometry, method, crs, gsdMetres } = place;
    const details = { method, crs, gsdMetres };
    await this.footprints.save(tx, { itemId, computedAt: this.clock.now(), outcome: 'given', geometry, details });
  }
}
