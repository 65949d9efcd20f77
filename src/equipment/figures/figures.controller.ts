import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Endpoint } from '../../platform/index.js';
import { IdleQuery, IdleView, UtilisationQuery, UtilisationView } from './figures.schemas.js';
import { Figures } from './figures.service.js';

@Controller('api/v1/reports/pool')
export class FiguresController {
  constructor(private readonly figures: Figures) {}

  @Endpoint({
    method: 'GET',
    path: 'utilisation',
    permission: 'device.list',
    summary: 'How much devices are booked and out, by kind, category or owner',
    response: UtilisationView,
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  utilisation(
    @Query({ schema: UtilisationQuery }) query: z.output<typeof UtilisationQuery>,
  ): Promise<z.input<typeof UtilisationView>> {
    return this.figures.utilisation(query);
  }

  @Endpoint({
    method: 'GET',
    path: 'idle',
    permission: 'device.list',
    summary: 'Devices in service that nobody has had for so many days',
    response: IdleView,
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  idle(@Query({ schema: IdleQuery }) query: z.output<typeof IdleQuery>): Promise<z.input<typeof IdleView>> {
    return this.figures.idle(query);
  }
}
