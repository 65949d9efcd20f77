import { Injectable } from '@nestjs/common';
import {
  type Actor,
  Clock,
  Papers,
  period,
  servedBytes,
  type ServedFile,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { isBlocking } from '../bookings/booking.rules.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { JourneyState } from './journey.rules.js';
import { LoanDesk } from './loan-desk.service.js';
import { loanSlip, type SlipSigner } from './loan-slip.paper.js';
import type { LoanStep } from './loan.entity.js';
import { LoanRepository } from './loan.repository.js';

/** The slip of a loan as PDF, for the owner and the borrower. */
@Injectable()
export class LoanSlips {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loans: LoanRepository,
    private readonly desk: LoanDesk,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, JOURNEY_NOT_LENT, SLIP_OWNER_UNCLEAR */
  async slip(actor: Actor, bookingId: string, owner: string | undefined): Promise<ServedFile> {
    const slip = await this.unitOfWork.read(async (tx) => {
      const booking = await this.desk.booking(tx, actor, bookingId);
      const ownerUnitId = chosenOwner(this.desk.slipOwners(actor, booking), owner);
      const lent = booking.devices.filter((device) => device.ownerUnitId === ownerUnitId && isShown(device.state));
      const ids = lent.map(({ id }) => id);
      return {
        bookingId,
        owner: this.desk.nameOf(ownerUnitId),
        borrower: this.desk.nameOf(booking.unitId),
        during: period(booking.during),
        devices: await this.loans.slipDevices(tx, ids),
        ...(await this.stepsOf(tx, booking, ids)),
        printedAt: this.clock.now(),
      };
    });
    return servedBytes(await this.papers.write(loanSlip(slip)), 'application/pdf', `loan-${bookingId}.pdf`);
  }

  /** Who sent and received the devices, as far as they have travelled. */
  private async stepsOf(tx: Tx, { id }: BookingRow, deviceIds: readonly string[]) {
    const journeys = (await this.loans.ofBooking(tx, id)).filter(({ deviceId }) => deviceIds.includes(deviceId));
    const steps = await this.loans.steps(
      tx,
      journeys.map((journey) => journey.id),
    );
    const first = (state: JourneyState) => steps.find((step) => step.state === state);
    const sent = first('dispatched');
    return {
      carrier: sent?.carrier ?? null,
      waybill: sent?.waybill ?? null,
      given: signerOf(sent),
      received: signerOf(first('received')),
    };
  }
}

function chosenOwner(owners: readonly string[], wanted: string | undefined): string {
  const [only, ...others] = wanted === undefined ? owners : owners.filter((unitId) => unitId === wanted);
  if (only === undefined) throw EquipmentErrors.JOURNEY_NOT_LENT();
  if (others.length > 0) throw EquipmentErrors.SLIP_OWNER_UNCLEAR({ owners });
  return only;
}

/** What the slip lists: what will be lent, is, or was. */
function isShown(state: BookingRow['state']): boolean {
  return isBlocking(state) || state === 'returned';
}

function signerOf(step: LoanStep | undefined): SlipSigner | null {
  return step ? { name: step.actorName, at: step.at, signature: step.signature } : null;
}
