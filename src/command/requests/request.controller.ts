import { Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { RequestReader } from './request.reader.js';
import { RequestList } from './request.schemas.js';

@Controller('api/v1/command-sessions')
export class RequestController {
  constructor(private readonly reader: RequestReader) {}

  @Endpoint({
    method: 'GET',
    path: ':id/requests',
    permission: 'session.read',
    summary: 'Devices, experts and people that were asked for, and how far each request is met',
    response: RequestList,
    errors: ['NOT_FOUND'],
  })
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof RequestList>> {
    return this.reader.list(actor, id);
  }
}
