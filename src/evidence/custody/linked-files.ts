import { Injectable } from '@nestjs/common';
import { Actors } from '../../identity/index.js';
import type { ServedFile } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemFiles } from '../items/item-files.service.js';
import type { LinkClaim } from './link.rules.js';

/** Opens files for whoever made an address, as that person may act now. */
@Injectable()
export class LinkedFiles {
  constructor(
    private readonly actors: Actors,
    private readonly files: ItemFiles,
  ) {}

  /** @throws EVIDENCE_LINK_REFUSED for a suspended person; NOT_FOUND, EVIDENCE_REMOVED, RENDITION_… */
  async open({ userId, itemId, what }: LinkClaim): Promise<ServedFile> {
    const actor = await this.actors.find(userId);
    if (!actor) throw EvidenceErrors.EVIDENCE_LINK_REFUSED();
    return what === 'original' ? this.files.original(actor, itemId) : this.files.rendition(actor, itemId, 'preview');
  }
}
