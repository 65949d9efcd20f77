import { Controller, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, sendDownload } from '../../platform/index.js';
import { FigureFiles } from './figure-files.service.js';
import { IdleQuery, IdleView, UtilisationFileQuery, UtilisationQuery, UtilisationView } from './figures.schemas.js';
import { Figures } from './figures.service.js';

@Controller('api/v1/reports/pool')
export class FiguresController {
  constructor(
    private readonly figures: Figures,
    private readonly files: FigureFiles,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'utilisation',
    permission: 'device.list',
    summary: 'How much devices are booked and out, by kind, category or owner',
    response: UtilisationView,
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  utilisation(
    @Query({ schema: UtilisationQuery }) query: z.output<typeof UtilisationQuery>,
  ): Promise<z.input<typeof UtilisationView>> {
    return this.figures.utilisation(query);
  }

  @Endpoint({
    method: 'GET',
    path: 'utilisation/file',
    permission: 'device.list',
    summary: 'The same as XLSX or PDF, to be handed on',
    produces: 'application/octet-stream',
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  async utilisationFile(
    @CurrentActor() actor: Actor,
    @Query({ schema: UtilisationFileQuery }) query: z.output<typeof UtilisationFileQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.files.utilisation(actor, query));
  }

  @Endpoint({
    method: 'GET',
    path: 'idle',
    permission: 'device.list',
    summary: 'Devices in service that nobody has had for so many days',
    response: IdleView,
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  idle(@Query({ schema: IdleQuery }) query: z.output<typeof IdleQuery>): Promise<z.input<typeof IdleView>> {
    return this.figures.idle(query);
  }
}
