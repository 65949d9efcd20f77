import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, sendDownload } from '../../platform/index.js';
import { ExportCreate, ExportPage, ExportQuery, ExportView, VerifierView } from './export.schemas.js';
import { ExportShelf } from './export.shelf.js';
import { ExportsService } from './exports.service.js';
import { Verifier } from './verifier.js';

type View = z.input<typeof ExportView>;

@Controller('api/v1/exports')
export class ExportController {
  constructor(
    private readonly exports: ExportsService,
    private readonly shelf: ExportShelf,
    private readonly verifier: Verifier,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.export',
    summary: 'Have evidence of a case packed for somebody who checks it without us',
    response: ExportView,
    errors: [
      'EXPORT_EMPTY',
      'EXPORT_TOO_LARGE',
      'EXPORT_ITEM_NOT_LISTED',
      'EXPORT_TOO_MANY_WAITING',
      'EXPORT_TOO_MANY_KEPT',
      'EXPORT_DISK_FULL',
    ],
  })
  request(
    @CurrentActor() actor: Actor,
    @Body({ schema: ExportCreate }) body: z.output<typeof ExportCreate>,
  ): Promise<View> {
    return this.exports.request(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'evidence.export',
    summary: 'Exports, newest first',
    response: ExportPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) query: z.output<typeof ExportQuery>,
  ): Promise<Page<View>> {
    return this.exports.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'verifier',
    permission: 'public',
    summary: 'The program that checks an export without us: its name and digest',
    response: VerifierView,
  })
  describeVerifier(): z.input<typeof VerifierView> {
    return this.verifier.description;
  }

  @Endpoint({
    method: 'GET',
    path: 'verifier/file',
    permission: 'public',
    summary: 'The program that checks an export without us',
    produces: 'text/javascript',
  })
  verifierFile(@Res({ passthrough: true }) response: Response): StreamableFile {
    return sendDownload(response, this.verifier.file());
  }

  @Endpoint({ method: 'GET', path: ':id', permission: 'evidence.export', summary: 'One export', response: ExportView })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.shelf.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/bag',
    permission: 'evidence.export',
    summary: 'The export as a ZIP file holding a bag (BagIt 1.0); each fetch is written into the custody logs',
    produces: 'application/zip',
    errors: ['EXPORT_NOT_READY', 'EXPORT_GONE'],
  })
  async bag(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.shelf.fetch(actor, id));
  }

  @Endpoint({
    method: 'POST',
    path: ':id/discard',
    status: 200,
    permission: 'evidence.export',
    summary: 'The file of an export is removed before its time; the record of it stays',
    response: ExportView,
    errors: ['EXPORT_NOT_READY'],
  })
  discard(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.shelf.discard(actor, id);
  }
}
