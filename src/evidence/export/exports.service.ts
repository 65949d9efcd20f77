import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type ServedFile,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportDesk } from './export.desk.js';
import { ExportFolder } from './export.folder.js';
import { ExportRepository } from './export.repository.js';
import { type ExportCreate, type ExportQuery, type ExportView, toExportView } from './export.schemas.js';

type View = z.input<typeof ExportView>;

/** Exports of a case's evidence: asked for, made off the request path, fetched. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly exports: ExportRepository,
    private readonly desk: ExportDesk,
    private readonly folder: ExportFolder,
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND; FORBIDDEN; EXPORT_EMPTY; EXPORT_ITEM_NOT_LISTED */
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

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => toExportView(await this.find(tx, actor, id)));
  }

  /** The ZIP file, for the one it was made for: others see other things. That it was fetched is written down before a byte leaves. @throws NOT_FOUND, EXPORT_NOT_READY, EXPORT_GONE */
  async bag(actor: Actor, id: string): Promise<ServedFile> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.find(tx, actor, id);
      if (row.requestedBy !== actor.id) throw PlatformErrors.NOT_FOUND();
      const { state, sha256, sizeBytes } = row;
      if (state === 'waiting') throw EvidenceErrors.EXPORT_NOT_READY();
      const stream = state === 'ready' ? await this.folder.read(id) : undefined;
      if (!stream || sha256 === null) throw EvidenceErrors.EXPORT_GONE();
      await this.desk.noteFetched(tx, row);
      return {
        stream,
        contentType: 'application/zip',
        sizeBytes: Number(sizeBytes),
        sha256,
        fileName: `evidence-${id}.zip`,
      };
    });
  }

  private async find(tx: Tx, actor: Actor, id: string): Promise<EvidenceExport> {
    const row = await this.exports.find(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'evidence.export', [{ id, unitIds: [row.unitId], caseId: row.caseId }]);
    return row;
  }
}
