import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../platform/index.js';
import { PoolActivity } from './pool-activity.service.js';
import { ActivityPage, type ActivityView } from './figures.schemas.js';

type View = z.input<typeof ActivityView>;

@Controller('api/v1/reports/pool')
export class PoolActivityController {
  constructor(private readonly activity: PoolActivity) {}

  @Endpoint({
    method: 'GET',
    path: 'units/:id/activity',
    permission: 'device.readParty',
    summary: 'What people of a unit did in the pool, newest first',
    response: ActivityPage,
    errors: ['UNIT_UNKNOWN', 'CURSOR_INVALID'],
  })
  ofUnit(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.activity.ofUnit(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'people/:id/activity',
    permission: 'device.readParty',
    summary: 'What a person did in the pool for the units that one may look into, newest first; one’s own always',
    response: ActivityPage,
    errors: ['CURSOR_INVALID'],
  })
  ofPerson(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.activity.ofPerson(actor, id, query);
  }
}
