import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ReadInput, ReadList, ReadView } from './read.schemas.js';
import { Reads } from './reads.service.js';

@Controller('api/v1/command-sessions')
export class ReadsController {
  constructor(private readonly reads: Reads) {}

  @Endpoint({
    method: 'GET',
    path: ':id/reads',
    permission: 'session.read',
    summary: 'How far each person has got and read the record, as their clients say',
    response: ReadList,
    errors: ['NOT_FOUND'],
  })
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof ReadList>> {
    return this.reads.list(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/reads',
    status: 200,
    permission: 'session.command',
    summary: 'Say how far the caller has got and read; it never goes back',
    response: ReadView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'BAD_STATE'],
  })
  advance(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ReadInput }) body: z.output<typeof ReadInput>,
  ): Promise<z.input<typeof ReadView>> {
    return this.reads.advance(actor, id, body);
  }
}
