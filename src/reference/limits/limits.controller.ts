import { Body, Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import {
  type Actor,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  Id,
  sendDownload,
} from '../../platform/index.js';
import { ROW_IMPORT_ERRORS, RowImportAnswer, RowImportForm } from '../row-import/row-import.schemas.js';
import { LimitImport } from './limit-import.service.js';
import {
  ApplicableQuery,
  ApplicableView,
  LimitFileQuery,
  LimitListQuery,
  LimitPage,
  LimitView,
  WaterClassInput,
  WaterClassView,
} from './limit.schemas.js';
import { LimitsService } from './limits.service.js';

@Controller('api/v1/limits')
export class LimitsController {
  constructor(
    private readonly limits: LimitsService,
    private readonly intake: LimitImport,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'limit.read',
    summary: 'Limits of standards, each with its source and who confirmed it',
    response: LimitPage,
  })
  async list(
    @Query({ schema: LimitListQuery }) query: z.output<typeof LimitListQuery>,
  ): Promise<z.input<typeof LimitPage>> {
    const { items, nextCursor } = await this.limits.list(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'GET',
    path: 'applicable',
    permission: 'limit.read',
    summary: 'Which row holds for an item, or what must be stated first',
    response: ApplicableView,
  })
  applicable(
    @Query({ schema: ApplicableQuery }) query: z.output<typeof ApplicableQuery>,
  ): Promise<z.input<typeof ApplicableView>> {
    return this.limits.applicable(query);
  }

  @Endpoint({
    method: 'GET',
    path: 'file',
    permission: 'limit.read',
    summary: 'The limits that count now as a file (CSV or XLSX); taking it over again changes nothing',
    produces: 'text/csv',
  })
  async file(
    @Query({ schema: LimitFileQuery }) query: z.output<typeof LimitFileQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.limits.file(query));
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'limit.read',
    summary: 'One version of a row, also one that is superseded',
    response: LimitView,
  })
  get(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof LimitView>> {
    return this.limits.get(id);
  }

  @Endpoint({
    method: 'POST',
    path: 'water-class',
    status: 200,
    permission: 'limit.read',
    summary: 'The class of surface water by its worst item',
    response: WaterClassView,
    idempotent: false,
  })
  waterClass(
    @Body({ schema: WaterClassInput }) body: z.output<typeof WaterClassInput>,
  ): Promise<z.input<typeof WaterClassView>> {
    return this.limits.waterClass(body);
  }

  @Endpoint({
    method: 'POST',
    path: 'import',
    status: 200,
    permission: 'limit.manage',
    summary: 'Take limits over from a file (CSV or XLSX): all of it or nothing, each changed row as a new version',
    consumes: { mediaType: 'multipart/form-data', schema: RowImportForm },
    response: RowImportAnswer,
    idempotent: false,
    errors: ROW_IMPORT_ERRORS,
  })
  import(@CurrentActor() actor: Actor, @Req() request: AuthenticatedRequest): Promise<z.input<typeof RowImportAnswer>> {
    return this.intake.receive(actor, request);
  }
}
