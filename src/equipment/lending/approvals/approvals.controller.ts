import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { BookingView } from '../bookings/booking.schemas.js';
import { LoanApprove, LoanRefuse } from './approval.schemas.js';
import { Approvals } from './approvals.service.js';

type View = z.input<typeof BookingView>;

const ERRORS = ['BOOKING_CHANGED', 'DEVICE_NOT_IN_BOOKING', 'LOAN_NOT_ASKED', 'HOLD_EXPIRED'];

@Controller('api/v1/bookings')
export class ApprovalsController {
  constructor(private readonly approvals: Approvals) {}

  @Endpoint({
    method: 'POST',
    path: ':id/approve',
    status: 200,
    permission: 'booking.decide',
    summary: 'Lend what another unit asks for',
    response: BookingView,
    errors: ERRORS,
  })
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LoanApprove }) body: z.output<typeof LoanApprove>,
  ): Promise<View> {
    return this.approvals.answer(actor, id, 'approve', body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/refuse',
    status: 200,
    permission: 'booking.decide',
    summary: 'Do not lend what another unit asks for, with the reason',
    response: BookingView,
    errors: ERRORS,
  })
  refuse(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LoanRefuse }) body: z.output<typeof LoanRefuse>,
  ): Promise<View> {
    return this.approvals.answer(actor, id, 'refuse', body);
  }
}
