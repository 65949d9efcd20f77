import type { Place } from '../../identity/index.js';
import { newId } from '../../platform/index.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { ItemMetadata } from '../items/item.types.js';
import type { MetadataClaims } from '../metadata/claim.types.js';
import type { RawTags } from '../metadata/raw-tags.js';

/** Columns of an item that its metadata fills. */
type ClaimedColumns = Pick<
  EvidenceItem,
  'capturedAt' | 'capturedSource' | 'lon' | 'lat' | 'positionSource' | 'place' | 'adcode' | 'metadata'
>;

export function claimedColumns(claims: MetadataClaims, tags: RawTags | null, place: Place | null): ClaimedColumns {
  const time = claims.time?.claim;
  const position = claims.position?.claim;
  return {
    capturedAt: time ? new Date(time.at) : null,
    capturedSource: time?.source ?? null,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    positionSource: position?.source ?? null,
    place,
    adcode: place?.adcode ?? null,
    metadata: itemMetadata(claims, tags),
  };
}

function itemMetadata(
  { camera, heights, gimbal, airframe, dimensions, time }: MetadataClaims,
  tags: RawTags | null,
): ItemMetadata {
  return { camera, heights, gimbal, airframe, dimensions, zone: time?.claim.zone ?? null, tags };
}

/** One row a claim, the chosen ones with their reason. */
export function claimRows(itemId: string, claims: MetadataClaims, recordedAt: Date): EvidenceClaim[] {
  const positions = claims.positions.map((claim): EvidenceClaim => {
    const { source, lon, lat, trust, problem } = claim;
    const reason = claims.position?.claim === claim ? claims.position.reason : null;
    const value = { lon, lat };
    return {
      id: newId(),
      itemId,
      subject: 'position',
      source,
      value,
      trust,
      problem,
      chosen: reason !== null,
      reason,
      recordedAt,
    };
  });
  const times = claims.times.map((claim): EvidenceClaim => {
    const { source, written, at, zone, offsetMinutes, trust, problem } = claim;
    const reason = claims.time?.claim === claim ? claims.time.reason : null;
    const value = { written, at, zone, offsetMinutes };
    return {
      id: newId(),
      itemId,
      subject: 'time',
      source,
      value,
      trust,
      problem,
      chosen: reason !== null,
      reason,
      recordedAt,
    };
  });
  return [...positions, ...times];
}
