import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, sendDownload } from '../../../../platform/index.js';
import {
  ItemPage,
  ItemQuery,
  ItemView,
  ScanCreate,
  ScanDone,
  ScanPage,
  ScanQuery,
  type ScanView,
} from './counting.schemas.js';
import { CountingService } from './counting.service.js';
import { LossesService } from './losses.service.js';
import { ReportQuery } from '../report/report.schemas.js';
import { ReportsService } from '../report/reports.service.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import { LossCreate } from '../conduct/stock-take.schemas.js';

@Controller('api/v1/stock-takes/:id')
export class CountingController {
  constructor(
    private readonly counting: CountingService,
    private readonly losses: LossesService,
    private readonly reports: ReportsService,
    private readonly reader: StockTakeReader,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'scans',
    status: 200,
    permission: 'stockTake.count',
    summary: 'Count a thing: found, unexpected, or already scanned by somebody',
    response: ScanDone,
    errors: ['STOCK_TAKE_ENDED', 'DEVICE_NOT_FOUND', 'SCAN_TIME_REFUSED', 'FILE_UNKNOWN'],
  })
  scan(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ScanCreate }) body: z.output<typeof ScanCreate>,
  ): Promise<z.input<typeof ScanDone>> {
    return this.counting.scan(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'scans',
    permission: 'stockTake.read',
    summary: 'What was scanned, newest first',
    response: ScanPage,
    errors: ['CURSOR_INVALID'],
  })
  scans(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ScanQuery }) query: z.output<typeof ScanQuery>,
  ): Promise<Page<z.input<typeof ScanView>>> {
    return this.reader.scans(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'items',
    permission: 'stockTake.read',
    summary: 'What should be there and what became of it, by asset code',
    response: ItemPage,
    errors: ['CURSOR_INVALID'],
  })
  items(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ItemQuery }) query: z.output<typeof ItemQuery>,
  ): Promise<Page<z.input<typeof ItemView>>> {
    return this.reader.items(actor, id, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'losses',
    permission: 'stockTake.manage',
    summary: 'Declare one missing device of a closed stock-take lost, with a reason',
    response: ItemView,
    errors: [
      'STOCK_TAKE_OPEN',
      'DEVICE_NOT_FOUND',
      'DEVICE_NOT_MISSING',
      'LOSS_ALREADY_DECLARED',
      'DEVICE_STATE_REFUSED',
    ],
  })
  declareLost(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LossCreate }) body: z.output<typeof LossCreate>,
  ): Promise<z.input<typeof ItemView>> {
    return this.losses.declare(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'report',
    permission: 'stockTake.read',
    summary: 'Counts, lists and signatures as PDF, JSON, CSV or XLSX; of an open stock-take how far it is',
    produces: 'application/pdf',
  })
  async report(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ReportQuery }) query: z.output<typeof ReportQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.reports.report(actor, id, query));
  }
}
