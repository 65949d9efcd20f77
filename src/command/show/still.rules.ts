/** What a message of 64 KB has room for in base64, with the rest of it. */
export const MOST_STILL_BYTES = 48_000;
export const MOST_STILL_PIXELS = 1_280;
/** One picture in two seconds; what is a little early on a network that bunches is let through. */
export const STILL_PACE_MS = 1_800;
/** The stills of a minute. */
export const STILLS_KEPT = 30;
/** A still that is asked for by its time is at most so far from it. */
export const NEAR_MS = 10_000;

export type StillFault = 'TOO_LARGE' | 'NOT_JPEG' | 'TOO_WIDE';

/** Frame headers that tell width and height (ITU-T T.81 table B.1); C4, C8 and CC are something else. */
const FRAME_HEADERS: ReadonlySet<number> = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
]);
/** Start of the picture data: no header comes after it. */
const START_OF_SCAN = 0xda;

/** Why these bytes are not taken as a still; undefined where they are. */
export function stillFault(bytes: Buffer): StillFault | undefined {
  if (bytes.length > MOST_STILL_BYTES) return 'TOO_LARGE';
  const size = jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0) return 'NOT_JPEG';
  return Math.max(size.width, size.height) > MOST_STILL_PIXELS ? 'TOO_WIDE' : undefined;
}

/** Width and height by the header, between the marks of beginning and end; undefined for anything else. */
export function jpegSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9)
    return undefined;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (FRAME_HEADERS.has(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    const length = bytes.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN || length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}
