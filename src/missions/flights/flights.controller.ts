import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import { ApplicationPapers } from './assessment/application-papers.service.js';
import { FlyAgain } from './planning/fly-again.service.js';
import { FlyNow } from './planning/fly-now.service.js';
import { ApplicationQuery, FlightCheck, FlightList, FlightQuery, FlightView } from './flight.schemas.js';
import { FlightDetail } from './flight-detail.schemas.js';
import { FlightPlan, FlyAgainRequest, FlyNowRequest } from './planning/flight-plan.schemas.js';
import { PLAN_ERRORS } from './planning/flight-plan.errors.js';
import { FlightPlanning } from './planning/flight-planning.service.js';
import { FlightsService } from './flights.service.js';

@Controller('api/v1/flights')
export class FlightsController {
  constructor(
    private readonly planning: FlightPlanning,
    private readonly flights: FlightsService,
    private readonly applications: ApplicationPapers,
    private readonly now: FlyNow,
    private readonly again: FlyAgain,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'flight.plan',
    summary: 'File a plan; it holds its airspace from now on',
    response: FlightView,
    errors: PLAN_ERRORS,
  })
  plan(
    @CurrentActor() actor: Actor,
    @Body({ schema: FlightPlan }) body: z.output<typeof FlightPlan>,
  ): Promise<z.input<typeof FlightView>> {
    return this.planning.plan(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'check',
    permission: 'flight.plan',
    status: 200,
    idempotent: false,
    summary: 'What filing this plan would answer; nothing is written',
    response: FlightCheck,
    errors: PLAN_ERRORS,
  })
  check(
    @CurrentActor() actor: Actor,
    @Body({ schema: FlightPlan }) body: z.output<typeof FlightPlan>,
  ): Promise<z.input<typeof FlightCheck>> {
    return this.planning.check(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'fly-now',
    permission: 'flight.plan',
    summary: 'A circle around me, a height, an hour: cleared by the article that frees it, or told which one does not',
    response: FlightView,
    errors: [...PLAN_ERRORS, 'FLY_NOW_AIRCRAFT_UNCLEAR', 'FLIGHT_MUST_BE_APPLIED_FOR', 'FLIGHT_AGAINST_RULES'],
  })
  flyNow(
    @CurrentActor() actor: Actor,
    @Body({ schema: FlyNowRequest }) body: z.output<typeof FlyNowRequest>,
  ): Promise<z.input<typeof FlightView>> {
    return this.now.fly(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/fly-again',
    permission: 'flight.plan',
    summary: 'The same volumes, camera poses and case at another time, to compare',
    response: FlightView,
    errors: [...PLAN_ERRORS, 'FLIGHT_WITHOUT_PLAN'],
  })
  flyAgain(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlyAgainRequest }) body: z.output<typeof FlyAgainRequest>,
  ): Promise<z.input<typeof FlightView>> {
    return this.again.fly(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'flight.read',
    summary: 'Flights, newest first; f=geojson gives a FeatureCollection',
    response: FlightList,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: FlightQuery }) query: z.output<typeof FlightQuery>,
  ): Promise<z.input<typeof FlightList>> {
    return this.flights.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'flight.read',
    summary: 'One flight with everything that was decided on it',
    response: FlightDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof FlightDetail>> {
    return this.flights.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/application',
    permission: 'flight.read',
    summary: 'The application (Order 761 art. 27), filled in as far as the records go, as PDF or DOCX',
    produces: 'application/pdf',
  })
  async application(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ApplicationQuery }) { f }: z.output<typeof ApplicationQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.applications.paper(actor, id, f));
  }
}
