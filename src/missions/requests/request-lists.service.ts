import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, UnitTree } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { RequestReader } from './request-reader.service.js';
import { RequestRepository } from './request.repository.js';
import type { AssistanceDetail, AssistanceQuery, AssistanceView } from './request.schemas.js';
import { toAssistanceView } from './request.views.js';

/** The lists of requests. */
@Injectable()
export class RequestLists {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: RequestRepository,
    private readonly reader: RequestReader,
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  async list(
    actor: Actor,
    { limit, cursor, overdue, ...filter }: z.output<typeof AssistanceQuery>,
  ): Promise<Page<z.input<typeof AssistanceView>>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'assistance.read');
    const { unitId } = asUser(actor);
    const belowIds = this.units.subtree(unitId);
    const now = this.clock.now();
    const overdueAt = overdue ? now : undefined;
    const rows = await this.unitOfWork.read((tx) =>
      this.requests.list(tx, { ...filter, scope, unitId, belowIds, overdueAt, before, limit: limit + 1 }),
    );
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (request) => toAssistanceView(request, now),
    );
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof AssistanceDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const held = await this.requests.find(tx, id);
      if (!held) throw PlatformErrors.NOT_FOUND();
      this.reader.sight.require(actor, 'assistance.read', held);
      return this.reader.detail(tx, held);
    });
  }
}
