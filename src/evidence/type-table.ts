import type { EvidenceFlag, EvidenceKind } from './evidence.codes.js';

/** One media type we know: the ending a download gets, the kinds it may be kept as, and how its original is labelled. */
interface MediaTypeRow {
  readonly extension: string;
  readonly kinds: readonly EvidenceKind[];
  /** Runs scripts or pulls in other resources when a browser renders it: labelled as plain bytes (decisions, 25). */
  readonly active?: true;
}

const PICTURE: readonly EvidenceKind[] = ['photo', 'document', 'other'];
const FILM: readonly EvidenceKind[] = ['video', 'other'];
const SOUND: readonly EvidenceKind[] = ['audio', 'other'];
const PAPER: readonly EvidenceKind[] = ['document', 'record', 'other'];
const TEXT: readonly EvidenceKind[] = ['document', 'track', 'record', 'other'];
const PATH: readonly EvidenceKind[] = ['track', 'record', 'other'];
const PACK: readonly EvidenceKind[] = ['document', 'track', 'other'];
const ANY: readonly EvidenceKind[] = ['photo', 'video', 'document', 'audio', 'track', 'record', 'other'];

/** Bytes of no known form. They are kept as whatever they are declared to be, and flagged. */
export const UNRECOGNISED = 'application/octet-stream';

const MEDIA_TYPES = new Map<string, MediaTypeRow>([
  ['image/jpeg', { extension: 'jpg', kinds: PICTURE }],
  ['image/png', { extension: 'png', kinds: PICTURE }],
  ['image/tiff', { extension: 'tif', kinds: PICTURE }],
  ['image/webp', { extension: 'webp', kinds: PICTURE }],
  ['image/heic', { extension: 'heic', kinds: PICTURE }],
  ['image/avif', { extension: 'avif', kinds: PICTURE }],
  ['image/gif', { extension: 'gif', kinds: PICTURE }],
  ['image/bmp', { extension: 'bmp', kinds: PICTURE }],
  ['image/svg+xml', { extension: 'svg', kinds: ['document', 'other'], active: true }],
  ['video/mp4', { extension: 'mp4', kinds: FILM }],
  ['video/quicktime', { extension: 'mov', kinds: FILM }],
  ['video/x-matroska', { extension: 'mkv', kinds: FILM }],
  ['video/x-msvideo', { extension: 'avi', kinds: FILM }],
  ['video/mp2t', { extension: 'ts', kinds: FILM }],
  ['audio/mpeg', { extension: 'mp3', kinds: SOUND }],
  ['audio/mp4', { extension: 'm4a', kinds: SOUND }],
  ['audio/wav', { extension: 'wav', kinds: SOUND }],
  ['audio/ogg', { extension: 'ogg', kinds: SOUND }],
  ['audio/flac', { extension: 'flac', kinds: SOUND }],
  ['audio/amr', { extension: 'amr', kinds: SOUND }],
  ['application/pdf', { extension: 'pdf', kinds: PAPER }],
  ['application/x-ole-storage', { extension: 'doc', kinds: PAPER }],
  ['application/zip', { extension: 'zip', kinds: PACK }],
  ['application/json', { extension: 'json', kinds: TEXT }],
  ['application/gpx+xml', { extension: 'gpx', kinds: PATH, active: true }],
  ['application/vnd.google-earth.kml+xml', { extension: 'kml', kinds: PATH, active: true }],
  ['application/xml', { extension: 'xml', kinds: TEXT, active: true }],
  ['text/html', { extension: 'html', kinds: PAPER, active: true }],
  ['text/plain', { extension: 'txt', kinds: TEXT }],
  [UNRECOGNISED, { extension: 'bin', kinds: ANY }],
]);

/** The media types a browser never gets to render in our name. */
export const ACTIVE_MEDIA_TYPES: readonly string[] = [...MEDIA_TYPES]
  .filter(([, row]) => row.active)
  .map(([type]) => type);

export type Admission =
  | { readonly admitted: true; readonly flags: readonly EvidenceFlag[] }
  | { readonly admitted: false; readonly admittedKinds: readonly EvidenceKind[] };

/**
 * Whether bytes of this media type may be kept as `kind`. Bytes known to be something else are refused before anything is
 * stored; bytes of no known form (a damaged header) are kept and flagged, because what a decoder says is no reason to lose an original.
 */
export function admit(kind: EvidenceKind, mediaType: string): Admission {
  const row = MEDIA_TYPES.get(mediaType);
  if (!row) return { admitted: false, admittedKinds: [] };
  if (!row.kinds.includes(kind)) return { admitted: false, admittedKinds: row.kinds };
  const flags: EvidenceFlag[] = [];
  if (mediaType === UNRECOGNISED && kind !== 'other') flags.push('MEDIA_TYPE_UNRECOGNISED');
  if (row.active) flags.push('ACTIVE_CONTENT');
  return { admitted: true, flags };
}

/** The `Content-Type` an original is served under: its own where that is inert, plain bytes otherwise (decisions, 25). */
export function servedContentType(mediaType: string): string {
  const row = MEDIA_TYPES.get(mediaType);
  if (!row || row.active) return UNRECOGNISED;
  return mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType;
}

/** Ending without the dot. */
export function extensionOf(mediaType: string): string {
  return MEDIA_TYPES.get(mediaType)?.extension ?? 'bin';
}

const NAME_LIMIT = 180;
// C0 and C1 controls, and the marks that turn the reading direction round (a name may show "gpj.exe" as "exe.jpg").
const UNSAFE_IN_NAME = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"<>:|?*]/gu;

export interface FileName {
  readonly name: string;
  /** Whether anything but the name itself was taken away: a path, control characters, too much length. */
  readonly cleaned: boolean;
}

/** The last part of a client's file name, fit to be shown and to stand in a header. It never names anything in the store. */
export function safeFileName(given: string): FileName {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const printable = Array.from(last.replace(UNSAFE_IN_NAME, '').trim()).slice(0, NAME_LIMIT).join('');
  const name = /^\.*$/.test(printable) ? 'unnamed' : printable;
  return { name, cleaned: name !== given.normalize('NFC') };
}
