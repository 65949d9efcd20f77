import { consistencyPath, EMPTY_ROOT, hashNode, inclusionPath } from './merkle.rules.js';

/** What a verifier does with proofs: the sizes alone say on which side each hash of a proof belongs. */

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

export function provesInclusion(
  leafHash: Buffer,
  index: number,
  { size, root }: TreeHead,
  proof: readonly Buffer[],
): boolean {
  if (index < 0 || index >= size) return false;
  const path = inclusionPath(index, size);
  if (path.length !== proof.length) return false;
  const head = path.reduce((hash, { from }, at) => joined(hash, proof[at], from > index), leafHash);
  return head.equals(root);
}

/** Whether `newer` is what `older` grew into. */
export function provesGrowth(older: TreeHead, newer: TreeHead, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0 && older.root.equals(EMPTY_ROOT);
  const path = consistencyPath(older.size, newer.size);
  if (path.length !== proof.length) return false;
  // Where the older tree is not one whole subtree of the newer, the first hash is the part to begin with.
  const isWhole = path[0] !== undefined && path[0].from >= older.size;
  let [oldHead, newHead] = isWhole ? [older.root, older.root] : [proof[0], proof[0]];
  for (const [at, { from }] of path.entries()) {
    if (at === 0 && !isWhole) continue;
    const isNew = from >= older.size;
    newHead = newHead && joined(newHead, proof[at], isNew);
    if (!isNew) oldHead = oldHead && joined(oldHead, proof[at], false);
  }
  return oldHead?.equals(older.root) === true && newHead?.equals(newer.root) === true;
}

function joined(hash: Buffer, other: Buffer | undefined, isRight: boolean): Buffer {
  if (other?.length !== 32) return Buffer.alloc(0);
  return isRight ? hashNode(hash, other) : hashNode(other, hash);
}
