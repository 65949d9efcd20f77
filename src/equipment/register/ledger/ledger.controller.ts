import { Controller, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import {
  type Actor,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  sendStream,
  SPREADSHEET_ERRORS,
  UPLOAD_ERRORS,
} from '../../../platform/index.js';
import { ExportQuery } from './export/ledger-export.schemas.js';
import { LedgerExport } from './export/ledger-export.service.js';
import { ImportAnswer, ImportForm, ImportQuery, toImportAnswer } from './import/ledger-import.schemas.js';
import { LedgerIntake } from './import/ledger-intake.service.js';
import type { LedgerLanguage } from './columns/ledger.fields.js';

@Controller('api/v1/devices')
export class LedgerController {
  constructor(
    private readonly register: LedgerExport,
    private readonly intake: LedgerIntake,
  ) {}

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

  @Endpoint({
    method: 'POST',
    path: 'import',
    status: 200,
    permission: 'device.manage',
    summary: 'Take devices over from a ledger (CSV or XLSX, at most 10,000 rows and 20 MB): all of it or nothing',
    consumes: { mediaType: 'multipart/form-data', schema: ImportForm },
    response: ImportAnswer,
    idempotent: false,
    errors: [
      ...UPLOAD_ERRORS,
      ...SPREADSHEET_ERRORS,
      'IMPORT_METADATA_INVALID',
      'IMPORT_EMPTY',
      'IMPORT_TOO_MANY_ROWS',
      'IMPORT_HEADINGS_UNKNOWN',
      'IMPORT_FIELD_UNKNOWN',
      'IMPORT_MAPPED_TWICE',
      'IMPORT_FILE_CHANGED',
      'IMPORT_REFUSED',
      'UNIT_UNKNOWN',
      'DEVICE_EXISTS',
    ],
  })
  async read(
    @CurrentActor() actor: Actor,
    @Query({ schema: ImportQuery }) { lang }: z.output<typeof ImportQuery>,
    @Req() request: AuthenticatedRequest,
  ): Promise<z.input<typeof ImportAnswer>> {
    const language = languageOf(request, lang);
    return toImportAnswer(await this.intake.receive(actor, request, language), language);
  }
}

function languageOf(request: Request, wanted: LedgerLanguage | undefined): LedgerLanguage {
  return wanted ?? (request.acceptsLanguages('zh', 'en') === 'zh' ? 'zh' : 'en');
}
