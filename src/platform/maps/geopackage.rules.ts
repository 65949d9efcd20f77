import type { Geometry } from 'geojson';
import { areaFromWkb, toWkb } from './wkb.rules.js';

const MAGIC = 0x4750;
const HEADER_BYTES = 8;
/** Numbers of the envelope by its code in the flags. [OGC 12-128r18 §2.1.3] */
const ENVELOPE_NUMBERS = [0, 4, 6, 6, 8];

/** A geometry as a GeoPackage keeps it: a header, then well-known binary. No envelope: readers work it out. */
export function toGeoPackageBlob(geometry: Geometry, srsId: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(MAGIC, 0);
  header.writeUInt8(0, 2);
  header.writeUInt8(1, 3);
  header.writeInt32LE(srsId, 4);
  return Buffer.concat([header, toWkb(geometry)]);
}

/** The area in such a blob; null where there is none, or none that can be read. */
export function geometryIn(blob: Buffer): Geometry | null {
  if (blob.length < HEADER_BYTES || blob.readUInt16BE(0) !== MAGIC) return null;
  const numbers = ENVELOPE_NUMBERS[((blob[3] ?? 0) >> 1) & 7];
  if (numbers === undefined) return null;
  return areaFromWkb(blob.subarray(HEADER_BYTES + numbers * 8)) ?? null;
}
