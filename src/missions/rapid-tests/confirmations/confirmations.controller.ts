import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { RapidTestDetail } from '../rapid-test.schemas.js';
import { ConfirmationEntry, ConfirmationResult, ConfirmationWithdrawal } from './confirmation.schemas.js';
import { Confirmations } from './confirmations.service.js';

type Detail = z.input<typeof RapidTestDetail>;

@Controller('api/v1/rapid-tests/:runId/confirmations')
export class ConfirmationsController {
  constructor(private readonly confirmations: Confirmations) {}

  @Endpoint({
    method: 'POST',
    permission: 'rapidTest.judge',
    summary: 'Ask an accredited laboratory to confirm a run; one at a time',
    response: RapidTestDetail,
    errors: ['CONFIRMATION_OPEN', 'CONFIRMATION_PORTION_FOREIGN', 'CONFIRMATION_DATE_WRONG'],
  })
  request(
    @CurrentActor() actor: Actor,
    @Param('runId', { schema: Id }) runId: string,
    @Body({ schema: ConfirmationEntry }) body: z.output<typeof ConfirmationEntry>,
  ): Promise<Detail> {
    return this.confirmations.request(actor, runId, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/result',
    status: 200,
    permission: 'rapidTest.judge',
    summary: 'What the laboratory found; it stands beside the verdict of the run',
    response: RapidTestDetail,
    errors: [
      'CONFIRMATION_ENDED',
      'CONFIRMATION_DATE_WRONG',
      'FILE_UNKNOWN',
      'READING_UNIT_MISSING',
      'READING_DECIMAL_COMMA',
    ],
  })
  report(
    @CurrentActor() actor: Actor,
    @Param('runId', { schema: Id }) runId: string,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ConfirmationResult }) body: z.output<typeof ConfirmationResult>,
  ): Promise<Detail> {
    return this.confirmations.report(actor, { runId, id }, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/withdraw',
    status: 200,
    permission: 'rapidTest.judge',
    summary: 'Take a request back',
    response: RapidTestDetail,
    errors: ['CONFIRMATION_ENDED'],
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('runId', { schema: Id }) runId: string,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ConfirmationWithdrawal }) body: z.output<typeof ConfirmationWithdrawal>,
  ): Promise<Detail> {
    return this.confirmations.withdraw(actor, { runId, id }, body);
  }
}
