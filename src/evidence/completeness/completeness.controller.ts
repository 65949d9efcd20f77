import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CompletenessView, GapReasonInput } from './completeness.schemas.js';
import { FlightCompleteness } from './completeness.service.js';

@Controller('api/v1/flights/:id/completeness')
export class CompletenessController {
  constructor(private readonly completeness: FlightCompleteness) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'Frames of a flight by its camera’s numbers and the device’s own count, against what was brought in',
    response: CompletenessView,
  })
  get(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CompletenessView>> {
    return this.completeness.of(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: 'reasons',
    permission: 'evidence.claim',
    summary: 'Say why frames are missing; kept with who said it, and never changed',
    response: CompletenessView,
  })
  explain(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: GapReasonInput }) input: z.output<typeof GapReasonInput>,
  ): Promise<z.input<typeof CompletenessView>> {
    return this.completeness.explain(actor, id, input);
  }
}
