import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../../platform/index.js';
import { CrewBoard } from './crew-board.service.js';
import { CrewQuery, CrewView } from './crew.schemas.js';

@Controller('api/v1/crew')
export class CrewController {
  constructor(private readonly board: CrewBoard) {}

  @Endpoint({
    method: 'GET',
    permission: 'booking.create',
    summary: 'Who could go along for a period, nearest unit first, and what stands in the way of the others',
    response: CrewView,
    errors: ['DEVICE_NOT_FOUND'],
  })
  survey(
    @CurrentActor() actor: Actor,
    @Query({ schema: CrewQuery }) query: z.output<typeof CrewQuery>,
  ): Promise<z.input<typeof CrewView>> {
    return this.board.survey(actor, query);
  }
}
