import { Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ConsultationReader } from './consultation.reader.js';
import { ConsultationView } from './consultation.schemas.js';

@Controller('api/v1/command-sessions')
export class ConsultationController {
  constructor(private readonly reader: ConsultationReader) {}

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
}
