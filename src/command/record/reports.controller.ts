import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import { ReportPrinter } from './report-printer.js';
import {
  BriefingView,
  CommanderLogView,
  LogPaperQuery,
  LogQuery,
  PaperQuery,
  SitrepCreate,
  SitrepNumber,
  SitrepPage,
  SitrepQuery,
  SitrepView,
} from './report.schemas.js';
import { Reports } from './reports.service.js';
import { Sitreps } from './sitreps.service.js';

@Controller('api/v1/command-sessions')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly sitreps: Sitreps,
    private readonly printer: ReportPrinter,
  ) {}

  @Endpoint({
    method: 'GET',
    path: ':id/log',
    permission: 'session.read',
    summary: 'The commander’s log of a period: what matters of the record, each line with its event',
    response: CommanderLogView,
    errors: ['NOT_FOUND', 'COMMAND_LOG_TOO_LONG'],
  })
  log(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: LogQuery }) query: z.output<typeof LogQuery>,
  ) {
    return this.reports.log(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/log/paper',
    permission: 'session.read',
    summary: 'The commander’s log on paper',
    produces: 'application/pdf',
    errors: ['NOT_FOUND', 'COMMAND_LOG_TOO_LONG'],
  })
  async logPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: LogPaperQuery }) query: z.output<typeof LogPaperQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.printer.log(actor, id, query));
  }

  @Endpoint({
    method: 'GET',
    path: ':id/briefing',
    permission: 'session.read',
    summary: 'What an incoming commander must know now, each line with its event',
    response: BriefingView,
    errors: ['NOT_FOUND'],
  })
  briefing(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.reports.briefing(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/briefing/paper',
    permission: 'session.read',
    summary: 'The briefing on paper',
    produces: 'application/pdf',
    errors: ['NOT_FOUND'],
  })
  async briefingPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PaperQuery }) { language }: z.output<typeof PaperQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.printer.briefing(actor, id, language));
  }

  @Endpoint({
    method: 'POST',
    path: ':id/sitreps',
    permission: 'session.command',
    summary: 'Issue the next situation report: drawn from the record, numbered, an event by its digest',
    response: SitrepView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'BAD_STATE'],
  })
  issue(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SitrepCreate }) body: z.output<typeof SitrepCreate>,
  ) {
    return this.sitreps.issue(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/sitreps',
    permission: 'session.read',
    summary: 'Situation reports of a session, the latest first',
    response: SitrepPage,
    errors: ['NOT_FOUND', 'CURSOR_INVALID'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SitrepQuery }) query: z.output<typeof SitrepQuery>,
  ) {
    return this.sitreps.list(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/sitreps/:number',
    permission: 'session.read',
    summary: 'A situation report as it was issued',
    response: SitrepView,
    errors: ['NOT_FOUND'],
  })
  get(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: SitrepNumber }) number: number,
  ) {
    return this.sitreps.get(actor, id, number);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/sitreps/:number/paper',
    permission: 'session.read',
    summary: 'A situation report on paper, the same bytes each time',
    produces: 'application/pdf',
    errors: ['NOT_FOUND'],
  })
  async sitrepPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: SitrepNumber }) number: number,
    @Query({ schema: PaperQuery }) { language }: z.output<typeof PaperQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.printer.sitrep(actor, id, number, language));
  }
}
