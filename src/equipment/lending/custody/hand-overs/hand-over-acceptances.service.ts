import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../../../platform/index.js';
import { CardsAboard } from '../../media/cards-aboard.service.js';
import { CustodyJournal } from '../custody.journal.js';
import { CustodyReader } from '../custody-reader.service.js';
import type { CustodyView } from '../custody.schemas.js';
import { CustodyRelay } from './custody-relay.service.js';
import type { HandOverRow } from './hand-over.repository.js';
import type { HandOverAcceptance } from './hand-over.schemas.js';
import { HandOverDesk } from './hand-over-desk.service.js';

type Input = z.output<typeof HandOverAcceptance>;

/** The receiver signs: from this instant the device is with him or her, and with nobody else. */
@Injectable()
export class HandOverAcceptances {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: HandOverDesk,
    private readonly relay: CustodyRelay,
    private readonly reader: CustodyReader,
    private readonly journal: CustodyJournal,
    private readonly cards: CardsAboard,
  ) {}

  /**
   * Gives the receiver's own custody.
   * @throws NOT_FOUND, HAND_OVER_SETTLED, ALREADY_HANDED_BACK, HAND_OVER_RECEIVER_*, SIGNATURE_UNREADABLE, FILE_UNKNOWN
   */
  async accept(actor: Actor, custodyId: string, input: Input): Promise<z.input<typeof CustodyView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { offer, custody } = await this.desk.lockOfferTo(tx, custodyId, actor.id);
      const { nextCustodyId, at } = await this.relay.pass(tx, custody, {
        toUserId: actor.id,
        ...statesOf(offer, input),
      });
      const signatures = await this.desk.settleAccepted(tx, offer, { nextCustodyId, at }, input);
      const opened = await this.reader.required(tx, nextCustodyId);
      await this.cards.follow(tx, opened.deviceId, { ...opened, custodyId: nextCustodyId });
      await this.journal.handedOver(tx, await this.reader.required(tx, custodyId), opened, { signatures });
      return this.reader.view(actor, opened);
    });
  }
}

/** What the receiver does not say is as the giver said. */
function statesOf(offer: HandOverRow, { condition, batteryPercent, position }: Input) {
  const { lon, lat } = offer;
  const offered = lon === null || lat === null ? null : { lon, lat };
  return {
    given: { condition: offer.condition, batteryPercent: offer.batteryPercent, position: offered ?? position ?? null },
    received: {
      condition: condition ?? offer.condition,
      batteryPercent: batteryPercent ?? offer.batteryPercent,
      position: position ?? offered,
    },
  };
}
