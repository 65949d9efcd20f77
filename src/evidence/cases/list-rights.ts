import { Injectable } from '@nestjs/common';
import { type CaseSummary, CasesService } from '../../cases/index.js';
import { AccessService } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';

/** Who may read and who may change the list of a case. */
@Injectable()
export class ListRights {
  constructor(
    private readonly cases: CasesService,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND */
  async requireReading(tx: Tx, actor: Actor, caseId: string): Promise<CaseSummary> {
    return this.requireAs(tx, actor, caseId, 'evidence.read');
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireArranging(tx: Tx, actor: Actor, caseId: string): Promise<CaseSummary> {
    return this.requireAs(tx, actor, caseId, 'evidence.attach');
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireSealing(tx: Tx, actor: Actor, caseId: string): Promise<CaseSummary> {
    return this.requireAs(tx, actor, caseId, 'evidence.seal');
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireRecording(tx: Tx, actor: Actor, caseId: string): Promise<CaseSummary> {
    return this.requireAs(tx, actor, caseId, 'evidence.record');
  }

  private async requireAs(
    tx: Tx,
    actor: Actor,
    caseId: string,
    permission: 'evidence.read' | 'evidence.attach' | 'evidence.seal' | 'evidence.record',
  ): Promise<CaseSummary> {
    const file = await this.cases.requireVisible(tx, actor, caseId);
    this.access.require(actor, permission, [{ id: caseId, unitIds: [file.unitId], caseId }]);
    return file;
  }
}
