import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, idInCursor, keysetPage, type Page, UnitOfWork } from '../../../../platform/index.js';
import { PoolRights } from '../../../pool-rights.service.js';
import { HandOverRepository } from './hand-over.repository.js';
import { type HandOverQuery, type HandOverView, toHandOverView } from './hand-over.schemas.js';

/** What was offered by and to whom, for both people and everybody who may read the custody. */
@Injectable()
export class HandOversReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offers: HandOverRepository,
    private readonly rights: PoolRights,
  ) {}

  /** Newest first. */
  async list(actor: Actor, query: z.output<typeof HandOverQuery>): Promise<Page<z.input<typeof HandOverView>>> {
    const { limit, cursor, ...filter } = query;
    const scope = this.rights.scope(actor, 'custody.read');
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) =>
      this.offers.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toHandOverView);
  }
}
