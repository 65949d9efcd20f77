import { Controller, Param, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import { ConsultationReader } from './consultation.reader.js';
import { ConsultationView } from './consultation.schemas.js';
import { MinutesPrinter } from './minutes.printer.js';

@Controller('api/v1/command-sessions')
export class ConsultationController {
  constructor(
    private readonly reader: ConsultationReader,
    private readonly minutes: MinutesPrinter,
  ) {}

  @Endpoint({
    method: 'GET',
    path: ':id/consultation',
    permission: 'session.read',
    summary: 'Agenda, materials, experts and conclusions of a consultation, as the caller may see them',
    response: ConsultationView,
    errors: ['NOT_FOUND', 'WRONG_SESSION_KIND'],
  })
  get(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof ConsultationView>> {
    return this.reader.of(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/consultation/minutes.pdf',
    permission: 'session.read',
    summary: 'The minutes of a consultation as PDF, each line with the number of the event it rests on',
    produces: 'application/pdf',
    errors: ['NOT_FOUND', 'WRONG_SESSION_KIND'],
  })
  async print(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.minutes.print(actor, id));
  }
}
