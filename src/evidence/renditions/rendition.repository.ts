import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { RENDITION_NAMES, type RenditionName } from '../evidence.codes.js';
import { Rendition } from './rendition.entity.js';

/** The only SQL on renditions. */
@Injectable()
export class RenditionRepository {
  /** Marks both renditions of a blob as wanted. False when they are known already. */
  async want(tx: Tx, sha256: string, requestedAt: Date): Promise<boolean> {
    const added = await tx.execute(
      `INSERT INTO rendition (sha256, name, state, partial, requested_at)
       SELECT $1, name, 'pending', false, $2 FROM unnest($3::text[]) AS name ON CONFLICT DO NOTHING`,
      [sha256, requestedAt, RENDITION_NAMES],
    );
    return added > 0;
  }

  async ofBlobs(tx: Tx, digests: readonly string[]): Promise<Rendition[]> {
    return tx
      .repository(Rendition)
      .find({ where: { sha256: In([...digests]) }, order: { sha256: 'ASC', name: 'ASC' } });
  }

  async find(tx: Tx, sha256: string, name: RenditionName): Promise<Rendition | null> {
    return tx.repository(Rendition).findOneBy({ sha256, name });
  }

  async isPending(tx: Tx, sha256: string): Promise<boolean> {
    return tx.repository(Rendition).existsBy({ sha256, state: 'pending' });
  }

  async update(tx: Tx, sha256: string, name: RenditionName, change: Partial<Rendition>): Promise<void> {
    await tx.repository(Rendition).update({ sha256, name }, change);
  }

  async forget(tx: Tx, sha256: string): Promise<void> {
    await tx.repository(Rendition).delete({ sha256 });
  }
}
