import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../../platform/index.js';
import { DamageReports } from '../damages/damage-reports.service.js';
import { JourneyEnds } from '../loans/journey-ends.service.js';
import { CardsAboard } from '../media/cards-aboard.service.js';
import type { ChecklistFailure } from './checklists/answered-checklists.service.js';
import type { CustodyRow } from './custody-row.js';
import type { HandBackCreate } from './custody.schemas.js';
import { HandOverRepository } from './hand-overs/hand-over.repository.js';

/** What follows from a hand-back: open offers lapse, cards in it come back with it, a journey may end, a damage may begin. */
@Injectable()
export class AfterReturn {
  constructor(
    private readonly offers: HandOverRepository,
    private readonly journeys: JourneyEnds,
    private readonly damages: DamageReports,
    private readonly cards: CardsAboard,
  ) {}

  /** The device is locked. Gives the damage, if there is one. @throws FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async follow(
    tx: Tx,
    closed: CustodyRow,
    { condition, position, damage: named, photoIds = [] }: z.output<typeof HandBackCreate>,
    failures: readonly ChecklistFailure[],
  ): Promise<string | null> {
    await this.offers.lapse(tx, closed.id, closed.returnedAt ?? closed.checkedOutAt);
    const { id: holderId, name: holderName } = tx.actor;
    await this.cards.follow(tx, closed.deviceId, { custodyId: null, holderId, holderName });
    await this.journeys.cameBack(tx, closed, { condition, position });
    return this.damages.fromHandBack(tx, closed, { failures, named, photoIds });
  }
}
