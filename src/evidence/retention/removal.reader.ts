import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import { DueList, type DueItem } from './due.list.js';
import { RemovalBook } from './removal.book.js';
import { RemovalRepository } from './removal.repository.js';
import type { DueQuery, DueView, RemovalQuery, RemovalView } from './retention.schemas.js';

/** What is due, what was proposed, and what was removed: as far as the reader may see the items. */
@Injectable()
export class RemovalReader {
  constructor(
    private readonly removals: RemovalRepository,
    private readonly book: RemovalBook,
    private readonly dueList: DueList,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** In the order in which the items came. */
  async due(actor: Actor, { limit, cursor }: z.output<typeof DueQuery>): Promise<Page<z.input<typeof DueView>>> {
    const scope = this.access.scope(actor, 'removal.read');
    const after = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const found = await this.dueList.of(tx, scope, { after, limit: limit + 1 });
      return keysetPage(found, limit, ({ evidence }) => [evidence.id], toDueView);
    });
  }

  /** Newest first. */
  async list(
    actor: Actor,
    { limit, cursor, itemId }: z.output<typeof RemovalQuery>,
  ): Promise<Page<z.input<typeof RemovalView>>> {
    const scope = this.access.scope(actor, 'removal.read');
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.removals.list(tx, scope, { itemId, before, limit: limit + 1 });
      return this.viewed(tx, rows, limit);
    });
  }

  private async viewed(
    tx: Tx,
    rows: Awaited<ReturnType<RemovalRepository['list']>>,
    limit: number,
  ): Promise<Page<z.input<typeof RemovalView>>> {
    const views: z.input<typeof RemovalView>[] = [];
    for (const row of rows) views.push(await this.book.view(tx, row));
    return keysetPage(
      views,
      limit,
      ({ id }) => [id],
      (view) => view,
    );
  }
}

function toDueView({ evidence, due }: DueItem): z.input<typeof DueView> {
  return { evidence, dueAt: due.dueAt.toISOString(), policyId: due.policyId };
}
