import { Body, Controller, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, type AuthenticatedRequest, CurrentActor, Endpoint, sendDownload } from '../../platform/index.js';
import { ROW_IMPORT_ERRORS, RowImportAnswer, RowImportForm } from '../row-import/row-import.schemas.js';
import { HoldingTimeImport } from './holding-time-import.service.js';
import {
  HoldingTimeFileQuery,
  HoldingTimeInput,
  HoldingTimePage,
  HoldingTimeQuery,
  HoldingTimeView,
} from './holding-time.schemas.js';
import { HoldingTimes } from './holding-times.service.js';

@Controller('api/v1/holding-times')
export class HoldingTimesController {
  constructor(
    private readonly times: HoldingTimes,
    private readonly intake: HoldingTimeImport,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'limit.read',
    summary: 'How long samples keep, by medium, item and preservation',
    response: HoldingTimePage,
  })
  async list(
    @Query({ schema: HoldingTimeQuery }) query: z.output<typeof HoldingTimeQuery>,
  ): Promise<z.input<typeof HoldingTimePage>> {
    const { items, nextCursor } = await this.times.list(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'POST',
    permission: 'limit.manage',
    summary: 'Say how long a sample keeps; a new version where something was said before',
    response: HoldingTimeView,
    errors: ['HOLDING_TIME_CONFIRMER'],
  })
  set(
    @CurrentActor() actor: Actor,
    @Body({ schema: HoldingTimeInput }) body: z.output<typeof HoldingTimeInput>,
  ): Promise<z.input<typeof HoldingTimeView>> {
    return this.times.set(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'file',
    permission: 'limit.read',
    summary: 'The holding times that count now as a file (CSV or XLSX); taking it over again changes nothing',
    produces: 'text/csv',
  })
  async file(
    @Query({ schema: HoldingTimeFileQuery }) query: z.output<typeof HoldingTimeFileQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.times.file(query));
  }

  @Endpoint({
    method: 'POST',
    path: 'import',
    status: 200,
    permission: 'limit.manage',
    summary:
      'Take holding times over from a file (CSV or XLSX): all of it or nothing, each changed row as a new version',
    consumes: { mediaType: 'multipart/form-data', schema: RowImportForm },
    response: RowImportAnswer,
    idempotent: false,
    errors: ROW_IMPORT_ERRORS,
  })
  import(@CurrentActor() actor: Actor, @Req() request: AuthenticatedRequest): Promise<z.input<typeof RowImportAnswer>> {
    return this.intake.receive(actor, request);
  }
}
