import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import { type Actor, Clock, newId, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { CardSlots } from './card-slots.service.js';
import type { CardRecord } from './media.entity.js';
import { MediaRepository } from './media.repository.js';
import { type MediaCardCreate, type MediaCardView, toCardView } from './media.schemas.js';

type View = z.input<typeof MediaCardView>;

/** Cards enter the register, go into devices and come out again. */
@Injectable()
export class MediaCardsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cards: MediaRepository,
    private readonly rights: CardRights,
    private readonly slots: CardSlots,
    private readonly journal: CardJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws CARD_CODE_TAKEN */
  async register(actor: Actor, { code, capacityBytes }: z.output<typeof MediaCardCreate>): Promise<View> {
    const { id: holderId, name: holderName, unitId } = asUser(actor);
    this.rights.requireOwnUnit(actor, unitId);
    const at = this.clock.now();
    const card: CardRecord = {
      id: newId(),
      code,
      capacityBytes: capacityBytes?.toString() ?? null,
      unitId,
      state: 'in_use',
      generation: 1,
      deviceId: null,
      custodyId: null,
      holderId,
      holderName,
      caseId: null,
      createdAt: at,
      updatedAt: at,
    };
    return this.unitOfWork.run(actor, async (tx) => {
      await this.insertNew(tx, card);
      await this.journal.record(tx, card, { event: 'registered' });
      return toCardView(card);
    });
  }

  /**
   * Puts a card into a device that is the actor's business; whoever holds the device has the card. A cleared card
   * begins anew.
   * @throws NOT_FOUND, FORBIDDEN, DEVICE_NOT_FOUND, CARD_INSERTED, CARD_STATE
   */
  async insert(actor: Actor, id: string, deviceId: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const place = await this.slots.of(tx, actor, deviceId);
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      requireOutside(card);
      const holder = place.holder ?? { holderId: actor.id, holderName: actor.name };
      const inside = { deviceId: place.deviceId, custodyId: place.custodyId, ...holder };
      if (card.state === 'in_use') {
        return toCardView(await this.journal.change(tx, card, inside, { event: 'inserted' }));
      }
      if (card.state !== 'cleared') throw EquipmentErrors.CARD_STATE({ state: card.state });
      const fresh = { state: 'in_use' as const, generation: card.generation + 1, caseId: null };
      const reused = await this.journal.change(tx, card, fresh, { event: 'reused' });
      return toCardView(await this.journal.change(tx, reused, inside, { event: 'inserted' }));
    });
  }

  /** Whoever takes it out has it. @throws NOT_FOUND, FORBIDDEN, CARD_NOT_INSERTED */
  async remove(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      if (card.deviceId === null) throw EquipmentErrors.CARD_NOT_INSERTED();
      const outside = { deviceId: null, custodyId: null, holderId: actor.id, holderName: actor.name };
      const fact = { event: 'removed' as const, details: { deviceId: card.deviceId, checkOutId: card.custodyId } };
      return toCardView(await this.journal.change(tx, card, outside, fact));
    });
  }

  private async insertNew(tx: Tx, card: CardRecord): Promise<void> {
    try {
      await this.cards.insert(tx, card);
    } catch (error) {
      if (violates(error, 'media_card_code_key')) throw EquipmentErrors.CARD_CODE_TAKEN({ code: card.code }, error);
      throw error;
    }
  }
}

/** @throws CARD_INSERTED */
export function requireOutside({ deviceId }: CardRecord): void {
  if (deviceId !== null) throw EquipmentErrors.CARD_INSERTED({ deviceId });
}
