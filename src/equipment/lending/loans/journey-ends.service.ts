import { Injectable } from '@nestjs/common';
import { asUser } from '../../../identity/index.js';
import { EquipmentEvents } from '../../equipment.events.js';
import { OnEvent, type RecordedEvent, SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import type { CustodyRow } from '../custody/custody-row.js';
import { mayAdvance } from './journey.rules.js';
import { JourneySteps, type StepInput } from './journey-steps.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoanRepository } from './loan.repository.js';

/** Journeys that end without anybody saying so. */
@Injectable()
export class JourneyEnds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loans: LoanRepository,
    private readonly steps: JourneySteps,
    private readonly desk: LoanDesk,
  ) {}

  /** Handed back to somebody of the owner's unit, the device is home; its row is locked. */
  async cameBack(tx: Tx, { bookingId, deviceId, ownerUnitId }: CustodyRow, input: StepInput): Promise<void> {
    if (asUser(tx.actor).unitId !== ownerUnitId) return;
    const row = (await this.loans.ofBooking(tx, bookingId)).find((journey) => journey.deviceId === deviceId);
    if (row && mayAdvance(row.state, 'return_received')) await this.steps.advance(tx, row, 'return_received', input);
  }

  @OnEvent(EquipmentEvents['equipment.booking_cancelled'])
  async onCancelled(event: RecordedEvent): Promise<void> {
    await this.dropPrepared(event);
  }

  @OnEvent(EquipmentEvents['equipment.booking_no_show'])
  async onNoShow(event: RecordedEvent): Promise<void> {
    await this.dropPrepared(event);
  }

  @OnEvent(EquipmentEvents['equipment.booking_pre_empted'])
  async onPreEmpted(event: RecordedEvent): Promise<void> {
    await this.dropPrepared(event);
  }

  /** What was got ready for a booking that will not happen stays where it is. */
  private async dropPrepared({ payload }: RecordedEvent): Promise<void> {
    const { bookingId, deviceIds } = payload as { bookingId: string; deviceIds: readonly string[] };
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.desk.lockDevices(tx, deviceIds);
      for (const row of await this.loans.ofBooking(tx, bookingId)) {
        const prepared = row.state === 'prepared' && deviceIds.includes(row.deviceId);
        if (prepared) await this.steps.advance(tx, row, 'cancelled', {});
      }
    });
  }
}
