import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, chinaDateOf, UnitOfWork } from '../../../platform/index.js';
import { LimitsService, toWaterClassView, type WaterClassView } from '../../../reference/index.js';
import { SamplesService } from '../../samples/samples.service.js';
import { RapidTestRepository } from '../rapid-test.repository.js';
import type { SampleClassQuery } from './sample-class.schemas.js';
import { waterValueOf } from './water-value.rules.js';

/** What the valid runs of one sample say of its water, by the worst item. */
@Injectable()
export class SampleClass {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly samples: SamplesService,
    private readonly runs: RapidTestRepository,
    private readonly limits: LimitsService,
  ) {}

  /** @throws NOT_FOUND */
  async assess(
    actor: Actor,
    sampleId: string,
    { waterBody }: z.output<typeof SampleClassQuery>,
  ): Promise<z.input<typeof WaterClassView>> {
    return this.unitOfWork.read(async (tx) => {
      const { takenAt } = await this.samples.visible(tx, actor, 'sample.read', sampleId);
      const runs = await this.runs.validOf(tx, sampleId);
      const values = runs.flatMap((run) => waterValueOf(run) ?? []);
      return toWaterClassView(await this.limits.assess(tx, values, { waterBody, on: chinaDateOf(takenAt) }));
    });
  }
}
