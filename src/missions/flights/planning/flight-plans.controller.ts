import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { FlightAmendments } from './flight-amendments.service.js';
import { FlightAmendment, FlightDraft, FlightVersion } from './flight-draft.schemas.js';
import { FlightDrafts } from './flight-drafts.service.js';
import { DRAWN_PLAN_ERRORS, PLAN_ERRORS } from './flight-plan.errors.js';
import { FlightView } from '../flight.schemas.js';

const REFILING_ERRORS = [...PLAN_ERRORS, 'FLIGHT_CHANGED', 'FLIGHT_STATE_CONFLICT', 'FLIGHT_INCOMPLETE'] as const;

/** Plans before they are applied for, and when they change. */
@Controller('api/v1/flights')
export class FlightPlansController {
  constructor(
    private readonly drafts: FlightDrafts,
    private readonly amendments: FlightAmendments,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'drafts',
    permission: 'flight.plan',
    summary: 'Save a plan that is not complete yet; it holds nothing',
    response: FlightView,
    errors: DRAWN_PLAN_ERRORS,
  })
  save(
    @CurrentActor() actor: Actor,
    @Body({ schema: FlightDraft }) body: z.output<typeof FlightDraft>,
  ): Promise<z.input<typeof FlightView>> {
    return this.drafts.save(actor, body);
  }

  @Endpoint({
    method: 'PUT',
    path: ':id',
    permission: 'flight.change',
    summary:
      'Another plan before take-off; one that was applied for is decided anew, and keeps its airspace until then',
    response: FlightView,
    errors: REFILING_ERRORS,
  })
  amend(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightAmendment }) body: z.output<typeof FlightAmendment>,
  ): Promise<z.input<typeof FlightView>> {
    return this.amendments.amend(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/check',
    permission: 'flight.change',
    status: 200,
    summary: 'Check a draft; it holds its airspace for half an hour',
    response: FlightView,
    errors: REFILING_ERRORS,
  })
  check(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightVersion }) { version }: z.output<typeof FlightVersion>,
  ): Promise<z.input<typeof FlightView>> {
    return this.amendments.check(actor, id, version);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/apply',
    permission: 'flight.change',
    status: 200,
    summary: 'File a draft or a checked plan',
    response: FlightView,
    errors: REFILING_ERRORS,
  })
  apply(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightVersion }) { version }: z.output<typeof FlightVersion>,
  ): Promise<z.input<typeof FlightView>> {
    return this.amendments.apply(actor, id, version);
  }
}
