import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { LogProof, LogProofs } from '../log/log.service.js';
import { LogService } from '../log/log.service.js';
import { signatureLine } from '../log/signed-note.rules.js';
import { ItemAccess } from './item-access.js';
import type { ItemProofView } from './item-proof.schemas.js';

/** What shows to others that an item’s entries are in the log. Reading it is a view of the item. */
@Injectable()
export class ItemProofs {
  constructor(
    private readonly visible: ItemAccess,
    private readonly log: LogService,
    private readonly custody: CustodyLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND */
  async of(actor: Actor, id: string): Promise<z.input<typeof ItemProofView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.find(tx, actor, id);
      await this.custody.recordView(tx, id, 'proof');
      return toItemProofView(id, await this.log.proofOf(tx, id));
    });
  }
}

function toItemProofView(
  itemId: string,
  { checkpoint, cosignatures, entries, waiting }: LogProofs,
): z.input<typeof ItemProofView> {
  const note = checkpoint && checkpoint.note + cosignatures.map(signatureLine).join('');
  return { itemId, checkpoint: note, waiting, entries: entries.map(toEntryView) };
}

function toEntryView(proof: LogProof): z.input<typeof ItemProofView>['entries'][number] {
  const { kind, index, size, leaf, salt, leafHash, inclusion } = proof;
  return {
    entry: kind,
    index,
    size,
    leaf: leaf.toString('base64'),
    salt: salt.toString('base64'),
    leafHash: leafHash.toString('hex'),
    proof: inclusion.map((hash) => hash.toString('base64')),
  };
}
