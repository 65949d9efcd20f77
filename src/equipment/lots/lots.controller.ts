import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Endpoint, type Page } from '../../platform/index.js';
import { LotPage, LotQuery, type LotView } from './lot.schemas.js';
import { LotsService } from './lots.service.js';

@Controller('api/v1/lots')
export class LotsController {
  constructor(private readonly lots: LotsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'lot.list',
    summary: 'Lots of consumables with expiry and what is left',
    response: LotPage,
  })
  list(@Query({ schema: LotQuery }) query: z.output<typeof LotQuery>): Promise<Page<z.input<typeof LotView>>> {
    return this.lots.list(query);
  }
}
