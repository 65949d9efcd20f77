import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import type { LogEntryKind } from './log.codes.js';
import { LogErrors } from './log.errors.js';
import { LogKeys, verifierOf } from './log.keys.js';
import { type CheckpointRow, type KeyRow, LogRepository, type PlacedEntry } from './log.repository.js';
import type { ConsistencyView, CosignaturesView, InclusionView, LogKeysView, LogStatusView } from './log.schemas.js';
import { LogTree } from './log.tree.js';
import { TimestampRepository } from './timestamps/timestamp.repository.js';
import { toTimeView } from './timestamps/timestamp.words.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';
import type { CosignatureRow } from './witnesses/witness.repository.js';
import { fingerprintOf, pemOf, verifierText } from './signed-note.rules.js';

/** Everything an outsider needs to see that an entry is in the log under one signed checkpoint. */
export interface LogProof {
  readonly kind: LogEntryKind;
  /** The exact bytes that were hashed. */
  readonly leaf: Buffer;
  /** With which hidden values of the leaf were hashed: for nobody outside. */
  readonly salt: Buffer;
  readonly leafHash: Buffer;
  readonly index: number;
  readonly size: number;
  readonly inclusion: readonly Buffer[];
}

/** The proofs of one subject's entries, all in the tree of one checkpoint. */
export interface LogProofs {
  /** Null while nothing was ever signed. */
  readonly checkpoint: CheckpointRow | null;
  /** Of whoever else vouches for that checkpoint. */
  readonly cosignatures: readonly CosignatureRow[];
  readonly entries: readonly LogProof[];
  /** Kinds of those that have no place under it, one an entry. */
  readonly waiting: readonly LogEntryKind[];
}

