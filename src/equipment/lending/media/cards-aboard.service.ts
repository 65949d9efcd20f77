import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { CardJournal } from './card.journal.js';
import { MediaRepository } from './media.repository.js';

/** In whose hands a device is from now on. */
export interface Hands {
  /** Null while the device is at its unit. */
  readonly custodyId: string | null;
  readonly holderId: string;
  readonly holderName: string;
}

/** Cards stay in a device as it changes hands: whoever has the device has them. */
@Injectable()
export class CardsAboard {
  constructor(
    private readonly cards: MediaRepository,
    private readonly journal: CardJournal,
  ) {}

  /** The device, which is locked, and what travels with it. */
  async follow(tx: Tx, deviceId: string, { custodyId, holderId, holderName }: Hands): Promise<void> {
    for (const card of await this.cards.lockAboard(tx, deviceId)) {
      const fact = { event: 'carried' as const, details: { checkOutId: custodyId } };
      await this.journal.change(tx, card, { custodyId, holderId, holderName }, fact);
    }
  }
}
