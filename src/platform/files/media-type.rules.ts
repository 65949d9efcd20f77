import { UNRECOGNISED } from './media-types.js';

/** How many leading bytes `recogniseMediaType` wants to see. */
export const HEAD_BYTES = 4096;

interface Signature {
  readonly mediaType: string;
  /** Bytes in hex, at `at` (0 unless said). */
  readonly hex: string;
  readonly at?: number;
}

const SIGNATURES: readonly Signature[] = [
  { mediaType: 'image/jpeg', hex: 'ffd8ff' },
  { mediaType: 'image/png', hex: '89504e470d0a1a0a' },
  { mediaType: 'image/gif', hex: '474946383761' },
  { mediaType: 'image/gif', hex: '474946383961' },
  { mediaType: 'image/tiff', hex: '49492a00' },
  { mediaType: 'image/tiff', hex: '4d4d002a' },
  { mediaType: 'image/tiff', hex: '49492b00' },
  { mediaType: 'image/tiff', hex: '4d4d002b' },
  { mediaType: 'video/x-matroska', hex: '1a45dfa3' },
  { mediaType: 'audio/mpeg', hex: '494433' },
  { mediaType: 'audio/ogg', hex: '4f676753' },
  { mediaType: 'audio/flac', hex: '664c6143' },
  { mediaType: 'audio/amr', hex: '2321414d52' },
  { mediaType: 'application/pdf', hex: '255044462d' },
  { mediaType: 'application/zip', hex: '504b0304' },
  { mediaType: 'application/zip', hex: '504b0506' },
  { mediaType: 'application/x-ole-storage', hex: 'd0cf11e0a1b11ae1' },
];

/** Brands of an ISO base media file (ISO/IEC 14496-12, 4.3). An unlisted brand is a film: most of them are. */
const ISO_BRANDS = new Map<string, string>([
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].map((brand) => [brand, 'image/heic'] as const),
  ['avif', 'image/avif'],
  ['avis', 'image/avif'],
  ['qt  ', 'video/quicktime'],
  ['M4A ', 'audio/mp4'],
  ['M4B ', 'audio/mp4'],
]);

const RIFF_FORMS = new Map<string, string>([
  ['WEBP', 'image/webp'],
  ['WAVE', 'audio/wav'],
  ['AVI ', 'video/x-msvideo'],
]);

/**
 * The media type of a file by its first bytes (up to HEAD_BYTES), never by its name. `application/octet-stream` where no
 * form is recognised.
 */
export function recogniseMediaType(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return bySignature(bytes) ?? byContainer(bytes) ?? byText(bytes) ?? UNRECOGNISED;
}

function bySignature(bytes: Buffer): string | undefined {
  return SIGNATURES.find(({ hex, at = 0 }) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex)
    ?.mediaType;
}

function byContainer(bytes: Buffer): string | undefined {
  const tag = (at: number): string => bytes.subarray(at, at + 4).toString('latin1');
  if (tag(4) === 'ftyp') return ISO_BRANDS.get(tag(8)) ?? 'video/mp4';
  if (tag(0) === 'RIFF') return RIFF_FORMS.get(tag(8));
  if (bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length >= 18 && bytes.readUInt32LE(6) === 0) return 'image/bmp';
  if ([0, 188, 376].every((at) => bytes[at] === 0x47)) return 'video/mp2t';
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) return 'audio/mpeg';
  return undefined;
}

function byText(bytes: Buffer): string | undefined {
  const text = asText(bytes);
  if (text === undefined) return undefined;
  const start = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .slice(0, 2048)
    .toLowerCase();
  if (start.startsWith('<')) return byRootElement(start);
  if (start.startsWith('{') || start.startsWith('[')) return 'application/json';
  return 'text/plain';
}

/** The text of the head, or undefined when it is not UTF-8 text. A character cut by the head's end is forgiven. */
function asText(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length >= HEAD_BYTES });
  } catch {
    return undefined;
  }
}

function byRootElement(start: string): string | undefined {
  const root = /<(?:\w+:)?(svg|html|gpx|kml|script|body|head|iframe)[\s/>]/.exec(start)?.[1];
  if (root === 'svg') return 'image/svg+xml';
  if (root === 'gpx') return 'application/gpx+xml';
  if (root === 'kml') return 'application/vnd.google-earth.kml+xml';
  if (root !== undefined || start.startsWith('<!doctype html')) return 'text/html';
  return 'application/xml';
}
