import { Body, Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery, sendDownload } from '../../../platform/index.js';
import { addressOf } from '../labels/labels.controller.js';
import {
  BlankLabelPage,
  BlankLabelQuery,
  type BlankLabelView,
  BlankSheetQuery,
  LabelBatchCreate,
  LabelBatchPage,
  LabelBatchView,
} from './blank-label.schemas.js';
import { BlankSheets } from './blank-sheets.service.js';
import { LabelBatches } from './label-batches.service.js';

type View = z.input<typeof LabelBatchView>;

@Controller('api/v1/label-batches')
export class LabelBatchesController {
  constructor(
    private readonly batches: LabelBatches,
    private readonly blankSheets: BlankSheets,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Labels printed ahead: codes that belong to nothing yet; POST /devices/{id}/barcodes claims one',
    response: LabelBatchView,
    errors: ['UNIT_UNKNOWN'],
  })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: LabelBatchCreate }) body: z.output<typeof LabelBatchCreate>,
  ): Promise<View> {
    return this.batches.create(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'device.manage',
    summary: 'Labels printed ahead for the unit and those below it, newest first',
    response: LabelBatchPage,
    errors: ['CURSOR_INVALID'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.batches.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/labels',
    permission: 'device.manage',
    summary: 'Codes of a batch in their order, and the device that wears each',
    response: BlankLabelPage,
    errors: ['CURSOR_INVALID'],
  })
  labels(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: BlankLabelQuery }) query: z.output<typeof BlankLabelQuery>,
  ): Promise<Page<z.input<typeof BlankLabelView>>> {
    return this.batches.labelsOf(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/sheet',
    permission: 'device.manage',
    summary: 'A4 sheets with the labels of a batch that nothing wears yet',
    produces: 'application/pdf',
    errors: ['LABELS_ALL_CLAIMED', 'PUBLIC_URL_UNSET'],
  })
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: BlankSheetQuery }) wish: z.output<typeof BlankSheetQuery>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.blankSheets.write(actor, id, { wish, askedAt: addressOf(request) }));
  }
}
