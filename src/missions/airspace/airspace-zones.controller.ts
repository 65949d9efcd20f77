import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ZoneCreate, ZoneList, ZoneQuery, ZoneView } from './airspace-zone.schemas.js';
import { AirspaceZonesService } from './airspace-zones.service.js';

@Controller('api/v1/airspace-zones')
export class AirspaceZonesController {
  constructor(private readonly zones: AirspaceZonesService) {}

  @Endpoint({
    method: 'GET',
    permission: 'airspace.list',
    summary: 'Airspace zones, newest first; f=geojson gives a FeatureCollection',
    response: ZoneList,
  })
  list(@Query({ schema: ZoneQuery }) query: z.output<typeof ZoneQuery>): Promise<z.input<typeof ZoneList>> {
    return this.zones.list(query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'airspace.list',
    summary: 'One airspace zone',
    response: ZoneView,
  })
  get(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof ZoneView>> {
    return this.zones.get(id);
  }

  @Endpoint({
    method: 'POST',
    permission: 'airspace.manage',
    summary: 'Add an airspace zone',
    response: ZoneView,
    errors: ['POLYGON_SELF_CROSSING', 'ZONE_BAND_UPSIDE_DOWN', 'ZONE_PERIOD_EMPTY'],
  })
  add(
    @CurrentActor() actor: Actor,
    @Body({ schema: ZoneCreate }) body: z.output<typeof ZoneCreate>,
  ): Promise<z.input<typeof ZoneView>> {
    return this.zones.add(actor, body);
  }
}
