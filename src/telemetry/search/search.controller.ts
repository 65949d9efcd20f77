import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, PageQuery } from '../../platform/index.js';
import { PlaceSearch } from './place-search.service.js';
import { InsideSearch, InsideView } from './search.schemas.js';

@Controller('api/v1/positions')
export class SearchController {
  constructor(private readonly places: PlaceSearch) {}

  @Endpoint({
    method: 'POST',
    path: 'inside',
    status: 200,
    permission: 'position.read',
    summary:
      'Which devices were inside a polygon in a period of at most 31 days, by their line or by files, of those that one may follow',
    response: InsideView,
    idempotent: false,
    errors: ['TRACK_PERIOD_TOO_LONG', 'SEARCH_TOO_WIDE', 'CURSOR_INVALID'],
  })
  inside(
    @CurrentActor() actor: Actor,
    @Body({ schema: InsideSearch }) search: z.output<typeof InsideSearch>,
    @Query({ schema: PageQuery }) page: z.output<typeof PageQuery>,
  ): Promise<z.input<typeof InsideView>> {
    return this.places.inside(actor, search, page);
  }
}
