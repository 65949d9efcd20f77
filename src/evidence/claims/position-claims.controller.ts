import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { EvidenceView } from '../items/evidence.schemas.js';
import { PositionClaimInput } from './position-claim.schemas.js';
import { PositionClaims } from './position-claim.service.js';

@Controller('api/v1/evidence/:id/position-claims')
export class PositionClaimsController {
  constructor(private readonly claims: PositionClaims) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.claim',
    summary: 'State where the item was made; kept beside what the file says, until the item is sealed',
    response: EvidenceView,
    errors: ['CLAIM_AFTER_SEAL'],
  })
  state(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PositionClaimInput }) input: z.output<typeof PositionClaimInput>,
  ): Promise<z.input<typeof EvidenceView>> {
    return this.claims.state(actor, id, input);
  }
}
