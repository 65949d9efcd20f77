import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { PresencePage, PresenceQuery } from './presence.schemas.js';
import { PresenceReading } from './presence.service.js';

@Controller('api/v1/devices')
export class PresenceController {
  constructor(private readonly presence: PresenceReading) {}

  @Endpoint({
    method: 'GET',
    path: ':id/presence',
    permission: 'presence.read',
    summary: 'Whether a device is online, and when it came and went, newest first',
    response: PresencePage,
  })
  of(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PresenceQuery }) query: z.output<typeof PresenceQuery>,
  ): Promise<z.input<typeof PresencePage>> {
    return this.presence.of(actor, id, query);
  }
}
