import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { momentOnTrack } from '../chain/on-track.rules.js';
import { OwnOrigins } from '../chain/own-origins.js';
import type { Surroundings } from '../chain/surroundings.reader.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { EvidenceFootprint } from './footprint.entity.js';
import { FootprintRepository } from './footprint.repository.js';
import { photoFootprint } from './standing.rules.js';

/** The ground that pictures of drones show, computed again when more is known of how the camera stood. */
@Injectable()
export class FootprintService {
  constructor(
    private readonly footprints: FootprintRepository,
    private readonly own: OwnOrigins,
    private readonly clock: Clock,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<EvidenceFootprint | null> {
    return this.footprints.latest(tx, itemId);
  }

  /** Writes nothing where nothing became of it but what stands already. */
  async compute(tx: Tx, item: EvidenceItem, around: Surroundings | null): Promise<void> {
    const { id: itemId, kind, lon, lat, metadata } = item;
    if (kind !== 'photo') return;
    const position = lon === null || lat === null ? null : { lon, lat };
    const trackHeightMetres = this.heightOnTrack(item, around);
    const footprint = photoFootprint({ position, metadata, trackHeightMetres });
    if (!footprint) return;
    const standing = await this.footprints.latest(tx, itemId);
    if (standing && isDeepStrictEqual(asStored(standing), asStored(footprint))) return;
    await this.footprints.save(tx, { ...footprint, itemId, computedAt: this.clock.now() });
  }

  private heightOnTrack(
    { capturedAt, uploadedBy, uploader }: EvidenceItem,
    around: Surroundings | null,
  ): number | null {
    if (!capturedAt || !around) return null;
    const isOwn = this.own.isOwn({ uploadedBy, unitId: String(uploader['unitId']), caseId: null }, around);
    return isOwn ? (momentOnTrack(around, capturedAt)?.heightAboveTakeoffMetres ?? null) : null;
  }
}

/** As JSON gives it back. */
function asStored({
  outcome,
  geometry,
  details,
}: Pick<EvidenceFootprint, 'outcome' | 'geometry' | 'details'>): unknown {
  return JSON.parse(JSON.stringify({ outcome, geometry, details }));
}
