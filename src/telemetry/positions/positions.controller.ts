import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { PositionList, PositionsQuery } from './position.schemas.js';
import { PositionsService } from './positions.service.js';

@Controller('api/v1/positions')
export class PositionsController {
  constructor(private readonly positions: PositionsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'position.read',
    summary: 'Where the devices are that one may follow: of the own unit and those below, of cases and sessions',
    response: PositionList,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: PositionsQuery }) query: z.output<typeof PositionsQuery>,
  ): Promise<z.input<typeof PositionList>> {
    return this.positions.list(actor, query);
  }
}
