import type { RecordingKind } from '../recorded.codes.js';

const MRK_LINE = /^\s*\d+\s+\d+(?:\.\d+)?\s+\[\s*\d+\s*\]\s/m;
const SUBTITLE = /^\s*\d+\s*\r?\n\s*\d{2}:\d{2}:\d{2},\d{3}\s*-->/;
const DRONE_SUBTITLE = /\[\s*lat\w*\s*:|GPS\s*\(|HOME\s*\(|(?:FrameCnt|SrtCnt)\s*:|\bSS\s+[\d.]+\s*,\s*ISO/i;
const GPX_ROOT = /<(?:\w+:)?gpx[\s/>]/;

/** Header of the application's flight record: 100 bytes, of which most stay zero. */
const RECORD_HEADER = 100;
const HEADER_USED = 12;
const FEWEST_ZEROS = 48;
const NEWEST_RECORD = 32;

/**
 * What a file holds, by its first bytes and never by its name; undefined where it is no recording of a way.
 * @param head the first bytes, 4096 if there are as many
 */
export function recogniseRecording(head: Uint8Array, sizeBytes: number): RecordingKind | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const text = headText(bytes);
  if (text === undefined) return binaryKind(bytes, sizeBytes);
  if (text.trimStart().startsWith('<')) return GPX_ROOT.test(text) ? 'gpx' : undefined;
  if (MRK_LINE.test(firstLines(text, 3))) return 'mrk';
  return SUBTITLE.test(text.trimStart()) && DRONE_SUBTITLE.test(text) ? 'srt' : undefined;
}

function binaryKind(bytes: Buffer, sizeBytes: number): RecordingKind | undefined {
  if (bytes.subarray(16, 21).toString('latin1') === 'BUILD' || bytes.subarray(0, 4).toString('latin1') === 'LOGH')
    return 'dji_dat';
  return isFlightRecord(bytes, sizeBytes) ? 'dji_flight_record' : undefined;
}

/** Where the details stand (8 bytes), how long they are (2), a version (1), and zeros: a rule of shape, there is no signature. */
function isFlightRecord(bytes: Buffer, sizeBytes: number): boolean {
  if (bytes.length < RECORD_HEADER) return false;
  const detailsAt = bytes.readBigUInt64LE(0);
  const detailsLength = bytes.readUInt16LE(8);
  const version = bytes.readUInt8(10);
  const zeros = bytes.subarray(HEADER_USED, RECORD_HEADER).filter((byte) => byte === 0).length;
  return (
    detailsAt >= BigInt(RECORD_HEADER) &&
    detailsAt < BigInt(sizeBytes) &&
    detailsLength > 0 &&
    version >= 6 &&
    version <= NEWEST_RECORD &&
    zeros >= FEWEST_ZEROS
  );
}

function firstLines(text: string, count: number): string {
  return text.split('\n', count).join('\n');
}

/** A character cut by the end of the head is forgiven. */
function headText(bytes: Buffer): string | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && bytes.includes(0)) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** By the mark of the byte order; UTF-8 where there is none. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
