import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, PlatformErrors, type Tx } from '../../platform/index.js';
import { HoldingTimes } from '../../reference/index.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionEvents } from '../missions.events.js';
import type { Sample } from './sample.entity.js';
import { SampleHandOvers } from './sample-hand-overs.service.js';
import { SampleRepository } from './sample.repository.js';
import { type Holding, holdingAt, sampleWarnings } from './sample.rules.js';
import type { HandOverEntry, SampleDetail, SampleEntry } from './sample.schemas.js';
import { toPortionView, toSampleView } from './sample.views.js';
import { Sampling } from './sampling.service.js';

/** Samples with everything that hangs on them, and what is written about them. No access decision is taken here. */
@Injectable()
export class SampleDesk {
  constructor(
    readonly samples: SampleRepository,
    private readonly sampling: Sampling,
    private readonly handOvers: SampleHandOvers,
    private readonly holdingTimes: HoldingTimes,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  async take(tx: Tx, entry: z.output<typeof SampleEntry>): Promise<Sample> {
    const { sample, portions } = await this.sampling.take(tx, entry);
    const { id: sampleId, number, unitId, caseId, medium, takenAt } = sample;
    await this.journal.record(tx, {
      action: 'sample.take',
      subject: { kind: 'sample', id: sampleId },
      details: { number, medium, takenAt, portions: portions.length },
      event: MissionEvents['missions.sample_taken'],
      fact: { sampleId, number, unitId, caseId, medium },
    });
    return sample;
  }

  /** @throws NOT_FOUND when the sample has no such portion */
  async pass(tx: Tx, sample: Sample, portionId: string, entry: z.output<typeof HandOverEntry>): Promise<void> {
    const portion = await this.samples.lockPortion(tx, sample.id, portionId);
    if (!portion) throw PlatformErrors.NOT_FOUND();
    const { ordinal, purpose, toName, at } = await this.handOvers.pass(tx, portion, entry);
    const { id: sampleId, unitId, caseId } = sample;
    await this.journal.record(tx, {
      action: 'sample.handOver',
      subject: { kind: 'sample', id: sampleId },
      details: { portionId, ordinal, purpose, toName, at, breakSeal: entry.breakSeal?.reason ?? null },
      event: MissionEvents['missions.sample_handed_over'],
      fact: { sampleId, portionId, ordinal, purpose, unitId, caseId },
    });
  }

  async detail(tx: Tx, sample: Sample): Promise<z.input<typeof SampleDetail>> {
    const whole = await this.samples.whole(tx, sample);
    const { portions, photos, handOvers } = whole;
    const { outsideFlight, wantedItems } = sample;
    const parts = portions.map(({ part }) => part);
    const chains = portions.map(({ id }) => handOvers.filter(({ portionId }) => portionId === id));
    const now = this.clock.now();
    const holding: z.input<typeof SampleDetail>['holding'] = [];
    for (const item of wantedItems) {
      const { dueAt, ...held } = await this.holding(tx, sample, item, now);
      holding.push({ item, ...held, dueAt: dueAt?.toISOString() ?? null });
    }
    return {
      ...toSampleView(sample),
      portions: portions.map((portion) => toPortionView(portion, whole)),
      photoIds: photos.map(({ fileId }) => fileId),
      warnings: sampleWarnings({ parts, photoCount: photos.length, outsideFlight, chains }),
      holding,
    };
  }

  /** Whether the sample may be tested for the item at an instant. */
  async holding(tx: Tx, { medium, preservation, takenAt }: Sample, item: string, at: Date): Promise<Holding> {
    return holdingAt(takenAt, await this.holdingTimes.known(tx, medium, item, preservation), at);
  }
}
