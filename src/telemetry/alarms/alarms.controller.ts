import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { AlarmAcknowledgement, AlarmPage, AlarmQuery, AlarmSilencing, AlarmView } from './alarm.schemas.js';
import { AlarmsService } from './alarms.service.js';

@Controller('api/v1/alarms')
export class AlarmsController {
  constructor(private readonly alarms: AlarmsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'alarm.read',
    summary: 'What is alarming about devices and on flights, newest first; what came late is marked',
    response: AlarmPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: AlarmQuery }) query: z.output<typeof AlarmQuery>,
  ): Promise<Page<z.input<typeof AlarmView>>> {
    return this.alarms.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/acknowledge',
    permission: 'alarm.acknowledge',
    status: 200,
    summary: 'Take note of an alarm; the first who does is kept',
    response: AlarmView,
    errors: ['ALARM_ACKNOWLEDGED', 'FLIGHT_ALERT_ACKNOWLEDGED'],
  })
  acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AlarmAcknowledgement }) body: z.output<typeof AlarmAcknowledgement>,
  ): Promise<z.input<typeof AlarmView>> {
    return this.alarms.acknowledge(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/silence',
    permission: 'alarm.acknowledge',
    status: 200,
    summary:
      'Have nobody told, for a while and for a reason, of further alarms of the kind and subject on the device; ' +
      'notices of what goes wrong on a flight still go to those responsible for it',
    response: AlarmView,
  })
  silence(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AlarmSilencing }) body: z.output<typeof AlarmSilencing>,
  ): Promise<z.input<typeof AlarmView>> {
    return this.alarms.silence(actor, id, body);
  }
}
