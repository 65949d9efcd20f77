import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { EscalationPolicies } from './escalation-policies.service.js';
import { PolicyInput, PolicyList, PolicyPath, PolicyQuery } from './escalation.schemas.js';

type Priority = z.output<typeof PolicyPath.priority>;

@Controller('api/v1/escalation-policies')
export class EscalationPoliciesController {
  constructor(private readonly policies: EscalationPolicies) {}

  @Endpoint({
    method: 'GET',
    permission: 'escalationPolicy.read',
    summary: 'Who is told when orders in sessions of a unit are overdue',
    response: PolicyList,
    errors: ['NOT_FOUND'],
  })
  list(@CurrentActor() actor: Actor, @Query({ schema: PolicyQuery }) { unitId }: z.output<typeof PolicyQuery>) {
    return this.policies.list(actor, unitId);
  }

  @Endpoint({
    method: 'PUT',
    path: ':unitId/:priority',
    permission: 'escalationPolicy.manage',
    summary: 'Set it for orders of a priority that are issued from now on',
    response: PolicyList,
    errors: ['NOT_FOUND'],
  })
  set(
    @CurrentActor() actor: Actor,
    @Param('unitId', { schema: PolicyPath.unitId }) unitId: string,
    @Param('priority', { schema: PolicyPath.priority }) priority: Priority,
    @Body({ schema: PolicyInput }) body: z.output<typeof PolicyInput>,
  ) {
    return this.policies.set(actor, unitId, priority, body);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':unitId/:priority',
    status: 204,
    permission: 'escalationPolicy.manage',
    summary: 'Follow the unit above again',
    errors: ['NOT_FOUND'],
  })
  remove(
    @CurrentActor() actor: Actor,
    @Param('unitId', { schema: PolicyPath.unitId }) unitId: string,
    @Param('priority', { schema: PolicyPath.priority }) priority: Priority,
  ): Promise<void> {
    return this.policies.remove(actor, unitId, priority);
  }
}
