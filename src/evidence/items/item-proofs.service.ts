import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { LogProof, LogProofs } from '../log/log.service.js';
import { LogService } from '../log/log.service.js';
import { type HiddenValues, openingsOf } from '../log/openings.rules.js';
import { signatureLine } from '../log/signed-note.rules.js';
import { EvidenceRepository } from './evidence.repository.js';
import { ItemAccess } from './item-access.js';
import type { ItemProofView } from './item-proof.schemas.js';
import { knownHidden } from './known-hidden.rules.js';

/** What shows to others that an item’s entries are in the log. Reading it is a view of the item. */
@Injectable()
export class ItemProofs {
  constructor(
    private readonly visible: ItemAccess,
    private readonly items: EvidenceRepository,
    private readonly log: LogService,
    private readonly custody: CustodyLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND */
  async of(actor: Actor, id: string): Promise<z.input<typeof ItemProofView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const seen = await this.visible.see(tx, actor, id);
      await this.custody.recordView(tx, id, 'proof');
      const claims = await this.items.claimsOf(tx, id);
      const custody = await this.custody.list(tx, id, { events: ['received', 'removed'], limit: 10 });
      return toItemProofView(id, await this.log.proofOf(tx, id), knownHidden(seen, { claims, custody }));
    });
  }
}

function toItemProofView(
  itemId: string,
  { checkpoint, cosignatures, entries, waiting }: LogProofs,
  known: HiddenValues,
): z.input<typeof ItemProofView> {
  const note = checkpoint && checkpoint.note + cosignatures.map(signatureLine).join('');
  return {
    itemId,
    checkpoint: note,
    waiting: waiting.length,
    entries: entries.map((entry) => toEntryView(entry, known)),
  };
}

function toEntryView(proof: LogProof, known: HiddenValues): z.input<typeof ItemProofView>['entries'][number] {
  const { kind, index, size, leaf, leafHash, inclusion } = proof;
  const { salt, openings } = openingsOf(proof, known);
  return {
    entry: kind,
    index,
    size,
    leaf: leaf.toString('base64'),
    salt: salt?.toString('base64') ?? null,
    openings: Object.fromEntries(
      Object.entries(openings).map(([name, { salt: own, value }]) => [name, { salt: own.toString('base64'), value }]),
    ),
    leafHash: leafHash.toString('hex'),
    proof: inclusion.map((hash) => hash.toString('base64')),
  };
}
