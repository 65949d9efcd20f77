import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { ZoneCreate, ZoneEnd, ZoneList, ZoneQuery, ZoneVersions, ZoneView } from './airspace-zone.schemas.js';
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
    method: 'GET',
    path: ':id/versions',
    permission: 'airspace.list',
    summary: 'Every version of an airspace zone, the newest first',
    response: ZoneVersions,
  })
  versions(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof ZoneVersions>> {
    return this.zones.versions(id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/end',
    permission: 'airspace.manage',
    status: 200,
    summary: 'End an airspace zone that belongs to no publication, and say why',
    response: ZoneView,
    errors: ['ZONE_ENDED', 'ZONE_OF_PUBLICATION'],
  })
  end(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ZoneEnd }) { reason }: z.output<typeof ZoneEnd>,
  ): Promise<z.input<typeof ZoneView>> {
    return this.zones.end(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    permission: 'airspace.manage',
    summary: 'Add an airspace zone; every live flight is held against it at once',
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
