import { Controller, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  CurrentActor,
  idInCursor,
  Endpoint,
  Id,
  InstantView,
  keysetPage,
  type Page,
  PageQuery,
  pageOf,
  text,
  UnitOfWork,
} from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import { asUser } from '../access/user-actor.js';
import { UnitTree } from '../units/unit-tree.js';
import { AuditRepository, type AuditRow, type AuditScope } from './audit.repository.js';

const AuditView = z
  .object({
    id: Id,
    at: InstantView,
    actorKind: z.string(),
    actorId: z.string(),
    actor: z.record(z.string(), z.unknown()),
    action: z.string(),
    outcome: z.enum(['done', 'refused']),
    subjectKind: z.string().nullable(),
    subjectId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
const AuditPage = pageOf(AuditView).meta({ id: 'AuditPage' });
const AuditQuery = PageQuery.extend({
  action: text(100).optional(),
  actorId: text(100).optional(),
  subjectId: text(100).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
});

/** The trail of the reader's unit and all below it; reading it is itself recorded. */
@Controller('api/v1/audit')
export class AuditController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: AuditRepository,
    private readonly audit: AuditTrail,
    private readonly access: AccessService,
    private readonly units: UnitTree,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'audit.read',
    summary: 'What people of the own unit and below did, newest first; the system’s own entries for a top unit only',
    response: AuditPage,
  })
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: AuditQuery }) query: z.output<typeof AuditQuery>,
  ): Promise<Page<z.input<typeof AuditView>>> {
    const { limit, cursor, ...filter } = query;
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.run(actor, async (tx) => {
      await this.audit.record(tx, { action: 'audit.read', details: filter });
      return this.repository.list(tx, { ...filter, scope: this.scopeOf(actor), before, limit: limit + 1 });
    });
    return keysetPage(rows, limit, ({ id }) => [id], toView);
  }

  private scopeOf(actor: Actor): AuditScope {
    const { unitIds } = this.access.scope(actor, 'audit.read');
    return { unitIds, withoutUnit: this.units.find(asUser(actor).unitId)?.parentId === null };
  }
}

function toView(row: AuditRow): z.input<typeof AuditView> {
  return { ...row, at: row.at.toISOString() };
}
