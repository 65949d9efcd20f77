import { Body, Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { DjiConnectionChange, DjiConnectionView } from './dji-connection.schemas.js';
import { DjiConnectionService } from './dji-connection.service.js';

@Controller('api/v1/dji-connection')
export class DjiConnectionController {
  constructor(private readonly connection: DjiConnectionService) {}

  @Endpoint({
    method: 'PUT',
    permission: 'djiConnection.manage',
    summary: 'Set up or change how DJI controllers and docks are let in',
    response: DjiConnectionView,
    errors: ['DJI_SECRET_MISSING', 'DJI_CONNECTION_CHANGED'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Body({ schema: DjiConnectionChange }) change: z.output<typeof DjiConnectionChange>,
  ): Promise<z.input<typeof DjiConnectionView>> {
    return this.connection.change(actor, change);
  }
}
