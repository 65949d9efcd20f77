import { createHash } from 'node:crypto';

/** The tree of RFC 9162, section 2.1, over stored heads of complete subtrees, which never change. */

/** The head of the complete subtree over leaves [index · 2^level, (index + 1) · 2^level). Level 0 is a leaf. */
export interface NodeRef {
  readonly level: number;
  readonly index: number;
}

export interface TreeNode extends NodeRef {
  readonly hash: Buffer;
}

/** Leaves [from, to) that are one subtree of the tree at hand; its head is folded from complete subtrees. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export type HashOf = (node: NodeRef) => Buffer;

export const EMPTY_ROOT = createHash('sha256').digest();

export function hashLeaf(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(0)).update(leaf).digest();
}

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** The complete subtrees that leaves [from, to) consist of, from left to right; `from` is where a subtree may begin. */
export function subtreesOf({ from, to }: Range): NodeRef[] {
  const found: NodeRef[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
}

/** What a tree of that size is folded from: the heads that are needed to go on, and to know the root. */
export function frontierOf(size: number): NodeRef[] {
  return subtreesOf({ from: 0, to: size });
}

export function rootOf(size: number, hashOf: HashOf): Buffer {
  return size === 0 ? EMPTY_ROOT : fold({ from: 0, to: size }, hashOf);
}

/** Heads that come into being as leaves are added to a tree of `size`; the frontier gives what they stand on. */
export function grow(size: number, leaves: readonly Buffer[], hashOf: HashOf): TreeNode[] {
  const made: TreeNode[] = [];
  const fresh = new Map<string, Buffer>();
  const known: HashOf = (node) => fresh.get(keyOf(node)) ?? hashOf(node);
  leaves.forEach((leaf, offset) => {
    let node: TreeNode = { level: 0, index: size + offset, hash: leaf };
    fresh.set(keyOf(node), leaf);
    while (node.index % 2 === 1) {
      const left = known({ level: node.level, index: node.index - 1 });
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: hashNode(left, node.hash) };
      fresh.set(keyOf(node), node.hash);
      made.push(node);
    }
  });
  return made;
}

/** RFC 9162, 2.1.3.1: the subtrees whose heads prove that leaf `index` is in the tree of `size`. */
export function inclusionPath(index: number, size: number): Range[] {
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    path.push(index < middle ? { from: middle, to } : { from, to: middle });
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return path.reverse();
}

/** RFC 9162, 2.1.4.1: the subtrees whose heads prove that the tree of size `older` became the one of `size`. */
export function consistencyPath(older: number, size: number): Range[] {
  if (older === 0 || older === size) return [];
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (older !== to) {
    const middle = from + splitOf(to - from);
    path.push(older <= middle ? { from: middle, to } : { from, to: middle });
    [from, to] = older <= middle ? [from, middle] : [middle, to];
  }
  // The older tree as a whole is known to whoever asks.
  if (from > 0) path.push({ from, to });
  return path.reverse();
}

/** Every stored head that a path is folded from. */
export function nodesOf(path: readonly Range[]): NodeRef[] {
  return path.flatMap(subtreesOf);
}

export function proofOf(path: readonly Range[], hashOf: HashOf): Buffer[] {
  return path.map((range) => fold(range, hashOf));
}

export function keyOf({ level, index }: NodeRef): string {
  return `${level}/${index}`;
}

function fold(range: Range, hashOf: HashOf): Buffer {
  return subtreesOf(range)
    .map(hashOf)
    .reduceRight((right, left) => hashNode(left, right));
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
