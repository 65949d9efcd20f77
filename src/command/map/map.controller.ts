import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { MapReader } from './map-reader.service.js';
import { MapQuery, SessionMap } from './map.schemas.js';

@Controller('api/v1/command-sessions')
export class SessionMapController {
  constructor(private readonly reader: MapReader) {}

  @Endpoint({
    method: 'GET',
    path: ':id/map',
    permission: 'session.read',
    summary: 'The shared map as the caller may see it, now or after an event, each shape also in words',
    response: SessionMap,
    errors: ['NOT_FOUND'],
  })
  map(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: MapQuery }) { at }: z.output<typeof MapQuery>,
  ): Promise<z.input<typeof SessionMap>> {
    return this.reader.map(actor, id, at);
  }
}
