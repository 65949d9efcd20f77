import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { RemovalReader } from './removal.reader.js';
import { Removals } from './removals.service.js';
import { RemovalDecide, RemovalPage, RemovalPropose, RemovalQuery, RemovalView } from './retention.schemas.js';

@Controller('api/v1/removals')
export class RemovalsController {
  constructor(
    private readonly removals: Removals,
    private readonly reader: RemovalReader,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'removal.read',
    summary: 'Removals of visible items: proposed, withdrawn, carried out; the newest first',
    response: RemovalPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: RemovalQuery }) query: z.output<typeof RemovalQuery>,
  ): Promise<Page<z.input<typeof RemovalView>>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    permission: 'removal.propose',
    summary: 'Propose to remove an item that is due',
    response: RemovalView,
    errors: ['REMOVAL_NOT_DUE', 'REMOVAL_PROPOSED_ALREADY', 'EVIDENCE_REMOVED'],
  })
  propose(
    @CurrentActor() actor: Actor,
    @Body({ schema: RemovalPropose }) body: z.output<typeof RemovalPropose>,
  ): Promise<z.input<typeof RemovalView>> {
    return this.removals.propose(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/confirmation',
    permission: 'removal.confirm',
    status: 200,
    summary: 'Remove the item, as another person has proposed: its record becomes a tombstone, the bytes go',
    response: RemovalView,
    errors: ['REMOVAL_NOT_DUE', 'REMOVAL_SAME_PERSON', 'REMOVAL_DECIDED', 'EVIDENCE_REMOVED'],
  })
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RemovalDecide }) { reason }: z.output<typeof RemovalDecide>,
  ): Promise<z.input<typeof RemovalView>> {
    return this.removals.confirm(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/withdrawal',
    permission: 'removal.propose',
    status: 200,
    summary: 'Take a proposal back, with the reason',
    response: RemovalView,
    errors: ['REMOVAL_DECIDED', 'EVIDENCE_REMOVED'],
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RemovalDecide }) { reason }: z.output<typeof RemovalDecide>,
  ): Promise<z.input<typeof RemovalView>> {
    return this.removals.withdraw(actor, id, reason);
  }
}
