import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, newId, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import type { BookedDeviceRow, BookingRow } from '../bookings/booking-row.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { JourneySteps } from './journey-steps.service.js';
import { LoanDesk } from './loan-desk.service.js';
import type { LoanJourney } from './loan.entity.js';
import { LoanRepository } from './loan.repository.js';
import type { JourneyList, LoanPrepare } from './loan.schemas.js';

/** The owner gets devices ready that another unit has booked. */
@Injectable()
export class LoanPreparations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loans: LoanRepository,
    private readonly desk: LoanDesk,
    private readonly steps: JourneySteps,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, JOURNEY_NOT_LENT, DEVICE_NOT_IN_BOOKING, BOOKING_NOT_OPEN, JOURNEY_OPEN */
  async prepare(
    actor: Actor,
    { bookingId, deviceIds, note }: z.output<typeof LoanPrepare>,
  ): Promise<z.input<typeof JourneyList>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const seen = await this.desk.booking(tx, actor, bookingId);
      const wanted = deviceIds ?? this.desk.lentBy(actor, seen).map(({ id }) => id);
      if (wanted.length === 0) throw EquipmentErrors.JOURNEY_NOT_LENT();
      await this.desk.lockDevices(tx, wanted);
      const booking = await this.desk.booking(tx, actor, bookingId);
      const items = [];
      for (const deviceId of wanted) {
        const journey = this.journeyOf(booking, this.desk.requireLent(actor, booking, deviceId));
        await this.insert(tx, journey);
        items.push(this.desk.view(await this.steps.begin(tx, journey.id, note)));
      }
      return { items };
    });
  }

  private journeyOf(booking: BookingRow, { id: deviceId, ownerUnitId }: BookedDeviceRow): LoanJourney {
    const at = this.clock.now();
    const units = { ownerUnitId, borrowerUnitId: booking.unitId };
    return { id: newId(), bookingId: booking.id, deviceId, ...units, state: 'prepared', createdAt: at, updatedAt: at };
  }

  private async insert(tx: Tx, journey: LoanJourney): Promise<void> {
    const { deviceId } = journey;
    try {
      await this.loans.insert(tx, journey);
    } catch (error) {
      const open = violates(error, 'loan_journey_open_key') || violates(error, 'loan_journey_line_key');
      throw open ? EquipmentErrors.JOURNEY_OPEN({ deviceId }, error) : error;
    }
  }
}
