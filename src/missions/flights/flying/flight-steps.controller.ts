import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { FlightDecisions } from './flight-decisions.service.js';
import { FlightIncidents } from './flight-incidents.service.js';
import { FlightProgress } from './flight-progress.service.js';
import {
  FlightApproval,
  FlightClearance,
  FlightIncidentReport,
  FlightLanding,
  FlightRefusal,
  FlightRemark,
  FlightReport,
  FlightTakeOff,
} from './flight-steps.schemas.js';
import { FlightView } from '../flight.schemas.js';
import { FlightResumption } from './flight-resumption.service.js';

const DECISION_ERRORS = ['FLIGHT_STATE_CONFLICT'] as const;
const RULE_ERRORS = [
  ...DECISION_ERRORS,
  'FLIGHT_PERIOD_OVER',
  'AIRSPACE_CONFLICT',
  'FLIGHT_BLOCKED',
  'FLIGHT_AGAINST_RULES',
] as const;

/** The steps of a flight from its approval to its report. */
@Controller('api/v1/flights')
export class FlightStepsController {
  constructor(
    private readonly decisions: FlightDecisions,
    private readonly progress: FlightProgress,
    private readonly resumption: FlightResumption,
    private readonly incidents: FlightIncidents,
  ) {}

  @Endpoint({
    method: 'POST',
    path: ':id/approve',
    permission: 'flight.decide',
    status: 200,
    summary: 'Approve a flight that was applied for',
    response: FlightView,
    errors: [...RULE_ERRORS, 'FLIGHT_APPROVAL_UNPROVEN', 'FLIGHT_CHANGED'],
  })
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightApproval }) body: z.output<typeof FlightApproval>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.approve(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/refuse',
    permission: 'flight.decide',
    status: 200,
    summary: 'Refuse a flight that was applied for, and say why',
    response: FlightView,
    errors: DECISION_ERRORS,
  })
  refuse(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightRefusal }) { reason }: z.output<typeof FlightRefusal>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.refuse(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/resume',
    permission: 'flight.decide',
    status: 200,
    summary: 'Let a flight go on that a zone or a flight of higher priority came over, and say why',
    response: FlightView,
    errors: [...DECISION_ERRORS, 'AIRSPACE_CONFLICT'],
  })
  resume(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightRefusal }) { reason }: z.output<typeof FlightRefusal>,
  ): Promise<z.input<typeof FlightView>> {
    return this.resumption.resume(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/cancel',
    permission: 'flight.change',
    status: 200,
    summary: 'Give a flight up before take-off; its airspace is free at once',
    response: FlightView,
    errors: DECISION_ERRORS,
  })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightRemark }) { reason }: z.output<typeof FlightRemark>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.cancel(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/pre-report',
    permission: 'flight.change',
    status: 200,
    summary: 'Report readiness to air traffic management, an hour before at the latest',
    response: FlightView,
    errors: [...DECISION_ERRORS, 'FLIGHT_REPORT_TOO_LATE'],
  })
  preReport(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightRemark }) body: z.output<typeof FlightRemark>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.preReport(actor, id, body.reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/clear',
    permission: 'flight.change',
    status: 200,
    summary: 'Free to take off',
    response: FlightView,
    errors: [...RULE_ERRORS, 'FLIGHT_REPORT_MISSING', 'FLIGHT_CONFIRMATION_MISSING'],
  })
  clear(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightClearance }) body: z.output<typeof FlightClearance>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.clear(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/take-off',
    permission: 'flight.change',
    status: 200,
    summary: 'The aircraft took off, said by hand',
    response: FlightView,
    errors: [...DECISION_ERRORS, 'FLIGHT_TIME_IMPOSSIBLE', 'FLIGHT_DEVICE_AIRBORNE'],
  })
  takeOff(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightTakeOff }) body: z.output<typeof FlightTakeOff>,
  ): Promise<z.input<typeof FlightView>> {
    return this.progress.takeOff(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/land',
    permission: 'flight.change',
    status: 200,
    summary: 'The aircraft landed, said by hand',
    response: FlightView,
    errors: [...DECISION_ERRORS, 'FLIGHT_TIME_IMPOSSIBLE'],
  })
  land(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightLanding }) body: z.output<typeof FlightLanding>,
  ): Promise<z.input<typeof FlightView>> {
    return this.progress.land(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/report',
    permission: 'flight.change',
    status: 200,
    summary: 'Report after landing; an incident within a day',
    response: FlightView,
    errors: DECISION_ERRORS,
  })
  report(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightReport }) body: z.output<typeof FlightReport>,
  ): Promise<z.input<typeof FlightView>> {
    return this.progress.report(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/incident-report',
    permission: 'flight.change',
    status: 200,
    summary: 'The incident was reported to the authority: when, to whom, under which number',
    response: FlightView,
    errors: ['FLIGHT_WITHOUT_INCIDENT', 'FLIGHT_INCIDENT_REPORTED', 'FLIGHT_TIME_IMPOSSIBLE'],
  })
  reportIncident(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightIncidentReport }) body: z.output<typeof FlightIncidentReport>,
  ): Promise<z.input<typeof FlightView>> {
    return this.incidents.report(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/close',
    permission: 'flight.decide',
    status: 200,
    summary: 'Close a flight that was reported',
    response: FlightView,
    errors: DECISION_ERRORS,
  })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FlightRemark }) body: z.output<typeof FlightRemark>,
  ): Promise<z.input<typeof FlightView>> {
    return this.decisions.close(actor, id, body.reason);
  }
}
