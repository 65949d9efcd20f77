import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor, Tx } from '../../../../platform/index.js';
import { type FileSight, FileSights } from '../../../register/files/file-sights.js';
import { Photos } from '../../../register/files/photos.service.js';
import { PoolRights } from '../../../pool-rights.service.js';
import { custodyParty } from '../custody-row.js';
import { CustodyRepository } from '../custody.repository.js';
import { PaperRepository } from './paper.repository.js';
import type { Signing } from './signatures.service.js';

/** Photos of a device as it changes hands; who may read the custody sees them. */
@Injectable()
export class CustodyPhotos implements FileSight, OnModuleInit {
  constructor(
    private readonly papers: PaperRepository,
    private readonly custodies: CustodyRepository,
    private readonly photos: Photos,
    private readonly sights: FileSights,
    private readonly rights: PoolRights,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  /** @throws FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async attach(tx: Tx, { custodyId, moment, at }: Signing, photoIds: readonly string[]): Promise<void> {
    await this.photos.require(tx, tx.actor, photoIds);
    const by = { attachedBy: tx.actor.id, attachedAt: at };
    await this.papers.insertPhotos(
      tx,
      photoIds.map((fileId) => ({ custodyId, moment, fileId, ...by })),
    );
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    for (const id of await this.papers.custodiesShowing(tx, fileId)) {
      const row = await this.custodies.get(tx, id);
      if (!row) continue;
      const { party, otherUnitIds } = custodyParty(row);
      if (this.rights.isParty(actor, 'custody.read', party, [...otherUnitIds, row.ownerUnitId])) return true;
    }
    return false;
  }
}
