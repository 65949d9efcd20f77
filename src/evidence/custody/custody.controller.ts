import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, sendDownload } from '../../platform/index.js';
import { CustodyEventPage, type CustodyEventView } from '../items/evidence.schemas.js';
import { CustodyPages } from './custody-pages.service.js';
import { CustodyReports } from './custody-reports.service.js';
import {
  CaseCustodyPage,
  type CaseCustodyEventView,
  CustodyQuery,
  LinkMake,
  LinkView,
  ReportQuery,
} from './custody.schemas.js';
import { EvidenceLinks } from './evidence-links.service.js';

@Controller('api/v1')
export class CustodyController {
  constructor(
    private readonly pages: CustodyPages,
    private readonly reports: CustodyReports,
    private readonly links: EvidenceLinks,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'evidence/:id/custody',
    permission: 'evidence.read',
    summary: 'Everything that happened to the item, oldest first; by period, kind of event and person',
    response: CustodyEventPage,
  })
  ofItem(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: CustodyQuery }) query: z.output<typeof CustodyQuery>,
  ): Promise<Page<z.input<typeof CustodyEventView>>> {
    return this.pages.ofItem(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'evidence/:id/custody/report',
    permission: 'evidence.read',
    summary: 'The custody log of the item for a period, on paper; itself an event',
    produces: 'application/pdf',
    errors: ['CUSTODY_REPORT_TOO_LONG'],
  })
  async report(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ReportQuery }) query: z.output<typeof ReportQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.reports.write(actor, id, query));
  }

  @Endpoint({
    method: 'GET',
    path: 'cases/:id/custody',
    permission: 'evidence.read',
    summary: 'Everything that happened to the items on the case’s list, oldest first',
    response: CaseCustodyPage,
  })
  ofCase(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: CustodyQuery }) query: z.output<typeof CustodyQuery>,
  ): Promise<Page<z.input<typeof CaseCustodyEventView>>> {
    return this.pages.ofCase(actor, id, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'evidence/:id/links',
    permission: 'evidence.share',
    summary:
      'An address under which a browser opens a file without a header, for five minutes, in the name of its maker',
    response: LinkView,
    idempotent: false,
    errors: ['EVIDENCE_REMOVED'],
  })
  link(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LinkMake }) { what }: z.output<typeof LinkMake>,
  ): Promise<z.input<typeof LinkView>> {
    return this.links.make(actor, id, what);
  }
}
