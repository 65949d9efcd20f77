import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { LegalHolds } from './legal-holds.service.js';
import { RetentionPolicies } from './retention-policies.service.js';
import {
  DuePage,
  DueQuery,
  type DueView,
  HoldList,
  HoldPlace,
  HoldQuery,
  HoldRelease,
  HoldView,
  PolicyList,
  PolicyMake,
  PolicyView,
} from './retention.schemas.js';
import { RemovalReader } from './removal.reader.js';

@Controller('api/v1')
export class RetentionController {
  constructor(
    private readonly holds: LegalHolds,
    private readonly policies: RetentionPolicies,
    private readonly removals: RemovalReader,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'legal-holds',
    permission: 'legalHold.read',
    summary: 'Legal holds on a case, or on an item and its cases; ended ones among them',
    response: HoldList,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: HoldQuery }) query: z.output<typeof HoldQuery>,
  ): Promise<z.input<typeof HoldList>> {
    return this.holds.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'legal-holds',
    permission: 'legalHold.place',
    summary: 'Keep a case’s evidence, or one item, whatever a rule says',
    response: HoldView,
    errors: ['HOLD_ENDS_IN_THE_PAST', 'EVIDENCE_REMOVED'],
  })
  place(
    @CurrentActor() actor: Actor,
    @Body({ schema: HoldPlace }) body: z.output<typeof HoldPlace>,
  ): Promise<z.input<typeof HoldView>> {
    return this.holds.place(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'legal-holds/:id/release',
    permission: 'legalHold.release',
    status: 200,
    summary: 'End a legal hold, with the reason',
    response: HoldView,
    errors: ['HOLD_RELEASED', 'EVIDENCE_REMOVED'],
  })
  release(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HoldRelease }) { reason }: z.output<typeof HoldRelease>,
  ): Promise<z.input<typeof HoldView>> {
    return this.holds.release(actor, id, reason);
  }

  @Endpoint({
    method: 'GET',
    path: 'retention/policies',
    permission: 'retention.read',
    summary: 'How long evidence is kept after its case was closed; without a policy for ever',
    response: PolicyList,
  })
  listPolicies(): Promise<z.input<typeof PolicyList>> {
    return this.policies.list();
  }

  @Endpoint({
    method: 'POST',
    path: 'retention/policies',
    permission: 'retention.manage',
    summary: 'Say how long evidence of a domain is kept; nothing goes by itself',
    response: PolicyView,
    errors: ['POLICY_IN_FORCE'],
  })
  make(
    @CurrentActor() actor: Actor,
    @Body({ schema: PolicyMake }) body: z.output<typeof PolicyMake>,
  ): Promise<z.input<typeof PolicyView>> {
    return this.policies.make(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'retention/policies/:id/end',
    permission: 'retention.manage',
    status: 200,
    summary: 'End a policy: from now on nothing is due by it',
    response: PolicyView,
    errors: ['POLICY_ENDED'],
  })
  end(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof PolicyView>> {
    return this.policies.end(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'retention/due',
    permission: 'removal.read',
    summary: 'Visible items that a rule lets go now',
    response: DuePage,
  })
  due(
    @CurrentActor() actor: Actor,
    @Query({ schema: DueQuery }) query: z.output<typeof DueQuery>,
  ): Promise<Page<z.input<typeof DueView>>> {
    return this.removals.due(actor, query);
  }
}