/** What the log answers to anyone: heads and proofs. What is in a leaf is given away elsewhere, to those who may see it. */
@Injectable()
export class LogService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: LogRepository,
    private readonly tree: LogTree,
    private readonly signers: LogKeys,
    private readonly witnesses: LogWitnesses,
    private readonly timestamps: TimestampRepository,
  ) {}

  /** @throws LOG_CHECKPOINT_UNKNOWN */
  async checkpoint(size: number | undefined): Promise<string> {
    return this.unitOfWork.read(async (tx) => {
      const found = await (size === undefined
        ? this.repository.latestCheckpoint(tx)
        : this.repository.checkpoint(tx, size));
      if (!found) throw LogErrors.LOG_CHECKPOINT_UNKNOWN();
      return this.witnesses.noteOf(tx, found);
    });
  }

  /** @throws LOG_SIZE_UNKNOWN, LOG_LEAF_UNKNOWN */
  async inclusion(leafHash: string, asked: number | undefined): Promise<z.input<typeof InclusionView>> {
    return this.unitOfWork.read(async (tx) => {
      const size = await this.sizeWithin(tx, asked);
      const index = await this.repository.indexOf(tx, Buffer.from(leafHash, 'hex'));
      if (index === undefined || index >= size) throw LogErrors.LOG_LEAF_UNKNOWN();
      return { index, size, proof: spell(await this.tree.inclusion(tx, index, size)) };
    });
  }

  /** @throws LOG_SIZE_UNKNOWN */
  async consistency(from: number, to: number): Promise<z.input<typeof ConsistencyView>> {
    return this.unitOfWork.read(async (tx) => {
      await this.sizeWithin(tx, to);
      return { from, to, proof: spell(await this.tree.consistency(tx, from, to)) };
    });
  }

  async keys(): Promise<z.input<typeof LogKeysView>> {
    return this.unitOfWork.read(async (tx) => {
      const origin = await this.signers.origin(tx);
      if (origin === undefined) throw PlatformErrors.NOT_FOUND();
      const keys = await this.repository.keys(tx);
      return { origin, keys: keys.map((key, at) => toKeyView(key, keys[at + 1])) };
    });
  }

  /** @throws LOG_CHECKPOINT_UNKNOWN while nothing was signed yet */
  async status(): Promise<z.input<typeof LogStatusView>> {
    return this.unitOfWork.read(async (tx) => {
      const origin = await this.signers.origin(tx);
      const head = await this.repository.latestCheckpoint(tx);
      if (!head || origin === undefined) throw LogErrors.LOG_CHECKPOINT_UNKNOWN();
      const { size, root, signedAt } = head;
      return {
        origin,
        size,
        root: root.toString('base64'),
        signedAt: signedAt.toISOString(),
        waiting: await this.repository.countWaiting(tx),
        independentWitness: toWitnessView(await this.witnesses.latest(tx)),
        independentTime: toTimeView(await this.timestamps.newest(tx)),
      };
    });
  }

  /** @throws LOG_CHECKPOINT_UNKNOWN, LOG_COSIGNATURE_REFUSED */
  async cosign(size: number, line: string): Promise<z.input<typeof CosignaturesView>> {
    return { size, cosignatures: (await this.witnesses.add(size, line)).map(toCosignatureView) };
  }

  /** Entries of one subject with their places, oldest first. */
  async entriesOf(tx: Tx, subjectId: string): Promise<PlacedEntry[]> {
    return this.repository.entriesOf(tx, subjectId);
  }

  /** Leaf bytes, salts and proofs of one subject's entries; the salts are for nobody: see `openingsOf`. */
  async proofOf(tx: Tx, subjectId: string, head?: CheckpointRow): Promise<LogProofs> {
    const checkpoint = head ?? (await this.repository.latestCheckpoint(tx)) ?? null;
    const entries = await this.repository.entriesOf(tx, subjectId);
    const proofs: LogProof[] = [];
    const waiting: LogEntryKind[] = [];
    for (const { kind, leaf, salt, leafHash, index } of entries) {
      if (checkpoint === null || index === null || index >= checkpoint.size) {
        waiting.push(kind);
        continue;
      }
      const inclusion = await this.tree.inclusion(tx, index, checkpoint.size);
      proofs.push({ kind, leaf, salt, leafHash, index, size: checkpoint.size, inclusion });
    }
    const cosignatures = checkpoint ? await this.witnesses.of(tx, checkpoint) : [];
    return { checkpoint, cosignatures, entries: proofs, waiting };
  }

  private async sizeWithin(tx: Tx, asked: number | undefined): Promise<number> {
    const size = (await this.repository.latestCheckpoint(tx))?.size ?? 0;
    if (asked !== undefined && asked > size) throw LogErrors.LOG_SIZE_UNKNOWN({ size });
    return asked ?? size;
  }
}

function spell(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}

function toKeyView(key: KeyRow, next: KeyRow | undefined): z.input<typeof LogKeysView>['keys'][number] {
  const { keyId, publicKey, usedFrom } = key;
  return {
    keyId,
    verifier: verifierText(verifierOf(key)),
    pem: pemOf(publicKey),
    fingerprint: fingerprintOf(publicKey),
    usedFrom: usedFrom.toISOString(),
    usedUntil: next?.usedFrom.toISOString() ?? null,
  };
}

export const WITNESS_WORDS = {
  none: { zh: '无独立见证', en: 'no independent witness' },
  cosigned: { zh: '已有独立见证方副署', en: 'cosigned by an independent witness' },
} as const;

function toWitnessView(cosignatures: readonly CosignatureRow[]): z.input<typeof LogStatusView>['independentWitness'] {
  const state = cosignatures.length > 0 ? 'cosigned' : 'none';
  return {
    state,
    size: cosignatures[0]?.size ?? null,
    witnesses: cosignatures.map(toCosignatureView),
    words: WITNESS_WORDS[state],
  };
}

function toCosignatureView({ name, keyId, signedAt }: CosignatureRow): {
  name: string;
  keyId: string;
  signedAt: string;
} {
  return { name, keyId, signedAt: signedAt.toISOString() };
}
