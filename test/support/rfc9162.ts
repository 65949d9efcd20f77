import { createHash } from 'node:crypto';

/**
 * RFC 9162, section 2.1, word by word: the recursive definitions and the two algorithms of verification. Nothing here is
 * shared with the service; slow on purpose.
 */

const HASH = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** "k is the largest power of two smaller than n." */
function largestPowerOfTwoSmallerThan(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** 2.1.1: MTH(D_n). */
export function merkleTreeHash(d: readonly Uint8Array[]): Buffer {
  const n = d.length;
  const [only] = d;
  if (only === undefined) return HASH();
  if (n === 1) return HASH(Buffer.of(0x00), only);
  const k = largestPowerOfTwoSmallerThan(n);
  return HASH(Buffer.of(0x01), merkleTreeHash(d.slice(0, k)), merkleTreeHash(d.slice(k)));
}

/** 2.1.3.1: PATH(m, D_n). */
export function inclusionProof(m: number, d: readonly Uint8Array[]): Buffer[] {
  const n = d.length;
  if (n === 1) return [];
  const k = largestPowerOfTwoSmallerThan(n);
  return m < k
    ? [...inclusionProof(m, d.slice(0, k)), merkleTreeHash(d.slice(k))]
    : [...inclusionProof(m - k, d.slice(k)), merkleTreeHash(d.slice(0, k))];
}

/** 2.1.4.1: PROOF(m, D_n). */
export function consistencyProof(m: number, d: readonly Uint8Array[]): Buffer[] {
  return subproof(m, d, true);
}

function subproof(m: number, d: readonly Uint8Array[], b: boolean): Buffer[] {
  const n = d.length;
  if (m === n) return b ? [] : [merkleTreeHash(d)];
  const k = largestPowerOfTwoSmallerThan(n);
  return m <= k
    ? [...subproof(m, d.slice(0, k), b), merkleTreeHash(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), merkleTreeHash(d.slice(0, k))];
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** 2.1.3.2. */
export function verifyInclusion({ leafHash, leafIndex, treeSize, path, root }: InclusionClaim): boolean {
  if (leafIndex >= treeSize) return false;
  let [fn, sn] = [leafIndex, treeSize - 1];
  let r: Buffer = Buffer.from(leafHash);
  for (const p of path) {
    if (sn === 0) return false;
    if (isSet(fn) || fn === sn) {
      r = HASH(Buffer.of(0x01), p, r);
      while (!isSet(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = HASH(Buffer.of(0x01), r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && r.equals(root);
}

export interface ConsistencyClaim {
  readonly first: number;
  readonly second: number;
  readonly firstHash: Uint8Array;
  readonly secondHash: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** 2.1.4.2; sizes that are equal need no proof, and everything is consistent with the empty tree. */
export function verifyConsistency({ first, second, firstHash, secondHash, path }: ConsistencyClaim): boolean {
  if (first > second) return false;
  if (first === second) return path.length === 0 && Buffer.from(firstHash).equals(secondHash);
  if (first === 0) return path.length === 0 && Buffer.from(firstHash).equals(HASH());
  if (path.length === 0) return false;
  const isPowerOfTwo = first === largestPowerOfTwoSmallerThan(first + 1);
  const [seed, ...rest] = isPowerOfTwo ? [firstHash, ...path] : path;
  let [fn, sn] = [first - 1, second - 1];
  while (isSet(fn)) [fn, sn] = [half(fn), half(sn)];
  let fr: Buffer = Buffer.from(seed ?? []);
  let sr: Buffer = fr;
  for (const c of rest) {
    if (sn === 0) return false;
    if (isSet(fn) || fn === sn) {
      [fr, sr] = [HASH(Buffer.of(0x01), c, fr), HASH(Buffer.of(0x01), c, sr)];
      while (!isSet(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = HASH(Buffer.of(0x01), sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && fr.equals(firstHash) && sr.equals(secondHash);
}

function isSet(n: number): boolean {
  return n % 2 === 1;
}

function half(n: number): number {
  return Math.floor(n / 2);
}
