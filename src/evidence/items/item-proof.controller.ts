import { Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ItemProofs } from './item-proofs.service.js';
import { ItemProofView } from './item-proof.schemas.js';

@Controller('api/v1/evidence/:id/proof')
export class ItemProofController {
  constructor(private readonly proofs: ItemProofs) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'What shows to others that the item’s entries are in the transparency log: leaves, proofs, signed head',
    response: ItemProofView,
  })
  of(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof ItemProofView>> {
    return this.proofs.of(actor, id);
  }
}
