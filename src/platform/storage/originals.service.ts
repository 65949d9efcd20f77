import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { type BlobStore, ORIGINALS } from './blob-store.js';
import { BlobRepository } from './blob.repository.js';
import type { Digests } from './digest.js';

const BATCH = 500;

/** Original bytes: first durable in the store, then named by a row. */
@Injectable()
export class OriginalsService {
  constructor(
    @Inject(ORIGINALS) private readonly store: BlobStore,
    private readonly blobs: BlobRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes the file over; resolves when its bytes would survive a power cut. A crash after this leaves an untracked blob. */
  async keep(path: string, { sha256 }: Digests): Promise<void> {
    await this.store.adopt(sha256, path);
  }

  async record(tx: Tx, { sha256, sm3, sizeBytes }: Digests, mediaType: string): Promise<void> {
    const storedAt = this.clock.now();
    await this.blobs.insertIfNew(tx, { sha256, sm3, sizeBytes, mediaType, place: 'originals', storedAt });
  }

  async read(sha256: string): Promise<Readable> {
    return this.store.read(sha256);
  }

  /** Digests in the store that no row names: uploads whose process died between the two, or strangers' files. */
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
    const known = await this.unitOfWork.read((tx) => this.blobs.known(tx, digests));
    return digests.filter((sha256) => !known.has(sha256));
  }
}
