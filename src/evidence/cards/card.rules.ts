import { createHash } from 'node:crypto';
import type { ArchiveEntry } from '../../platform/index.js';
import type { EvidenceKind } from '../evidence.codes.js';

/** No camera writes files that shrink so far; beyond the size the question matters. */
const LARGEST_GROWTH = 200;
const UNSUSPECTED_BYTES = 16 * 1024 * 1024;

/** Bytes that would fill the disk from almost nothing. */
export function isSuspect({ sizeBytes, packedBytes }: Pick<ArchiveEntry, 'sizeBytes' | 'packedBytes'>): boolean {
  return sizeBytes > UNSUSPECTED_BYTES && sizeBytes > packedBytes * LARGEST_GROWTH;
}

/** A path of an intake is one item, however often its file comes. */
export function keyOfCardFile(intakeId: string, path: string): string {
  return createHash('sha256').update(`intake ${intakeId} ${path}`).digest('hex');
}

/** What a file on a card is kept as, by its bytes; `track` only for what tells where a device was. */
export function kindOnCard(mediaType: string, holdsTrack: boolean): EvidenceKind {
  const [family = ''] = mediaType.split('/');
  if (mediaType === 'image/svg+xml') return 'other';
  if (family === 'image') return 'photo';
  if (family === 'video' || family === 'audio') return family;
  if (mediaType === 'application/pdf') return 'document';
  return holdsTrack ? 'track' : 'other';
}
