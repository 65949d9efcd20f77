import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { RequestAnswers } from './request-answers.service.js';
import { RequestAsking } from './request-asking.service.js';
import type { Detail } from './request-desk.service.js';
import { RequestLists } from './request-lists.service.js';
import {
  AssistanceAmend,
  AssistanceAsk,
  AssistanceDetail,
  AssistancePage,
  AssistanceQuery,
  AssistanceReason,
  AssistanceRemark,
  type AssistanceView,
} from './request.schemas.js';

const STEP_ERRORS = ['ASSISTANCE_STATE_CONFLICT'] as const;
const ANSWER_ERRORS = [...STEP_ERRORS, 'ASSISTANCE_TAKEN'] as const;
const DEADLINE_ERRORS = ['ASSISTANCE_DEADLINE_PAST', 'ASSISTANCE_DEADLINE_TOO_FAR'] as const;

@Controller('api/v1/assistance-requests')
export class RequestsController {
  constructor(
    private readonly lists: RequestLists,
    private readonly asking: RequestAsking,
    private readonly answers: RequestAnswers,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'assistance.ask',
    summary: 'Ask a technical department for a flight, a test or a survey, for a case one is a member of',
    response: AssistanceDetail,
    errors: ['ASSISTANCE_UNIT_NOT_IN_LINE', ...DEADLINE_ERRORS, 'NOT_FOUND'],
  })
  ask(@CurrentActor() actor: Actor, @Body({ schema: AssistanceAsk }) body: z.output<typeof AssistanceAsk>): Detail {
    return this.asking.ask(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'assistance.read',
    summary: 'Assistance requests, newest first',
    response: AssistancePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: AssistanceQuery }) query: z.output<typeof AssistanceQuery>,
  ): Promise<Page<z.input<typeof AssistanceView>>> {
    return this.lists.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'assistance.read',
    summary: 'One request, with who did what and how long each step took',
    response: AssistanceDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Detail {
    return this.lists.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/amend',
    status: 200,
    permission: 'assistance.change',
    summary: 'Give the detail that was missing; it is asked anew',
    response: AssistanceDetail,
    errors: [...STEP_ERRORS, ...DEADLINE_ERRORS],
  })
  amend(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceAmend }) body: z.output<typeof AssistanceAmend>,
  ): Detail {
    return this.asking.amend(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/accept',
    status: 200,
    permission: 'assistance.answer',
    summary: 'Take the request on for the own unit',
    response: AssistanceDetail,
    errors: ANSWER_ERRORS,
  })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceRemark }) { reason }: z.output<typeof AssistanceRemark>,
  ): Detail {
    return this.answers.accept(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/decline',
    status: 200,
    permission: 'assistance.answer',
    summary: 'Say no for the own unit; where several could take it, it stays with the others',
    response: AssistanceDetail,
    errors: ANSWER_ERRORS,
  })
  decline(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReason }) { reason }: z.output<typeof AssistanceReason>,
  ): Detail {
    return this.answers.decline(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/return',
    status: 200,
    permission: 'assistance.answer',
    summary: 'Return it to the asker for more detail',
    response: AssistanceDetail,
    errors: ANSWER_ERRORS,
  })
  returnForDetail(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AssistanceReason }) { reason }: z.output<typeof AssistanceReason>,
  ): Detail {
    return this.answers.returnForDetail(actor, id, reason);
  }
}
