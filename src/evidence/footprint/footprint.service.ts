import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { momentOnTrack } from '../chain/on-track.rules.js';
import type { KnownOrigin } from '../chain/origin.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { EvidenceFootprint } from './footprint.entity.js';
import { FootprintRepository } from './footprint.repository.js';
import { photoFootprint } from './standing.rules.js';

/** The ground that pictures of drones show, computed again when more is known of how the camera stood. */
@Injectable()
export class FootprintService {
  constructor(
    private readonly footprints: FootprintRepository,
    private readonly clock: Clock,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<EvidenceFootprint | null> {
    return this.footprints.latest(tx, itemId);
  }

  /** Writes nothing where nothing became of it but what stands already. */
  async compute(tx: Tx, item: EvidenceItem, known: Pick<KnownOrigin, 'around' | 'isOwn'>): Promise<void> {
    const { id: itemId, kind, lon, lat, metadata } = item;
    if (kind !== 'photo') return;
    const position = lon === null || lat === null ? null : { lon, lat };
    const trackHeightMetres = heightOnTrack(item, known);
    const footprint = photoFootprint({ position, metadata, trackHeightMetres });
    if (!footprint) return;
    const standing = await this.footprints.latest(tx, itemId);
    if (standing && isDeepStrictEqual(asStored(standing), asStored(footprint))) return;
    await this.footprints.save(tx, { ...footprint, itemId, computedAt: this.clock.now() });
  }
}

/** Only to those who had the device then: they would read off the ground how high it flew. */
function heightOnTrack(
  { capturedAt }: EvidenceItem,
  { around, isOwn }: Pick<KnownOrigin, 'around' | 'isOwn'>,
): number | null {
  if (!capturedAt || !around || !isOwn) return null;
  return momentOnTrack(around, capturedAt)?.heightAboveTakeoffMetres ?? null;
}

/** As JSON gives it back. */
function asStored({
  outcome,
  geometry,
  details,
}: Pick<EvidenceFootprint, 'outcome' | 'geometry' | 'details'>): unknown {
  return JSON.parse(JSON.stringify({ outcome, geometry, details }));
}
