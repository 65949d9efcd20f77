import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CaseSealing } from './case-sealing.service.js';
import { CorrectionView } from './correction.schemas.js';
import { Corrections } from './corrections.service.js';
import {
  CaseSealCreate,
  CaseSealView,
  CorrectionCreate,
  CorrectionList,
  SealCreate,
  SealStateView,
} from './seal.schemas.js';
import { SealingService } from './sealing.service.js';

@Controller('api/v1')
export class SealingController {
  constructor(
    private readonly sealing: SealingService,
    private readonly cases: CaseSealing,
    private readonly corrections: Corrections,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'evidence/:id/seal',
    permission: 'evidence.read',
    summary: 'What the item still needs to be sealed, rule by rule; or its seal',
    response: SealStateView,
  })
  state(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof SealStateView>> {
    return this.sealing.state(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: 'evidence/:id/seal',
    permission: 'evidence.seal',
    summary: 'Seal an item: from then on nothing about it changes',
    response: SealStateView,
    errors: ['SEAL_RULES_UNMET', 'EVIDENCE_ALREADY_SEALED', 'EVIDENCE_NOT_ATTACHED', 'EVIDENCE_REMOVED'],
  })
  seal(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SealCreate }) body: z.output<typeof SealCreate>,
  ): Promise<z.input<typeof SealStateView>> {
    return this.sealing.seal(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'cases/:id/seal',
    status: 200,
    permission: 'evidence.seal',
    summary: 'Seal what is on the list of a case, each item for itself',
    response: CaseSealView,
    errors: ['EVIDENCE_NOT_ATTACHED'],
  })
  sealCase(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CaseSealCreate }) body: z.output<typeof CaseSealCreate>,
  ): Promise<z.input<typeof CaseSealView>> {
    return this.cases.seal(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'evidence/:id/corrections',
    permission: 'evidence.seal',
    summary: 'Say beside a sealed item what was found wrong about it',
    response: CorrectionView,
    errors: ['EVIDENCE_NOT_SEALED', 'CORRECTION_ITEM_UNKNOWN'],
  })
  correct(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CorrectionCreate }) body: z.output<typeof CorrectionCreate>,
  ): Promise<z.input<typeof CorrectionView>> {
    return this.corrections.add(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'evidence/:id/corrections',
    permission: 'evidence.read',
    summary: 'What was said beside a sealed item, oldest first',
    response: CorrectionList,
  })
  listCorrections(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CorrectionList>> {
    return this.corrections.list(actor, id);
  }
}
