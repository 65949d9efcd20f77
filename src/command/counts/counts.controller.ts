import { Controller, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, sendDownload } from '../../platform/index.js';
import { CommandCounts, CountFileQuery, CountQuery } from './count.schemas.js';
import { CommandCountsService } from './counts.service.js';

@Controller('api/v1/command-counts')
export class CommandCountsController {
  constructor(private readonly counts: CommandCountsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'session.read',
    summary:
      'Sessions, orders from afar, and how soon they are acknowledged and arrived at, of a unit and those below it',
    response: CommandCounts,
    errors: ['NOT_FOUND'],
  })
  get(@CurrentActor() actor: Actor, @Query({ schema: CountQuery }) query: z.output<typeof CountQuery>) {
    return this.counts.of(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'file',
    permission: 'session.read',
    summary: 'The same as a table (CSV or XLSX); what is not known says so',
    produces: 'text/csv',
    errors: ['NOT_FOUND'],
  })
  async file(
    @CurrentActor() actor: Actor,
    @Query({ schema: CountFileQuery }) query: z.output<typeof CountFileQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.counts.file(actor, query));
  }
}
