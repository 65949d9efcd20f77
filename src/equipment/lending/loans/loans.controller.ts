import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, sendDownload } from '../../../platform/index.js';
import { LoanAdvances } from './loan-advances.service.js';
import { LoanPreparations } from './loan-preparations.service.js';
import { LoanSlips } from './loan-slips.service.js';
import { LoanReader } from './loan.reader.js';
import {
  JourneyDetail,
  JourneyList,
  JourneyPage,
  JourneyQuery,
  JourneysAdvanced,
  type JourneyView,
  LoanAdvance,
  LoanPrepare,
  SlipQuery,
} from './loan.schemas.js';

@Controller('api/v1')
export class LoansController {
  constructor(
    private readonly preparations: LoanPreparations,
    private readonly advances: LoanAdvances,
    private readonly reader: LoanReader,
    private readonly slips: LoanSlips,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'loan-journeys',
    permission: 'loan.advance',
    summary: 'Get devices ready that another unit has booked: a journey begins for each',
    response: JourneyList,
    errors: ['JOURNEY_NOT_LENT', 'DEVICE_NOT_IN_BOOKING', 'BOOKING_NOT_OPEN', 'JOURNEY_OPEN'],
  })
  prepare(
    @CurrentActor() actor: Actor,
    @Body({ schema: LoanPrepare }) body: z.output<typeof LoanPrepare>,
  ): Promise<z.input<typeof JourneyList>> {
    return this.preparations.prepare(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'loan-journeys/advance',
    status: 200,
    permission: 'loan.advance',
    summary: 'Journeys go one step on together; what is received may be checked out with it',
    response: JourneysAdvanced,
    errors: [
      'JOURNEY_STATE',
      'JOURNEY_STEP_INCOMPLETE',
      'JOURNEY_STEP_TIME',
      'BOOKING_NOT_OPEN',
      'SIGNATURE_UNREADABLE',
      'FILE_UNKNOWN',
      'PHOTO_NOT_PICTURE',
    ],
  })
  advance(
    @CurrentActor() actor: Actor,
    @Body({ schema: LoanAdvance }) body: z.output<typeof LoanAdvance>,
  ): Promise<z.input<typeof JourneysAdvanced>> {
    return this.advances.advance(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'loan-journeys',
    permission: 'loan.read',
    summary: 'Journeys of lent devices, newest first',
    response: JourneyPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: JourneyQuery }) query: z.output<typeof JourneyQuery>,
  ): Promise<Page<z.input<typeof JourneyView>>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'loan-journeys/:id',
    permission: 'loan.read',
    summary: 'One journey, step by step',
    response: JourneyDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof JourneyDetail>> {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'bookings/:id/loan-slip',
    permission: 'booking.read',
    summary: 'The slip that goes with lent devices, to be signed and stamped by both units, as PDF',
    produces: 'application/pdf',
    errors: ['JOURNEY_NOT_LENT', 'SLIP_OWNER_UNCLEAR'],
  })
  async slip(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SlipQuery }) { owner }: z.output<typeof SlipQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.slips.slip(actor, id, owner));
  }
}
