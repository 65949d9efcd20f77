import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { HoldingTimeInput, HoldingTimePage, HoldingTimeQuery, HoldingTimeView } from './holding-time.schemas.js';
import { HoldingTimes } from './holding-times.service.js';

@Controller('api/v1/holding-times')
export class HoldingTimesController {
  constructor(private readonly times: HoldingTimes) {}

  @Endpoint({
    method: 'GET',
    permission: 'limit.read',
    summary: 'How long samples keep, by medium, item and preservation',
    response: HoldingTimePage,
  })
  async list(
    @Query({ schema: HoldingTimeQuery }) query: z.output<typeof HoldingTimeQuery>,
  ): Promise<z.input<typeof HoldingTimePage>> {
    const { items, nextCursor } = await this.times.list(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'POST',
    permission: 'limit.manage',
    summary: 'Say how long a sample keeps; a new version where something was said before',
    response: HoldingTimeView,
    errors: ['HOLDING_TIME_CONFIRMER'],
  })
  set(
    @CurrentActor() actor: Actor,
    @Body({ schema: HoldingTimeInput }) body: z.output<typeof HoldingTimeInput>,
  ): Promise<z.input<typeof HoldingTimeView>> {
    return this.times.set(actor, body);
  }
}
