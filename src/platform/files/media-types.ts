/** One media type we know: the ending a download gets, and how the bytes are labelled. */
interface MediaTypeRow {
  readonly extension: string;
  /** Runs scripts or pulls in other resources when a browser renders it: labelled as plain bytes (decisions, 25). */
  readonly active?: true;
}

/** Bytes of no known form. */
export const UNRECOGNISED = 'application/octet-stream';

const MEDIA_TYPES = new Map<string, MediaTypeRow>([
  ['image/jpeg', { extension: 'jpg' }],
  ['image/png', { extension: 'png' }],
  ['image/tiff', { extension: 'tif' }],
  ['image/webp', { extension: 'webp' }],
  ['image/heic', { extension: 'heic' }],
  ['image/avif', { extension: 'avif' }],
  ['image/gif', { extension: 'gif' }],
  ['image/bmp', { extension: 'bmp' }],
  ['image/svg+xml', { extension: 'svg', active: true }],
  ['video/mp4', { extension: 'mp4' }],
  ['video/quicktime', { extension: 'mov' }],
  ['video/x-matroska', { extension: 'mkv' }],
  ['video/x-msvideo', { extension: 'avi' }],
  ['video/mp2t', { extension: 'ts' }],
  ['audio/mpeg', { extension: 'mp3' }],
  ['audio/mp4', { extension: 'm4a' }],
  ['audio/wav', { extension: 'wav' }],
  ['audio/ogg', { extension: 'ogg' }],
  ['audio/flac', { extension: 'flac' }],
  ['audio/amr', { extension: 'amr' }],
  ['application/pdf', { extension: 'pdf' }],
  ['application/x-ole-storage', { extension: 'doc' }],
  ['application/zip', { extension: 'zip' }],
  ['application/json', { extension: 'json' }],
  ['application/gpx+xml', { extension: 'gpx', active: true }],
  ['application/vnd.google-earth.kml+xml', { extension: 'kml', active: true }],
  ['application/xml', { extension: 'xml', active: true }],
  ['text/html', { extension: 'html', active: true }],
  ['text/plain', { extension: 'txt' }],
  [UNRECOGNISED, { extension: 'bin' }],
]);

/** The media types a browser never gets to render in our name. */
export const ACTIVE_MEDIA_TYPES: readonly string[] = [...MEDIA_TYPES]
  .filter(([, row]) => row.active)
  .map(([type]) => type);

/** The `Content-Type` a file is served under: its own where that is inert, plain bytes otherwise (decisions, 25). */
export function servedContentType(mediaType: string): string {
  const row = MEDIA_TYPES.get(mediaType);
  if (!row || row.active) return UNRECOGNISED;
  return mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType;
}

/** Ending without the dot. */
export function extensionOf(mediaType: string): string {
  return MEDIA_TYPES.get(mediaType)?.extension ?? 'bin';
}
