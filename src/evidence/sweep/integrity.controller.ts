import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { IntegrityService } from './integrity.service.js';
import { ItemCheck } from './item-check.service.js';
import {
  CheckView,
  FindingAcceptance,
  FindingPage,
  FindingQuery,
  FindingView,
  IntegrityView,
  SweepView,
} from './sweep.schemas.js';

@Controller('api/v1')
export class IntegrityController {
  constructor(
    private readonly integrity: IntegrityService,
    private readonly checks: ItemCheck,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'integrity',
    permission: 'integrity.read',
    summary: 'How it stands with the originals: the sweep that runs, the last one, and what is wrong',
    response: IntegrityView,
  })
  state(): Promise<z.input<typeof IntegrityView>> {
    return this.integrity.state();
  }

  @Endpoint({
    method: 'GET',
    path: 'integrity/findings',
    permission: 'integrity.read',
    summary: 'What was wrong with originals, newest first',
    response: FindingPage,
  })
  findings(
    @Query({ schema: FindingQuery }) query: z.output<typeof FindingQuery>,
  ): Promise<Page<z.input<typeof FindingView>>> {
    return this.integrity.findings(query);
  }

  @Endpoint({
    method: 'POST',
    path: 'integrity/findings/:id/acceptance',
    permission: 'integrity.manage',
    status: 200,
    summary: 'Say why something wrong stays so; the same is not told of again',
    response: FindingView,
    errors: ['FINDING_NOT_OPEN'],
  })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FindingAcceptance }) { reason }: z.output<typeof FindingAcceptance>,
  ): Promise<z.input<typeof FindingView>> {
    return this.integrity.accept(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: 'integrity/sweeps',
    permission: 'integrity.manage',
    summary: 'Have all originals read again now',
    response: SweepView,
    errors: ['SWEEP_RUNNING'],
  })
  sweep(@CurrentActor() actor: Actor): Promise<z.input<typeof SweepView>> {
    return this.integrity.sweep(actor);
  }

  @Endpoint({
    method: 'POST',
    path: 'evidence/:id/check',
    permission: 'evidence.check',
    status: 200,
    summary: 'Read the original again and compare both digests; written into the custody log',
    response: CheckView,
    errors: ['EVIDENCE_REMOVED'],
  })
  check(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof CheckView>> {
    return this.checks.check(actor, id);
  }
}
