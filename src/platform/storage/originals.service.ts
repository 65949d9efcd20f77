import { createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '../actor.js';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { type BlobStat, type BlobStore, ORIGINALS } from './blob-store.js';
import { BlobRepository } from './blob.repository.js';
import type { Digests } from './digest.js';
import { OriginalRemovalRepository } from './original-removal.repository.js';
import { StorageErrors } from './storage.errors.js';

const BATCH = 500;
/** Bytes that shall leave stay so long, and so long again when they are brought anew: a record follows well within it. */
export const REMOVAL_GRACE_MS = 3_600_000;

/** Original bytes: first durable in the store, then named by a row. */
@Injectable()
export class OriginalsService {
  constructor(
    @Inject(ORIGINALS) private readonly store: BlobStore,
    private readonly blobs: BlobRepository,
    private readonly removals: OriginalRemovalRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes the file over; resolves when its bytes would survive a power cut. A crash after this leaves an untracked blob. */
  async keep(path: string, { sha256 }: Digests): Promise<void> {
    await this.putOffRemoval(sha256);
    await this.store.adopt(sha256, path);
  }

  /** @throws ORIGINAL_LEAVING when the bytes began to leave the store after they were kept */
  async record(tx: Tx, { sha256, sm3, sizeBytes }: Digests, mediaType: string): Promise<void> {
    const storedAt = this.clock.now();
    if (!(await this.removals.keep(tx, sha256, storedAt))) throw StorageErrors.ORIGINAL_LEAVING();
    await this.blobs.insertIfNew(tx, { sha256, sm3, sizeBytes, mediaType, place: 'originals', storedAt });
  }

  private async putOffRemoval(sha256: string): Promise<void> {
    const leaving = await this.unitOfWork.read((tx) => this.removals.leaving(tx, [sha256]));
    if (!leaving.has(sha256)) return;
    const notBefore = new Date(this.clock.now().getTime() + REMOVAL_GRACE_MS);
    await this.unitOfWork.apart(SYSTEM, (tx) => this.removals.putOff(tx, sha256, notBefore));
  }

  async read(sha256: string): Promise<Readable> {
    return this.store.read(sha256);
  }

  /**
   * The bytes as a file for programs that read only files: the one in the store, or a copy of it.
   * @param scratch where a copy may lie; whoever asks removes it
   * @throws when they are not there
   */
  async asFile(sha256: string, scratch: string): Promise<string> {
    const stored = this.fileOf(sha256);
    if (stored === undefined)
      await pipeline(await this.read(sha256), createWriteStream(scratch, { flags: 'wx', mode: 0o600 }));
    else await access(stored);
    return stored ?? scratch;
  }

  /** Where they lie in a store of files, whether they are there or not; undefined in any other. */
  fileOf(sha256: string): string | undefined {
    return this.store.fileOf(sha256);
  }

  /** Undefined when the store has no such bytes. */
  async stat(sha256: string): Promise<BlobStat | undefined> {
    return this.store.stat(sha256);
  }

  /** @throws when the store does not answer */
  async probe(): Promise<void> {
    await this.store.probe();
  }

  /** Digests in the store that no row names, but for those that shall leave: uploads whose process died between the two, or strangers' files. */
  async *untracked(): AsyncIterable<string> {
    let batch: string[] = [];
    for await (const sha256 of this.store.list()) {
      batch.push(sha256);
      if (batch.length < BATCH) continue;
      yield* await this.strangers(batch);
      batch = [];
    }
    yield* await this.strangers(batch);
  }

  private async strangers(digests: readonly string[]): Promise<string[]> {
    return this.unitOfWork.read(async (tx) => {
      const known = await this.blobs.known(tx, digests);
      const leaving = await this.removals.leaving(tx, digests);
      return digests.filter((sha256) => !known.has(sha256) && !leaving.has(sha256));
    });
  }
}
