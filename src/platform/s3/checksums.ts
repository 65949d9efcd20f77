import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A running digest, as base64 of the big-endian bytes in the end: how S3 spells all of them. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  base64(): string;
}

const MADE: Readonly<Record<string, () => Checksum>> = {
  'content-md5': () => hash('md5'),
  'x-amz-checksum-sha1': () => hash('sha1'),
  'x-amz-checksum-sha256': () => hash('sha256'),
  'x-amz-checksum-crc32': crc32Checksum,
  'x-amz-checksum-crc32c': crc32cChecksum,
  'x-amz-checksum-crc64nvme': crc64NvmeChecksum,
};

/** The checksums that may come, by the header or trailer that brings them. */
export const CHECKSUM_HEADERS: readonly string[] = Object.keys(MADE);

export function checksumFor(header: string): Checksum | undefined {
  return Object.hasOwn(MADE, header) ? MADE[header]?.() : undefined;
}

function hash(algorithm: string): Checksum {
  const running = createHash(algorithm);
  return {
    update: (bytes) => void running.update(bytes),
    base64: () => running.digest('base64'),
  };
}

function crc32Checksum(): Checksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    base64: () => word(value).toString('base64'),
  };
}

/** Castagnoli, reflected. [RFC 3720 §12.1] */
const CRC32C = table32(0x82f63b78);

function table32(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
}

function crc32cChecksum(): Checksum {
  let value = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) value = (value >>> 8) ^ (CRC32C[(value ^ byte) & 0xff] ?? 0);
    },
    base64: () => word((value ^ 0xffffffff) >>> 0).toString('base64'),
  };
}

/** In two halves, because bit operations here have 32 bits. [NVM Express Command Set, CRC-64] */
const CRC64_HIGH = new Uint32Array(256);
const CRC64_LOW = new Uint32Array(256);
for (let index = 0; index < 256; index += 1) {
  let [high, low] = [0, index];
  for (let bit = 0; bit < 8; bit += 1) {
    const carries = low & 1;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (carries) [high, low] = [(high ^ 0x9a6c9329) >>> 0, (low ^ 0xac4bc9b5) >>> 0];
  }
  [CRC64_HIGH[index], CRC64_LOW[index]] = [high, low];
}

function crc64NvmeChecksum(): Checksum {
  let [high, low] = [0xffffffff, 0xffffffff];
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW[index] ?? 0);
        high = (high >>> 8) ^ (CRC64_HIGH[index] ?? 0);
      }
    },
    base64: () => Buffer.concat([word(~high >>> 0), word(~low >>> 0)]).toString('base64'),
  };
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
