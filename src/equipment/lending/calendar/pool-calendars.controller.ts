import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { FeedCreate, FeedList, FeedOpened } from './pool-calendar.schemas.js';
import { PoolCalendars } from './pool-calendars.service.js';

@Controller('api/v1/calendar-feeds')
export class PoolCalendarsController {
  constructor(private readonly calendars: PoolCalendars) {}

  @Endpoint({
    method: 'POST',
    permission: 'calendar.open',
    summary: 'A calendar address with a secret: of oneself, a device, or a unit',
    // An answer that is kept would keep the secret.
    idempotent: false,
    response: FeedOpened,
    errors: ['DEVICE_NOT_FOUND', 'NOT_FOUND'],
  })
  open(
    @CurrentActor() actor: Actor,
    @Body({ schema: FeedCreate }) body: z.output<typeof FeedCreate>,
  ): Promise<z.input<typeof FeedOpened>> {
    return this.calendars.open(actor, body);
  }

  @Endpoint({ method: 'GET', permission: 'calendar.open', summary: 'The own calendar addresses', response: FeedList })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof FeedList>> {
    return { items: await this.calendars.list(actor), nextCursor: null };
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id',
    status: 204,
    permission: 'calendar.open',
    summary: 'Make a calendar address useless',
  })
  close(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.calendars.close(actor, id);
  }
}
