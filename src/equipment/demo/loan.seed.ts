import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { LoanJourney, LoanStep } from '../lending/loans/loan.entity.js';
import { DEMO_DRAWING, DemoGround } from './demo-ground.js';
import { DEMO_LOAN } from './demo-lending.js';

/** A device of the province on its way to a city; its slip is printed from the booking. */
@Injectable()
export class LoanSeed {
  constructor(private readonly ground: DemoGround) {}

  @DemonstrationSeed(27)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(LoanJourney).count()) > 0) return;
    const { kind, owner, borrower, purpose } = DEMO_LOAN;
    const keeper = await this.ground.person(tx, owner, 'equipment_manager');
    const person = await this.ground.person(tx, borrower, 'tester');
    const device = await this.ground.device(tx, kind, owner);
    const during = { from: this.ground.hour(DEMO_LOAN.fromHour), to: this.ground.hour(DEMO_LOAN.toHour) };
    const bookingId = await this.ground.book(tx, { person, deviceId: device.id, during, state: 'reserved', purpose });
    const journeyId = newId();
    await tx.repository(LoanJourney).insert({
      id: journeyId,
      bookingId,
      deviceId: device.id,
      ownerUnitId: device.unitId,
      borrowerUnitId: person.unitId,
      state: 'in_transit',
      createdAt: this.ground.hour(DEMO_LOAN.preparedHour),
      updatedAt: this.ground.hour(DEMO_LOAN.seenHour),
    });
    await tx.repository(LoanStep).insert(this.steps(journeyId, keeper));
  }

  private steps(journeyId: string, { id: actorId, displayName: actorName }: Person) {
    const { carrier, waybill, preparedHour, dispatchedHour, seenHour } = DEMO_LOAN;
    const step = (hour: number) => {
      const at = this.ground.hour(hour);
      return { id: newId(), journeyId, at, recordedAt: at, actorId, actorName };
    };
    return [
      { ...step(preparedHour), state: 'prepared' as const, note: '主机、充电器、校准片已装箱' },
      { ...step(dispatchedHour), state: 'dispatched' as const, carrier, waybill, signature: DEMO_DRAWING },
      { ...step(seenHour), state: 'in_transit' as const, note: '已到石家庄转运中心' },
    ];
  }
}
