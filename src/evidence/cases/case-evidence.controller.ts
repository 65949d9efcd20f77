import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import {
  CaseEvidenceAdd,
  CaseEvidenceDetach,
  CaseEvidenceOrder,
  CaseEvidenceOrdered,
  CaseEvidencePage,
  CaseEvidenceQuery,
  CaseEvidenceView,
  DetachmentList,
  DetachmentView,
} from './case-evidence.schemas.js';
import { CaseEvidenceService } from './case-evidence.service.js';
import { ListArrangement } from './list-arrangement.service.js';

type View = z.input<typeof CaseEvidenceView>;

@Controller('api/v1/cases/:id/evidence')
export class CaseEvidenceController {
  constructor(
    private readonly lists: CaseEvidenceService,
    private readonly arrangement: ListArrangement,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.attach',
    summary: 'Put an item at the end of the case’s list of evidence',
    response: CaseEvidenceView,
    errors: ['EVIDENCE_ALREADY_ATTACHED'],
  })
  attach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CaseEvidenceAdd }) body: z.output<typeof CaseEvidenceAdd>,
  ): Promise<View> {
    return this.lists.attach(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'The case’s list of evidence, in its order',
    response: CaseEvidencePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: CaseEvidenceQuery }) query: z.output<typeof CaseEvidenceQuery>,
  ): Promise<Page<View>> {
    return this.lists.list(actor, id, query);
  }

  @Endpoint({
    method: 'PUT',
    path: 'order',
    permission: 'evidence.attach',
    summary: 'Put the whole list in order: exhibits are numbered from 1',
    response: CaseEvidenceOrdered,
    errors: ['CASE_LIST_CHANGED'],
  })
  order(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CaseEvidenceOrder }) body: z.output<typeof CaseEvidenceOrder>,
  ): Promise<z.input<typeof CaseEvidenceOrdered>> {
    return this.arrangement.order(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'detached',
    permission: 'evidence.read',
    summary: 'What was taken off the list, by whom and why',
    response: DetachmentList,
  })
  detached(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof DetachmentList>> {
    return this.arrangement.detached(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':evidenceId/detach',
    permission: 'evidence.attach',
    summary: 'Take an item off the list with a reason; the item itself stays',
    response: DetachmentView,
    errors: ['EVIDENCE_NOT_ATTACHED'],
  })
  detach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('evidenceId', { schema: Id }) evidenceId: string,
    @Body({ schema: CaseEvidenceDetach }) { reason }: z.output<typeof CaseEvidenceDetach>,
  ): Promise<z.input<typeof DetachmentView>> {
    return this.arrangement.detach(actor, id, evidenceId, reason);
  }
}
