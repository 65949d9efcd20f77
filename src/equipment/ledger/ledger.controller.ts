import { Controller, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, sendStream } from '../../platform/index.js';
import { ExportQuery } from './ledger-export.schemas.js';
import { LedgerExport } from './ledger-export.service.js';
import type { LedgerLanguage } from './ledger.fields.js';

@Controller('api/v1/devices')
export class LedgerController {
  constructor(private readonly register: LedgerExport) {}

  @Endpoint({
    method: 'GET',
    path: 'export',
    permission: 'device.list',
    summary: 'The register as XLSX or CSV with the filter of the list; what is kept from other units stays empty',
    produces: 'application/octet-stream',
    errors: ['EXPORT_TOO_WIDE'],
  })
  async write(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) query: z.output<typeof ExportQuery>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendStream(response, await this.register.write(actor, query, languageOf(request, query.lang)));
  }
}

function languageOf(request: Request, wanted: LedgerLanguage | undefined): LedgerLanguage {
  return wanted ?? (request.acceptsLanguages('zh', 'en') === 'zh' ? 'zh' : 'en');
}
