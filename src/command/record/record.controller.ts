import { Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import { TimelinePage, TimelineQuery } from './timeline.schemas.js';
import { ReplayPage, ReplayQuery } from './replay.schemas.js';
import { Replays } from './replays.service.js';
import { Timelines } from './timeline.service.js';
import { WithheldLines } from './withheld-lines.js';

@Controller('api/v1/command-sessions')
export class SessionRecordController {
  constructor(
    private readonly timelines: Timelines,
    private readonly withheld: WithheldLines,
    private readonly replays: Replays,
  ) {}

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

  @Endpoint({
    method: 'GET',
    path: ':id/record/withheld',
    permission: 'session.read',
    summary: 'The events whose words the record in the case file keeps back, as far as the caller may read them',
    produces: 'application/x-ndjson',
    errors: ['NOT_FOUND'],
  })
  async withheldLines(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.withheld.of(actor, id));
  }

  @Endpoint({
    method: 'GET',
    path: ':id/replay',
    permission: 'session.read',
    summary:
      'The session once more: where it stood, then events, orders, map and positions frame by frame on one clock',
    response: ReplayPage,
    errors: ['NOT_FOUND'],
  })
  replay(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ReplayQuery }) query: z.output<typeof ReplayQuery>,
  ) {
    return this.replays.page(actor, id, query);
  }
}
