import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { TimelinePage, TimelineQuery } from './timeline.schemas.js';
import { Timelines } from './timeline.service.js';

@Controller('api/v1/command-sessions')
export class SessionRecordController {
  constructor(private readonly timelines: Timelines) {}

  @Endpoint({
    method: 'GET',
    path: ':id/timeline',
    permission: 'session.read',
    summary: 'The record as a person reads it, each line in words, in the order of the record',
    response: TimelinePage,
    errors: ['NOT_FOUND', 'CURSOR_INVALID'],
  })
  timeline(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: TimelineQuery }) query: z.output<typeof TimelineQuery>,
  ) {
    return this.timelines.page(actor, id, query);
  }
}
