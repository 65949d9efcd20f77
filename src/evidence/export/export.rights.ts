import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportRepository } from './export.repository.js';

/** Who may see that an export was made, and who may have its file. */
@Injectable()
export class ExportRights {
  constructor(
    private readonly exports: ExportRepository,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async find(tx: Tx, actor: Actor, id: string): Promise<EvidenceExport> {
    const row = await this.exports.find(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'evidence.export', [{ id, unitIds: [row.unitId], caseId: row.caseId }]);
    return row;
  }

  /** For the one it was made for: others see other things. @throws NOT_FOUND, FORBIDDEN */
  async findOwn(tx: Tx, actor: Actor, id: string): Promise<EvidenceExport> {
    const row = await this.find(tx, actor, id);
    if (row.requestedBy !== actor.id) throw PlatformErrors.NOT_FOUND();
    return row;
  }
}
