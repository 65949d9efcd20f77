import { Injectable } from '@nestjs/common';
import type { Position } from '../../../../geo/index.js';
import { Clock, newId, type Tx } from '../../../../platform/index.js';
import { CustodyRepository } from '../custody.repository.js';
import type { CustodyRow } from '../custody-row.js';
import { Receivers } from './receivers.service.js';

/** How a device is as it goes from one hand to the other. */
export interface HandState {
  readonly condition: string | null;
  readonly batteryPercent: number | null;
  readonly position: Position | null;
}

export interface Passing {
  readonly toUserId: string;
  /** As the giver says. */
  readonly given: HandState;
  /** As the receiver says. */
  readonly received: HandState;
}

export interface Passed {
  readonly nextCustodyId: string;
  readonly at: Date;
}

/** The device stays out and changes its holder: one custody ends and the next begins in the same instant. */
@Injectable()
export class CustodyRelay {
  constructor(
    private readonly custodies: CustodyRepository,
    private readonly receivers: Receivers,
    private readonly clock: Clock,
  ) {}

  /**
   * The custody is open and its device locked.
   * @throws HAND_OVER_TO_SELF, HAND_OVER_RECEIVER_UNFIT, HAND_OVER_RECEIVER_OUTSIDE
   */
  async pass(tx: Tx, custody: CustodyRow, { toUserId, given, received }: Passing): Promise<Passed> {
    const to = await this.receivers.require(tx, custody, toUserId);
    // Another instance's clock may have run ahead when the device left.
    const at = new Date(Math.max(this.clock.now().getTime(), custody.checkedOutAt.getTime()));
    const id = newId();
    const { holderId, holderName, deviceId, bookingId, dueAt } = custody;
    await this.custodies.close(tx, custody.id, {
      ...given,
      returnedAt: at,
      returnedBy: holderId,
      returnedByName: holderName,
    });
    await this.custodies.insert(tx, {
      id,
      deviceId,
      bookingId,
      holderId: to.id,
      holderName: to.displayName,
      holderUnitId: to.unitId,
      checkedOutAt: at,
      dueAt,
      receivedFromId: custody.id,
      conditionOut: received.condition,
      batteryOutPercent: received.batteryPercent,
      position: received.position,
    });
    return { nextCustodyId: id, at };
  }
}
