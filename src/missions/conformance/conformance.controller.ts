import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { AlertAcknowledgement, ConformanceQuery, FlightAlertView, FlightConformance } from './conformance.schemas.js';
import { FlightAlerts } from './flight-alerts.service.js';

@Controller('api/v1/flights/:id')
export class ConformanceController {
  constructor(private readonly alerts: FlightAlerts) {}

  @Endpoint({
    method: 'GET',
    path: 'conformance',
    permission: 'flight.read',
    summary: 'What went wrong on a flight, newest first, and whether it is watched',
    response: FlightConformance,
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ConformanceQuery }) query: z.output<typeof ConformanceQuery>,
  ): Promise<z.input<typeof FlightConformance>> {
    return this.alerts.list(actor, id, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'alerts/:alertId/acknowledge',
    permission: 'flight.change',
    status: 200,
    summary: 'Take note of an alert; the first who does is kept',
    response: FlightAlertView,
    errors: ['FLIGHT_ALERT_ACKNOWLEDGED'],
  })
  acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('alertId', { schema: Id }) alertId: string,
    @Body({ schema: AlertAcknowledgement }) body: z.output<typeof AlertAcknowledgement>,
  ): Promise<z.input<typeof FlightAlertView>> {
    return this.alerts.acknowledge(actor, id, alertId, body);
  }
}
