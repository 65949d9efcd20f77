import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { PairCreate, PairList, PairView, SuggestionList, SuggestionQuery } from './pair.schemas.js';
import { Pairs } from './pairs.service.js';

@Controller('api/v1/cases/:id/pairs')
export class PairsController {
  constructor(private readonly pairs: Pairs) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.attach',
    summary: 'Lay two items of the list beside each other: the same place before and after',
    response: PairView,
    errors: [
      'PAIR_SAME_ITEM',
      'PAIR_TIME_UNKNOWN',
      'PAIR_OUT_OF_ORDER',
      'PAIR_EXISTS',
      'EVIDENCE_NOT_ATTACHED',
      'EVIDENCE_REMOVED',
    ],
  })
  pair(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PairCreate }) body: z.output<typeof PairCreate>,
  ): Promise<z.input<typeof PairView>> {
    return this.pairs.pair(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'Pairs of the case, with days, metres and degrees between them',
    response: PairList,
  })
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof PairList>> {
    return this.pairs.list(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'suggestions',
    permission: 'evidence.read',
    summary: 'Pictures near each other, of other days or flights: what may be a pair, the nearest first',
    response: SuggestionList,
  })
  suggest(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SuggestionQuery }) query: z.output<typeof SuggestionQuery>,
  ): Promise<z.input<typeof SuggestionList>> {
    return this.pairs.suggest(actor, id, query);
  }
}
