import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { ManifestRepository } from './manifest.repository.js';
import { clearRefusal, mayMoveCard } from './media.rules.js';
import { type MediaCardView, toCardView } from './media.schemas.js';
import { Receipts } from './receipts.service.js';

/** A card is cleared only when the server has every file that is on it. */
@Injectable()
export class Clearing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly manifest: ManifestRepository,
    private readonly rights: CardRights,
    private readonly receipts: Receipts,
    private readonly journal: CardJournal,
  ) {}

  /**
   * The lock of the card keeps its manifest as it is while receipts are looked up.
   * @throws NOT_FOUND, FORBIDDEN, CARD_STATE, CARD_COUNT_DIFFERS, CARD_NOT_RECEIVED with the names that are missing
   */
  async clear(actor: Actor, id: string, fileCount: number): Promise<z.input<typeof MediaCardView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      if (!mayMoveCard(card.state, 'cleared')) throw EquipmentErrors.CARD_STATE({ state: card.state });
      const files = await this.manifest.all(tx, card);
      const refusal = clearRefusal(fileCount, files, await this.receipts.among(tx, actor, files));
      if (refusal) {
        const { code, ...details } = refusal;
        throw EquipmentErrors[code](details);
      }
      const cleared = { state: 'cleared' as const, deviceId: null, custodyId: null };
      const fact = { event: 'cleared' as const, details: { fileCount } };
      return toCardView(await this.journal.change(tx, card, cleared, fact));
    });
  }
}
