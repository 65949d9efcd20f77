import { ACTIVE_MEDIA_TYPES, UNRECOGNISED } from '../platform/index.js';
import { EVIDENCE_KINDS, type EvidenceFlag, type EvidenceKind } from './evidence.codes.js';

const PICTURE: readonly EvidenceKind[] = ['photo', 'document', 'rapid_test', 'other'];
/** The only form here that can say where on the ground its pixels lie. */
const RASTER: readonly EvidenceKind[] = [...PICTURE, 'satellite', 'orthophoto', 'measurement'];
const FILM: readonly EvidenceKind[] = ['video', 'session_record', 'other'];
const SOUND: readonly EvidenceKind[] = ['audio', 'session_record', 'other'];
const PAPER: readonly EvidenceKind[] = ['document', 'record', 'rapid_test', 'session_record', 'measurement', 'other'];
const TEXT: readonly EvidenceKind[] = [...PAPER, 'track'];
const PATH: readonly EvidenceKind[] = ['track', 'record', 'measurement', 'other'];
const PACK: readonly EvidenceKind[] = ['document', 'track', 'session_record', 'other'];

/** The kinds that bytes of each known form may be kept as; those of no known form as whatever they are declared to be, flagged. */
const ADMITTED_KINDS = new Map<string, readonly EvidenceKind[]>([
  ['image/jpeg', PICTURE],
  ['image/png', PICTURE],
  ['image/tiff', RASTER],
  ['image/webp', PICTURE],
  ['image/heic', PICTURE],
  ['image/avif', PICTURE],
  ['image/gif', PICTURE],
  ['image/bmp', PICTURE],
  ['image/svg+xml', ['document', 'other']],
  ['video/mp4', FILM],
  ['video/quicktime', FILM],
  ['video/x-matroska', FILM],
  ['video/x-msvideo', FILM],
  ['video/mp2t', FILM],
  ['audio/mpeg', SOUND],
  ['audio/mp4', SOUND],
  ['audio/wav', SOUND],
  ['audio/ogg', SOUND],
  ['audio/flac', SOUND],
  ['audio/amr', SOUND],
  ['application/pdf', PAPER],
  ['application/x-ole-storage', PAPER],
  ['application/zip', PACK],
  ['application/json', TEXT],
  ['application/gpx+xml', PATH],
  ['application/vnd.google-earth.kml+xml', PATH],
  ['application/xml', TEXT],
  ['text/html', PAPER],
  ['text/plain', TEXT],
  [UNRECOGNISED, EVIDENCE_KINDS],
]);

export type Admission =
  | { readonly admitted: true; readonly flags: readonly EvidenceFlag[] }
  | { readonly admitted: false; readonly admittedKinds: readonly EvidenceKind[] };

/**
 * Whether bytes of this media type may be kept as `kind`. Bytes known to be something else are refused before anything is
 * stored; bytes of no known form (a damaged header) are kept and flagged, because what a decoder says is no reason to lose an original.
 */
export function admit(kind: EvidenceKind, mediaType: string): Admission {
  const admittedKinds = ADMITTED_KINDS.get(mediaType) ?? [];
  if (!admittedKinds.includes(kind)) return { admitted: false, admittedKinds };
  const flags: EvidenceFlag[] = [];
  if (mediaType === UNRECOGNISED && kind !== 'other') flags.push('MEDIA_TYPE_UNRECOGNISED');
  if (ACTIVE_MEDIA_TYPES.includes(mediaType)) flags.push('ACTIVE_CONTENT');
  return { admitted: true, flags };
}
