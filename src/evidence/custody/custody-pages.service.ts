import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { type Actor, keysetPage, numberInCursor, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import type { CustodyEventView } from '../items/evidence.schemas.js';
import { toCustodyEventView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import type { ReaderSight } from '../items/item-sight.rules.js';
import { ReaderSights } from '../items/reader-sight.service.js';
import { type CustodyFilter, CustodyLog } from './custody-log.js';
import type { CaseCustodyEventView, CustodyQuery } from './custody.schemas.js';

type Query = z.output<typeof CustodyQuery>;

/** What happened to an item, or to all items on the list of a case. Reading it is no event of theirs. */
@Injectable()
export class CustodyPages {
  constructor(
    private readonly cases: CasesService,
    private readonly visible: ItemAccess,
    private readonly sights: ReaderSights,
    private readonly custody: CustodyLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async ofItem(actor: Actor, id: string, query: Query): Promise<Page<z.input<typeof CustodyEventView>>> {
    const filter = filterOf(query);
    return this.unitOfWork.read(async (tx) => {
      const { sight } = await this.visible.see(tx, actor, id);
      const events = await this.custody.list(tx, id, filter);
      return keysetPage(
        events,
        query.limit,
        ({ sequence }) => [sequence],
        (event) => toCustodyEventView(event, sight),
      );
    });
  }

  async ofCase(actor: Actor, caseId: string, query: Query): Promise<Page<z.input<typeof CaseCustodyEventView>>> {
    const filter = filterOf(query);
    return this.unitOfWork.read(async (tx) => {
      await this.cases.requireVisible(tx, actor, caseId);
      const events = await this.custody.listOfCase(tx, caseId, filter);
      const sights = await this.sightsOf(tx, actor, [...new Set(events.map(({ itemId }) => itemId))]);
      return keysetPage(
        events,
        query.limit,
        ({ sequence }) => [sequence],
        (event) => ({
          itemId: event.itemId,
          ...toCustodyEventView(event, sights.get(event.itemId) ?? NO_SIGHT),
        }),
      );
    });
  }

  private async sightsOf(tx: Tx, actor: Actor, itemIds: readonly string[]): Promise<ReadonlyMap<string, ReaderSight>> {
    const sights = new Map<string, ReaderSight>();
    for (const found of await this.visible.require(tx, actor, 'evidence.read', itemIds))
      sights.set(found.item.id, await this.sights.of(tx, actor, found));
    return sights;
  }
}

const NO_SIGHT: ReaderSight = { origin: false, caseIds: new Set(), isStanding: false };

function filterOf({ limit, cursor, from, to, events, actorId }: Query): CustodyFilter {
  return { after: numberInCursor(cursor)?.toString() ?? '0', limit: limit + 1, from, to, events, actorId };
}
