import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../platform/index.js';
import { DeviceEventReading } from './device-event-reading.service.js';
import { DeviceMediaPage, type DeviceMediaView, HealthPage, HealthQuery } from './device-event.schemas.js';

@Controller('api/v1/devices')
export class DeviceEventsController {
  constructor(private readonly reading: DeviceEventReading) {}

  @Endpoint({
    method: 'GET',
    path: ':id/health-messages',
    permission: 'deviceHealth.read',
    summary: 'What the device warns of about itself, newest first; those that are open unless said otherwise',
    response: HealthPage,
  })
  health(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: HealthQuery }) query: z.output<typeof HealthQuery>,
  ): Promise<z.input<typeof HealthPage>> {
    return this.reading.healthOf(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/announced-media',
    permission: 'deviceService.read',
    summary: 'Files the device says it has uploaded, newest first, as far as one may know; they are no evidence yet',
    response: DeviceMediaPage,
  })
  media(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof DeviceMediaView>>> {
    return this.reading.mediaOf(actor, id, query);
  }
}
