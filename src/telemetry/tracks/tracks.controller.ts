import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ResampledView, ResampleQuery, SegmentQuery, SegmentsView, TrackQuery, TrackView } from './track.schemas.js';
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

  @Endpoint({
    method: 'GET',
    path: ':id/track/segments',
    permission: 'position.read',
    summary: 'The way of a device cut at gaps, take-offs and landings, drawn as simply as asked for',
    response: SegmentsView,
    errors: ['TRACK_PERIOD_TOO_LONG'],
  })
  segments(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SegmentQuery }) query: z.output<typeof SegmentQuery>,
  ): Promise<z.input<typeof SegmentsView>> {
    return this.tracks.segments(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/track/resampled',
    permission: 'position.read',
    summary: 'The way of a device at a fixed step; nothing where the frames are too far apart',
    response: ResampledView,
    errors: ['TRACK_PERIOD_TOO_LONG', 'TRACK_STEP_TOO_FINE'],
  })
  resampled(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ResampleQuery }) query: z.output<typeof ResampleQuery>,
  ): Promise<z.input<typeof ResampledView>> {
    return this.tracks.resampled(actor, id, query);
  }
}
