import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, KeyRing, type ServedFile, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemAccess } from '../items/item-access.js';
import type { LinkView } from './custody.schemas.js';
import { LINK_SECONDS, type LinkClaim, readLink, writtenLink, type WrittenLink } from './link.rules.js';
import { LinkRecords } from './link.records.js';
import { LinkedFiles } from './linked-files.js';

const KEY_NAME = 'evidence.links';

/** Short-lived addresses of files, for what cannot send a header: a picture in a page, a player, a download. */
@Injectable()
export class EvidenceLinks {
  constructor(
    private readonly keys: KeyRing,
    private readonly visible: ItemAccess,
    private readonly records: LinkRecords,
    private readonly files: LinkedFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_REMOVED */
  async make(actor: Actor, itemId: string, what: LinkClaim['what']): Promise<z.input<typeof LinkView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.require(tx, actor, 'evidence.share', [itemId]);
      const until = new Date(this.clock.now().getTime() + LINK_SECONDS * 1000);
      await this.records.made(tx, itemId, what, until);
      const url = writtenLink(this.keys.key(KEY_NAME), { itemId, what, userId: actor.id, until });
      return { url, expiresAt: until.toISOString() };
    });
  }

  /**
   * The file, if whoever made the address may still have it; seen and taken in that person's name.
   * @throws EVIDENCE_LINK_REFUSED, whatever is wrong with the address: nobody is told what would be right
   */
  async open(of: Pick<LinkClaim, 'itemId' | 'what'>, written: WrittenLink): Promise<ServedFile> {
    const claim = readLink(this.keys.key(KEY_NAME), of, written, this.clock.now());
    if (!claim) throw EvidenceErrors.EVIDENCE_LINK_REFUSED();
    return this.files.open(claim);
  }
}
