import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { RequestAssignments } from './request-assignments.service.js';
import type { Detail } from './request-desk.service.js';
import { RequestWork } from './request-work.service.js';
import {
  AssistanceAssign,
  AssistanceDetail,
  AssistanceReason,
  AssistanceReassign,
  AssistanceRemark,
  AssistanceReport,
} from './request.schemas.js';

const STEP_ERRORS = ['ASSISTANCE_STATE_CONFLICT'] as const;
const BOOKING_ERRORS = [
  ...STEP_ERRORS,
  'BOOKING_CONFLICT',
  'PERIOD_EMPTY',
  'PERIOD_INVERTED',
  'PERIOD_IN_PAST',
  'DEVICE_NOT_FOUND',
  'DEVICE_NOT_IN_SERVICE',
  'PERSON_BUSY',
  'PERSON_AWAY',
  'PERSON_NOBODY_FREE',
  'PILOT_LICENCE_MISSING',
] as const;

@Controller('api/v1/assistance-requests')
export class RequestWorkController {
  constructor(
    private readonly assignments: RequestAssignments,
    private readonly work: RequestWork,
  ) {}

  @Endpoint({
    method: 'POST',
    path: ':id/assign',
    status: 200,
    permission: 'assistance.assign',
    summary: 'Assign people and devices: each entry is booked as POST /bookings would, all or none',
    response: AssistanceDetail,
    errors: BOOKING_ERRORS,
  })
  assign(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceAssign }) body: z.output<typeof AssistanceAssign>,
  ): Detail {
    return this.assignments.assign(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/reassign',
    status: 200,
    permission: 'assistance.assign',
    summary: 'Assign others in place of all that was assigned and has not left',
    response: AssistanceDetail,
    errors: BOOKING_ERRORS,
  })
  reassign(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReassign }) body: z.output<typeof AssistanceReassign>,
  ): Detail {
    return this.assignments.reassign(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/start',
    status: 200,
    permission: 'assistance.carryOut',
    summary: 'The work has begun',
    response: AssistanceDetail,
    errors: STEP_ERRORS,
  })
  start(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceRemark }) { reason }: z.output<typeof AssistanceRemark>,
  ): Detail {
    return this.work.start(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/close',
    status: 200,
    permission: 'assistance.carryOut',
    summary: 'Close it with a report and what came of it',
    response: AssistanceDetail,
    errors: [...STEP_ERRORS, 'ASSISTANCE_OUTCOME_UNKNOWN'],
  })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReport }) body: z.output<typeof AssistanceReport>,
  ): Detail {
    return this.work.close(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/not-done',
    status: 200,
    permission: 'assistance.carryOut',
    summary: 'It could not be done, and why',
    response: AssistanceDetail,
    errors: STEP_ERRORS,
  })
  notDone(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReason }) { reason }: z.output<typeof AssistanceReason>,
  ): Detail {
    return this.work.notDone(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/withdraw',
    status: 200,
    permission: 'assistance.change',
    summary: 'Withdraw it before the work begins; what was booked for it is free at once',
    response: AssistanceDetail,
    errors: STEP_ERRORS,
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReason }) { reason }: z.output<typeof AssistanceReason>,
  ): Detail {
    return this.work.withdraw(actor, id, reason);
  }
}
