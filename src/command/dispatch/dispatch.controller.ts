import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { DispatchCandidates } from './dispatch-candidates.service.js';
import { DispatchCandidates as Candidates, DispatchQuery } from './dispatch.schemas.js';

@Controller('api/v1/command-sessions')
export class DispatchController {
  constructor(private readonly candidates: DispatchCandidates) {}

  @Endpoint({
    method: 'GET',
    path: ':id/dispatch-candidates',
    permission: 'session.command',
    summary: 'What could be sent to a place: free devices, nearest first, who can go along and what they would take',
    response: Candidates,
    errors: ['NOT_FOUND', 'BAD_STATE', 'FORBIDDEN', 'DEVICE_KIND_UNKNOWN'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: DispatchQuery }) query: z.output<typeof DispatchQuery>,
  ) {
    return this.candidates.near(actor, id, query);
  }
}
