import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../platform/index.js';
import { CaseCreate, CasePage, CaseQuery, CaseView, MemberAdd } from './case.schemas.js';
import { CasesService } from './cases.service.js';

type View = z.input<typeof CaseView>;

@Controller('api/v1/cases')
export class CasesController {
  constructor(private readonly cases: CasesService) {}

  @Endpoint({
    method: 'POST',
    permission: 'case.create',
    summary: 'Open a case file for the own unit',
    response: CaseView,
    errors: ['CASE_NUMBER_TAKEN', 'CASE_DOMAIN_UNKNOWN', 'CASE_MEMBER_UNKNOWN'],
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: CaseCreate }) body: z.output<typeof CaseCreate>): Promise<View> {
    return this.cases.create(actor, body);
  }

  @Endpoint({ method: 'GET', permission: 'case.read', summary: 'Visible case files, newest first', response: CasePage })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: CaseQuery }) query: z.output<typeof CaseQuery>,
  ): Promise<Page<View>> {
    return this.cases.list(actor, query);
  }

  @Endpoint({ method: 'GET', path: ':id', permission: 'case.read', summary: 'One case file', response: CaseView })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.cases.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/members',
    permission: 'case.change',
    summary: 'Add a member',
    response: CaseView,
    errors: ['CASE_MEMBER_UNKNOWN'],
  })
  addMember(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MemberAdd }) body: z.output<typeof MemberAdd>,
  ): Promise<View> {
    return this.cases.addMember(actor, id, body.userId);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id/members/:userId',
    status: 204,
    permission: 'case.change',
    summary: 'Remove a member',
  })
  async removeMember(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('userId', { schema: Id }) userId: string,
  ): Promise<void> {
    await this.cases.removeMember(actor, id, userId);
  }
}
