import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../platform/index.js';
import { DeviceActivity } from './activity.service.js';
import { ActivityPage, type ActivityView } from './figures.schemas.js';

@Controller('api/v1/devices')
export class DeviceActivityController {
  constructor(private readonly activity: DeviceActivity) {}

  @Endpoint({
    method: 'GET',
    path: ':id/activity',
    permission: 'device.readParty',
    summary: 'What was done to a device and by whom, newest first',
    response: ActivityPage,
    errors: ['DEVICE_NOT_FOUND'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof ActivityView>>> {
    return this.activity.of(actor, id, limit, cursor);
  }
}
