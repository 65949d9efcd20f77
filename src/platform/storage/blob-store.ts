import type { Readable } from 'node:stream';

export interface BlobStat {
  readonly size: number;
  /** When the bytes came, by the clock of the store. */
  readonly storedAt?: Date | undefined;
}

export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

/**
 * Original bytes by their sha256 (64 hex digits). What is stored is never rewritten; storing the same
 * bytes again changes nothing. Every implementation passes test/contracts/blob-store.contract.ts.
 */
export interface BlobStore {
  /** Takes over the file at `path` (it is gone afterwards); resolves when the bytes are durable. */
  adopt(sha256: string, path: string): Promise<void>;
  stat(sha256: string): Promise<BlobStat | undefined>;
  /** @throws when there is no such blob */
  read(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Where the bytes lie as a file of this machine, to be read and never written; undefined where a store has no files. */
  fileOf(sha256: string): string | undefined;
  /** Every digest in the store, for the integrity sweep. */
  list(): AsyncIterable<string>;
  /** Takes the bytes away for good; resolves when they would not come back after a power cut. No such blob is no error. */
  remove(sha256: string): Promise<void>;
  /** True when the store answers. */
  probe(): Promise<boolean>;
}

/** Injection token of the store of files that were made to be fetched; no original is in it. */
export const EXPORTS = Symbol('EXPORTS');

/** Injection token of the store of originals. */
export const ORIGINALS = Symbol('ORIGINALS');

/** Injection token of the local folder where uploads and renditions lie. */
export const WORK_FOLDER = Symbol('WORK_FOLDER');

const DIGEST = /^[0-9a-f]{64}$/;

export function isDigest(name: string): boolean {
  return DIGEST.test(name);
}

/** Digests become paths and keys, so nothing else may pass. */
export function assertDigest(sha256: string): string {
  if (!isDigest(sha256)) throw new Error(`not a sha256 digest: ${sha256.slice(0, 80)}`);
  return sha256;
}
