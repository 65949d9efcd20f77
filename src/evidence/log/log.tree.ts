import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { LogRepository } from './log.repository.js';
import {
  consistencyPath,
  frontierOf,
  grow,
  type HashOf,
  inclusionPath,
  keyOf,
  type NodeRef,
  nodesOf,
  proofOf,
  rootOf,
} from './merkle.rules.js';

/** The tree as it is stored: proofs and growth read as many heads as its height has levels, however many leaves there are. */
@Injectable()
export class LogTree {
  constructor(private readonly repository: LogRepository) {}

  async root(tx: Tx, size: number): Promise<Buffer> {
    return rootOf(size, await this.hashes(tx, frontierOf(size)));
  }

  /** Writes the leaves behind the first `size`. Root of the tree with them. */
  async append(tx: Tx, size: number, leaves: readonly Buffer[]): Promise<Buffer> {
    const before = await this.hashes(tx, frontierOf(size));
    const made = grow(size, leaves, before);
    if (leaves.length > 0) await this.repository.append(tx, size, leaves, made);
    const fresh = new Map(made.map((node) => [keyOf(node), node.hash]));
    leaves.forEach((hash, offset) => fresh.set(keyOf({ level: 0, index: size + offset }), hash));
    return rootOf(size + leaves.length, (node) => fresh.get(keyOf(node)) ?? before(node));
  }

  async inclusion(tx: Tx, index: number, size: number): Promise<Buffer[]> {
    const path = inclusionPath(index, size);
    return proofOf(path, await this.hashes(tx, nodesOf(path)));
  }

  async consistency(tx: Tx, older: number, size: number): Promise<Buffer[]> {
    const path = consistencyPath(older, size);
    return proofOf(path, await this.hashes(tx, nodesOf(path)));
  }

  private async hashes(tx: Tx, refs: readonly NodeRef[]): Promise<HashOf> {
    const nodes = refs.length > 0 ? await this.repository.nodes(tx, refs) : [];
    const found = new Map(nodes.map((node) => [keyOf(node), node.hash]));
    return (node) => {
      const hash = found.get(keyOf(node));
      if (!hash) throw new Error(`the log has no head ${keyOf(node)}`);
      return hash;
    };
  }
}
