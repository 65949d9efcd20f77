import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import { StoredBlob } from './blob.entity.js';

/** The only SQL on blobs. */
@Injectable()
export class BlobRepository {
  /** Adds the blob unless its bytes are known already. */
  async insertIfNew(tx: Tx, blob: StoredBlob): Promise<void> {
    await tx.repository(StoredBlob).createQueryBuilder().insert().values(blob).orIgnore().execute();
  }

  async find(tx: Tx, sha256: string): Promise<StoredBlob | null> {
    return tx.repository(StoredBlob).findOneBy({ sha256 });
  }

  /** Those of the given digests that have a row. */
  async known(tx: Tx, digests: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ sha256: string }>(`SELECT sha256 FROM blob WHERE sha256 = ANY($1)`, [digests]);
    return new Set(rows.map(({ sha256 }) => sha256));
  }
}
