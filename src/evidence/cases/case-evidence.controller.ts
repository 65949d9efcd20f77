import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { CaseEvidenceAdd, CaseEvidencePage, CaseEvidenceQuery, CaseEvidenceView } from './case-evidence.schemas.js';
import { CaseEvidenceService } from './case-evidence.service.js';

type View = z.input<typeof CaseEvidenceView>;

@Controller('api/v1/cases/:id/evidence')
export class CaseEvidenceController {
  constructor(private readonly lists: CaseEvidenceService) {}

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
}
