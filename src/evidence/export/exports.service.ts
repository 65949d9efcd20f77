import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, newId, type Page, UnitOfWork } from '../../platform/index.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportDesk } from './export.desk.js';
import { ExportRepository } from './export.repository.js';
import { ExportRoom } from './export.room.js';
import { type ExportCreate, type ExportQuery, type ExportView, toExportView } from './export.schemas.js';

type View = z.input<typeof ExportView>;

/** Exports of a case's evidence: asked for, made off the request path, fetched. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly exports: ExportRepository,
    private readonly desk: ExportDesk,
    private readonly room: ExportRoom,
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND; FORBIDDEN; EXPORT_EMPTY; EXPORT_TOO_LARGE; EXPORT_ITEM_NOT_LISTED; what ExportRoom says */
  async request(actor: Actor, { caseId, purpose, itemIds }: z.output<typeof ExportCreate>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { unitId } = await this.cases.requireVisible(tx, actor, caseId);
      this.access.require(actor, 'evidence.export', [{ id: caseId, unitIds: [unitId], caseId }]);
      const { id: requestedBy, name, snapshot } = asUser(actor);
      const row: EvidenceExport = {
        id: newId(),
        caseId,
        unitId,
        requestedBy,
        requester: { ...snapshot, name },
        requestedAt: this.desk.now(),
        purpose,
        itemIds: await this.desk.exhibitsOf(tx, actor, caseId, itemIds),
        state: 'waiting',
        failure: null,
        finishedAt: null,
        sha256: null,
        sealSha256: null,
        sizeBytes: null,
        expiresAt: null,
      };
      await this.room.require(tx, row);
      await this.exports.insert(tx, row);
      await this.desk.order(tx, row);
      return toExportView(row);
    });
  }

  /** Newest first. */
  async list(actor: Actor, { limit, cursor, caseId }: z.output<typeof ExportQuery>): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'evidence.export');
    const rows = await this.unitOfWork.read((tx) => this.exports.list(tx, { scope, caseId, before, limit: limit + 1 }));
    return keysetPage(rows, limit, ({ id }) => [id], toExportView);
  }
}
