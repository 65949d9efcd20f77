import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CaseMapView, TimelinePage, TimelineQuery } from './case-overview.schemas.js';
import { CaseOverview } from './case-overview.service.js';

@Controller('api/v1/cases/:id')
export class CaseOverviewController {
  constructor(private readonly overview: CaseOverview) {}

  @Endpoint({
    method: 'GET',
    path: 'map',
    permission: 'case.read',
    summary: 'The case on a map, as GeoJSON: its place, evidence, records, flights and rapid tests',
    response: CaseMapView,
  })
  map(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof CaseMapView>> {
    return this.overview.map(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'timeline',
    permission: 'case.read',
    summary: 'Everything of the case in time, newest first',
    response: TimelinePage,
  })
  timeline(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: TimelineQuery }) query: z.output<typeof TimelineQuery>,
  ): Promise<z.input<typeof TimelinePage>> {
    return this.overview.timeline(actor, id, query);
  }
}
