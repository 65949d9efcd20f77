import { Controller, Param, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Day, Endpoint, sendDownload } from '../../../platform/index.js';
import { LogSheets } from './log-sheets.js';

@Controller('api/v1/log/sheets')
export class LogSheetController {
  constructor(private readonly sheets: LogSheets) {}

  @Endpoint({
    method: 'GET',
    path: ':day',
    permission: 'log.print',
    summary: 'The last head of a day on one page (PDF), to be signed and filed',
    produces: 'application/pdf',
    errors: ['LOG_CHECKPOINT_UNKNOWN'],
  })
  async sheet(
    @Param('day', { schema: Day }) day: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.sheets.write(day));
  }
}
