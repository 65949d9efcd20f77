import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Activity, type ActivityFilter } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { PoolRights } from '../pool-rights.service.js';
import { toActivityView } from './activity.service.js';
import type { ActivityView } from './figures.schemas.js';

type View = z.input<typeof ActivityView>;
interface PageWish {
  readonly limit: number;
  readonly cursor?: string;
}

/** Actions of this room, as the audit calls them. */
const ACTIONS = 'equipment.';

/** What was done in the pool by the people of a unit, and by one person: as they were called and where they belonged then. */
@Injectable()
export class PoolActivity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly activity: Activity,
    private readonly rights: PoolRights,
  ) {}

  /** @throws UNIT_UNKNOWN, NOT_FOUND, FORBIDDEN */
  async ofUnit(actor: Actor, unitId: string, wish: PageWish): Promise<Page<View>> {
    this.rights.requireUnit(actor, 'device.readParty', unitId);
    return this.page({ actions: ACTIONS, unitIds: [unitId] }, wish);
  }

  /** Of other people only what they did for units that the reader may look into: who moved takes their past along to nobody. */
  async ofPerson(actor: Actor, personId: string, wish: PageWish): Promise<Page<View>> {
    const unitIds = personId === actor.id ? undefined : this.rights.scope(actor, 'device.readParty').unitIds;
    return this.page({ actions: ACTIONS, actorId: personId, unitIds }, wish);
  }

  private async page(filter: ActivityFilter, { limit, cursor }: PageWish): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.activity.by(tx, filter, before, limit + 1));
    return keysetPage(rows, limit, ({ id }) => [id], toActivityView);
  }
}
