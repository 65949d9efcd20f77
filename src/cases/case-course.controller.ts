import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../platform/index.js';
import { CaseCourse } from './case-course.service.js';
import { CaseStageChangeView, CaseStageHistory, CaseStageMove, CaseView, FollowUpInput } from './case.schemas.js';

@Controller('api/v1/cases/:id')
export class CaseCourseController {
  constructor(private readonly course: CaseCourse) {}

  @Endpoint({
    method: 'POST',
    path: 'stages',
    permission: 'case.change',
    summary: 'Take the case on to another stage, with the reason; also reopens a closed one',
    response: CaseStageChangeView,
    errors: ['CASE_STAGE_UNREACHABLE'],
  })
  move(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CaseStageMove }) body: z.output<typeof CaseStageMove>,
  ): Promise<z.input<typeof CaseStageChangeView>> {
    return this.course.move(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'stages',
    permission: 'case.read',
    summary: 'Every change of stage with its reason, oldest first',
    response: CaseStageHistory,
  })
  history(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CaseStageHistory>> {
    return this.course.history(actor, id);
  }

  @Endpoint({
    method: 'PUT',
    path: 'follow-up',
    permission: 'case.change',
    summary: 'Set the day on which the place is looked at again (回头看); members are reminded on it',
    response: CaseView,
    errors: ['CASE_FOLLOW_UP_PAST'],
  })
  followUp(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FollowUpInput }) body: z.output<typeof FollowUpInput>,
  ): Promise<z.input<typeof CaseView>> {
    return this.course.followUp(actor, id, body);
  }
}
