import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { TrackQuery, TrackView } from './track.schemas.js';
import { TracksService } from './tracks.service.js';

@Controller('api/v1/devices')
export class TracksController {
  constructor(private readonly tracks: TracksService) {}

  @Endpoint({
    method: 'GET',
    path: ':id/track',
    permission: 'position.read',
    summary: 'The way of a device in a period, as GeoJSON; stretches in other hands are left out',
    response: TrackView,
    errors: ['TRACK_PERIOD_TOO_LONG'],
  })
  track(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: TrackQuery }) query: z.output<typeof TrackQuery>,
  ): Promise<z.input<typeof TrackView>> {
    return this.tracks.track(actor, id, query);
  }
}
