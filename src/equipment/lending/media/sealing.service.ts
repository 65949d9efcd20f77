import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, newId, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Photos } from '../../register/files/photos.service.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { requireOutside } from './media-cards.service.js';
import type { CardRecord, MediaSeal, MediaSealPhoto } from './media.entity.js';
import { MediaRepository } from './media.repository.js';
import { mayMoveCard } from './media.rules.js';
import { type MediaCardSeal, type MediaCardView, toCardView } from './media.schemas.js';

type Input = z.output<typeof MediaCardSeal>;

/** A card that could not be cleared is sealed before a witness: number of the seal, photos before and after. */
@Injectable()
export class Sealing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cards: MediaRepository,
    private readonly rights: CardRights,
    private readonly photos: Photos,
    private readonly journal: CardJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, CARD_STATE, CARD_INSERTED, SEAL_NUMBER_USED, WITNESS_UNKNOWN, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async seal(actor: Actor, id: string, input: Input): Promise<z.input<typeof MediaCardView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      if (!mayMoveCard(card.state, 'sealed')) throw EquipmentErrors.CARD_STATE({ state: card.state });
      requireOutside(card);
      await this.photos.require(tx, actor, [...new Set([...input.photosBefore, ...input.photosAfter])]);
      const seal = sealOf(tx, card, input, this.clock.now());
      await this.insert(tx, seal, photosOf(seal.id, input));
      const details = { sealNumber: input.sealNumber, witness: input.witness.name };
      const by = { holderId: actor.id, holderName: actor.name };
      return toCardView(await this.journal.change(tx, card, { state: 'sealed', ...by }, { event: 'sealed', details }));
    });
  }

  private async insert(tx: Tx, seal: MediaSeal, photos: readonly MediaSealPhoto[]): Promise<void> {
    try {
      await this.cards.insertSeal(tx, seal, photos);
    } catch (error) {
      const { sealNumber, witnessId: userId } = seal;
      if (violates(error, 'media_seal_witness_fkey')) throw EquipmentErrors.WITNESS_UNKNOWN({ userId }, error);
      throw violates(error, 'media_seal_seal_number_key')
        ? EquipmentErrors.SEAL_NUMBER_USED({ sealNumber }, error)
        : error;
    }
  }
}

function sealOf(tx: Tx, { id, generation }: CardRecord, { sealNumber, witness, reason }: Input, at: Date): MediaSeal {
  return {
    id: newId(),
    cardId: id,
    generation,
    sealNumber,
    witnessId: witness.userId ?? null,
    witnessName: witness.name,
    reason: reason ?? null,
    sealedBy: tx.actor.id,
    sealedByName: tx.actor.name,
    sealedAt: at,
  };
}

function photosOf(sealId: string, { photosBefore, photosAfter }: Input): MediaSealPhoto[] {
  return [
    ...photosBefore.map((fileId) => ({ sealId, taken: 'before' as const, fileId })),
    ...photosAfter.map((fileId) => ({ sealId, taken: 'after' as const, fileId })),
  ];
}
