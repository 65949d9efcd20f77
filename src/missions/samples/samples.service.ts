import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { Photos } from '../../equipment/index.js';
import { AccessService, asUser, type Permission } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import type { Sample } from './sample.entity.js';
import { SampleDesk } from './sample-desk.service.js';
import type { HandOverEntry, SampleDetail, SampleEntry, SampleList, SampleQuery } from './sample.schemas.js';
import { toSampleFeature, toSampleView } from './sample.views.js';

/** Samples as people take them, hand them on and look for them. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: SampleDesk,
    private readonly access: AccessService,
    private readonly cases: CasesService,
    private readonly photos: Photos,
  ) {}

  /** The samples of the own unit, of units below it, and of cases the actor is a member of, newest first. */
  async list(actor: Actor, query: z.output<typeof SampleQuery>): Promise<z.input<typeof SampleList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'sample.read');
    const found = await this.unitOfWork.read((tx) =>
      this.desk.samples.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    const key = ({ id }: Sample): [string] => [id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toSampleView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toSampleFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof SampleDetail>> {
    return this.unitOfWork.read(async (tx) => this.desk.detail(tx, await this.visible(tx, actor, 'sample.read', id)));
  }

  /** @throws FORBIDDEN, NOT_FOUND, FILE_UNKNOWN, PHOTO_NOT_PICTURE, and what `Sampling.take` throws */
  async take(actor: Actor, entry: z.output<typeof SampleEntry>): Promise<z.input<typeof SampleDetail>> {
    const { unitId } = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      this.access.require(actor, 'sample.take', [{ id: unitId, unitIds: [unitId] }]);
      if (entry.caseId) await this.requireCase(tx, actor, entry.caseId);
      await this.photos.require(tx, actor, entry.photoIds);
      return this.desk.detail(tx, await this.desk.take(tx, entry));
    });
  }

  /** @throws FORBIDDEN, NOT_FOUND, and what `SampleHandOvers.pass` throws */
  async handOver(
    actor: Actor,
    { id, portionId }: { readonly id: string; readonly portionId: string },
    entry: z.output<typeof HandOverEntry>,
  ): Promise<z.input<typeof SampleDetail>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const sample = await this.visible(tx, actor, 'sample.handOver', id);
      await this.desk.pass(tx, sample, portionId, entry);
      return this.desk.detail(tx, sample);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async visible(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<Sample> {
    const sample = await this.desk.samples.find(tx, id);
    if (!sample) throw PlatformErrors.NOT_FOUND();
    const userIds = await this.desk.samples.holderIds(tx, id);
    this.access.require(actor, permission, [{ id, unitIds: [sample.unitId], caseId: sample.caseId, userIds }]);
    return sample;
  }

  /** Seeing a case is not enough to write into it. */
  private async requireCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
    const { unitId } = await this.cases.requireVisible(tx, actor, caseId);
    this.access.require(actor, 'sample.take', [{ id: caseId, unitIds: [unitId], caseId }]);
  }
}
