import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  consistencyPath,
  frontierOf,
  grow,
  hashLeaf,
  type HashOf,
  inclusionPath,
  keyOf,
  nodesOf,
  proofOf,
  rootOf,
} from '../../../src/evidence/log/merkle.rules.js';
import { provesGrowth, provesInclusion } from '../../../src/evidence/log/proof.rules.js';
import {
  consistencyProof,
  inclusionProof,
  merkleTreeHash,
  verifyConsistency,
  verifyInclusion,
} from '../../support/rfc9162.js';

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
const leavesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, at) => Buffer.from(`leaf ${at}`));

/** A tree as the database holds it, grown in batches of the sizes given. */
function grown(batches: readonly number[]): { size: number; hashOf: HashOf } {
  const stored = new Map<string, Buffer>();
  const hashOf: HashOf = (node) => {
    const hash = stored.get(keyOf(node));
    if (!hash) throw new Error(`nothing stored at ${keyOf(node)}`);
    return hash;
  };
  let size = 0;
  for (const batch of batches) {
    const hashes = leavesOf(size + batch)
      .slice(size)
      .map(hashLeaf);
    const made = grow(size, hashes, hashOf);
    hashes.forEach((hash, at) => stored.set(keyOf({ level: 0, index: size + at }), hash));
    for (const node of made) {
      if (stored.has(keyOf(node))) throw new Error(`a second head at ${keyOf(node)}`);
      stored.set(keyOf(node), node.hash);
    }
    size += batch;
  }
  return { size, hashOf };
}

const batches = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 });
/** One bit of one of several byte strings. */
function flipped(parts: readonly Buffer[], at: number): Buffer[] {
  const which = at % parts.length;
  return parts.map((part, index) => {
    if (index !== which) return part;
    const copy = Buffer.from(part);
    const bit = at % (copy.length * 8);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return copy;
  });
}

describe('the tree of the log', () => {
  it('has the heads that RFC 9162 gives small trees', () => {
    expect(hex(rootOf(0, grown([]).hashOf))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(hashLeaf(Buffer.alloc(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('has the root of the recursive definition, in whatever batches it grew', () => {
    fc.assert(
      fc.property(batches, (sizes) => {
        const { size, hashOf } = grown(sizes);
        expect(hex(rootOf(size, hashOf))).toBe(hex(merkleTreeHash(leavesOf(size))));
      }),
    );
  });

  it('proves any leaf in any size up to its own, as the definition does and the verifier accepts', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), (sizes, someSize, someIndex) => {
        const tree = grown([...sizes, 1]);
        const size = 1 + (someSize % tree.size);
        const index = someIndex % size;
        const leaves = leavesOf(size);
        const path = proofOf(inclusionPath(index, size), tree.hashOf);
        expect(path.map(hex)).toEqual(inclusionProof(index, leaves).map(hex));
        const claim = { leafIndex: index, treeSize: size, path, root: merkleTreeHash(leaves) };
        const leafHash = hashLeaf(leaves[index] ?? Buffer.alloc(0));
        expect(verifyInclusion({ ...claim, leafHash })).toBe(true);
      }),
    );
  });

  it('proves that any earlier size became any later one', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), (sizes, someFirst, someSecond) => {
        const tree = grown([...sizes, 1]);
        const second = 1 + (someSecond % tree.size);
        const first = someFirst % (second + 1);
        const leaves = leavesOf(second);
        const path = proofOf(consistencyPath(first, second), tree.hashOf);
        expect(path.map(hex)).toEqual(first === 0 ? [] : consistencyProof(first, leaves).map(hex));
        const heads = { firstHash: merkleTreeHash(leaves.slice(0, first)), secondHash: merkleTreeHash(leaves) };
        expect(verifyConsistency({ first, second, path, ...heads })).toBe(true);
      }),
    );
  });

  it('fails with one bit of leaf, proof or root changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), fc.nat(), (size, someIndex, at) => {
        const tree = grown([size]);
        const index = someIndex % size;
        const honest = [
          tree.hashOf({ level: 0, index }),
          rootOf(size, tree.hashOf),
          ...proofOf(inclusionPath(index, size), tree.hashOf),
        ];
        const [leafHash = Buffer.alloc(0), root = Buffer.alloc(0), ...path] = flipped(honest, at);
        expect(verifyInclusion({ leafHash, root, path, leafIndex: index, treeSize: size })).toBe(false);
      }),
    );
  });

  it('fails for another place, and for a proof that is cut or drawn out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 130 }), fc.nat(), (size, someIndex) => {
        const tree = grown([size]);
        const index = someIndex % size;
        const leafHash = tree.hashOf({ level: 0, index });
        const path = proofOf(inclusionPath(index, size), tree.hashOf);
        const claim = { leafHash, leafIndex: index, treeSize: size, path, root: rootOf(size, tree.hashOf) };
        expect(verifyInclusion({ ...claim, leafIndex: (index + 1) % size })).toBe(false);
        expect(verifyInclusion({ ...claim, path: path.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, path: [...path, leafHash] })).toBe(false);
      }),
    );
  });

  it('fails with one bit of a head or of the proof of growth changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 130 }), fc.nat(), fc.nat(), (second, someFirst, at) => {
        const tree = grown([second]);
        const first = 1 + (someFirst % (second - 1));
        const honest = [
          rootOf(first, tree.hashOf),
          rootOf(second, tree.hashOf),
          ...proofOf(consistencyPath(first, second), tree.hashOf),
        ];
        const [firstHash = Buffer.alloc(0), secondHash = Buffer.alloc(0), ...path] = flipped(honest, at);
        expect(verifyConsistency({ first, second, firstHash, secondHash, path })).toBe(false);
      }),
    );
  });

  it('is judged by our own verifier as by the RFC’s, honest or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), fc.nat(), fc.boolean(), (size, some, at, isHonest) => {
        const tree = grown([size]);
        const index = some % size;
        const first = some % (size + 1);
        const parts = [
          tree.hashOf({ level: 0, index }),
          rootOf(size, tree.hashOf),
          rootOf(first, tree.hashOf),
          ...proofOf(inclusionPath(index, size), tree.hashOf),
        ];
        const growth = proofOf(consistencyPath(first, size), tree.hashOf);
        const [leafHash = Buffer.alloc(0), root = Buffer.alloc(0), firstRoot = Buffer.alloc(0), ...path] = isHonest
          ? parts
          : flipped(parts, at);
        const head = { size, root };
        expect(provesInclusion(leafHash, index, head, path)).toBe(
          verifyInclusion({ leafHash, leafIndex: index, treeSize: size, path, root }),
        );
        const heads = { first, second: size, firstHash: firstRoot, secondHash: root };
        for (const proof of [growth, growth.slice(1), [...growth, leafHash]])
          expect(provesGrowth({ size: first, root: firstRoot }, head, proof)).toBe(
            verifyConsistency({ ...heads, path: proof }),
          );
      }),
    );
  });

  it.each([1_000, 1_000_000, 2 ** 40 + 12_345])('reads few heads at a size of %i', (size) => {
    const height = Math.ceil(Math.log2(size)) + 1;
    expect(frontierOf(size).length).toBeLessThanOrEqual(height);
    expect(inclusionPath(size - 7, size).length).toBeLessThanOrEqual(height);
    expect(nodesOf(inclusionPath(3, size)).length).toBeLessThanOrEqual(2 * height);
    expect(nodesOf(consistencyPath(Math.floor(size / 3), size)).length).toBeLessThanOrEqual(3 * height);
  });
});
