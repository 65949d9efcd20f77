import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { WaterClassView } from '../../../reference/index.js';
import { SampleClassQuery } from './sample-class.schemas.js';
import { SampleClass } from './sample-class.service.js';

@Controller('api/v1/samples/:id/water-class')
export class SampleClassController {
  constructor(private readonly classes: SampleClass) {}

  @Endpoint({
    method: 'GET',
    permission: 'sample.read',
    summary: 'The class of the water by the valid runs of a sample, as far as they go: screening',
    response: WaterClassView,
  })
  assess(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SampleClassQuery }) query: z.output<typeof SampleClassQuery>,
  ): Promise<z.input<typeof WaterClassView>> {
    return this.classes.assess(actor, id, query);
  }
}
