import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { Actors } from '../../identity/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { ExportOrder } from './export.builder.js';
import type { EvidenceExport } from './export.entity.js';

/** Packs nothing that whoever asked for it may not see at that moment. */
@Injectable()
export class ExportRequesters {
  constructor(
    private readonly actors: Actors,
    private readonly cases: CasesService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws EXPORT_REQUESTER_GONE; NOT_FOUND */
  async orderOf(row: EvidenceExport): Promise<ExportOrder> {
    const requester = await this.actors.find(row.requestedBy);
    if (!requester) throw EvidenceErrors.EXPORT_REQUESTER_GONE();
    const caseFile = await this.unitOfWork.read((tx) => this.cases.requireVisible(tx, requester, row.caseId));
    return { row, caseFile, requester, madeAt: this.clock.now() };
  }
}
